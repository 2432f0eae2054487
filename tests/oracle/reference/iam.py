"""Statements of IAM policies (IAM User Guide, "IAM JSON policy elements reference").

Patterns are held against each other letter by letter: whatever one matches, some other does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from reference.data import ABSENT, same

OTHER = "\0"
"""Stands for the letters that no pattern has."""

Test = Callable[["Asked", Any], bool]

ACTIONS: Mapping[str, tuple[str, bool]] = {
    "s3:getobject": ("Read", True),
    "s3:putobject": ("Write", True),
    "s3:listallmybuckets": ("List", False),
    "sqs:tagqueue": ("Tagging", True),
    "iam:passrole": ("Permissions management", True),
}
"""Some actions: their access level, and whether they can be limited to a resource (Service
Authorization Reference)."""


class Asked:
    """A statement, and the account that the stack is in."""

    def __init__(self, statement: Mapping[str, Any], account: str) -> None:
        self.statement, self.account = statement, account

    def values(self, key: str) -> list[Any]:
        return _list(self.statement.get(key, []))

    @property
    def effect(self) -> Any:
        return self.statement.get("Effect", ABSENT)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _after(pattern: str, places: frozenset[int], letter: str) -> frozenset[int]:
    """Where in a pattern one may be behind one more letter."""
    found: set[int] = set()
    for place in _closed(pattern, places):
        if place < len(pattern):
            sign = pattern[place]
            found.update([place] if sign == "*" else [])
            found.update([place + 1] if sign in ("?", letter) else [])
    return _closed(pattern, frozenset(found))


def _closed(pattern: str, places: Iterable[int]) -> frozenset[int]:
    found = set(places)
    for place in range(len(pattern)):
        if place in found and pattern[place] == "*":
            found.add(place + 1)
    return frozenset(found)


@cache
def _met(patterns: tuple[str, ...], wanted: str) -> tuple[bool, bool]:
    """Whether patterns match all that a wanted one does, and whether they match some of it."""
    letters = {*"".join(patterns), *wanted, OTHER} - {"*", "?"}
    start = tuple(_closed(one, {0}) for one in (wanted, *patterns))
    seen, ahead = {start}, [start]
    covers, touches = True, False
    while ahead:
        places = ahead.pop()
        ends = [len(one) in here for one, here in zip((wanted, *patterns), places, strict=True)]
        if ends[0]:
            covers, touches = covers and any(ends[1:]), touches or any(ends[1:])
        for letter in letters:
            pairs = zip((wanted, *patterns), places, strict=True)
            after = tuple(_after(one, here, letter) for one, here in pairs)
            if after[0] and after not in seen:
                seen.add(after)
                ahead.append(after)
    return covers, touches


def _covers(values: Any, wanted: str, read: Callable[[str], str]) -> bool:
    return _met(tuple(read(str(one)) for one in _list(values)), wanted)[0]


def _touches(values: Any, wanted: str, read: Callable[[str], str]) -> bool:
    return any(_met((read(str(one)),), wanted)[1] for one in _list(values))


def _action(text: str) -> str:
    return text.lower()


def _resource(text: str) -> str:
    """There is one partition in a stack; which one does not matter."""
    return re.sub(r"^arn:aws[a-z-]*:", "arn:aws:", text)


def _about(key: str, read: Callable[[str], str], whole: str, *, all_of_it: bool) -> Test:
    """Whether a statement is about one of some actions, or resources."""
    named, left_out = (_covers, _touches) if all_of_it else (_touches, _covers)

    def test(asked: Asked, wanted: Any) -> bool:
        for one in _list(wanted):
            word = whole if one == "*" else read(one)
            has, lacks = (asked.statement.get(name, ABSENT) for name in (key, f"Not{key}"))
            if has is not ABSENT and named(has, word, read):
                return True
            if lacks is not ABSENT and not left_out(lacks, word, read):
                return True
        return False

    return test


def _who(text: str) -> str:
    """A principal; the root of an account is its id."""
    return re.sub(r"^arn:aws:iam::(\d{12}):root$", r"\1", _resource(text))


def _is_named(asked: Asked, kind: str, value: Any, wanted: str) -> bool:
    if wanted == "*":
        return value == "*" and (kind == "AWS" or same(asked.effect, "Allow"))
    if kind == "Service" and not re.fullmatch(r"[^:.]+\.[^:]+", wanted):
        return False
    return value == "*" or _who(value) == _who(wanted)


def _kinds(element: Any) -> list[tuple[str, Any]]:
    every = element if isinstance(element, dict) else {"AWS": element}
    return [(kind, value) for kind, values in every.items() for value in _list(values)]


def _principals_include(asked: Asked, wanted: Any) -> bool:
    for one in _list(wanted):
        principal, others = (asked.statement.get(k, ABSENT) for k in ("Principal", "NotPrincipal"))
        named = [] if principal is ABSENT else _kinds(principal)
        if any(_is_named(asked, kind, value, one) for kind, value in named):
            return True
        if others is not ABSENT:
            if one == "*":
                if same(asked.effect, "Allow"):
                    return True
            elif not any(_is_named(asked, kind, value, one) for kind, value in _kinds(others)):
                return True
    return False


def _principals_within(asked: Asked, allowed: Any) -> bool:
    patterns: list[str] = []
    for word in _list(allowed):
        name = asked.account if word == "own-account" else _who(word)
        patterns.append(name)
        if re.fullmatch(r"\d{12}", name):
            patterns += [f"arn:aws:{service}::{name}:*" for service in ("iam", "sts")]
    if "NotPrincipal" in asked.statement and "*" not in patterns:
        return False
    named = _kinds(asked.statement["Principal"]) if "Principal" in asked.statement else []
    return all(_covers(patterns, _who(value), str) for _, value in named)


def _has_condition(asked: Asked, demand: Any) -> bool:
    wanted = demand if isinstance(demand, dict) else {"key": demand}
    return any(
        _limits(operator.lower(), key.lower(), _list(values), wanted)
        for operator, keys in asked.statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def _limits(operator: str, key: str, values: list[Any], wanted: Mapping[str, Any]) -> bool:
    plain = operator.removeprefix("foranyvalue:")
    if "operator" in wanted:
        if plain not in map(str.lower, _list(wanted["operator"])):
            return False
    elif "not" in plain or plain.endswith(("ifexists", "null")) or "forallvalues" in plain:
        return False
    if not any(_is_key(key, one.lower()) for one in _list(wanted["key"])):
        return False
    demanded = wanted.get("in", wanted.get("equals"))
    if demanded is not None:
        return all(any(same(value, one) for one in _list(demanded)) for value in values)
    return not any(
        (plain.startswith(("stringlike", "arn")) and value == "*")
        or (plain.startswith("ipaddress") and value in ("0.0.0.0/0", "::/0"))
        for value in values
    )


def _is_key(key: str, wanted: str) -> bool:
    return key.startswith(wanted) if wanted.endswith("/") else key == wanted


def _levels(asked: Asked, levels: Any) -> bool:
    acts = [ACTIONS[action.lower()] for action in asked.values("Action")]
    return any(level in _list(levels) for level, _ in acts)


def _must_be_wildcard(asked: Asked, wanted: bool) -> bool:
    acts = [ACTIONS[action.lower()] for action in asked.values("Action")]
    return bool(acts) and any(limitable for _, limitable in acts) is not wanted


_TESTS: Mapping[str, Test] = {
    "effect": lambda asked, effect: same(asked.effect, effect),
    "actions-include": _about("Action", _action, "*:*", all_of_it=True),
    "actions-touch": _about("Action", _action, "*:*", all_of_it=False),
    "resources-include": _about("Resource", _resource, "arn:aws:*:*:*:*", all_of_it=True),
    "principals-include": _principals_include,
    "principals-within": _principals_within,
    "has-condition": _has_condition,
    "access-level": _levels,
    "resource-must-be-wildcard": _must_be_wildcard,
}
WORDS = frozenset(_TESTS)


def _of_statement(test: Test) -> Callable[[Any, Any, str], bool]:
    return lambda value, argument, account: (
        isinstance(value, dict) and test(Asked(value, account), argument)
    )


OPERATORS = {word: _of_statement(test) for word, test in _TESTS.items()}
