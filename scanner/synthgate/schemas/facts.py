"""How resource types are called and tagged (provider schemas: `primaryIdentifier`, `tagging`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What evaluation asks of a resource type.

    `name` is the property that calls a resource by its name, `within` are those that say in what
    it is called so (a stage within its API), `lowered` whether the service writes it in small
    letters, `is_ref` whether `Ref` gives that name. `tags` is the property that holds its tags,
    of each item of the list `each` where that has them (the replicas of a table).
    None where there is no such property. `lists` are the attributes that need be no single value.
    """

    name: str | None = None
    within: tuple[str, ...] = ()
    lowered: bool = False
    tags: str | None = None
    is_ref: bool = False
    each: str | None = None
    lists: frozenset[str] = frozenset()


UNTOLD = Facts()
"""Of a type that no schema tells of."""


@cache
def facts_of(kind: str) -> Facts:
    """What the schema of a type says; nothing of one without a schema."""
    said = _types().get(kind)
    if said is None:
        return UNTOLD
    return Facts(
        said.get("name"),
        tuple(said.get("within", ())),
        "lower" in said,
        said.get("tags"),
        "ref" in said,
        said.get("each"),
        frozenset(said.get("lists", ())),
    )


def is_known(kind: str) -> bool:
    """Whether a schema tells of a resource type."""
    return kind in _types()


@cache
def _types() -> Mapping[str, Any]:
    return orjson.loads(Path(__file__).with_name("facts.json").read_bytes())["types"]
