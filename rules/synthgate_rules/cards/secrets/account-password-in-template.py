"""Passwords of accounts in directories, realms and networks."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
