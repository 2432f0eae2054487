"""Three-valued logic: what can be said where not everything is known.

``fail and unknown`` is fail, ``pass and unknown`` is unknown, ``not unknown`` is unknown
(S. C. Kleene, Introduction to Metamathematics, §64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from synthgate.resolve.values import Unknown, distinct

Truth = bool | Unknown


def negation(value: Truth) -> Truth:
    """Kleene's *not*."""
    return value if isinstance(value, Unknown) else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """Kleene's *and*; what stays unknown has the causes of all its unknown parts."""
    doubts: list[Unknown] = []
    for value in values:
        if value is True:
            continue
        if value is False:
            return False
        if value.__class__ is Unknown:
            doubts.append(value)
    return merged(doubts) if doubts else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """Kleene's *or*; what stays unknown has the causes of all its unknown parts."""
    doubts: list[Unknown] = []
    for value in values:
        if value is False:
            continue
        if value is True:
            return True
        if value.__class__ is Unknown:
            doubts.append(value)
    return merged(doubts) if doubts else False


def merged(doubts: Iterable[Unknown]) -> Unknown:
    """One unknown with the causes of several."""
    return Unknown(distinct(cause for doubt in doubts for cause in doubt.causes))


def decided(test: Callable[[Any], Truth], value: object) -> Truth:
    """A test of a value; an unknown one with few choices is tested for each of them."""
    if not isinstance(value, Unknown):
        return test(value)
    return agreed(lambda choice: decided(test, choice), value)


def agreed(test: Callable[[Any], Truth], value: Unknown) -> Truth:
    """What a test says of every choice of an unknown value, if it says the same of all."""
    answer: Truth | None = None
    for choice in value.choices:
        truth = test(choice)
        if isinstance(truth, Unknown) or (answer is not None and truth is not answer):
            return Unknown(value.causes)
        answer = truth
    return Unknown(value.causes) if answer is None else answer
