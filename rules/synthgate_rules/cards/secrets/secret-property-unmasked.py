"""Secrets on their way into a resource, of every type that has a card of its own."""

from synthgate_rules.cards.secrets.places import shown

__all__ = ["shown"]
