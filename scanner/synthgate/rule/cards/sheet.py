"""A YAML file of settings: read without harm, its mistakes told by line and column."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError, UsageError
from synthgate.model import Message, Position, Problem, Text, joined, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.reach import is_inside
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_mapping
from synthgate.template.document import Route, position_at

MAX_BYTES = 1_000_000
"""A file of settings has some hundred lines."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where settings stand: a file, an environment variable, an option.

    `name` is what messages call it; relative paths in it start from `folder` and stay `within`
    another, links followed, unless that is None: a user's own words may lead anywhere.
    """

    name: str = ""
    folder: Path = Path()
    locate: Callable[[Route], Position | None] = lambda _: None
    within: Path | None = None

    def strays(self, path: str) -> bool:
        """Whether a path in these settings leads where they may not reach."""
        return self.within is not None and not is_inside(self.folder / path, self.within)

    def problem(self, route: Route, text: Text, code: ProblemCode = ProblemCode.SETTING) -> Problem:
        """A problem, mostly a mistake, at a place of this source."""
        return Problem(code, text, self.name or None, self.locate(route))

    def problems(self, mistakes: Iterable[Mistake]) -> list[Problem]:
        """Mistakes with their places."""
        return [self.problem(mistake.route, mistake.text) for mistake in mistakes]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says; nothing, where it cannot be read, for which there is a problem then."""

    source: Source = field(default_factory=Source)
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])
    problems: tuple[Problem, ...] = ()


_SEVERAL = Message("another document begins here, and one is read: take the line --- out")
_UNMERGED = Message("the mark of a merge conflict: resolve it, and take the marks out")


def read_sheet(
    path: Path,
    name: str,
    within: Path | None = None,
    most: int = MAX_BYTES,
    unmerged: Message = _UNMERGED,
) -> Sheet:
    """Read a file that messages know by a name, and whose own paths stay within a folder.

    `most` is how many bytes it may have, `unmerged` what is said of the marks of a conflict.
    """
    source = Source(name, path.parent, within=within)
    try:
        content = _content(path, most)
    except TemplateError as error:
        return _unread(source, error.text, error.position)
    except (OSError, ValueError) as error:  # a ValueError: a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else error
        unread = Message("cannot be read: {reason}")
        return _unread(source, unread.format(reason=reason))
    return sheet_of(content, source, unmerged)


def sheet_of(content: bytes, source: Source, unmerged: Message = _UNMERGED) -> Sheet:
    """What the bytes of a file say, wherever they were read."""
    from synthgate.template import yaml_text  # noqa: PLC0415 - cards that are kept are not read
    from synthgate.template.yaml_locator import YamlLocator  # noqa: PLC0415 - likewise
    from synthgate.template.yaml_text import SeveralDocumentsError  # noqa: PLC0415 - likewise

    try:
        root = yaml_text.compose(_merged(content.decode("utf-8-sig"), unmerged))
        body, _ = yaml_text.plain(root) if root else (None, ())
    except SeveralDocumentsError as error:
        return _unread(source, _SEVERAL, error.position)
    except TemplateError as error:
        return _unread(source, error.text, error.position)
    except UnicodeDecodeError:
        return _unread(source, Message("not UTF-8 text"))
    if root is None or body is None:  # empty, or comments only
        return Sheet(source)
    if not is_mapping(body):
        return _unread(source, _NO_MAPPING, Position(1, 1))
    return Sheet(replace(source, locate=YamlLocator(root).position), body)


def _content(path: Path, most: int) -> bytes:
    """The bytes of a regular file of some size; a pipe, which might never end, is none."""
    if not path.exists():
        raise TemplateError(Message("no such file"))
    if not path.is_file():
        raise TemplateError(Message("not a regular file"))
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TemplateError(
            Message("more than {most:,} bytes: no file of settings").format(most=most)
        )
    return content


def _merged(text: str, unmerged: Message) -> str:
    """A text that no unfinished merge has left its marks in: YAML would take some for words."""
    mark = _CONFLICT.search(text)
    if mark:
        raise TemplateError(unmerged, position_at(text, mark.start()))
    return text


def _unread(source: Source, text: Text, position: Position | None = None) -> Sheet:
    problem = Problem(ProblemCode.SETTING, text, source.name, position)
    return Sheet(source, problems=(problem,))


_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""The marks of a conflict (git-merge(1), "How conflicts are presented")."""
_NO_MAPPING = Message("not a mapping: settings are written as 'key: value'")


def shown(path: Path, folder: Path) -> str:
    """A path as messages show it: POSIX, relative to the folder in which synthgate runs."""
    return Path(os.path.relpath(path, folder)).as_posix()


def refuse(problems: Iterable[Problem]) -> None:
    """Tell of all mistakes at once, each on a line that begins with its place.

    Raises:
        UsageError: there is a mistake.
    """
    placed = sorted(
        set(problems),
        key=lambda it: (it.path or "", it.position or Position(0, 0), it.message.en),
    )
    if placed:
        raise UsageError(joined("\n", map(line_of, placed)))


def line_of(problem: Problem) -> Text:
    """A problem on a line that begins with its place."""
    at = problem.position
    if problem.path is None:
        return problem.message
    place = [problem.path, *((str(at.line), str(at.column)) if at else ())]
    return joined(": ", [verbatim(":".join(place)), problem.message])
