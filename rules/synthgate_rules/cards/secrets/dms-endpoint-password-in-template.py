"""Passwords of a database migration endpoint."""

from synthgate_rules.cards.secrets.exposure import written

__all__ = ["written"]
