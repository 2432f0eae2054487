"""Automata of regular expressions: what Python's parser makes of them, part by part.

Of a pattern with what no automaton here has, nothing is said.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from math import inf
from typing import Any

from synthgate.patterns import pattern
from synthgate.texts.automata import Automaton, UndecidableError
from synthgate.texts.letters import ALL, CATEGORIES, Letters, folded, ranges, without

_DOTALL, _MULTILINE, _IGNORECASE = map(int, (re.DOTALL, re.MULTILINE, re.IGNORECASE))
"""As plain numbers: of flags, each ``&`` makes an object, and every letter of a pattern asks."""


class Builder:
    """Makes an automaton of the parts of a pattern, as Python's parser has them."""

    def __init__(self) -> None:
        self.automaton = Automaton()
        self.is_whole = False

    def literal(self, text: str, start: int) -> int:
        """A text, letter by letter; the state after it."""
        for letter in text:
            start = self.step(((ord(letter), ord(letter)),), start)
        return start

    def step(self, letters: Letters, start: int) -> int:
        """One letter of some; the state after it."""
        target = self.automaton.state()
        self.automaton.letters[start].append((letters, target))
        return target

    def loop(self, letters: Letters, start: int) -> int:
        """Any number of letters of some; the state after them."""
        target = self.automaton.state()
        self.join(start, target)
        self.automaton.letters[target].append((letters, target))
        return target

    def join(self, start: int, target: int, kind: str = "") -> None:
        """A free edge."""
        self.automaton.free[start].append((kind, target))

    def branches(self, ends: Iterable[int]) -> int:
        """Where several ways come together again."""
        target = self.automaton.state()
        for end in ends:
            self.join(end, target)
        return target

    def pattern(self, parts: Iterable[Any], start: int, flags: int) -> int:
        """The parts of a pattern one after the other; the state after them."""
        for operation, argument in parts:
            start = self._part(str(operation), argument, start, flags)
        return start

    def _part(self, operation: str, argument: Any, start: int, flags: int) -> int:
        match operation:
            case "LITERAL":
                return self.step(_folded(((argument, argument),), flags), start)
            case "NOT_LITERAL":
                return self.step(without(_folded(((argument, argument),), flags)), start)
            case "ANY":
                newline = ((10, 10),)
                return self.step(ALL if flags & _DOTALL else without(newline), start)
            case "IN":
                return self.step(_class(argument, flags), start)
            case "BRANCH":
                ends = [self.pattern(way, start, flags) for way in argument[1]]
                return self.branches(ends)
            case "SUBPATTERN":
                _, added, removed, inner = argument
                return self.pattern(inner, start, (flags | added) & ~removed)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = argument
                return self._repeated(least, most, inner, start, flags)
            case "AT":
                return self._at(str(argument), start, flags)
            case _:
                raise UndecidableError(operation)

    def _repeated(self, least: int, most: int, inner: Any, start: int, flags: int) -> int:
        for _ in range(least):
            start = self.pattern(inner, start, flags)
        if int(most) >= _UNBOUNDED:
            # A state of its own, so that no other part comes back into the loop.
            again = self.automaton.state()
            self.join(start, again)
            self.join(self.pattern(inner, again, flags), again)
            target = self.automaton.state()
            self.join(again, target)
            return target
        ends = [start]
        for _ in range(int(most) - least):
            start = self.pattern(inner, start, flags)
            ends.append(start)
        return self.branches(ends)

    def _at(self, kind: str, start: int, flags: int) -> int:
        if flags & _MULTILINE and kind in ("AT_BEGINNING", "AT_END"):
            raise UndecidableError(kind)
        if self.is_whole and kind in _ENDS:
            return start
        target = self.automaton.state()
        match kind:
            case "AT_BEGINNING" | "AT_BEGINNING_STRING":
                self.join(start, target, "begin")
            case "AT_END_STRING":
                self.join(start, target, "end")
            case "AT_END":  # before a last newline, too
                self.join(start, target, "end")
                self.join(self.step(((10, 10),), start), target, "end")
            case _:
                raise UndecidableError(kind)
        return target


