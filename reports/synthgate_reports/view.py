"""How much of a report a person is shown, how wide, and in which colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Disposition, Message
from synthgate.records import dataclass
from synthgate_reports.painting import folded
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synthgate.model import Finding, Report, Text
    from synthgate_reports.painting import Line

_WIDEST_PROSE = 110
"""Columns in which sentences are still read with ease."""
MANY = 25
"""Findings that a reader still takes in without a table."""
_FEW = 10
_LISTED = 10
_LISTED_OF_MANY = 5

_AND_MORE = Message("... and {more} more of {rule}: --verbose")
_AND_MORE_NAMELESS = Message("... and {more} more: --verbose")

STYLE = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "info": "blue",
    "unknown": "magenta",
    **dict.fromkeys(Disposition, "dim"),
    "moved": "dim",
    "fixed": "green",
    "error": "bold red",
    "notice": "blue",
    "open": "bold green",
    "closed": "bold red",
    "incomplete": "bold red",
}


@dataclass(frozen=True, slots=True)
class View:
    """A report, the columns that its reader sees (None: unknown), and whether all is wanted."""

    report: Report
    columns: int | None = None
    is_verbose: bool = False

    def say(self, text: Text) -> str:
        """What is said, in the language of the report."""
        return text[self.report.language]

    def prose(self, line: Line, hanging: int = 4) -> Iterator[Line]:
        """A sentence, folded where a terminal is narrower."""
        columns = min(self.columns, _WIDEST_PROSE) if self.columns else None
        return folded(line, columns, hanging)

    def label(self, label: Text, text: str) -> Iterator[Line]:
        """A sentence behind what it is about."""
        return self.prose([(f"  {self.say(label)}: ", "bold"), (text.strip(), "")])

    def is_short(self, number: int) -> bool:
        """Whether so many findings are shortened for the reader's sake."""
        return number > MANY and not self.is_verbose

    def most(self, number: int, of_many: int = _LISTED_OF_MANY) -> int:
        """How many of each rule are listed, where there are so many findings of all."""
        if self.is_verbose:
            return number
        return of_many if self.is_short(number) else _LISTED

    def rows(self, number: int, of: int) -> int:
        """How many rows are shown where there are so many: `number` at most, unless all are."""
        return of if self.is_verbose else min(number, of)

    def are_few(self, findings: Sequence[Finding]) -> bool:
        """Whether nobody is kept from what matters by the list of what does not count."""
        return self.is_verbose or len(findings) <= _FEW

    def rest(self, more: int, name: str = "") -> Iterator[Line]:
        """How many more there are, if any."""
        if more > 0:
            said = _AND_MORE.format(more=more, rule=printable(name))
            nameless = _AND_MORE_NAMELESS.format(more=more)
            yield from self.prose([(f"  {self.say(said if name else nameless)}", "bold")])

    def section(self, title: Text, lines: Iterable[Line], style: str = "bold") -> Iterator[Line]:
        """The lines below their title, or nothing at all."""
        body = list(lines)
        if body:
            yield from self.prose([(self.say(title), style)], 2)
            yield from (*body, [])
