"""Patterns of actions, resources and principals: what one covers, also where pieces are unknown.

In a policy, ``*`` stands for any letters and ``?`` for one, in an ARN across its colons too
(IAM User Guide, "IAM JSON policy elements: Resource" and "…: Action"). Policy variables
(``${aws:username}``) are taken as the letters that they are written with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product, takewhile
from math import prod
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import holds_no_wildcard
from synthgate.resolve.kleene import Truth, agreed, disjunction
from synthgate.resolve.values import (
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    exactly,
    scalar_text,
    text_of,
    unknown,
)
from synthgate.rule.texts.wildcards import (
    HOLES,
    MOST_STEPS,
    Pattern,
    Wild,
    includes,
    is_literal,
    matches,
    overlaps,
    widened,
)
from synthgate.template.data import is_list, is_mapping

Reader = Callable[[Any], Pattern]
"""Makes a pattern of a string, or of a value that is known in part or not at all."""
_WILD = {"*": Wild.ANY, "?": Wild.ONE}
_MOST_SPELLINGS = 64


ACCESS_LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
"""How the reference classes actions (IAM User Guide, "Access levels in policy summaries")."""


def covers(value: Any, wanted: Pattern, read: Reader) -> Truth:
    """Whether a value, a pattern or a list of them, matches all that the wanted one matches."""
    if is_literal(wanted) and (texts := _texts(value)) is not None:
        return any(matches(read(text), wanted) for text in texts)  # as most are asked
    value = spelt_out(value)
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: covers(choice, wanted, read), value)
    items = [*_items(value)]
    if includes(known(items, read), wanted):
        return True
    chosen = (item for item in items if isinstance(item, Unknown) and item.choices)
    if is_list(value) and any(covers(item, wanted, read) is True for item in chosen):
        return True
    if not includes(possible(items, read), wanted, beyond_budget=True):
        return False
    enough = [item for item in items if includes(possible(item, read), wanted, beyond_budget=True)]
    causes = causes_of(enough or items)
    return Unknown(causes) if causes else unknown(Decider.LIMIT, str(MOST_STEPS))


def _texts(value: Any) -> list[str] | None:
    """The strings that a value is, or a list of them; None if it is something else as well."""
    items: list[Any] = value if is_list(value) else [value]
    return items if all(isinstance(item, str) for item in items) else None


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
    return (pattern for pattern in map(read, _items(value)) if HOLES.isdisjoint(pattern))


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


def _remembered(read: Reader) -> Reader:
    """A reader that reads a value once, as far as values can be told apart."""
    remembered = lru_cache(maxsize=8192, typed=True)(read)

    def reading(value: Any) -> Pattern:
        try:
            return remembered(value)
        except TypeError:  # among its choices is a list
            return read(value)

    return reading


@_remembered
def action_pattern(value: Any) -> Pattern:
    """An action; case does not matter ("IAM JSON policy elements: Action")."""
    # `casefold` treats each letter alone, so that a piece reads as it does in the whole.
    return _pattern(part.casefold() if isinstance(part, str) else part for part in _parts(value))


@lru_cache(maxsize=1024)
def wanted_action(text: str) -> Pattern:
    """An action that is asked for; ``*`` is every action, for each has a service and a name."""
    return action_pattern(text if text.strip("*") else "*:*")


@_remembered
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
    if not isinstance(head, str):
        return _perhaps_an_arn(parts)
    if not head.startswith("arn:"):
        return parts
    partition, colon, rest = head.removeprefix("arn:").partition(":")
    if not _NO_WILDCARD.fullmatch(partition) or (not colon and len(parts) == 1):
        return parts
    return (f"arn:aws:{rest}", *parts[1:]) if colon else _joined(partition, *parts[1:])


def _perhaps_an_arn(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """A text that is an ARN if what it begins with turns out to be empty: of any partition."""
    pieces = [*takewhile(lambda part: isinstance(part, str), parts[1:])]
    text = "".join(pieces)
    if not text.startswith("arn:"):
        return parts
    _, colon, rest = text.removeprefix("arn:").partition(":")
    return (parts[0], "arn:", parts[0], f"{colon}{rest}", *parts[1 + len(pieces) :])


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


def is_account(written: Any) -> bool:
    """Whether it is the id of an account; as a number, too."""
    return bool(re.fullmatch(r"[0-9]{12}", str(written)))
