"""How often each tool has what, alone and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from synthgate.comparison.cases import Case
from synthgate.model import Severity, Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One matter: how many resources each tool has it of, and how many several of them share."""

    rule_id: str
    title: Text
    severity: Severity
    by_tool: Mapping[str, int]
    together: int

    @property
    def number(self) -> int:
        """How many resources anybody has it of, at least."""
        return max(self.by_tool.values(), default=0)


def rows_of(cases: Iterable[Case]) -> list[Row]:
    """A row for each matter, those first that most resources have."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.rule_id, []).append(case)
    rows = map(_row, groups.values())
    return sorted(rows, key=lambda one: (-one.number, one.severity.rank, one.rule_id))


def _row(cases: Sequence[Case]) -> Row:
    first = cases[0]
    by_tool = Counter(tool for case in cases for tool in case.finders)
    together = sum(len(case.finders) > 1 for case in cases)
    return Row(first.rule_id, first.title, first.severity, by_tool, together)


def finders_of(cases: Iterable[Case]) -> list[tuple[tuple[str, ...], int]]:
    """Which tools have how many faults, those alone first that fewest share."""
    number = Counter(case.finders for case in cases)
    return sorted(number.items(), key=lambda one: (len(one[0]), one[0]))


def differing(cases: Sequence[Case]) -> list[Case]:
    """All that not everybody has, by where it is."""
    found = (case for case in cases if not case.is_agreed)
    return sorted(found, key=lambda one: (one.location.path, one.location.start, one.rule_id))
