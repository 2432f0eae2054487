"""Patterns of actions, resources and principals: what one covers, also where pieces are unknown.

In a policy, ``*`` stands for any letters and ``?`` for one, in an ARN across its colons too
(IAM User Guide, "IAM JSON policy elements: Resource" and "…: Action"). Policy variables
(``${aws:username}``) are taken as the letters that they are written with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from synthgate.resolve.compare import holds_no_wildcard
from synthgate.resolve.kleene import Truth, agreed, disjunction
from synthgate.resolve.values import (
    Decider,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    exactly,
    scalar_text,
    text_of,
)
from synthgate.template.data import is_list, is_mapping


class Wild(Enum):
    """What a pattern holds besides letters."""

    ONE = "?"
    ANY = "*"
    OPEN = "unknown"
    """A piece that only the deployment knows; it may hold wildcards of its own."""
    NAME = "unknown name"
    """The same of a piece that holds none: an attribute, a pseudo parameter."""


Pattern = tuple[str | Wild, ...]
"""Letters, each a string that equals only itself, and what stands for others."""

Reader = Callable[[Any], Pattern]
"""Makes a pattern of a string, or of a value that is known in part or not at all."""
ANYTHING: Pattern = (Wild.ONE, Wild.ANY)
_MANY = frozenset({Wild.ANY, Wild.OPEN, Wild.NAME})
_HOLES = frozenset({Wild.OPEN, Wild.NAME})
_WILDS = frozenset(Wild)
_WILD = {"*": Wild.ANY, "?": Wild.ONE}
_STRANGE = ""
"""A letter that no pattern spells."""
_MOST_SPELLINGS = 64


def includes(patterns: Iterable[Pattern], wanted: Pattern) -> bool:
    """Whether everything that a pattern matches is matched by one of several others.

    Unknown pieces of the others are taken for the most that they may be; the wanted pattern
    has none. Its wildcards are tried as strange letters only: no letter is harder to match.
    """
    return _all_in(tuple(patterns), wanted)


@lru_cache(maxsize=8192)
def _all_in(every: tuple[Pattern, ...], wanted: Pattern) -> bool:
    seen: set[tuple[int, frozenset[tuple[int, int]]]] = set()
    ahead = [(0, _reached(every, ((number, 0) for number in range(len(every)))))]
    while ahead:
        at, places = visit = ahead.pop()
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
    """Whether something is matched by both. An unknown piece is a letter, met by ``*`` only."""
    seen: set[tuple[int, int]] = set()
    ahead = [(0, 0)]
    while ahead:
        here, there = place = ahead.pop()
        if place in seen:
            continue
        seen.add(place)
        left = one[here] if here < len(one) else None
        right = other[there] if there < len(other) else None
        if left is None and right is None:
            return True
        if left is Wild.ANY:
            ahead.append((here + 1, there))
        if right is Wild.ANY:
            ahead.append((here, there + 1))
        pair = {left, right}
        if None not in pair and (
            len(pair) == 1 or Wild.ANY in pair or (Wild.ONE in pair and not pair & _HOLES)
        ):
            ahead.append((here + (left is not Wild.ANY), there + (right is not Wild.ANY)))
    return False


def widened(pattern: Pattern) -> Pattern:
    """The pattern of all that one with unknown pieces may turn out to match."""
    return tuple(Wild.ANY if token in _HOLES else token for token in pattern)


def covers(value: Any, wanted: Pattern, read: Reader) -> Truth:
    """Whether a value, a pattern or a list of them, matches all that the wanted one matches."""
    if _WILDS.isdisjoint(wanted) and (texts := _texts(value)) is not None:
        return any(_matches(text, wanted, read) for text in texts)  # as most are asked
    value = spelt_out(value)
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: covers(choice, wanted, read), value)
    items = [*_items(value)]
    if includes(known(items, read), wanted):
        return True
    if is_list(value) and any(covers(item, wanted, read) is True for item in items):
        return True
    if not includes(possible(items, read), wanted):
        return False
    enough = [item for item in items if includes(possible(item, read), wanted)]
    return Unknown(causes_of(enough or items))


def _texts(value: Any) -> list[str] | None:
    """The strings that a value is, or a list of them; None if it is something else as well."""
    items: list[Any] = value if is_list(value) else [value]
    return items if all(isinstance(item, str) for item in items) else None


def _matches(text: str, wanted: Pattern, read: Reader) -> bool:
    pattern = read(text)
    return pattern == wanted or (("*" in text or "?" in text) and _all_in((pattern,), wanted))


def touches(value: Any, wanted: Pattern, read: Reader) -> Truth:
    """Whether a value, a pattern or a list of them, matches something that the wanted one does."""
    value = spelt_out(value)
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: touches(choice, wanted, read), value)
    if is_list(value):
        return disjunction(touches(item, wanted, read) for item in value)
    pattern = read(value)
    if not ([*_items(value)] and overlaps(widened(pattern), wanted)):
        return False
    # What is wholly unknown may be an empty list.
    sure = not isinstance(value, Unknown | Reference) and overlaps(pattern, wanted)
    return sure or Unknown(causes_of(value))


def known(value: Any, read: Reader) -> Iterator[Pattern]:
    """The patterns that a value holds whatever its unknown pieces turn out to be."""
    return (pattern for pattern in map(read, _items(value)) if _HOLES.isdisjoint(pattern))


def possible(value: Any, read: Reader) -> Iterator[Pattern]:
    """The patterns that a value may hold; what is unknown in them is the most that it may be."""
    for item in _items(value):
        if isinstance(item, Unknown) and item.choices:
            yield from (found for choice in item.choices for found in possible(choice, read))
        else:
            yield read(item)


def _items(value: Any) -> Iterator[Any]:
    """The strings of a list, of one that is in it, or a single one; what is none is left out."""
    if is_list(value):
        for item in value:
            yield from _items(item)
    elif not (is_mapping(value) or value is None or isinstance(value, Nothing)):
        yield spelt_out(value)


def spelt_out(value: Any) -> Any:
    """A string with pieces that have few choices, as a choice of strings."""
    if not isinstance(value, Partial):
        return value
    pieces = [_spellings(part) for part in value.parts]
    if not 1 < prod(map(len, pieces)) <= _MOST_SPELLINGS:
        return value
    return Unknown(value.causes, tuple(text_of([*combined]) for combined in product(*pieces)))


def _spellings(part: Any) -> list[Any]:
    if not (isinstance(part, Unknown) and part.choices):
        return [part]
    found = [spelt for choice in part.choices for spelt in _spellings(choice)]
    plain = all(isinstance(one, str | int | float | Unknown | Reference | Partial) for one in found)
    return found if plain else [part]


def _pattern(parts: Iterable[Any], account: Pattern = (Wild.NAME,)) -> Pattern:
    return tuple(token for part in parts for token in _tokens(part, account))


def _tokens(part: Any, account: Pattern) -> Iterable[str | Wild]:
    if part == _ACCOUNT:
        return account
    if isinstance(part, Unknown | Reference):
        return (Wild.NAME if holds_no_wildcard(part) else Wild.OPEN,)
    return _letters(scalar_text(part))


@lru_cache(maxsize=8192)
def _letters(text: str) -> Pattern:
    return tuple(_WILD.get(letter, letter) for letter in text)


def _parts(value: Any) -> tuple[Any, ...]:
    return value.parts if isinstance(value, Partial) else (value,)


def action_pattern(value: Any) -> Pattern:
    """An action; case does not matter ("IAM JSON policy elements: Action")."""
    # `casefold` treats each letter alone, so that a piece reads as it does in the whole.
    return _pattern(part.casefold() if isinstance(part, str) else part for part in _parts(value))


@lru_cache(maxsize=1024)
def wanted_action(text: str) -> Pattern:
    """An action that is asked for; ``*`` is every action, for each has a service and a name."""
    return action_pattern(text if text.strip("*") else "*:*")


def resource_pattern(value: Any) -> Pattern:
    """A resource; case matters, the partition does not, for a stack has only one."""
    return _pattern(_in_one_partition(_parts(value)))


@lru_cache(maxsize=1024)
def wanted_resource(text: str) -> Pattern:
    """A resource that is asked for; ``*`` is every resource, for each has an ARN."""
    whole = text if text.strip("*") else "arn:aws:*:*:*:*"
    return resource_pattern(re.sub(r"^arn:\*+:", "arn:aws:", whole))


def principal_pattern(value: Any, account: Pattern = (Wild.NAME,)) -> Pattern:
    """A principal; the root of an account is its id ("…: Principal", "AWS account principals").

    `account` stands for ``AWS::AccountId``.
    """
    parts = _in_one_partition(_parts(value))
    match parts:
        case ("arn:aws:iam::", hole, ":root"):
            return _pattern((hole,), account) if hole == _ACCOUNT else (Wild.NAME,)
        case (str(text),):
            return _pattern((_ROOT.sub(r"\1", text),))
        case _:
            return _pattern(parts, account)


_ROOT = re.compile(r"^arn:aws:iam::([0-9]{12}):root\Z")
_ACCOUNT = exactly(Decider.PSEUDO, "AWS::AccountId")
_PARTITION = exactly(Decider.PSEUDO, "AWS::Partition")
_NO_WILDCARD = re.compile(r"[^:*?]*")


def _in_one_partition(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """The parts of an ARN, with the partition *aws* where another is named, or is unknown."""
    head = parts[0]
    if not (isinstance(head, str) and head.startswith("arn:")):
        return parts
    partition, colon, rest = head.removeprefix("arn:").partition(":")
    if not _NO_WILDCARD.fullmatch(partition) or (not colon and len(parts) == 1):
        return parts
    return (f"arn:aws:{rest}", *parts[1:]) if colon else _joined(partition, *parts[1:])


def _joined(before: str, *parts: Any) -> tuple[Any, ...]:
    """An ARN whose partition is not known: what is known of it is left out."""
    holes: list[Any] = []
    for number, part in enumerate(parts, 1):
        ending, colon, rest = part.partition(":") if isinstance(part, str) else ("", "", "")
        if not _NO_WILDCARD.fullmatch(ending):
            return ("arn:", *holes, *parts[number - 1 :])
        if colon:
            whole = holes == [_PARTITION] and not before + ending
            return (*(["arn:aws"] if whole else ["arn:", *holes]), f":{rest}", *parts[number:])
        holes += [] if isinstance(part, str) else [part]
    return ("arn:", *holes)
