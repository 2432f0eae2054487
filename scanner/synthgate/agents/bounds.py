"""How much one answer holds, whatever there is: so many rows, so many letters, and how to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.records import dataclass

LETTERS = 24_000
"""Letters of one answer: some 8,000 tokens, of which clients take 10,000 without a word."""
MOST = 100
"""Rows of one answer, however many are asked for."""
_One = TypeVar("_One")
_Row = TypeVar("_Row", bound=BaseModel | str)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Rows from a place on, and where the rest begins, if there is one."""

    rows: list[_Row]
    left_off: int
    end: int

    def next(self, before: str = "") -> str | None:
        """The word that asks for the rest."""
        return f"{before}{self.end}" if self.left_off else None


def page(
    every: Sequence[_One],
    start: int,
    limit: int,
    row: Callable[[_One], _Row],
    letters: int = LETTERS,
) -> Page[_Row]:
    """As many rows as fit, one at least, from a place on."""
    rows: list[_Row] = []
    for one in every[start : start + min(limit, MOST)]:
        made = row(one)
        letters -= len(made if isinstance(made, str) else made.model_dump_json())
        if rows and letters < 0:
            break
        rows.append(made)
    end = start + len(rows)
    return Page(rows, max(len(every) - end, 0), end)


def start_of(word: str | None) -> int:
    """The place that `next` names.

    Raises:
        UsageError: it is no such word.
    """
    if not word:
        return 0
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise UsageError(_NO_NEXT.format(word=word))
    return int(word)


_NO_NEXT = Message("next: {word!r} is none that this tool gave: leave it out to begin anew")
