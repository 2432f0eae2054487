"""Whose a KMS key is, by the way in which it is named."""

from __future__ import annotations

from typing import Any

from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, agreed
from synthgate.resolve.values import Partial, Unknown

OF_AWS = "alias/aws/"
"""Aliases that are reserved for AWS managed keys (KMS Developer Guide, "Aliases in AWS KMS")."""


def is_own(key: Any) -> Truth:
    """Whether a property names a key other than one that AWS manages.

    A key that only the deployment knows is taken for one that somebody chose.
    """
    if isinstance(key, Unknown) and key.choices:
        return agreed(is_own, key)
    known = key.suffix if isinstance(key, Partial) else key
    if isinstance(known, str) and OF_AWS in known:
        return False
    return is_set(key)
