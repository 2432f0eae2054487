"""Requests that became possible."""

from __future__ import annotations

from collections.abc import Sequence

from synthgate.change.access.axis import Atom
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Var
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class New:
    """Requests that became possible, or may have: one of them, and the statements that allow it.

    `by` are Allow statements of the head, `besides` Deny statements of the base that kept it out.
    There may be none of the former: policies of an identity allow it then, of which `named` is the
    ARN if it is one of the app. What is `open` decides it, where it is not sure.
    """

    actions: list[Atom]
    resources: list[Atom]
    principals: list[Atom]
    context: tuple[tuple[str, str | None], ...]
    by: tuple[Grant, ...]
    besides: tuple[Grant, ...]
    is_sure: bool
    open: tuple[Var, ...] = ()
    named: str = ""

    @property
    def example(self) -> tuple[str, str, str]:
        """An action, a resource and a principal of which it is true."""
        return self.actions[0].word, self.resources[0].word, self.principals[0].word

    @property
    def first(self) -> Grant:
        """The statement that is told of it: the first that allows it, else that denies no more."""
        return (*self.by, *self.besides)[0]


def spread(new: Sequence[New]) -> tuple[list[Atom], list[Atom], list[Atom]]:
    """All actions, resources and principals that some requests are about."""
    return (
        [atom for one in new for atom in one.actions],
        [atom for one in new for atom in one.resources],
        [atom for one in new for atom in one.principals],
    )
