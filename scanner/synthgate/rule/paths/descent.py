"""The step of a path that searches at any depth: ``..``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import merged
from synthgate.resolve.values import ABSENT, Nothing, Partial, Reference, Unknown
from synthgate.rule.paths.embedding import (
    embedded,
    is_place_of_policy,
    is_unreadable_policy,
    last_name,
    unreadable,
)
from synthgate.rule.paths.path import walk
from synthgate.rule.paths.steps import Each, Field, Match, Step, members
from synthgate.template.data import is_list

_TEXTS = frozenset(
    {
        Decider.PARAMETER,
        Decider.ATTRIBUTE,
        Decider.PSEUDO,
        Decider.IMPORT,
        Decider.DYNAMIC,
    }
)
"""Deciders whose values are texts or lists of them."""


def descendants(inner: tuple[Step, ...]) -> Step:
    """Whatever the inner steps find here or at any depth below; absence is no match."""
    key = inner[0].name if len(inner) == 1 and isinstance(inner[0], Field) else None

    def step(match: Match) -> Iterator[Match]:
        value = match.value
        is_written = value.__class__ is dict or value.__class__ is list
        if not (key and is_written and _is_without(value, key, last_name(match.route))):
            yield from _search(match, inner, key)

    return step


def _is_without(value: Any, key: str, around: str) -> bool:
    """Whether a key is surely nowhere in a value: in most, and then no match is made to tell so.

    `around` is the last name on the way to the value, see `is_unreadable_policy`.
    """
    if value.__class__ in _WITHOUT:
        return True
    waiting = [(value, around)]
    while waiting:
        value, around = waiting.pop()
        kind = value.__class__
        if kind is dict:
            if key in value or "Fn::Transform" in value:
                return False
            waiting += [(item, name) for name, item in value.items()]
        elif kind is str:
            is_json = "{" in value and value.lstrip()[:1] == "{"
            if is_json or is_place_of_policy(around):
                return False
        elif kind is list:
            waiting += [(item, around) for item in value]
        elif kind is Unknown and value.choices:
            waiting += [(one, around) for one in value.choices if not isinstance(one, Nothing)]
        elif not (kind in _WITHOUT or _is_text(value)):
            return False
    return True


_WITHOUT = frozenset((bool, int, float, type(None), Reference))
"""Types of values in which there is no key."""


def _is_text(value: Any) -> bool:
    """Whether a value that is not known is text, or a list of texts, that surely holds no JSON."""
    kind = value.__class__
    if kind is Unknown:
        return _TEXTS.issuperset([cause.decider for cause in value.causes])
    if kind is Partial:
        return not value.prefix.lstrip().startswith("{")
    return kind is Reference


def _search(match: Match, inner: tuple[Step, ...], key: str | None) -> Iterator[Match]:
    is_text = isinstance(match.value, str) and embedded(match.value) is None
    if is_text and is_unreadable_policy(match.value, match.route):
        yield Match(match.route, unreadable(match.route), match.doubt)
        return
    for found in walk(match, inner):
        # of a text that need not hold JSON at all, nobody asked
        if found.value is not ABSENT and not (is_text and isinstance(found.value, Unknown)):
            yield found
    for child in _children(match):
        if key is None or child.value.__class__ in _HOLDERS or not _is_empty(child, key):
            for inside in _branches(child):
                yield from _search(inside, inner, key)


_HOLDERS = frozenset((dict, list))


def _is_empty(match: Match, key: str) -> bool:
    last = match.route[-1]
    return _is_without(match.value, key, last if type(last) is str else last_name(match.route))


def _branches(match: Match) -> Iterator[Match]:
    """What is to be searched of a value: itself, or each branch of an `Fn::If`, with a doubt.

    A parameter or an attribute is text, or a list of texts: nothing lies in it.
    """
    value = match.value
    if isinstance(value, Unknown) and value.choices:
        doubt = merged([*filter(None, [match.doubt]), Unknown(value.causes)])
        for choice in value.choices:
            if not isinstance(choice, Nothing):
                yield from _branches(Match(match.route, choice, doubt))
    elif not _is_text(value):
        yield match


def _children(match: Match) -> Iterator[Match]:
    if is_list(match.value):
        yield from Each()(match)
    else:
        yield from members(match)
