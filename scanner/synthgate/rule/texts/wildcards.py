"""Patterns with wildcards and unknown pieces: what one matches of another.

``*`` stands for any letters and ``?`` for one. Each question is answered in a number of steps
that grows no faster than the lengths multiplied, or it is given up after `MOST_STEPS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from itertools import groupby


class Wild(Enum):
    """What a pattern holds besides letters."""

    __hash__ = object.__hash__  # that of Enum is Python, and patterns are sets of them

    ONE = "?"
    ANY = "*"
    OPEN = "unknown"
    """A piece that only the deployment knows; it may hold wildcards of its own."""
    NAME = "unknown name"
    """The same of a piece that holds none: an attribute, a pseudo parameter."""


Pattern = tuple[str | Wild, ...]
"""Letters, each a string that equals only itself, and what stands for others."""

ANYTHING: Pattern = (Wild.ONE, Wild.ANY)
HOLES = frozenset({Wild.OPEN, Wild.NAME})
"""Pieces that only the deployment knows."""
MOST_STEPS = 50_000
"""How many places of patterns are looked at before a question is given up."""

_MANY = frozenset({Wild.ANY, *HOLES})
_WILDS = frozenset(Wild)
_STRANGE = ""
"""A letter that no pattern spells."""


def includes(patterns: Iterable[Pattern], wanted: Pattern, *, beyond_budget: bool = False) -> bool:
    """Whether everything that a pattern matches is matched by one of several others.

    Unknown pieces of the others are taken for the most that they may be; the wanted pattern
    has none. Its wildcards are tried as strange letters only: no letter is harder to match.
    What takes too many steps to find out is answered `beyond_budget`.
    """
    if is_literal(wanted):
        return any(matches(pattern, wanted) for pattern in patterns)
    answer = _all_in(tuple(dict.fromkeys(map(_shortest, patterns))), _shortest(wanted))
    return beyond_budget if answer is None else answer


def is_literal(pattern: Pattern) -> bool:
    """Whether a pattern matches itself only."""
    return _WILDS.isdisjoint(pattern)


def matches(pattern: Pattern, text: Pattern) -> bool:
    """Whether a pattern matches letters: each wildcard takes as few as will do."""
    at = place = 0
    back: tuple[int, int] | None = None
    while at < len(text):
        token = pattern[place] if place < len(pattern) else None
        if token in _MANY:
            place += 1
            back = at, place
        elif token is Wild.ONE or token == text[at]:
            at, place = at + 1, place + 1
        elif back:
            back = back[0] + 1, back[1]
            at, place = back
        else:
            return False
    return _MANY.issuperset(pattern[place:])


@lru_cache(maxsize=8192)
def _shortest(pattern: Pattern) -> Pattern:
    """A pattern that matches the same in fewer tokens: a run of wildcards is ``?…?*``."""
    short: list[str | Wild] = []
    for is_wild, tokens in groupby(pattern, lambda token: token in _WILDS):
        run = [*tokens]
        if is_wild and not {Wild.ANY, Wild.OPEN}.isdisjoint(run):
            run = [*(token for token in run if token is Wild.ONE), Wild.ANY]
        elif is_wild and Wild.ONE not in run:
            run = [Wild.NAME]
        short += run
    return tuple(short)


@lru_cache(maxsize=8192)
def _all_in(every: tuple[Pattern, ...], wanted: Pattern) -> bool | None:
    """Whether all is matched; None where it takes too many steps to tell."""
    seen: set[tuple[int, frozenset[tuple[int, int]]]] = set()
    ahead = [(0, _reached(every, ((number, 0) for number in range(len(every)))))]
    steps = 0
    while ahead:
        at, places = visit = ahead.pop()
        steps += 1 + len(places)
        if steps > MOST_STEPS:
            return None
        if visit in seen or any(every[number][place:] == (Wild.ANY,) for number, place in places):
            continue
        seen.add(visit)
        if at == len(wanted):
            if not any(place == len(every[number]) for number, place in places):
                return False
        elif not places:
            return False
        elif wanted[at] is Wild.ANY:
            ahead += [(at, _after(every, places, _STRANGE)), (at + 1, places)]
        else:
            letter = wanted[at]
            step = letter if isinstance(letter, str) else _STRANGE
            ahead.append((at + 1, _after(every, places, step)))
    return True


def _after(
    every: tuple[Pattern, ...], places: Iterable[tuple[int, int]], letter: str
) -> frozenset[tuple[int, int]]:
    """Where the patterns may stand after one more letter. A name has no strange one."""

    def moved() -> Iterator[tuple[int, int]]:
        for number, place in places:
            token = every[number][place] if place < len(every[number]) else None
            if token is Wild.ANY or token is Wild.OPEN or (token is Wild.NAME and letter):
                yield number, place
            elif token is Wild.ONE or token == letter:
                yield number, place + 1

    return _reached(every, moved())


def _reached(
    every: tuple[Pattern, ...], places: Iterable[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """These places, and those after wildcards that may stand for nothing."""
    found = [*places]
    for number, place in found:  # which grows
        if not _MANY.isdisjoint(every[number][place : place + 1]):
            found.append((number, place + 1))
    return frozenset(found)


def overlaps(one: Pattern, other: Pattern) -> bool:
    """Whether something is matched by both. An unknown piece is a letter, met by ``*`` only.

    The places of `other` at which it may be, once the first tokens of `one` are met, are the bits
    of a number: so a token of `one` takes a few steps, however long `other` is.
    """
    at: dict[str | Wild, int] = {}
    for place, token in enumerate(other):
        at[token] = at.get(token, 0) | 1 << place
    many, single = at.get(Wild.ANY, 0), at.get(Wild.ONE, 0)
    every = (1 << len(other) + 1) - 1
    holes = sum(at.get(hole, 0) for hole in HOLES)
    here = _skipped(1, many)
    for token in one:
        if token is Wild.ANY:
            here = every & -(here & -here)  # from the first of them on
        else:
            met = at.get(token, 0) if token in HOLES else at.get(token, 0) | single
            met = every & ~(many | holes) if token is Wild.ONE else met
            here = _skipped((here & met) << 1 | here & many, many)
        if not here:
            return False
    return bool(here >> len(other) & 1)


def _skipped(places: int, many: int) -> int:
    """These places, and those after each ``*`` that stands for nothing."""
    while (more := places | (places & many) << 1) != places:
        places = more
    return places


def widened(pattern: Pattern) -> Pattern:
    """The pattern of all that one with unknown pieces may turn out to match."""
    return tuple(Wild.ANY if token in HOLES else token for token in pattern)
