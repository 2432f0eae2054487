"""The console password of an IAM user."""

from synthgate_rules.cards.secrets.places import written

__all__ = ["written"]
