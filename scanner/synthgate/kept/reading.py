"""The tables of a partial report that is being read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from synthgate.kept.columns import Verdicts
from synthgate.kept.rows import Convert, Rows
from synthgate.kept.writing import VERDICTS
from synthgate.model import Joined, Message, PartialReport, Rule, Subject, Text, Words

_LETTERS = frozenset("pfu")


@dataclass(frozen=True, slots=True)
class Readers:
    """How what the tables hold is read, and a report as a whole."""

    rule: Convert
    subject: Convert
    report: Convert


@cache
def readers() -> Readers:
    """Those of this version of the model."""
    shared: dict[Any, Convert] = {
        Text: lambda number, tables: tables.text(number),
        Rule: lambda number, tables: tables.rule(number),
        Subject: lambda number, tables: tables.subject(number),
        VERDICTS: lambda columns, tables: tables.verdicts(*columns),
    }
    rows = Rows(shared, reading=True)
    return Readers(rows.record(Rule), rows.record(Subject), rows.record(PartialReport))


class Reading:
    """The tables: a text becomes what it stands for when it is first asked for, a known rule too.

    Whatever has another shape than it should raises `ValueError`, `LookupError` or `TypeError`.
    """

    def __init__(
        self,
        texts: Sequence[Any],
        rules: Sequence[Any],
        subjects: Sequence[Any],
        known: Mapping[str, Rule],
    ) -> None:
        strange = [row for row in rules if isinstance(row, str) and row not in known]
        if strange:
            raise LookupError(strange)
        self._text_rows, self._rule_rows = texts, rules
        self._known = known
        self._texts: dict[int, Text] = {}
        self._rules: dict[int, Rule] = {}
        self._subjects: list[Subject] = [readers().subject(row, self) for row in subjects]
        for number in (at for at, row in enumerate(rules) if not isinstance(row, str)):
            self.rule(number)

    def rule(self, number: int) -> Rule:
        """A rule, of which those that are known stand there by their ids."""
        found = self._rules.get(number)
        if found is None:
            row = self._rule_rows[number]
            found = self._known[row] if isinstance(row, str) else readers().rule(row, self)
            self._rules[number] = found
        return found

    def subject(self, number: int) -> Subject:
        """A resource."""
        return self._subjects[number]

    def verdicts(self, rules: list[int], subjects: list[int], answers: str) -> Verdicts:
        """Columns, which nobody has looked into."""
        lengths = {len(rules), len(subjects), len(answers)}
        is_sound = (
            len(lengths) == 1
            and _LETTERS.issuperset(answers)
            and {*rules} <= {*range(len(self._rule_rows))}
            and {*subjects} <= {*range(len(self._subjects))}
        )
        if not is_sound:
            raise ValueError(lengths)
        return Verdicts(self.rule, self.subject, rules, subjects, answers)

    def text(self, number: int) -> Text:
        """A text; below nought the `why` of a rule."""
        found = self._texts.get(number)
        if found is None:
            found = (
                self.rule(-1 - number).why if number < 0 else self._made(self._text_rows[number])
            )
            self._texts[number] = found
        return found

    def _made(self, row: Any) -> Text:
        match row:
            case ["w", str(en)]:
                return Words(en, en)
            case ["w", str(en), str(ko)]:
                return Words(en, ko)
            case ["j", str(between), parts]:
                return Joined(between, tuple(map(self.text, parts)))
            case ["m", str(words), given]:
                return Message(words, self._arguments(given))
            case ["m", str(words), given, str(context), str(plural), translations]:
                said = tuple(cast("Any", (language, it)) for language, it in translations)
                return Message(words, self._arguments(given), context, plural, said)
            case _:
                raise ValueError(row)

    def _arguments(self, given: Any) -> tuple[tuple[str, Any], ...]:
        return tuple((name, self._argument(value)) for name, value in given)

    def _argument(self, value: Any) -> Any:
        if isinstance(value, list):
            (number,) = cast("list[int]", value)
            return self.text(number)
        if not isinstance(value, str | int | float):
            raise TypeError(value)
        return value
