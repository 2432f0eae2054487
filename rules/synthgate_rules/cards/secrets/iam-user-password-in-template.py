"""The console password of an IAM user."""

from synthgate_rules.cards.secrets.exposure import written

__all__ = ["written"]
