"""Write what synthgate knows of resource types: ``make schemas``.

From the public provider schemas of CloudFormation, as the installed cfn-lint ships them for all
Regions: their names alone, no descriptions. `facts.json` is what evaluation asks (how a type is
called and tagged), `properties.json.z` what may be written in it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "scanner" / "synthgate" / "schemas"

Schema = Mapping[str, Any]

_KEPT = ("properties", "patternProperties", "definitions")
"""Words under which every key is a name."""
_SHAPES = ("items", "additionalProperties")
_CHOICES = ("allOf", "anyOf", "oneOf")
_WORDS = re.compile("[A-Z][a-z0-9]*|[A-Z]+(?![a-z])")
_LOWERED = re.compile(r"\$lowercase\((?P<name>\w+)\)\Z")
_KEY_AND_VALUE = {"ResourceType", "Tags"}


def provider_schemas() -> Iterator[Schema]:
    """Every provider schema, in the order of its type's name."""
    spec = importlib.util.find_spec("cfnlint")
    (place,) = (spec and spec.submodule_search_locations) or ("",)
    files = Path(place, "data", "schemas", "resources").glob("*.json")
    found = [json.loads(file.read_text("utf-8")) for file in files]
    return iter(sorted(found, key=lambda schema: schema["typeName"]))


def names_only(schema: Any) -> Any:
    """A part of a schema with the names and the kinds of what may stand in it, and no more."""
    if isinstance(schema, bool):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _KEPT:
            found[key] = {name: names_only(below) for name, below in value.items()}
        elif key in _SHAPES:
            found[key] = names_only(value)
        elif key in _CHOICES:
            found[key] = [names_only(one) for one in value]
        elif key in {"type", "$ref"}:
            found[key] = value
    return found


def properties_of(schema: Schema) -> dict[str, Any]:
    """What may be written in a resource: of what only AWS sets, the name alone."""
    read_only = _top_level(schema, "readOnlyProperties")
    settable = {*_top_level(schema, "createOnlyProperties"), *schema.get("required", ())}
    root = names_only(schema)
    hidden = sorted(read_only - settable)
    for name in hidden:
        root["properties"].pop(name, None)
    return {**root, "readOnly": hidden} if hidden else root


def facts_of(schema: Schema) -> dict[str, Any]:
    """How a type is called and tagged; empty where it has neither a name nor tags."""
    return {**_called(schema), **_tagged(schema), **_lists(schema)}


def _called(schema: Schema) -> dict[str, Any]:
    """The property that is its name: its primary identifier, another one, or one called so.

    What other settable properties an identifier has beside it say within what it is a name.
    """
    kind = schema["typeName"].rsplit("::", 1)[-1]
    settable = _settable_texts(schema)
    primary = [one for one in _steps(schema.get("primaryIdentifier", ())) if one in settable]
    if len(primary) == 1 and len(schema["primaryIdentifier"]) == 1:
        return _named(schema, primary[0], [])
    others = [_steps(pointers) for pointers in schema.get("additionalIdentifiers", ())]
    singles = [steps[0] for steps in others if len(steps) == 1 and steps[0] in settable]
    likely = [name for name in _likely_names(kind) if name in settable]
    own = [name for name in likely if name in primary]
    name = next(iter([*own, *singles, *likely]), None)
    if name is None:
        return {}
    return _named(schema, name, [one for one in primary if one != name])


def _named(schema: Schema, name: str, within: list[str]) -> dict[str, Any]:
    transform = schema.get("propertyTransform", {}).get(f"/properties/{name}", "")
    lowered = _LOWERED.match(transform)
    found: dict[str, Any] = {"name": name}
    if within:
        found["within"] = within
    elif schema.get("primaryIdentifier") == [f"/properties/{name}"]:
        found["ref"] = True
    if lowered and lowered["name"] == name:
        found["lower"] = True
    return found


def _likely_names(kind: str) -> Iterator[str]:
    """What a type may call its name: that of a `SecurityGroup` is `GroupName`."""
    words = _WORDS.findall(kind)
    for start in range(len(words)):
        yield "".join(words[start:]) + "Name"
    yield "Name"
    for ending in ("Identifier", "Id"):
        yield kind + ending
    yield "Identifier"


