"""Paths and lines from the root of the sources, for consumers that show files of a repository."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Location, Report

_OUTSIDE = re.compile(r"\A(?:\.{0,2}/)+")


def from_root(path: str, report: Report) -> str:
    """The path from the root of the sources, never absolute and never empty.

    A file outside the root can be shown to nobody: the leading "/" and "../" go, and what is left
    still names the file to a reader.
    """
    return _OUTSIDE.sub("", f"{_joined(path, report)}/").removesuffix("/") or "."


def is_inside(path: str, report: Report) -> bool:
    """Whether a file lies below the root of the sources."""
    return not _OUTSIDE.match(f"{_joined(path, report)}/")


def last_line(location: Location) -> int:
    """The last line that a span has a sign in: ends are exclusive."""
    start, end = location.start.line, location.end
    return max(start, end.line - 1 if end.column <= 1 else end.line)


def _joined(path: str, report: Report) -> str:
    joined = posixpath.normpath(posixpath.join(report.source_prefix, path))
    return joined.removeprefix(f"{report.source_root}/") if report.source_root else joined
