"""The quick form of sentences: what is asked of the values that are looked at, no places made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synthgate.model import Status
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.operators.quick import Answer
from synthgate.rule.paths.quick import OPEN, One
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Condition, Quick
from synthgate.rule.words.quantifiers import NONE, Quantifier
from synthgate.rule.words.together import Together

Said = Callable[[View, Any, Any], bool | None]
"""What a part of a sentence says: from where, of what around, of which value or values."""


def every_answer(answers: Sequence[Answer | None]) -> Answer | None:
    """What several operators say of a value together; None where one of them cannot say quickly."""
    asked = [answer for answer in answers if answer]
    return _every(asked) if asked and len(asked) == len(answers) else None


def of_one(look: One, said: Answer) -> Quick:
    """Operators that are asked of one value."""

    def quick(view: View, around: Any) -> bool | None:
        value = look(around)
        return None if value is OPEN else said(view, around, value)

    return quick


def of_several(
    look: Callable[[View, Any], list[Any]], parts: Sequence[Said | None], *, looks: bool
) -> Quick | None:
    """The parts of a sentence, each asked of all that is looked at."""
    asked = [part for part in parts if part]
    if len(asked) < len(parts):
        return None
    said = _every(asked)

    def quick(view: View, around: Any) -> bool | None:
        return said(view, around, look(view, around))

    def quick_of_all(view: View, around: Any) -> bool | None:
        values = look(view, around)
        answers = [part(view, around, values) for part in asked]
        return None if None in answers else all(answers)

    return quick_of_all if looks and len(asked) > 1 else quick


def operated(answers: Sequence[Answer | None], *, is_wide: bool) -> Said | None:
    """Operators that are asked of each value.

    What may be left out is no match, where the look `is_wide`: it breaks nothing for sure.
    """
    answer = every_answer(answers)
    if answer is None:
        return None

    def of_values(view: View, around: Any, values: Sequence[Any]) -> bool | None:
        is_open = False
        for value in values:
            said = None if value is OPEN else answer(view, around, value)
            if said is False and not (is_wide and isinstance(value, Unknown)):
                return False
            is_open = is_open or not said
        return None if is_open else True

    return of_values


def quantified(quantifier: Quantifier, inner: Condition) -> Said | None:
    """A quantifier; an answer that settles it is none where the value may be left out."""
    ask, looks = inner.quick, inner.looks
    if ask is None:
        return None
    settles = quantifier.decisive is Status.PASS
    settled = settles and quantifier is not NONE

    def said(view: View, _: Any, values: Sequence[Any]) -> bool | None:
        is_open = is_settled = False
        for value in values:
            if value is ABSENT:
                continue
            answer = None if value is OPEN else ask(view, value)
            if answer is settles and not isinstance(value, Unknown):
                if not looks:
                    return settled
                is_settled = True
            elif answer is not (not settles):
                is_open = True
        return None if is_open else settled is is_settled

    return said


def counted(together: Together, argument: Any) -> Said | None:
    """A word that asks of all values together."""
    quick = together.quick
    return (lambda _, __, values: quick(values, argument)) if quick else None


def _every(parts: Sequence[Said]) -> Said:
    """All of some parts, asked one after the other until one says no; mostly there is one."""
    if len(parts) == 1:
        return parts[0]

    def said(view: View, around: Any, values: Any) -> bool | None:
        so_far: bool | None = True
        for part in parts:
            answer = part(view, around, values)
            if answer is False:
                return False
            so_far = so_far and answer
        return so_far

    return said
