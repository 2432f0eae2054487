"""Credentials of connections to other systems."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
