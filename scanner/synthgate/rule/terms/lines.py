"""The lines in which steps are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Lines = Iterator[str]


def indented(lines: Iterable[str]) -> Lines:
    """Lines one level further in."""
    return (f"  {one}" if one else "" for one in lines)


def dashed(lines: Iterable[str]) -> Lines:
    """Lines as one item of a list."""
    for index, one in enumerate(lines):
        yield f"{'  ' if index else '- '}{one}"
