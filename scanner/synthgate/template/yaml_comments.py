"""The comments in a text of YAML, which reading it as data leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, cast

import yaml
from yaml._yaml import CParser  # yaml.cyaml gives it on, but its stub does not say so

from synthgate.records import dataclass

_START = re.compile(r"(?:^|[ \t])#")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its ``#``, on a line, behind something (`trails`) or by itself."""

    line: int
    column: int
    text: str
    trails: bool


def comments(text: str, marked: re.Pattern[str]) -> Iterator[Comment]:
    """The comments in which a pattern is found, of a text that is one document of YAML.

    A sign within a scalar (a script, a quoted text) begins none (YAML 1.2.2, §6.6).
    """
    if not marked.search(text):
        return
    starts, ends = _scalars(text)
    at = 0
    for number, line in enumerate(_lines(text), start=1):
        for sign in _START.finditer(line) if marked.search(line) else ():
            place = at + sign.end() - 1
            before = bisect_right(starts, place) - 1
            if before >= 0 and place < ends[before]:
                continue
            said = line[sign.end() :].strip()
            if marked.search(said):
                column = sign.end()
                yield Comment(number, column, said, bool(line[: column - 1].strip()))
            break
        at += len(line)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, which are those that positions count (`template.document`)."""
    return (found[0] for found in _LINE.finditer(text) if found[0])


def _scalars(text: str) -> tuple[list[int], list[int]]:
    """Where the scalars start and end that may hold a sign, in their order."""
    tokens = yaml.scan(text, Loader=cast("Any", CParser))
    spans = [
        (token.start_mark.index, token.end_mark.index)
        for token in tokens
        if isinstance(token, yaml.ScalarToken)
    ]
    return [start for start, _ in spans], [end for _, end in spans]
