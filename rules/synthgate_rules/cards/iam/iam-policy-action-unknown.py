"""Actions that AWS does not have, by the table of those that it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from synthgate.resolve.kleene import agreed
from synthgate.rule.api import (
    Message,
    Partial,
    Place,
    Resource,
    Statement,
    Truth,
    Unknown,
    View,
    causes_of,
)
from synthgate.schemas.actions import actions_of
from synthgate_rules.cards.iam.grants import faults, placed

_NEAR = 0.85
"""How like another action a misspelt one is, as `difflib` has it; newer ones are less like."""
_MOST_LETTERS = 100
"""No action of AWS's is as long as that."""


def misspelt(resource: Resource, view: View) -> Iterator[Place]:
    """Each action that nothing is called, where something is called nearly so."""
    return faults(resource, view, _misspelt)


def _misspelt(statement: Statement) -> Iterator[Place]:
    for key in ("Action", "NotAction"):
        for route, action in statement.values(key):
            if not isinstance(action, str):
                yield from placed(_is_misspelt(action), (route, action))
            elif near := _meant(action):
                yield Place(route, action, note=_MEANT.format(near=near))


def _is_misspelt(action: Any) -> Truth:
    """Of one that the template tells in part: with a wildcard it is never one that is misspelt."""
    if isinstance(action, Unknown) and action.choices:
        return agreed(_is_misspelt, action)
    if isinstance(action, str):
        return _meant(action) is not None
    parts = action.parts if isinstance(action, Partial) else ()
    if any(isinstance(part, str) and {"*", "?"} & {*part} for part in parts):
        return False
    causes = causes_of(action)
    return Unknown(causes) if causes else False


@lru_cache(maxsize=4096)
def _meant(written: str) -> str | None:
    """What an action was probably meant to be; None of one that there is, or may be."""
    service, colon, action = written.lower().partition(":")
    known = actions_of(service)
    if not colon or not known or {"*", "?"} & {*action} or len(action) > _MOST_LETTERS:
        return None
    if action in known:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - few actions are not known

    return next((f"{service}:{one}" for one in get_close_matches(action, known, 1, _NEAR)), None)


_MEANT = Message("there is {near}")
