"""As many cases as a consumer takes: GitLab reads less than 30 MB, and 500,000 cases of a pipeline.

(GitLab Docs, "Unit test reports" and "GitLab.com settings".) It reads nothing of a larger file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.model import plural
from synthgate.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from synthgate.model import Language
    from synthgate_reports.junit_cases import Case

_MOST_BYTES = 29_000_000
"""A megabyte less, for the head of the file and the case of the gate."""
_MOST_CASES = 499_999
_SHORT = 160
"""Characters of the texts of a case, where there is no room for more."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was taken from a report for its size: texts that were cut, cases that are missing."""

    shortened: int = 0
    cases: int = 0

    def facts(self) -> Iterator[tuple[str, str]]:
        """As properties, for programs."""
        if self.shortened:
            yield "texts-shortened", str(self.shortened)
        if self.cases:
            yield "cases-left-out", str(self.cases)

    def said(self, language: Language) -> Iterator[str]:
        """As sentences, for people."""
        if self.shortened:
            yield _SHORTENED.format(number=self.shortened)[language]
        if self.cases:
            yield _MISSING.format(number=self.cases)[language]


NOTHING_LEFT_OUT = LeftOut()


@dataclass(frozen=True, slots=True)
class Fitted:
    """The cases that there is room for, each with its XML."""

    cases: Sequence[Case]
    pieces: Sequence[str]
    left_out: LeftOut = NOTHING_LEFT_OUT


def fitting(cases: Sequence[Case], written: Callable[[Case], str]) -> Fitted:
    """All of the cases, if there is room for them.

    Else texts are cut, those of red cases last; then cases are left out, those that say
    nothing first, and red ones last.
    """
    rows = [_Row(case, written(case)) for case in cases]
    room = _MOST_BYTES - sum(row.size for row in rows)
    shortened = 0
    for is_red in (False, True):
        for place, row in enumerate(rows):
            if room < 0 and row.case.is_red is is_red and row.case.body:
                case = _shortened(row.case)
                cut = _Row(case, written(case))
                if cut.size < row.size:
                    rows[place] = cut
                    room += row.size - cut.size
                    shortened += 1
    kept = _kept(rows)
    left_out = LeftOut(shortened, len(rows) - len(kept))
    return Fitted([row.case for row in kept], [row.piece for row in kept], left_out)


@dataclass(frozen=True, slots=True)
class _Row:
    """A case with its XML."""

    case: Case
    piece: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.piece.encode())

    @property
    def rank(self) -> int:
        """0 for what is left out last."""
        return 0 if self.case.is_red else 1 if self.case.body else 2


def _kept(rows: Sequence[_Row]) -> Sequence[_Row]:
    """Those that there is room for, in their order: one that is too large keeps no other out."""
    kept: set[int] = set()
    room = _MOST_BYTES
    for place in sorted(range(len(rows)), key=lambda place: rows[place].rank):
        if len(kept) < _MOST_CASES and rows[place].size <= room:
            kept.add(place)
            room -= rows[place].size
    return [row for place, row in enumerate(rows) if place in kept]


def _shortened(case: Case) -> Case:
    """The case without what is set in, and with the ends of long lines."""
    lines = (line for line in case.body.splitlines() if line and not line.startswith(" "))
    return replace(case, message=_cut(case.message), body="\n".join(map(_cut, lines)))


def _cut(line: str) -> str:
    return line if len(line) <= _SHORT else f"{line[: _SHORT - _END]}…{line[-_END:]}"


_END = 30
"""What a line ends with says what becomes of the finding."""
_SHORTENED = plural(
    "The text of {number} case is shortened: there is no room for more.",
    "The texts of {number} cases are shortened: there is no room for more.",
)
_MISSING = plural(
    "{number} case is left out, for no consumer takes a larger file: --format json has all.",
    "{number} cases are left out, for no consumer takes a larger file: --format json has all.",
)
