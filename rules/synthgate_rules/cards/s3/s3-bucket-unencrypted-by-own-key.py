"""Buckets that a KMS key can encrypt."""

from synthgate_rules.cards.s3.buckets import may_use_kms

__all__ = ["may_use_kms"]
