"""Numbers, however they are spelt."""

from __future__ import annotations

import re
from math import inf

_FLOAT_BITS = 1024
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")


def as_number(value: object) -> float | None:
    """A number property's value, however it is spelt; None where it is no number."""
    if isinstance(value, int) and not isinstance(value, bool):
        beyond = inf if value > 0 else -inf
        return float(value) if value.bit_length() < _FLOAT_BITS else beyond
    if isinstance(value, float):
        return value
    if not isinstance(value, str) or value[:1].isalpha():
        return None
    return float(value) if _NUMBER.match(value.strip()) else None
