"""What may be written in a resource: the names of its properties, by type."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import orjson

Schema = Mapping[str, Any]
"""A JSON Schema that says names and kinds only: ``{"properties": …, "definitions": …}``."""

ATTRIBUTES: Mapping[str, Schema] = {
    "Type": {"type": "string"},
    "Condition": {"type": "string"},
    "DependsOn": {"type": ["string", "array"], "items": {"type": "string"}},
    "DeletionPolicy": {"type": "string"},
    "UpdateReplacePolicy": {"type": "string"},
    "CreationPolicy": {},
    "UpdatePolicy": {},
    "Metadata": {},
    "Connectors": {},
    "IgnoreGlobals": {},
}
"""What a resource may have beside its properties (Template reference, "Resource attributes";
the last two: AWS SAM)."""


@cache
def types() -> Mapping[str, Schema]:
    """The properties of every resource type of any Region, AWS SAM's too, by its name.

    What only AWS sets is no property; `readOnly` has its names.
    """
    return orjson.loads(zlib.decompress(Path(__file__).with_name("properties.json.z").read_bytes()))


def types_like(pattern: str) -> list[str]:
    """The types that a pattern such as ``AWS::EC2::*`` stands for, or the one it is."""
    if pattern in types():
        return [pattern]
    return [kind for kind in types() if fnmatchcase(kind, pattern)]