def _class(items: Sequence[Any], flags: int) -> Letters:
    """The letters of a class in brackets."""
    found: list[tuple[int, int]] = []
    negated = False
    for operation, argument in items:
        match str(operation):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found.append((argument, argument))
            case "RANGE":
                found.append(argument)
            case "CATEGORY":
                found.extend(CATEGORIES[str(argument)])
            case other:
                raise UndecidableError(other)
    letters = _folded(ranges(found), flags)
    return without(letters) if negated else letters


def _folded(letters: Letters, flags: int) -> Letters:
    """Letters with those that are alike, where case does not count."""
    found = folded(letters) if flags & _IGNORECASE else letters
    if found is None:
        raise UndecidableError
    return found


_UNBOUNDED = 2**32 - 1
_ENDS = ("AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING")
_OTHERWISE = pattern(r"\[:|\\[pPQC0]|\(\?[a-zA-Z]*U")
"""What RE2, or Java, reads in another way than Python's parser, which is used here."""


@lru_cache(maxsize=1024)
def found_by(written: str) -> Automaton:
    """The texts in which a pattern (of `regex`) is found.

    Raises:
        UndecidableError: it has what no automaton here has: the ends of words, lines.
    """
    builder = Builder()
    start = builder.automaton.state()
    inside = builder.loop(ALL, start)
    after = builder.pattern(*_parsed(_as_python_has_it(written), inside))
    builder.automaton.end = builder.loop(ALL, after)
    return builder.automaton


def made_of(written: str) -> Automaton:
    """The texts that a pattern fits as a whole.

    Raises:
        UndecidableError: it has what no automaton here has.
    """
    builder = Builder()
    start = builder.automaton.state()
    builder.automaton.end = fitted(builder, written, start)
    return builder.automaton


def fitted(builder: Builder, written: str, start: int) -> int:
    """Add a piece that a pattern fits as a whole; the state after it.

    Raises:
        UndecidableError: it has what no automaton here has.
    """
    builder.is_whole = True
    try:
        return builder.pattern(*_parsed(written, start))
    finally:
        builder.is_whole = False


def literals(written: str) -> list[str | None]:
    """The texts that a pattern writes out, one after the other; None for what may be several.

    Raises:
        UndecidableError: it has what no automaton here has.
    """
    tree, _, flags = _parsed(written, 0)
    return [None] if flags & _IGNORECASE else [*_literals(tree)]


def _literals(tree: Iterable[Any]) -> Iterator[str | None]:
    for operation, argument in tree:
        match str(operation):
            case "LITERAL":
                yield chr(argument)
            case "AT":
                pass
            case "SUBPATTERN" if not argument[1]:
                yield from _literals(argument[3])
            case _:
                yield None


def widths(written: str) -> tuple[int, float]:
    """The lengths of the shortest and of the longest text that a pattern fits."""
    tree, _, _ = _parsed(written, 0)
    least, most = tree.getwidth()
    return least, inf if most >= _UNBOUNDED else most


def _as_python_has_it(written: str) -> str:
    """A pattern of RE2 with its words for the end of a text and for classes in Python's."""
    end = _END_OF_TEXT.sub(r"\1\\Z", written)
    return _POSIX.sub(lambda match: _CLASSES.get(match[1], match[0]), end)


_END_OF_TEXT = pattern(r"(?<!\\)((?:\\\\)*)\\z")
_POSIX = pattern(r"\[:([a-z]+):\]")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}


def _parsed(written: str, start: int) -> tuple[Any, int, int]:
    """What `Builder.pattern` takes of a pattern."""
    tree, flags = _tree(written)
    return tree, start, flags


@lru_cache(maxsize=256)
def _tree(written: str) -> tuple[Any, int]:
    """The parts of a pattern, and its flags: of Regions, say, many texts have a piece."""
    if _OTHERWISE.search(written):
        raise UndecidableError(written)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # sets within sets: others read them so
            tree = import_module("re._parser").parse(written, re.ASCII)
    except (re.error, RecursionError, OverflowError, FutureWarning) as error:
        raise UndecidableError(written) from error
    return tree, int(tree.state.flags)
