"""What a manifest says wrongly, and what it says that synthgate does not know.

The schema is that of `@aws-cdk/cloud-assembly-schema`; CDK checks its own manifests by it, so
that what is wrong here was changed by somebody else, or cut short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import Message, Text, first_of
from synthgate.patterns import pattern
from synthgate.problem_code import ProblemCode
from synthgate.template.data import is_mapping

STACK = "aws:cloudformation:stack"
NESTED_ASSEMBLY = "cdk:cloud-assembly"
NEWEST_SCHEMA = 55
"""The newest major version of the schema that synthgate was tried with (July 2026)."""
_WITHOUT_TEMPLATES = frozenset(
    {"none", "cdk:tree", "cdk:asset-manifest", "cdk:feature-flag-report"}
)
"""The other types of artifacts (AWS CDK API reference, "ArtifactType")."""
_KNOWN = _WITHOUT_TEMPLATES | {STACK, NESTED_ASSEMBLY}
_VERSION = pattern(r"(?P<major>[0-9]{1,9})\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.+-]*)?\Z")
_SHAPES_OF_ALL: Mapping[str, type] = {"missing": list}
_SHAPES: Mapping[str, type] = {
    "properties": dict,
    "environment": str,
    "displayName": str,
    "metadata": dict,
    "dependencies": list,
}
_SHAPES_OF_PROPERTIES: Mapping[str, type] = {
    "stackName": str,
    "tags": dict,
    "terminationProtection": bool,
    "displayName": str,
}
_MOST_NAMES = 10


def oddities(
    manifest: Mapping[str, Any], marker: Mapping[str, Any]
) -> Iterator[tuple[ProblemCode, Text]]:
    """What is to be told of a manifest, before it is read as well as it can be.

    What the schema does not allow is a problem; what a newer one may is a notice. The version
    may stand in the file `cdk.out` beside it instead (`marker`).
    """
    version = major(manifest.get("version", marker.get("version")))
    if version is None:
        yield ProblemCode.ASSEMBLY_INVALID, _WRONG_VERSION
    elif version > NEWEST_SCHEMA:
        yield (
            ProblemCode.ASSEMBLY_NEWER,
            _NEWER_VERSION.format(version=version, newest=NEWEST_SCHEMA),
        )
    artifacts = manifest.get("artifacts")
    entries: Mapping[str, Any] = artifacts if is_mapping(artifacts) else {}
    wrong = [f"{key} of {_id(name)}" for name, entry in entries.items() for key in _wrong(entry)]
    wrong += _misshapen(manifest, _SHAPES_OF_ALL)
    if wrong:
        yield ProblemCode.ASSEMBLY_INVALID, _MALFORMED.format(names=first_of(wrong, _MOST_NAMES))
    unknown = [
        f"{_id(name)} ({entry['type'][:80]})"
        for name, entry in entries.items()
        if is_mapping(entry) and isinstance(entry.get("type"), str) and entry["type"] not in _KNOWN
    ]
    if unknown:
        yield ProblemCode.ARTIFACT_UNKNOWN, _UNKNOWN.format(names=first_of(unknown, _MOST_NAMES))


def major(stated: object) -> int | None:
    """The first number of a version, as ``55.0.0``; None where there is none."""
    match = _VERSION.match(stated) if isinstance(stated, str) else None
    return int(match["major"]) if match else None


def _id(name: str) -> str:
    return repr(name)[:80]


def _wrong(entry: object) -> Iterator[str]:
    """The keys of an entry that do not hold what the schema says."""
    if not is_mapping(entry):
        yield "the whole"
        return
    kind = entry.get("type")
    if not isinstance(kind, str):
        yield "type"
    yield from _misshapen(entry, _SHAPES)
    if kind in (STACK, NESTED_ASSEMBLY) and is_mapping(entry.get("properties")):
        yield from _misshapen(entry["properties"], _SHAPES_OF_PROPERTIES)


def _misshapen(entry: Mapping[str, Any], shapes: Mapping[str, type]) -> Iterator[str]:
    for key, kind in shapes.items():
        if entry.get(key) is not None and not isinstance(entry[key], kind):
            yield key


_WRONG_VERSION = Message(
    "no version such as '55.0.0', so that it may mean something else; it was read all the "
    "same: run cdk synth again"
)
_NEWER_VERSION = Message(
    "schema version {version} of cloud assemblies is newer than this synthgate, which "
    "knows {newest}; it was read all the same: upgrade synthgate"
)
_MALFORMED = Message(
    "not as the schema of manifests has it, so it was not read in full: {names}; "
    "run cdk synth again"
)
_UNKNOWN = Message(
    "entries of a type that synthgate does not know, so what they deploy was not checked: "
    "{names}; upgrade synthgate, or scan their templates by themselves"
)
