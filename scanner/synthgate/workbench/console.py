"""Where the workbench speaks: a line at a time, in one language, with nothing hidden in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TextIO

import orjson

from synthgate.model import Language, Problem, Report, Text, plural
from synthgate.records import dataclass

CARDS = plural("{number} card", "{number} cards")
EXAMPLES = plural("{number} example", "{number} examples")


@dataclass(frozen=True, slots=True)
class Console:
    """Streams and language of a run.

    `printable` makes visible what could move a cursor: cards are strangers' words.
    """

    out: TextIO
    err: TextIO
    language: Language
    printable: Callable[[str], str]

    def line(self, line: str = "") -> None:
        """Write a line to standard output."""
        self.out.write(f"{self.printable(line)}\n")

    def data(self, data: Any) -> None:
        """Write a JSON document to standard output."""
        self.out.write(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")

    def say(self, text: Text) -> None:
        """Write a sentence to standard output."""
        self.line(text[self.language])

    def tell(self, problems: Iterable[Problem]) -> None:
        """Write problems to standard output, for which they are what was asked for."""
        for problem in problems:
            self.line(self._placed(problem))

    def complain(self, problems: Iterable[Problem]) -> None:
        """Write problems to standard error, where they are beside the point."""
        for problem in problems:
            self.err.write(f"synthgate: {self.printable(self._placed(problem))}\n")

    def report(self, report: Report) -> None:
        """Write a report as text to standard output."""
        from synthgate_reports import write  # noqa: PLC0415 - most actions write none

        write("text", report, self.out)

    def flush(self) -> None:
        """Show at once what was written."""
        self.out.flush()

    def _placed(self, problem: Problem) -> str:
        """A problem as ``file:line:column: message``, as far as it has a place."""
        position = problem.position
        places = [problem.path, *([position.line, position.column] if position else ())]
        prefix = ":".join(str(place) for place in places if place is not None)
        message = problem.message[self.language]
        return f"{prefix}: {message}" if prefix else message
