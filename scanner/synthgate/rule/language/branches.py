"""Branches by type held against the types that they are asked of: each has one, each is taken.

A resource without a branch would have no verdict, so a card that may meet one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.model import Message
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.terms.kind import Leads
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.rule.terms.word import Role
from synthgate.rule.texts.wildcards import Pattern, Wild, includes, overlaps
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Types = Sequence[str]
_ROLES = {word.name: word.takes.role for word in every_word()}


def mistakes(node: object, route: Route, types: Types) -> Iterator[Mistake]:
    """Of all branches in a condition that is asked of resources of some types, or patterns."""
    if is_list(node):
        for index, part in enumerate(node):
            yield from mistakes(part, (*route, index), types)
    elif is_mapping(node):
        inside = {Role.CONDITION: types, Role.INNER: _led_to(node, types)}
        for word, part in node.items():
            role, there = _ROLES.get(word, Role.VALUE), (*route, word)
            if role in inside:
                yield from mistakes(part, there, inside[role])
            elif role is Role.BRANCHES and is_mapping(part):
                yield from _of_branches(part, there, types)


def _led_to(node: Mapping[str, Any], types: Types) -> Types:
    """The types of what the conditions inside one are about."""
    for kind in KINDS.values():
        if kind.name in node and kind.leads is Leads.TO_OTHERS:
            named = (node.get(one.name) for one in kind.required if one.takes.role is Role.TYPES)
            return [one for types in named for one in _several(types)]
    return types


def _several(types: object) -> list[str]:
    every: list[Any] = types if is_list(types) else [types]
    return [one for one in every if isinstance(one, str)]


def _of_branches(branches: Mapping[str, Any], route: Route, types: Types) -> Iterator[Mistake]:
    patterns = [*map(_pattern, branches)]
    for kind in types:
        if not includes(patterns, _pattern(kind)):
            yield told(route, _NO_BRANCH.format(type=kind))
    for branch, part in branches.items():
        meant = [kind for kind in types if overlaps(_pattern(kind), _pattern(branch))]
        if types and not meant:
            yield told(route, _NEVER.format(type=branch), at=branch)
        others = [kind for kind in meant if kind not in branches]
        taken = others if branch == "*" else [branch]
        yield from mistakes(part, (*route, branch), taken)


def _pattern(kind: str) -> Pattern:
    """A type; one without ``*`` is no pattern."""
    wild = {"*": Wild.ANY, "?": Wild.ONE} if "*" in kind else {}
    return tuple(wild.get(letter, letter) for letter in kind)


_NO_BRANCH = Message("no branch for {type} ('*' stands for every other type)")
_NEVER = Message("no resource that is asked about is of type {type}")
