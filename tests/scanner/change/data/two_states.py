"""Two templates, and what the way from the one to the other does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from synthgate.change.data.changes import changes_of
from synthgate.change.data.effects import effects
from synthgate.change.matching import matched
from synthgate.change.sides import Matched
from synthgate.evaluate import Effect
from synthgate.template.read import read_template
from synthgate.workbench.examples import stack_of

Body = Mapping[str, Any]


def both(base: Body, head: Body) -> Matched:
    """The states that two templates are, each alone in its app."""
    sides = [
        stack_of(read_template("template.json", json.dumps(one).encode())) for one in (base, head)
    ]
    return matched(sides[:1], sides[1:])


def resources(kind: str, properties: Body | None = None, **more: Any) -> dict[str, Any]:
    """A template with one resource, ``It``."""
    return {"Resources": {"It": {"Type": kind, "Properties": properties or {}, **more}}}


def done(base: Body, head: Body) -> list[Effect]:
    """What the change does to data and resources."""
    return [*effects(both(base, head))]


def words(base: Body, head: Body) -> set[str]:
    """The same in words: ``loses-data It``, with a question mark where it is unknown."""
    return {
        f"{one.kind} {one.logical_id}{'?' if one.place.causes else ''}" for one in done(base, head)
    }


def actions(base: Body, head: Body) -> dict[str, str]:
    """What becomes of each resource that changes."""
    changes = changes_of(both(base, head))
    return {one.subject.logical_id: one.action.value for one in changes}
