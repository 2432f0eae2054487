"""The administrator password of a Microsoft AD directory."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
