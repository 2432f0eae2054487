"""What CloudFormation knows of resource types: the provider schemas that cfn-lint ships.

They are read from its files. Importing cfn-lint takes longer than reading all cards.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from synthgate.workbench.shapes import Node

MAIN_REGION = "us-east-1"

_ANY: Mapping[str, Any] = {}
_ATTRIBUTES: dict[str, Mapping[str, Any]] = {
    "Type": {"type": "string"},
    "Condition": {"type": "string"},
    "DependsOn": {"type": ["string", "array"], "items": {"type": "string"}},
    "DeletionPolicy": {"type": "string"},
    "UpdateReplacePolicy": {"type": "string"},
    "CreationPolicy": _ANY,
    "UpdatePolicy": _ANY,
    "Metadata": _ANY,
    "Connectors": _ANY,
    "IgnoreGlobals": _ANY,
}
"""What a resource may have beside its properties (Template reference, "Resource attributes";
the last two: AWS SAM)."""


@dataclass(frozen=True)
class Schemas:
    """The schemas in a folder: `providers` has an index for each Region, `resources` the types."""

    folder: Path

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Every resource type of any Region, with the name of its schema; AWS SAM's too."""
        found: dict[str, str] = {}
        indexes = sorted((self.folder / "providers").glob("*.json"))
        for index in sorted(indexes, key=lambda path: path.stem != MAIN_REGION):
            for kind, name in orjson.loads(index.read_bytes()).items():
                found.setdefault(kind, name)
        return found

    def matching(self, pattern: str) -> list[str]:
        """The types that a pattern such as ``AWS::EC2::*`` stands for, or the one it is."""
        if pattern in self.types:
            return [pattern]
        return [kind for kind in self.types if fnmatchcase(kind, pattern)]

    def resource(self, kind: str) -> Node:
        """What a resource of a type may hold, from its top: `Type`, `Properties` and the others.

        Properties that are read only are left out: no template can have them.
        """
        schema = orjson.loads((self.folder / "resources" / f"{self.types[kind]}.json").read_bytes())
        settable = {*_top_level(schema, "createOnlyProperties"), *schema.get("required", ())}
        read_only = _top_level(schema, "readOnlyProperties") - settable
        properties = {
            name: value
            for name, value in schema.get("properties", {}).items()
            if name not in read_only
        }
        root = {**schema, "properties": properties}
        top = {"properties": {**_ATTRIBUTES, "Properties": {"$ref": "#"}}}
        return Node(top, root)


def _top_level(schema: Mapping[str, Any], key: str) -> set[str]:
    """The properties that a list of pointers such as ``/properties/Arn`` names as a whole."""
    pointers = (pointer.split("/") for pointer in schema.get(key, ()))
    return {steps[2] for steps in pointers if len(steps) == 3}


def provider_schemas() -> Schemas | None:
    """The schemas of the cfn-lint that is installed, None where there is none (or an old one)."""
    spec = importlib.util.find_spec("cfnlint")
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place, "data", "schemas")
        if any((folder / "providers").glob("*.json")):
            return Schemas(folder)
    return None
