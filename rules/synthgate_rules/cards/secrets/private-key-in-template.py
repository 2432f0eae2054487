"""Private and shared keys."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
