"""Sets of letters, as ranges of code points."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping

Letters = tuple[tuple[int, int], ...]
"""Ranges of code points, ends included, in their order and apart from each other."""

ALL: Letters = ((0, sys.maxunicode),)


def holds(letters: Letters, letter: int) -> bool:
    """Whether a letter is in some ranges."""
    at = bisect_right(letters, (letter, sys.maxunicode)) - 1
    return at >= 0 and letter <= letters[at][1]


def meet(letters: Letters, others: Letters) -> bool:
    """Whether some ranges have a letter of others."""
    for low, high in letters:
        at = bisect_right(others, (high, sys.maxunicode)) - 1
        if at >= 0 and others[at][1] >= low:
            return True
    return False


def ranges(found: Iterable[tuple[int, int]]) -> Letters:
    """Ranges in their order, those that touch put together."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return tuple(merged)


def without(letters: Letters) -> Letters:
    """All other letters."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in letters:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= sys.maxunicode:
        found.append((start, sys.maxunicode))
    return tuple(found)


_DIGITS: Letters = ((48, 57),)
_WORDS: Letters = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES: Letters = ((9, 10), (12, 13), (32, 32))  # RE2's \s has no vertical tab
CATEGORIES: Mapping[str, Letters] = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": without(_DIGITS),
    "CATEGORY_WORD": _WORDS,
    "CATEGORY_NOT_WORD": without(_WORDS),
    "CATEGORY_SPACE": _SPACES,
    "CATEGORY_NOT_SPACE": without(_SPACES),
}
"""The classes of RE2 (RE2, "Syntax"), by the names of Python's parser."""

_LAST_ASCII = 127
_ALIKE = {"k": "\u212a", "s": "\u017f"}
"""Letters outside ASCII that are alike to one in it without case (Unicode, simple folding)."""


def folded(letters: Letters) -> Letters | None:
    """Letters with those that are alike without case; None of letters outside ASCII."""
    found = [*letters]
    for low, high in letters:
        if high > _LAST_ASCII:
            return None
        for letter in map(chr, range(low, high + 1)):
            alike = {letter.lower(), letter.upper(), _ALIKE.get(letter.lower(), letter)}
            found.extend((ord(other), ord(other)) for other in alike)
    return ranges(found)
