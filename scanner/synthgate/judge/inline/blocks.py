"""The blocks of a template of YAML by their lines: what a comment stands in, or above."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from synthgate.judge.inline.said import Lines
from synthgate.template.document import Template, lines_of

if TYPE_CHECKING:
    from synthgate.template.yaml_comments import Comment


class Blocks:
    """Finds the resource, the line and the block of a comment, by lines that it counts once."""

    def __init__(self, template: Template) -> None:
        self.path = template.path
        self._lines = lines_of(template.text)
        self._content = [n for n, line in enumerate(self._lines, start=1) if _is_content(line)]
        self._starts = sorted(
            (template.locate(("Resources", name)).start.line, name) for name in template.resources
        )

    def resource_at(self, line: int) -> str | None:
        """The resource in whose block a line is, or a comment that ends it."""
        at = bisect_right(self._starts, (line, _LAST)) - 1
        if at < 0:
            return None
        start, name = self._starts[at]
        end = self._ends.get(start, start)
        further = _indent(self._lines[line - 1]) > _indent(self._lines[start - 1])
        return name if line <= end or (further and self._next(end + 1) > line) else None

    def line(self, comment: Comment) -> Lines:
        """The line that a comment is about: its own, where it trails something, or the next one."""
        line = self._target(comment)
        return Lines(line, line, self._reached(line, line))

    def block(self, comment: Comment) -> Lines:
        """That line, and all that is further in below it."""
        line = self._target(comment)
        last = self._ends.get(line, line)
        return Lines(line, last, self._reached(line, last))

    def is_heading(self, comment: Comment) -> bool:
        """Whether nothing but comments, and the sign of a document, stands before a comment."""
        before = self._content[: bisect_left(self._content, comment.line)]
        return all(self._lines[n - 1].startswith("---") for n in before[:2])

    def _target(self, comment: Comment) -> int:
        return comment.line if comment.trails else self._next(comment.line + 1)

    def _next(self, line: int) -> int:
        """The first line with content from a line on, or the one after the last of all."""
        at = bisect_left(self._content, line)
        return self._content[at] if at < len(self._content) else len(self._lines) + 1

    @cached_property
    def _ends(self) -> dict[int, int]:
        """By each line with content, the last one of its block.

        A list may stand as far out as the key that it belongs to.
        """
        ends: dict[int, int] = {}
        around: list[tuple[int, int, bool]] = []
        last = 0
        for number in self._content:
            line = self._lines[number - 1]
            indent = _indent(line)
            is_entry = line.startswith("-", indent)
            while around and not _is_inside(indent, is_entry, around[-1]):
                ends[around.pop()[0]] = last
            around.append((number, indent, is_entry))
            last = number
        return ends | {start: last for start, _, _ in around}

    def _reached(self, first: int, last: int) -> tuple[str, ...]:
        """The resources that reach into some lines."""
        if first > len(self._lines):
            return ()
        around = self.resource_at(first)
        at = bisect_left(self._starts, (first, ""))
        to = bisect_right(self._starts, (last, _LAST))
        names = [*([around] if around else []), *(name for _, name in self._starts[at:to])]
        return tuple(dict.fromkeys(names))


def _is_inside(indent: int, is_entry: bool, around: tuple[int, int, bool]) -> bool:
    _, outer, of_entry = around
    return indent > outer or (indent == outer and is_entry and not of_entry)


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_LAST = "\U0010ffff"
"""After every name."""
