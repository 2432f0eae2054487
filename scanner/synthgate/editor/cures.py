"""What mends a finding by itself, as changes of a text."""

from __future__ import annotations

from collections.abc import Sequence

from synthgate.editor.marks import Mark
from synthgate.editor.texts import Span
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a text, and what takes its place."""

    span: Span
    text: str


def changes_for(mark: Mark, text: str) -> Sequence[Change]:
    """The changes of a file's text that mend what is marked there; none where nothing does.

    `text` is that of the whole file, as the editor has it.
    """
    _ = mark, text
    return ()
