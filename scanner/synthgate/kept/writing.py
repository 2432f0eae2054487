"""The tables of a partial report that is being written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from synthgate.kept.rows import Convert, Rows
from synthgate.model import (
    Excerpt,
    Joined,
    Location,
    Message,
    PartialReport,
    Problem,
    Rule,
    Subject,
    Text,
    Verdict,
    Words,
)
from synthgate.model.verdicts import LETTERS
from synthgate.records import dataclass

T = TypeVar("T")
VERDICTS: Any = Sequence[Verdict]
"""The type of verdicts, which are columns."""


@dataclass(frozen=True, slots=True)
class Writers:
    """How what the tables hold is written, and what stands in none."""

    rule: Convert
    subject: Convert
    excerpt: Convert
    location: Convert
    report: Convert
    problem: Convert


@cache
def writers() -> Writers:
    """Those of this version of the model."""
    shared: dict[Any, Convert] = {
        Text: lambda text, tables: tables.text(text),
        Rule: lambda rule, tables: tables.rule(rule),
        Subject: lambda subject, tables: tables.subject(subject),
        Excerpt: lambda excerpt, tables: tables.excerpt(excerpt),
        Location: lambda location, tables: tables.location(location),
        VERDICTS: lambda verdicts, tables: tables.verdicts(verdicts),
    }
    record = Rows(shared).record
    return Writers(
        record(Rule),
        record(Subject),
        record(Excerpt),
        record(Location),
        record(PartialReport),
        record(Problem),
    )


class Writing:
    """The tables; what is written twice is the same number."""

    def __init__(self, known: Mapping[str, Rule]) -> None:
        """`known` are the rules that will be there when the report is read."""
        self.texts: list[list[Any]] = []
        self.rules: list[Any] = []
        self.subjects: list[list[Any]] = []
        self.excerpts: list[list[Any]] = []
        self.locations: list[list[Any]] = []
        self._known = known
        self._numbers: dict[Any, int] = {}
        self._by_identity: dict[int, tuple[object, int]] = {}

    def rule(self, rule: Rule) -> int:
        """By identity: a rule is large, and there is seldom more than one of an id."""
        held = self._by_identity.get(id(rule))
        if held is None:
            held = self._by_identity[id(rule)] = rule, len(self.rules)
            self.rules.append(rule.id)
            known = self._known.get(rule.id)
            if known is rule or known == rule:
                # What a finding says of why is mostly what its rule says.
                self._by_identity.setdefault(id(rule.why), (rule.why, len(self.texts)))
                self.texts.append(["r", held[1]])
            else:
                self.rules[held[1]] = writers().rule(rule, self)
        return held[1]

    def named(self, rule: Rule) -> str:
        """A rule, which stands in the table from now on, by its id."""
        self.rule(rule)
        return rule.id

    def subject(self, subject: Subject) -> int:
        """A resource: all that is said of one mostly has the same."""
        held = self._by_identity.get(id(subject))
        if held is None:
            number = self._in(self.subjects, subject, subject, writers().subject)
            held = self._by_identity[id(subject)] = subject, number
        return held[1]

    def excerpt(self, excerpt: Excerpt) -> int:
        """Lines of a file: most rules that fail on a resource show the same."""
        held = self._by_identity.get(id(excerpt))
        if held is None:
            number = self._in(self.excerpts, excerpt, excerpt, writers().excerpt)
            held = self._by_identity[id(excerpt)] = excerpt, number
        return held[1]

    def location(self, location: Location) -> int:
        """A span of a template."""
        start, end, excerpt = location.start, location.end, location.excerpt
        shown = None if excerpt is None else self.excerpt(excerpt)
        span = start.line, start.column, end.line, end.column
        key = location.path, span, location.property_path, shown
        return self._in(self.locations, key, location, writers().location)

    def _in(self, table: list[list[Any]], key: Any, value: Any, convert: Convert) -> int:
        """The number of a value in its table, where it stands from now on."""
        number = self._numbers.get(key)
        if number is None:
            row = convert(value, self)
            number = self._numbers[key] = len(table)
            table.append(row)
        return number

    def verdicts(self, verdicts: Sequence[Verdict]) -> list[Any]:
        """A column for each field."""
        every = [*verdicts]
        return [
            _column([one.rule for one in every], self.rule),
            _column([one.subject for one in every], self.subject),
            "".join([LETTERS[one.status] for one in every]),
        ]

    def text(self, text: Text) -> int:
        """A text."""
        held = self._by_identity.get(id(text))
        if held is None:
            held = self._by_identity[id(text)] = text, self._number(text)
        return held[1]

    def _number(self, text: Text) -> int:
        row, key = self._row(text)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.texts)
            self.texts.append(row)
        return number

    def _row(self, text: Text) -> tuple[list[Any], Any]:
        """The row of a text, and what no other text has: one and 1.0 are told apart."""
        match text:
            case Words(en, ko):
                return (["w", en] if en == ko else ["w", en, ko]), ("w", en, ko)
            case Joined(between, parts):
                numbers = [self.text(part) for part in parts]
                return ["j", between, numbers], ("j", between, *numbers)
            case Message():
                given = [
                    [name, [self.text(value)] if isinstance(value, Text) else value]
                    for name, value in text.arguments
                ]
                rest = [text.context, text.plural, text.translations]
                told = ((name, type(value), str(value)) for name, value in given)
                row = ["m", text.id, given, *(rest if any(rest) else ())]
                return row, ("m", text.id, *rest, *told)


def _column(things: list[T], number: Callable[[T], int]) -> list[int]:
    """The numbers of things, each looked up once: few are different, and told apart by identity."""
    few = {id(thing): thing for thing in things}
    numbers = {at: number(thing) for at, thing in few.items()}
    return [numbers[id(thing)] for thing in things]
