"""Whether a resource that is mended is another one once that is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.model import Message, Text, first_of
from synthgate.schemas.updates import updates_of
from synthgate.template.data import descent

_MOST_NAMED = 3


def replaced(before: Mapping[str, Any], after: Mapping[str, Any]) -> Text | None:
    """That CloudFormation replaces a resource over what differs in it, by its own schemas."""
    known = updates_of(str(before.get("Type")))
    old, new = before.get("Properties"), after.get("Properties")
    paths = [path for path in sorted(known.replacing if known else ()) if _differs(old, new, path)]
    return _REPLACED.format(names=first_of(paths, _MOST_NAMED)) if paths else None


def _differs(before: Any, after: Any, path: str) -> bool:
    steps = tuple(path.split("."))
    (old, old_depth), (new, new_depth) = descent(before, steps), descent(after, steps)
    if max(old_depth, new_depth) < len(steps):
        return False
    return old_depth != new_depth or old != new


_REPLACED = Message(
    "deploying it replaces the resource by a new one, without what the old one holds: {names}"
)
