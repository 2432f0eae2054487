"""Passwords of a database migration endpoint."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
