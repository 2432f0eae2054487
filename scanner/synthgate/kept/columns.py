"""Verdicts as columns: the rule, the resource and the answer of each, made when somebody asks.

Most of what a scan says is that something passes, which is counted and never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import overload

from synthgate.model import Rule, Status, Subject, Verdict
from synthgate.records import dataclass

LETTERS = {Status.PASS: "p", Status.FAIL: "f", Status.UNKNOWN: "u"}
"""How a column has an answer."""
_ANSWERS = {letter: status for status, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts(Sequence[Verdict]):  # noqa: PLW1641 - as its rules have none
    """Rules and subjects by their numbers in tables, and a letter for each answer.

    It equals any sequence of the same verdicts, and has no hash, as its rules have none.
    """

    rule_of: Callable[[int], Rule]
    subject_of: Callable[[int], Subject]
    rules: Sequence[int]
    subjects: Sequence[int]
    answers: str
    _made: list[Verdict] = field(default_factory=list[Verdict], init=False, repr=False)

    def __len__(self) -> int:
        return len(self.answers)

    @overload
    def __getitem__(self, index: int) -> Verdict: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Verdict]: ...
    def __getitem__(self, index: int | slice) -> Verdict | Sequence[Verdict]:
        return self._every()[index]

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._every())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    def __reduce__(self) -> tuple[type[tuple[Verdict, ...]], tuple[list[Verdict]]]:
        return tuple, (self._every(),)  # elsewhere there are no tables

    def _every(self) -> list[Verdict]:
        if not self._made:
            self._made.extend(
                map(
                    Verdict,
                    map(self.rule_of, self.rules),
                    map(self.subject_of, self.subjects),
                    map(_ANSWERS.__getitem__, self.answers),
                )
            )
        return self._made
