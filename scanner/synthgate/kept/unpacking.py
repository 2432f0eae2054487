"""The tables of a partial report that is being read."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from sys import intern
from typing import Any, cast

from synthgate.kept.alike import Alike
from synthgate.kept.made import Make, Makers
from synthgate.kept.writing import VERDICTS
from synthgate.model import (
    Excerpt,
    Joined,
    Location,
    Message,
    PartialReport,
    Position,
    Problem,
    Rule,
    Subject,
    Text,
    ToolRule,
    Words,
)
from synthgate.model.verdicts import NUMBER, Verdicts
from synthgate.records import dataclass

_LETTERS = frozenset("pfu")
_ALIKE: frozenset[Any] = frozenset({tuple[ToolRule, ...], Position})
"""What thousands of findings have alike."""


@dataclass(frozen=True, slots=True)
class Readers:
    """How what the tables hold is read, and what stands in none."""

    rule: Make
    subject: Make
    excerpt: Make
    location: Make
    report: Make
    problem: Make


@cache
def readers() -> Readers:
    """Those of this version of the model."""
    shared: dict[Any, str] = {
        Text: "t.texts[{}]",
        Rule: "t.rule({})",
        Subject: "t.subjects[{}]",
        Excerpt: "t.excerpts[{}]",
        Location: "t.locations[{}]",
        VERDICTS: "t.verdicts(*{})",
    }
    record = Makers(shared, _ALIKE).record
    return Readers(
        record(Rule),
        record(Subject),
        record(Excerpt),
        record(Location),
        record(PartialReport),
        record(Problem),
    )


class Reading:
    """The tables: what is in them, but for rules, which are made when they are first asked for.

    Whatever has another shape than it should raises `ValueError`, `LookupError` or `TypeError`.
    """

    def __init__(
        self,
        texts: Sequence[Any],
        rules: Sequence[Any],
        known: Mapping[str, Rule],
        subjects: Sequence[Any] = (),
        excerpts: Sequence[Any] = (),
        locations: Sequence[Any] = (),
        *,
        alike: Alike | None = None,
        at_once: bool = True,
    ) -> None:
        """`known` are the rules that stand there by their ids; others are made `at_once`."""
        strange = [row for row in rules if isinstance(row, str) and row not in known]
        if strange:
            raise LookupError(strange)
        alike = alike or Alike()
        self._rows, self._known = [*map(alike.name, rules)], known
        self._rules: list[Rule | None] = [None] * len(rules)
        self.alike = alike.value
        self.texts: list[Text] = []
        for row in texts:
            # What a rule says of why is known by what it is: it is written so again.
            text = self._text(row)
            self.texts.append(text if row[0] == "r" else alike.text(text))
        read = readers()
        self.subjects: list[Subject] = [read.subject(row, self) for row in subjects]
        self.excerpts: list[Excerpt] = [read.excerpt(row, self) for row in excerpts]
        self.locations: list[Location] = [read.location(row, self) for row in locations]
        for number, row in enumerate(rules if at_once else ()):
            if not isinstance(row, str):
                self.rule(number)

    def rule(self, number: int) -> Rule:
        """A rule, of which those that are known stand there by their ids."""
        found = self._rules[number]
        if found is None:
            row = self._rows[number]
            found = self._known[row] if isinstance(row, str) else readers().rule(row, self)
            self._rules[number] = found
        return found

    def close(self) -> None:
        """Let go of what verdicts do not lead to, once a report is made and its rules are there."""
        self.texts, self.excerpts, self.locations = [], [], []

    def verdicts(self, rules: list[int], subjects: list[int], answers: str) -> Verdicts:
        """Columns, which nobody has looked into."""
        lengths = {len(rules), len(subjects), len(answers)}
        is_sound = (
            len(lengths) == 1
            and _LETTERS.issuperset(answers)
            and {*rules} <= {*range(len(self._rows))}
            and {*subjects} <= {*range(len(self.subjects))}
        )
        if not is_sound:
            raise ValueError(lengths)
        columns = array(NUMBER, rules), array(NUMBER, subjects)
        return Verdicts(self.rule, self.subjects.__getitem__, *columns, answers)

    def _text(self, row: Any) -> Text:
        match row[0]:
            case "m":
                return self._message(*row[1:])
            case "w":
                en, ko = _strings(row[1:] if len(row) > 2 else row[1:] * 2)
                return Words(en, ko)
            case "j":
                _, between, parts = row
                return Joined(str(between), tuple(map(self.texts.__getitem__, parts)))
            case "r":
                _, number = row
                return self.rule(number).why
            case _:
                raise ValueError(row)

    def _message(
        self, words: str, given: Any, context: str = "", plural: str = "", translations: Any = ()
    ) -> Message:
        _strings([words, context, plural])
        # A program says few sentences: each is in memory once, however many units it is read of.
        arguments = tuple((intern(name), self._argument(value)) for name, value in given)
        said = tuple(cast("Any", (language, it)) for language, it in translations)
        return Message(intern(words), arguments, context, intern(plural), said)

    def _argument(self, value: Any) -> Any:
        if isinstance(value, list):
            (number,) = cast("list[int]", value)
            return self.texts[number]
        if not isinstance(value, str | int | float):
            raise TypeError(value)
        return value


def _strings(row: list[Any]) -> list[str]:
    if not all(type(one) is str for one in row):
        raise TypeError(row)
    return row


class RuleTable(Mapping[str, Rule]):
    """Rules by their ids, in the order of a table; each is made when it is asked for."""

    def __init__(self, names: Sequence[str], tables: Reading) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        self._tables = tables

    def __getitem__(self, rule_id: str) -> Rule:
        return self._tables.rule(self._numbers[rule_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
