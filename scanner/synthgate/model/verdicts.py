"""Verdicts as columns: the rule, the resource and the answer of each, made when somebody asks.

Most of what a scan says is that something passes, which is counted and never looked at.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
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

    @property
    def by_status(self) -> Counter[Status]:
        """How many there are of each answer."""
        counts = Counter(self.answers)
        return Counter({status: counts[letter] for letter, status in _ANSWERS.items()})

    def of(self, status: Status) -> Verdicts:
        """Those of one answer."""
        letter = LETTERS[status]
        if letter not in self.answers:
            return NO_VERDICTS
        return self._chosen([one == letter for one in self.answers])

    def where(self, has: Callable[[Rule], bool]) -> Verdicts:
        """Those of some rules; of each, it is asked once."""
        chosen = {number for number in {*self.rules} if has(self.rule_of(number))}
        return self._chosen([number in chosen for number in self.rules])

    def _chosen(self, kept: list[bool]) -> Verdicts:
        """Some rows."""
        if all(kept):
            return self
        return Verdicts(
            self.rule_of,
            self.subject_of,
            array(NUMBER, compress(self.rules, kept)),
            array(NUMBER, compress(self.subjects, kept)),
            "".join(compress(self.answers, kept)),
        )

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
    if isinstance(verdicts, Verdicts):
        return verdicts
    every = [*verdicts]
    rules, of_rules = _table([one.rule for one in every])
    subjects, of_subjects = _table([one.subject for one in every])
    answers = "".join([LETTERS[one.status] for one in every])
    return Verdicts(rules.__getitem__, subjects.__getitem__, of_rules, of_subjects, answers)


def joined(parts: Iterable[Iterable[Verdict]]) -> Verdicts:
    """The verdicts of several, one after the other."""
    every = [in_columns(part) for part in parts]
    rules, of_rules = _one_table([(one.rules, one.rule_of) for one in every])
    subjects, of_subjects = _one_table([(one.subjects, one.subject_of) for one in every])
    answers = "".join([one.answers for one in every])
    return Verdicts(rules.__getitem__, subjects.__getitem__, of_rules, of_subjects, answers)


def _one_table(
    columns: Iterable[tuple[array[int], Callable[[int], _T]]],
) -> tuple[list[_T], array[int]]:
    """The things that the tables of columns have, each once; and the columns as one, of these."""
    things: list[_T] = []
    numbers: dict[int, int] = {}
    column = array(NUMBER)
    for old, thing_of in columns:
        new: dict[int, int] = {}
        for number in dict.fromkeys(old):
            thing = thing_of(number)
            new[number] = numbers.setdefault(id(thing), len(things))
            if new[number] == len(things):
                things.append(thing)
        column.extend(map(new.__getitem__, old))
    return things, column


def _table(column: list[_T]) -> tuple[list[_T], array[int]]:
    """The things of a column, each once, in the order in which they are met; and their numbers.

    They are told apart by identity: rules have no hash.
    """
    places = [*map(id, column)]
    known = dict(zip(places, column, strict=True))
    numbers = {place: number for number, place in enumerate(known)}
    return [*known.values()], array(NUMBER, map(numbers.__getitem__, places))


NO_VERDICTS = in_columns(())
"""None at all."""
