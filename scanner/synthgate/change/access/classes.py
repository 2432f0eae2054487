"""Texts that some patterns match and others do not: one of each class.

All patterns are followed at once, letter by letter, as by `synthgate.rule.texts.wildcards`: each
set of places that can be reached is looked at once, so that the classes are complete.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from synthgate.rule.texts.wildcards import Pattern, Wild

STRANGE = "\0"
"""A letter that no pattern spells."""
FIRST_NAMED, FIRST_OPEN = 0xF0000, 0x100000
"""Where letters begin that stand for things of the app, and for values that nobody knows (Unicode,
"Private Use Areas")."""
MOST_PLACES = 200_000
"""How many places of patterns are looked at before it is given up."""

_Places = frozenset[tuple[int, int]]


def is_named(letter: str | Wild) -> bool:
    """Whether a letter stands for a name that is that of one thing of the app only."""
    return isinstance(letter, str) and letter != "" and FIRST_NAMED <= ord(letter[0]) < FIRST_OPEN


def is_open(letter: str | Wild) -> bool:
    """Whether a letter stands for a value that nobody knows."""
    return isinstance(letter, str) and letter != "" and ord(letter[0]) >= FIRST_OPEN


def classes(patterns: Sequence[Pattern]) -> Mapping[frozenset[int], str] | None:
    """By each set of patterns that match a text which no others match: such a text.

    Where there is one, it has a strange letter, for it stands for many. None where it takes too
    many steps to find out.
    """
    start = _reached(patterns, ((number, 0) for number in range(len(patterns))))
    seen: set[tuple[_Places, bool]] = {(start, False)}
    ahead = deque([(start, "")])
    found: dict[frozenset[int], str] = {}
    steps = 0
    while ahead:
        places, text = ahead.popleft()
        steps += 1 + len(places)
        if steps > MOST_PLACES:
            return None
        matched = frozenset(number for number, at in places if at == len(patterns[number]))
        is_strange = STRANGE in text
        if matched not in found or (is_strange and STRANGE not in found[matched]):
            found[matched] = text
        for letter, after in _after(patterns, places):
            key = after, is_strange or letter == STRANGE
            if key not in seen:
                seen.add(key)
                ahead.append((after, text + letter))
    return found


def _after(patterns: Sequence[Pattern], places: _Places) -> Iterator[tuple[str, _Places]]:
    """Where the patterns may stand after each letter that makes a difference."""
    spelt: dict[str, list[tuple[int, int]]] = {STRANGE: []}
    staying: list[tuple[int, int]] = []
    moving: list[tuple[int, int]] = []
    for number, at in places:
        token = patterns[number][at] if at < len(patterns[number]) else None
        if token is Wild.ANY:
            staying.append((number, at))
        elif token is Wild.ONE:
            moving.append((number, at + 1))
        elif isinstance(token, str):
            spelt.setdefault(token, []).append((number, at + 1))
    for letter in sorted(spelt):
        more = () if is_named(letter) or is_open(letter) else moving
        yield letter, _reached(patterns, (*staying, *spelt[letter], *more))


def _reached(patterns: Sequence[Pattern], places: Iterable[tuple[int, int]]) -> _Places:
    """These places, and those after each ``*`` that stands for nothing."""
    found = [*places]
    for number, at in found:  # which grows
        if patterns[number][at : at + 1] == (Wild.ANY,):
            found.append((number, at + 1))
    return frozenset(found)


def may_meet(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns may match something in common, once the open letters are known.

    What is open is a name that somebody gave: neither a wildcard, nor what a strange letter stands
    for, nor the name of a thing that the app makes.
    """
    ahead, seen = [(0, 0)], {(0, 0)}
    while ahead:
        at, place = ahead.pop()
        if at == len(one) and place == len(other):
            return True
        for step in _steps(one, other, at, place):
            if step not in seen:
                seen.add(step)
                ahead.append(step)
    return False


def _steps(one: Pattern, other: Pattern, at: int, place: int) -> Iterator[tuple[int, int]]:
    left = one[at] if at < len(one) else None
    right = other[place] if place < len(other) else None
    if left is not None and _is_many(left):
        yield at + 1, place
        if right is not None and _takes(left, right):
            yield at, place + 1
    if right is not None and _is_many(right):
        yield at, place + 1
        if left is not None and _takes(right, left):
            yield at + 1, place
    if left is not None and right is not None and _is_same(left, right):
        yield at + 1, place + 1


def _is_many(token: str | Wild) -> bool:
    return token is Wild.ANY or is_open(token)


def _takes(many: str | Wild, token: str | Wild) -> bool:
    return many is Wild.ANY or not (is_named(token) or token == STRANGE)


def _is_same(left: str | Wild, right: str | Wild) -> bool:
    one = {left, right}
    return left == right or (Wild.ONE in one and not any(map(is_named, one)))
