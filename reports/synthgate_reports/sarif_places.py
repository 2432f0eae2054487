"""Places as SARIF 2.1.0 writes them (§3.28-3.33), in the way that GitHub accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from synthgate_reports.rooted import from_root
from synthgate_reports.wording import line_of

if TYPE_CHECKING:
    from synthgate.model import Excerpt, Location, Position, Report, Subject

ROOT = "%SRCROOT%"

# A minified template is one line of megabytes: quoted in each of its findings
# it would make the log larger than any consumer takes.
_LONGEST_SNIPPET = 400


def uri(path: str, report: Report) -> str:
    """The path from the root of the sources, percent-encoded, never absolute.

    An absolute URI, or one with a scheme, that does not agree with the checkout
    makes GitHub reject the whole upload.
    """
    return quote(from_root(path, report), errors="replace")


def artifact(path: str, report: Report) -> dict[str, object]:
    """A file, in the way of a physical location."""
    return {"artifactLocation": {"uri": uri(path, report), "uriBaseId": ROOT}}


def physical(location: Location, report: Report) -> dict[str, object]:
    """A file and a region, with the lines around it if they are at hand and short."""
    place = artifact(location.path, report) | {"region": _region(location)}
    excerpt = location.excerpt
    if excerpt and _surrounds(excerpt, location):
        place["contextRegion"] = {
            "startLine": excerpt.first,
            "endLine": excerpt.first + len(excerpt.lines) - 1,
            "snippet": {"text": "\n".join(excerpt.lines)},
        }
    return place


def point(position: Position) -> dict[str, object]:
    """A region of one character: where a parser gave up."""
    line, column = max(1, position.line), max(1, position.column)
    return {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + 1}


def logical(subject: Subject) -> dict[str, object]:
    """The resource in the tree of constructs."""
    scope = [s for s in (subject.stage, subject.stack) if s]
    return {
        "name": subject.logical_id,
        "fullyQualifiedName": subject.construct_path or "/".join([*scope, subject.logical_id]),
        "kind": "resource",
    }


def _region(location: Location) -> dict[str, object]:
    # All four numbers are said, and none is below one: GitHub rejects the file
    # for a single region that leaves one out.
    start, end = location.start, max(location.start, location.end)
    region: dict[str, object] = {
        "startLine": max(1, start.line),
        "startColumn": max(1, start.column),
        "endLine": max(1, end.line),
        "endColumn": max(1, end.column),
    }
    text = line_of(location.excerpt, start.line)
    if text is not None and start.line == end.line:
        snippet = text[start.column - 1 : end.column - 1]
        if 0 < len(snippet) <= _LONGEST_SNIPPET:
            region["snippet"] = {"text": snippet}
    return region


def _surrounds(excerpt: Excerpt, location: Location) -> bool:
    """Whether the excerpt is more than the region, and no longer than is useful."""
    return (
        len(excerpt.lines) > 1
        and excerpt.first <= location.start.line
        and location.end.line < excerpt.first + len(excerpt.lines)
        and location.end.line - location.start.line + 1 < len(excerpt.lines)
        and max(map(len, excerpt.lines)) <= _LONGEST_SNIPPET
    )
