"""``synthgate explain``: a resource as CloudFormation would see it, and why.

Each value that an intrinsic function gave has a note of where it came from; each that
only the deployment knows has the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.model import Language
from synthgate.resolve.origins import is_call, origins, shown, written
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.secrets.found import mask_of
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import property_path


def explain(
    resolver: Resolver, logical_id: str, language: Language, path: str | None = None
) -> Iterator[str]:
    """The lines of a resource, or of what a JSONPath leads to in it; secrets are masked.

    Raises:
        CardError: the path is no JSONPath.
    """
    return mask_of(resolver).lines(_explained(resolver, logical_id, language, path))


def _explained(
    resolver: Resolver, logical_id: str, language: Language, path: str | None
) -> Iterator[str]:
    raw = resolver.template.resources[logical_id]
    if path is None:
        yield f"{logical_id}:"
        for key, value in raw.items():
            if key != "Metadata":
                yield from _entry(f"{key}: ", value, resolver, language, 1)
        return
    for match in compile_path(path).find(resolver.resource(logical_id).body):
        yield f"{property_path(match.route) or '$'}:"
        node, whole = written(raw, match.route)
        if whole:
            yield from _entry("", node, resolver, language, 1)
        elif match.value is ABSENT:
            yield f"  {shown(ABSENT, language)}"
        else:
            yield f"  {shown(match.value, language)}  # {_notes(node, resolver, language)}"


def _entry(
    label: str, node: Any, resolver: Resolver, language: Language, depth: int
) -> Iterator[str]:
    """A key or a dash with its value: on its line, or indented below."""
    indent = "  " * depth
    if is_call(node):
        notes = _notes(node, resolver, language)
        yield f"{indent}{label}{shown(resolver.resolve(node), language)}  # {notes}"
    elif is_mapping(node) and node:
        yield f"{indent}{label}".rstrip()
        for key, value in node.items():
            yield from _entry(f"{key}: ", value, resolver, language, depth + 1)
    elif is_list(node) and node:
        yield f"{indent}{label}".rstrip()
        for item in node:
            yield from _entry("- ", item, resolver, language, depth + 1)
    else:
        yield f"{indent}{label}{shown(resolver.resolve(node), language)}"


def _notes(node: Any, resolver: Resolver, language: Language) -> str:
    """Where the pieces of a value come from, outermost function first."""
    notes = dict.fromkeys(origin.note for origin in origins(node, resolver))
    return "; ".join(note[language] for note in notes)
