"""Verdicts as columns: the rule, the resource and the answer of each, made when somebody asks.

Most of what a scan says is that something passes, which is counted and never looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, overload

from synthgate.model.findings import Status, Verdict
from synthgate.model.places import Subject
from synthgate.model.rules import Rule
from synthgate.records import dataclass

LETTERS = {Status.PASS: "p", Status.FAIL: "f", Status.UNKNOWN: "u"}
"""How a column has an answer."""
_ANSWERS = {letter: status for status, letter in LETTERS.items()}
NUMBER = "I"
"""How an array has the number of a row in a table."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts(Sequence[Verdict]):  # noqa: PLW1641 - as its rules have none
    """Rules and subjects by their numbers in tables, and a letter for each answer.

    It equals any sequence of the same verdicts, and has no hash, as its rules have none. None of
    the verdicts that it gives is kept.
    """

    rule_of: Callable[[int], Rule]
    subject_of: Callable[[int], Subject]
    rules: array[int]
    subjects: array[int]
    answers: str

    def __len__(self) -> int:
        return len(self.answers)

    @overload
    def __getitem__(self, index: int) -> Verdict: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Verdict]: ...
    def __getitem__(self, index: int | slice) -> Verdict | Sequence[Verdict]:
        if isinstance(index, slice):
            return [*self._made(self.rules[index], self.subjects[index], self.answers[index])]
        rule, subject = self.rule_of(self.rules[index]), self.subject_of(self.subjects[index])
        return Verdict(rule, subject, _ANSWERS[self.answers[index]])

    def __iter__(self) -> Iterator[Verdict]:
        return self._made(self.rules, self.subjects, self.answers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    def __reduce__(self) -> tuple[type[tuple[Verdict, ...]], tuple[list[Verdict]]]:
        return tuple, ([*self],)  # elsewhere there are no tables

    def _made(
        self, rules: Iterable[int], subjects: Iterable[int], answers: str
    ) -> Iterator[Verdict]:
        return map(
            Verdict,
            map(self.rule_of, rules),
            map(self.subject_of, subjects),
            map(_ANSWERS.__getitem__, answers),
        )


def in_columns(verdicts: Iterable[Verdict]) -> Verdicts:
    """Verdicts as columns, whatever they come in."""
    every = [*verdicts]
    rules, of_rules = _table([one.rule for one in every])
    subjects, of_subjects = _table([one.subject for one in every])
    answers = "".join([LETTERS[one.status] for one in every])
    return Verdicts(rules.__getitem__, subjects.__getitem__, of_rules, of_subjects, answers)


def _table(column: list[_T]) -> tuple[list[_T], array[int]]:
    """The things of a column, each once, in the order in which they are met; and their numbers.

    They are told apart by identity: rules have no hash.
    """
    places = [*map(id, column)]
    known = dict(zip(places, column, strict=True))
    numbers = {place: number for number, place in enumerate(known)}
    return [*known.values()], array(NUMBER, map(numbers.__getitem__, places))
