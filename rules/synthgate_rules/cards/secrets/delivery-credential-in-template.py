"""Credentials of the destinations of delivery streams."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
