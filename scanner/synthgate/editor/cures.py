"""What mends a finding by itself, as changes of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from synthgate.editor.marks import Mark
from synthgate.editor.texts import Span
from synthgate.model import Position, Text
from synthgate.records import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a text, and what takes its place."""

    span: Span
    text: str


def cure_of(mark: Mark, text: str) -> tuple[Sequence[Change], Text | None]:
    """The changes of a file's text that mend what is marked there, and what to know besides.

    `text` is that of the whole file, as the editor has it. No change where nothing mends it.
    """
    if mark.finding is None or mark.mends is None:
        return (), None
    made = mark.mends(mark.finding, text)
    if made is None:
        return (), None
    return tuple(changed(_LINE.findall(text), _LINE.findall(made.text))), made.told


def changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """The lines in which two texts differ."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new, last in matcher.get_opcodes():
        if kind != "equal":
            span = Span(_beginning(before, start), _beginning(before, end))
            yield Change(span, "".join(after[new:last]))


def _beginning(lines: Sequence[str], number: int) -> Position:
    """Where a line begins, counted from nought; of what is behind the last one: where that ends."""
    if number == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return Position(number, len(lines[-1]) + 1)
    return Position(number + 1, 1)