def _settable_texts(schema: Schema) -> set[str]:
    """The top-level properties that a template can give a text."""
    hidden = properties_of(schema).get("readOnly", ())
    return {
        name
        for name, below in schema["properties"].items()
        if name not in hidden and "string" in _kinds(_unfolded(schema, below))
    }


def _lists(schema: Schema) -> dict[str, Any]:
    """The attributes that are no single text or number, as `Fn::GetAtt` names them."""
    found: list[str] = []
    for pointer in schema.get("readOnlyProperties", ()):
        steps = pointer.split("/")[2:]
        if "*" not in steps and not _is_single(schema, steps):
            found.append(".".join(steps))
    return {"lists": sorted(found)} if found else {}


def _is_single(schema: Schema, steps: list[str]) -> bool:
    """Whether what a pointer leads to is surely a text, a number or a boolean."""
    node: Any = {"properties": schema["properties"]}
    for step in steps:
        node = _unfolded(schema, node.get("properties", {}).get(step, {}))
    kinds = set(_kinds(node))
    return bool(kinds) and kinds <= {"string", "integer", "number", "boolean"}


def _tagged(schema: Schema) -> dict[str, Any]:
    """The property that holds its tags, where it can have any that a template gives it."""
    tagging = schema.get("tagging")
    properties = schema["properties"]
    if tagging is None:
        can, name = schema.get("taggable", "Tags" in properties), "Tags"
    else:
        can = tagging.get("taggable", False)
        (name,) = _steps([tagging.get("tagProperty", "/properties/Tags")])
    if (not can or name not in properties) and _has_specifications(schema):
        can, name = True, "TagSpecifications"
    if tagging is None and name not in properties:
        lists = [one for one in schema.get("required", ()) if _has_tags_each(schema, one)]
        return {"tags": "Tags", "each": lists[0]} if lists else {}
    return {"tags": name} if can and name in properties else {}


def _has_tags_each(schema: Schema, name: str) -> bool:
    """Whether a property is a list of what has tags of its own: the replicas of a table."""
    items = _unfolded(schema, schema["properties"].get(name, {})).get("items", {})
    return "Tags" in _unfolded(schema, items).get("properties", {})


def _has_specifications(schema: Schema) -> bool:
    """Whether it takes lists of tags by the types of what is made, its own among them."""
    items = _unfolded(schema, schema["properties"].get("TagSpecifications", {})).get("items", {})
    return _unfolded(schema, items).get("properties", {}).keys() >= _KEY_AND_VALUE


def _unfolded(schema: Schema, node: Any) -> Any:
    while "$ref" in node:
        steps = node["$ref"].removeprefix("#/").split("/")
        node = schema
        for step in steps:
            node = node[step]
    return node


def _kinds(node: Schema) -> list[str]:
    kinds: Any = node.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _top_level(schema: Schema, key: str) -> set[str]:
    pointers = (pointer.split("/") for pointer in schema.get(key, ()))
    return {steps[2] for steps in pointers if len(steps) == 3}


def _steps(pointers: Any) -> list[str]:
    """The top-level properties that pointers such as ``/properties/Name`` lead into."""
    return [pointer.split("/")[2] for pointer in pointers]


def main() -> None:
    """Write both files."""
    schemas = list(provider_schemas())
    source = f"cfn-lint {version('cfn-lint')}"
    facts = {schema["typeName"]: facts_of(schema) for schema in schemas}
    properties = {schema["typeName"]: properties_of(schema) for schema in schemas}
    lines = ",\n".join(
        f"{json.dumps(kind)}:{json.dumps(said, separators=(',', ':'))}"
        for kind, said in facts.items()
    )
    (FOLDER / "facts.json").write_text(
        f'{{"source":{json.dumps(source)},"types":{{\n{lines}\n}}}}\n', "utf-8"
    )
    text = json.dumps(properties, separators=(",", ":"), sort_keys=True)
    (FOLDER / "properties.json.z").write_bytes(zlib.compress(text.encode(), 9))
    sys.stdout.write(f"{len(schemas)} types from {source}\n")


if __name__ == "__main__":
    main()
