"""Secrets of registered clients."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
