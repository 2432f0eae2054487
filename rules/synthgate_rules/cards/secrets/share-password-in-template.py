"""Passwords of file systems and shares."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
