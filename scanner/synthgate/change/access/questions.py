"""Whether something is possible: for some request, and whatever the open values turn out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import product
from math import prod

from synthgate.change.access.conditions import keys_of
from synthgate.change.access.contexts import Context, contexts
from synthgate.change.access.logic import Expr, Var, given, opposite, some, variables
from synthgate.records import dataclass

MOST_STEPS = 50_000
"""How many cells, and how many kinds of requests in them, are looked at before it is given up."""
MOST_OPEN = 8
"""On how many open values, at the most, an answer may hang that is still worked out."""


class TooMuchError(Exception):
    """It takes too many steps to find out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """That something is possible, for sure or perhaps, and the values of condition keys then."""

    is_sure: bool
    context: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """What is asked about the requests of two states, each question once.

    `asked` is all that conditions ask of requests.
    """

    asked: Sequence[Var]
    _left: list[int] = field(default_factory=lambda: [MOST_STEPS])
    _contexts: dict[str, list[Context]] = field(default_factory=dict[str, list[Context]])
    _answers: dict[Expr, Answer | None] = field(default_factory=dict[Expr, Answer | None])

    def spend(self, steps: int) -> None:
        """Take some steps.

        Raises:
            TooMuchError: too many were taken.
        """
        self._left[0] -= steps
        if self._left[0] < 0:
            raise TooMuchError

    def answer(self, question: Expr) -> Answer | None:
        """Whether something is possible; None where it never is.

        Raises:
            TooMuchError: it takes too many steps to find out.
        """
        if isinstance(question, bool):
            return Answer(is_sure=True) if question else None
        if question not in self._answers:
            self._answers[question] = self._worked_out(question)
        return self._answers[question]

    def _worked_out(self, question: Expr) -> Answer | None:
        """For sure if, whatever is open, there is a request; else perhaps, if for some of it."""
        left = [(given(question, _said(chosen)), chosen) for chosen in self._requests(question)]
        left = [(one, chosen) for one, chosen in left if one is not False]
        sure = [(one, chosen) for one, chosen in left if all(it.is_sure for it in chosen)]
        for one, chosen in sure:
            if one is True:
                return Answer(True, chosen)
        if sure and self._is_always(some(one for one, _ in sure)):
            return Answer(True, sure[0][1])
        for one, chosen in left:
            if not self._is_always(opposite(one)):
                return Answer(False, chosen)
        return None

    def _requests(self, question: Expr) -> list[tuple[Context, ...]]:
        by_key = [self._of_key(key) for key in keys_of(variables(question))]
        self.spend(prod(map(len, by_key)))
        return [*product(*by_key)]

    def _of_key(self, key: str) -> list[Context]:
        if key not in self._contexts:
            found = contexts(key, self.asked)
            if found is None:
                raise TooMuchError
            self._contexts[key] = found
        return self._contexts[key]

    def _is_always(self, question: Expr) -> bool:
        """Whether something holds for all values of what is open."""
        names = [*dict.fromkeys(variables(question))]
        if len(names) > MOST_OPEN:
            raise TooMuchError
        self.spend(1 << len(names))
        return all(
            given(question, dict(zip(names, held, strict=True))) is True
            for held in product((True, False), repeat=len(names))
        )


def _said(chosen: tuple[Context, ...]) -> dict[Var, Expr]:
    return {var: held for one in chosen for var, held in one.said.items()}
