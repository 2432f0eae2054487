"""Verdicts as columns: the rule, the resource and the answer of each, made when somebody asks.

Most of what a scan says is that something passes, which is counted and never looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Generic, TypeVar, overload

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
    rules, subjects = _Table[Rule](), _Table[Subject]()
    of_rules, of_subjects, answers = array(NUMBER), array(NUMBER), list[str]()
    for one in verdicts:
        of_rules.append(rules.number(one.rule))
        of_subjects.append(subjects.number(one.subject))
        answers.append(LETTERS[one.status])
    return Verdicts(
        rules.rows.__getitem__, subjects.rows.__getitem__, of_rules, of_subjects, "".join(answers)
    )


@dataclass(frozen=True, slots=True)
class _Table(Generic[_T]):
    """Things by the order in which they were met, told apart by identity: rules have no hash."""

    rows: list[_T] = field(default_factory=list[_T])
    _numbers: dict[int, int] = field(default_factory=dict[int, int])

    def number(self, one: _T) -> int:
        """Where something stands, from now on."""
        number = self._numbers.setdefault(id(one), len(self.rows))
        if number == len(self.rows):
            self.rows.append(one)
        return number
