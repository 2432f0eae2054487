"""Credentials for push messages."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
