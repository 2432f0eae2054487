"""Write what a change of a property does: ``make updates SPEC=db.json.gz``.

From the public provider schemas of CloudFormation, as the installed cfn-lint ships them
(`createOnlyProperties`, `conditionalCreateOnlyProperties`, `replacementStrategy`), and from the
service specification of the CDK (`causesReplacement`, `isStateful`), which knows resource types
that have no full schema. That is the npm package ``@aws-cdk/aws-service-spec`` (Apache-2.0), whose
unpacked ``db.json.gz`` this is given: a build has no network.

A property is *replacing* where one source says so and none denies it, *conditional* where one says
"maybe", and *disputed* where one says "replaced" and the other "updated in place".
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from schemas import FOLDER, Schema, provider_schemas

Said = Mapping[str, str]
"""By the path of each property what a source says of it: ``yes`` or ``maybe``."""

_DEEPEST = 12
_STEPS = {"properties", "items", "*"}
"""Steps of a path that name nothing."""
_UNTRUSTED = ("AWS::Serverless::",)
"""What AWS SAM turns into other types, of which the specification says that all replaces it."""


def said_by_schema(schema: Schema) -> dict[str, str]:
    """What the schema of a type says."""
    found = dict.fromkeys(_paths(schema.get("conditionalCreateOnlyProperties", ())), "maybe")
    return found | dict.fromkeys(_paths(schema.get("createOnlyProperties", ())), "yes")


def _paths(pointers: Iterable[str]) -> Iterator[str]:
    for pointer in pointers:
        steps = pointer.split("/")[1:]
        yield ".".join(step for step in steps if step not in _STEPS)


class Specification:
    """The service specification of the CDK."""

    def __init__(self, database: Mapping[str, Any]) -> None:
        schema = database["schema"]
        self.types = {one["cloudFormationType"]: one for one in schema["resource"]["entities"]}
        self._definitions = {one["$id"]: one for one in schema["typeDefinition"]["entities"]}

    def said_of(self, kind: str) -> dict[str, str]:
        """What it says of the properties of a type, those inside of others included."""
        resource = self.types.get(kind)
        if resource is None or kind.startswith(_UNTRUSTED):
            return {}
        found = dict(self._inside(resource["properties"], "", ()))
        more = resource.get("additionalReplacementProperties", ())
        named = (".".join(step for step in path if step not in _STEPS) for path in more)
        return found | dict.fromkeys(named, "yes")

    def knows(self, kind: str, path: str) -> bool:
        """Whether it has the property that a path starts with."""
        return (
            path.split(".", maxsplit=1)[0] in self.types.get(kind, {"properties": ()})["properties"]
        )

    def is_stateful(self, kind: str) -> bool:
        """Whether it says that a type holds data."""
        return bool(self.types.get(kind, {}).get("isStateful"))

    def _inside(
        self, properties: Mapping[str, Any], above: str, around: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        for name, written in properties.items():
            path = above + name
            replaced = written.get("causesReplacement", "no")
            if replaced != "no":
                yield path, replaced
            if replaced != "yes":
                yield from self._below(written["type"], path, around)

    def _below(
        self, written: Mapping[str, Any], path: str, around: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        match written:
            case {"type": "array" | "map", "element": element}:
                yield from self._below(element, path, around)
            case {"type": "ref", "reference": {"$ref": known}}:
                if known not in around and len(around) < _DEEPEST:
                    inside = self._definitions[known]["properties"]
                    yield from self._inside(inside, f"{path}.", (*around, known))
            case _:
                return


def merged(schema: Schema | None, specification: Specification, kind: str) -> dict[str, set[str]]:
    """What both say together, as sets of paths by ``replacing``, ``conditional``, ``disputed``."""
    of_schema = said_by_schema(schema) if schema else {}
    of_specification = specification.said_of(kind)
    found: dict[str, set[str]] = {"replacing": set(), "conditional": set(), "disputed": set()}
    for path in of_schema.keys() | of_specification.keys():
        one, other = of_schema.get(path), of_specification.get(path)
        if "maybe" in {one, other}:
            found["conditional"].add(path)
        elif one == other or _is_alone(path, schema, specification, kind):
            found["replacing"].add(path)
        else:
            found["disputed"].add(path)
    return _outermost(found)


def _is_alone(path: str, schema: Schema | None, specification: Specification, kind: str) -> bool:
    """Whether one source says something of a property that the other has nothing to say of.

    A schema without handlers is one that CloudFormation does not work by.
    """
    if schema is None or "handlers" not in schema or not specification.knows(kind, path):
        return True
    return path.split(".", maxsplit=1)[0] not in schema["properties"]


def _outermost(found: dict[str, set[str]]) -> dict[str, set[str]]:
    """Without the paths that lead into what is replacing as a whole."""
    whole = found["replacing"]
    return {
        name: {path for path in paths if not any(path.startswith(f"{one}.") for one in whole)}
        for name, paths in found.items()
    }


def line_of(kind: str, schema: Schema | None, specification: Specification) -> str:
    """A type in one line: its name and marks, then the three lists of paths.

    The marks: ``d`` is deleted before it is created anew, ``s`` holds data, ``h`` nothing updates
    it in place.
    """
    marks = "d" if (schema or {}).get("replacementStrategy") == "delete_then_create" else ""
    marks += "s" if specification.is_stateful(kind) else ""
    handlers = (schema or {}).get("handlers", {})
    marks += "h" if handlers and "update" not in handlers else ""
    paths = merged(schema, specification, kind)
    lists = (" ".join(sorted(paths[name])) for name in ("replacing", "conditional", "disputed"))
    return "|".join((f"{kind} {marks}".strip(), *lists))


def main() -> None:
    """Write the table. Arguments: the file of the specification, its version, its date."""
    file, release, date = sys.argv[1:]
    specification = Specification(json.loads(gzip.decompress(Path(file).read_bytes())))
    schemas = {schema["typeName"]: schema for schema in provider_schemas()}
    kinds = sorted(schemas.keys() | specification.types.keys())
    lines = [line_of(kind, schemas.get(kind), specification) for kind in kinds]
    source = f"cfn-lint {version('cfn-lint')}"
    text = "\n".join([f"{source}, @aws-cdk/aws-service-spec {release} of {date}", *lines, ""])
    (FOLDER / "updates.txt.z").write_bytes(zlib.compress(text.encode(), 9))
    sys.stdout.write(f"{len(kinds)} types\n")


if __name__ == "__main__":
    main()
