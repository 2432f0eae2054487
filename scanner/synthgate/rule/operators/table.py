"""The operators of the language: this list of modules, and nothing else, says which there are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from synthgate.rule.operators import (
    contents,
    covering,
    dates,
    emptiness,
    equality,
    kinds,
    length,
    networks,
    policies,
    ports,
    quantities,
)
from synthgate.rule.operators.operator import Operator, negated

_SUBJECTS = (
    equality,
    contents,
    emptiness,
    quantities,
    dates,
    length,
    networks,
    ports,
    kinds,
    policies,
    covering,
)
_POSITIVE = (*chain.from_iterable(subject.WORDS for subject in _SUBJECTS),)
_NEGATIVE = (negated(one, one.opposite) for one in _POSITIVE if one.opposite)

OPERATORS: Mapping[str, Operator] = {one.name: one for one in (*_POSITIVE, *_NEGATIVE)}
"""Every operator by its word; those that negate another come last."""
