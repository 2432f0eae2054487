"""From a report to lines of files: what is said where, and which files have changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from synthgate.editor.curing import Mends
from synthgate.editor.looks import Look
from synthgate.editor.texts import Span, whole_line
from synthgate.model import Disposition, Finding, Language, Position, Problem
from synthgate.records import dataclass

FIRST = Position(1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Something that is said of a place in a file: a finding, or a problem.

    `span` is None where it is said of the whole line. Paths of the finding start at `folder`.
    `mends` makes the text of the file without the finding.
    """

    path: Path
    line: int
    folder: Path
    language: Language
    span: Span | None = None
    finding: Finding | None = None
    problem: Problem | None = None
    mends: Mends | None = None

    def extent(self, lines: Sequence[str]) -> Span:
        """From where to where it goes in the lines of the file."""
        return self.span or whole_line(lines, self.line)

    @property
    def is_of_program(self) -> bool:
        """Whether it stands in a program, and the template elsewhere."""
        return self.finding is not None and self.span is None


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is said, and of the `stale` files how many findings they had."""

    every: tuple[Mark, ...] = ()
    stale: tuple[tuple[Path, int], ...] = ()


def marks_of(look: Look, root: Path) -> Marks:
    """What a look has found in files below a folder: what counts, and what went wrong."""
    every: list[Mark] = []
    stale: dict[Path, int] = {}
    for finding in look.report.findings if look.report else ():
        if finding.disposition is not Disposition.ACTIVE:
            continue
        source = finding.source
        if source and source.stale:
            path = _file(look, source.path)
            stale[path] = stale.get(path, 0) + 1
        else:
            every.append(_of_finding(finding, look))
    problems = (*look.problems, *(look.report.problems if look.report else ()))
    every += _of_problems(problems, look)
    inside = tuple(one for one in every if one.path.is_relative_to(root))
    return Marks(inside, tuple(sorted(stale.items())))


def _of_finding(finding: Finding, look: Look) -> Mark:
    source, place = finding.source, finding.location
    if source and source.found:
        path = _file(look, source.path)
        return Mark(
            path, source.line, look.folder, look.language, finding=finding, mends=look.mends
        )
    path, span = _file(look, place.path), Span(place.start, place.end)
    line = place.start.line
    mends = None if look.synthesized else look.mends  # the CDK writes its templates anew
    return Mark(path, line, look.folder, look.language, span, finding=finding, mends=mends)


def _of_problems(problems: tuple[Problem, ...], look: Look) -> Iterator[Mark]:
    """The problems that have a place in a file; the others are told in the log."""
    for one in problems:
        if one.path and one.position:
            path = _file(look, one.path)
            yield Mark(path, one.position.line, look.folder, look.language, problem=one)


def placeless(look: Look) -> Iterator[Problem]:
    """The problems that no line can be marked for."""
    for one in (*look.problems, *(look.report.problems if look.report else ())):
        if not (one.path and one.position):
            yield one


def _file(look: Look, shown: str) -> Path:
    return (look.folder / shown).resolve()
