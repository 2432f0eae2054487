"""What lint says of `unless`: rules that there are not, and rules that defer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from synthgate.model import Message
from synthgate.rule.terms.mistakes import Mistake, meant
from synthgate.template.data import is_list
from synthgate.workbench.reading import Opened

UNLESS = "unless"

Deferred: TypeAlias = Mapping[str, tuple[str, ...]]
"""The rules that each rule defers to, by their ids."""


def deferred_to(bodies: Iterable[tuple[str | None, Mapping[str, Any]]]) -> Deferred:
    """The rules that each rule defers to, by their ids, from what their cards say."""
    named = ((rule_id, body.get(UNLESS)) for rule_id, body in bodies)
    return {
        rule_id: tuple(one for one in others if isinstance(one, str)) if is_list(others) else ()
        for rule_id, others in named
        if rule_id is not None
    }


def mistakes(card: Opened, deferred: Deferred) -> Iterator[Mistake]:
    """What is wrong with the rules that a card defers to, of all that there are."""
    own = card.reading.rule_id
    for index, other in enumerate(deferred.get(own or "", ())):
        if other not in deferred:
            near = meant(other, deferred)
            yield Mistake((UNLESS, index), _NO_RULE.format(id=other, meant=near))
        elif own in _reached(other, deferred):
            yield Mistake((UNLESS, index), _CIRCLE.format(id=other))


def _reached(start: str, deferred: Deferred) -> set[str]:
    """A rule, and all those that it defers to in the end."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(deferred.get(one, ()))
    return found


_NO_RULE = Message("no rule {id!r}{meant}")
_CIRCLE = Message("a circle: {id!r} defers to this rule, so that both would be silent")
