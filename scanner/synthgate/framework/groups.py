"""The groups of a framework: which is part of which, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synthgate.model import Message, Text
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_mapping

DEEPEST = 10
"""Groups around a group: standards have three."""


def groups_within(head: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each group that is part of another, with that."""
    for id_, group in head.get("groups", {}).items():
        if is_mapping(group) and isinstance(outer := group.get("within"), str):
            yield id_, outer


def too_deep(within: Mapping[str, str]) -> Iterator[Mistake]:
    """The groups that have no outermost one around them, or one that is far away."""
    for id_, outer in within.items():
        way, at = {id_}, outer
        while at in within and at not in way and len(way) < DEEPEST:
            way.add(at)
            at = within[at]
        if at in within:
            yield told(("groups", id_, "within"), _TOO_DEEP.format(group=id_, most=DEEPEST))


def no_group(group: str, groups: Iterable[str]) -> Text:
    """That there is no such group, with a guess at what was meant."""
    return _NO_GROUP.format(group=group, meant=meant(group, groups))


_NO_GROUP = Message("no group {group!r} in 'groups'{meant}")
_TOO_DEEP = Message("group {group!r} is part of itself, or of more than {most} others")
