"""What is told beside the reports: on standard error, a line at a time, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from synthgate.model import INCOMPLETE, Language, Message

if TYPE_CHECKING:
    from synthgate.model import Problem, Report


def say(stderr: TextIO, line: str) -> None:
    """A line to standard error; a stream that takes no more changes nothing."""
    with suppress(OSError, ValueError):
        stderr.write(f"synthgate: {printable(line)}\n")


def sum_up(report: Report, stderr: TextIO) -> None:
    """What a person must see although the reports went elsewhere."""
    for problem in report.serious_problems:
        say(stderr, problem_line(problem, report.language))
    with suppress(OSError, ValueError):
        stderr.write(f"{report.gate.reason[report.language]}\n")


def problem_line(problem: Problem, language: Language) -> str:
    """A problem as ``file:line:column: message``, as far as it has a place."""
    place = [problem.path] if problem.path else []
    if problem.path and problem.position:
        place += [str(problem.position.line), str(problem.position.column)]
    prefix = f"{':'.join(place)}: " if place else ""
    return f"{prefix}{problem.message[language]}"


def printable(line: str) -> str:
    """A line of strangers' words in which nothing moves a cursor or commands a CI runner."""
    from synthgate_reports import wording  # noqa: PLC0415 - only who writes a line

    return wording.inert(wording.printable(line))


def complain(problems: Iterable[Problem], language: Language, stderr: TextIO) -> int:
    """Tell what kept something from being read, and return the exit code that says so."""
    serious = [problem for problem in problems if problem.kind != "notice"]
    for one in serious:
        say(stderr, problem_line(one, language))
    return INCOMPLETE if serious else 0


UNWRITTEN = Message("cannot be written")
