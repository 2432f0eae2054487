"""Passwords of databases, caches and search domains."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
