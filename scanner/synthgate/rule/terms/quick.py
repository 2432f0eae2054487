"""Kleene's logic of quick answers: true, false, or None for what is to be asked in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import ABSENT
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Condition, Quick
from synthgate.rule.terms.outcome import outcome_of


def decided(truth: Truth) -> bool | None:
    """A truth as a quick answer."""
    return truth if truth is True or truth is False else None


def of_resource(truth: Callable[[View], Truth]) -> Condition:
    """A condition of the resource, or its stack, at no place of it."""
    return Condition(
        lambda view, _: outcome_of(truth(view), (), ABSENT),
        lambda view, _: decided(truth(view)),
        sparing=lambda view, _, __: outcome_of(truth(view), (), ABSENT),
        at_once=True,
    )


def opposite(condition: Condition) -> Quick | None:
    """Kleene's *not*."""
    quick = condition.quick

    def ask(view: View, value: Any) -> bool | None:
        answer = quick(view, value) if quick else None
        return None if answer is None else not answer

    return ask if quick else None


def every(parts: Sequence[Condition]) -> Quick | None:
    """Kleene's *and*."""
    return _combined(parts, settling=False)


def some(parts: Sequence[Condition]) -> Quick | None:
    """Kleene's *or*."""
    return _combined(parts, settling=True)


def _combined(parts: Sequence[Condition], *, settling: bool) -> Quick | None:
    """The answer that settles the matter, if a part has it, and the other if all of them have."""
    if not all(part.quick for part in parts):
        return None
    looking = [part.quick for part in parts if part.quick and part.looks]
    rest = _settled([part.quick for part in parts if part.quick and not part.looks], settling)

    def ask(view: View, value: Any) -> bool | None:
        answers = [part(view, value) for part in looking]
        if None in answers:
            return None
        return settling if settling in answers else rest(view, value)

    return ask if looking else rest


def _settled(parts: Sequence[Quick], settling: bool) -> Quick:
    if len(parts) == 1:
        return parts[0]

    def ask(view: View, value: Any) -> bool | None:
        is_open = False
        for part in parts:
            answer = part(view, value)
            if answer is settling:
                return settling
            is_open = is_open or answer is None
        return None if is_open else not settling

    return ask
