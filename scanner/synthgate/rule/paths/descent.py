"""The step of a path that searches at any depth: ``..``."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import merged
from synthgate.resolve.values import ABSENT, Nothing, Partial, Reference, Unknown
from synthgate.rule.paths.embedding import embedded, is_unreadable_policy, unreadable
from synthgate.rule.paths.path import walk
from synthgate.rule.paths.steps import Each, Match, Step, members
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

    def step(match: Match) -> Iterator[Match]:
        is_text = isinstance(match.value, str) and embedded(match.value) is None
        if is_text and is_unreadable_policy(match.value, match.route):
            yield Match(match.route, unreadable(match.route), match.doubt)
            return
        for found in walk(match, inner):
            # of a text that need not hold JSON at all, nobody asked
            if found.value is not ABSENT and not (is_text and isinstance(found.value, Unknown)):
                yield found
        for child in _children(match):
            for inside in _branches(child):
                yield from step(inside)

    return step


def _branches(match: Match) -> Iterator[Match]:
    """What is to be searched of a value: itself, or each branch of an `Fn::If`, with a doubt.

    A parameter or an attribute is text, or a list of texts: nothing lies in it.
    """
    value = match.value
    if isinstance(value, Reference | Partial):
        holds_json = isinstance(value, Partial) and value.prefix.lstrip().startswith("{")
        yield from [match] if holds_json else []
    elif not isinstance(value, Unknown):
        yield match
    elif value.choices:
        doubt = merged([*filter(None, [match.doubt]), Unknown(value.causes)])
        for choice in value.choices:
            if not isinstance(choice, Nothing):
                yield from _branches(Match(match.route, choice, doubt))
    elif any(cause.decider not in _TEXTS for cause in value.causes):
        yield match


def _children(match: Match) -> Iterator[Match]:
    if is_list(match.value):
        yield from Each()(match)
    else:
        yield from members(match)
