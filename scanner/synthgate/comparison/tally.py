"""How often each tool has what, alone and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from synthgate.comparison.cases import Case
from synthgate.model import Severity, Text


@dataclass(slots=True)
class Row:
    """One matter: how many resources each tool has it of, and how many all that have it share."""

    rule_id: str
    title: Text
    severity: Severity
    by_tool: Counter[str] = field(default_factory=Counter[str])
    together: int = 0

    @property
    def number(self) -> int:
        """How many resources anybody has it of, at least."""
        return max(self.by_tool.values(), default=0)


def rows_of(cases: Iterable[Case]) -> list[Row]:
    """A row for each matter, those first that most resources have."""
    rows: dict[str, Row] = {}
    for case in cases:
        row = rows.setdefault(case.rule_id, Row(case.rule_id, case.title, case.severity))
        row.by_tool.update(case.finders)
        row.together += len(case.finders) > 1
    return sorted(rows.values(), key=lambda one: (-one.number, one.severity.rank, one.rule_id))


def finders_of(cases: Iterable[Case]) -> list[tuple[tuple[str, ...], int]]:
    """Which tools have how many faults, those alone first that fewest share."""
    number = Counter(case.finders for case in cases)
    return sorted(number.items(), key=lambda one: (len(one[0]), one[0]))


def disputed(cases: Sequence[Case]) -> list[Case]:
    """The faults of which somebody who was asked the same says otherwise, by where they are."""
    found = (case for case in cases if case.is_disputed)
    return sorted(found, key=lambda one: (one.location.path, one.location.start, one.rule_id))


def differing(cases: Sequence[Case]) -> list[Case]:
    """All that not everybody has, by where it is."""
    found = (case for case in cases if not case.is_agreed)
    return sorted(found, key=lambda one: (one.location.path, one.location.start, one.rule_id))
