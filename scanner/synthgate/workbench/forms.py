"""What stands beside the keys of cards and families, as JSON Schema has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.model import LANGUAGES, MATURITIES, SCOPES, TOOLS, Pillar
from synthgate.rule.cards.family import NAME, ROWS, UNLESS
from synthgate.rule.cards.faults import FAULTS
from synthgate.rule.terms.arguments import ref
from synthgate.workbench import suggestions

Schema = dict[str, Any]


def object_of(properties: Mapping[str, Any], required: Any = ()) -> Schema:
    """An object of these keys and no others."""
    needed = {"required": [*required]} if required else {}
    return {
        "type": "object",
        "properties": dict(properties),
        **needed,
        "additionalProperties": False,
    }


def list_of(item: Schema, least: int = 0) -> Schema:
    """A list of such, and how many at least."""
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


IN_SOME: Schema = {"anyOf": [{"required": [language]} for language in LANGUAGES]}
"""One language is enough."""

_PAIR: dict[str, Schema] = {"flagged": ref("text"), "fixed": ref("text")}
KEYS_OF_CARDS: dict[str, Schema] = {
    "id": ref("text"),
    "title": ref("sentence"),
    "severity": {
        "anyOf": [
            ref("severity"),
            {
                "type": "object",
                "properties": {"default": ref("severity")},
                "required": ["default"],
                "additionalProperties": ref("severity"),
            },
        ]
    },
    "fault": {"enum": [*FAULTS]},
    "severity-reason": ref("text"),
    "milder": ref("severity"),
    "milder-when": ref("condition"),
    "maturity": {"enum": [*MATURITIES]},
    "unless": ref("texts"),
    "pillar": {"enum": [*map(str, Pillar)]},
    "scope": {"enum": [*SCOPES]},
    "resources": list_of(ref(suggestions.TYPE), 1),
    "parameters": {
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean", "array"]},
    },
    "when": ref("condition"),
    "check": ref("condition"),
    "why": ref("sentence"),
    "fix": {
        "type": "object",
        "properties": {
            **{name: ref("text") for name in LANGUAGES},
            **{name: ref("text") for name in ("cdk-python", "cdk-typescript", "template")},
        },
        "additionalProperties": ref("text"),
        **IN_SOME,
    },
    "cdk": object_of(
        {**_PAIR, "typescript": object_of(_PAIR, [*_PAIR])},
        [*_PAIR],
    ),
    "limits": ref("sentence"),
    "link": ref("text"),
    "config-rule": ref("text"),
    "equivalents": object_of(dict.fromkeys(TOOLS, ref("near"))),
    "controls": ref("texts"),
    "formerly": ref("texts"),
}
"""What stands beside the keys of a card; the examples have their own descriptions."""

CURE: Schema = {key: part for key, part in KEYS_OF_CARDS["fix"].items() if key not in IN_SOME}
KEYS_OF_FAMILIES: dict[str, Schema] = {
    NAME: ref("text"),
    ROWS: list_of(ref("row"), 1),
    "path": {"anyOf": [ref("text"), {"type": "null"}]},  # none: no examples are made of it
    "documented": {"type": "string", "pattern": "^https://"},
    UNLESS: {"anyOf": [ref("condition"), ref("texts")]},
}
"""What stands beside the keys of families and their rows; any value beside those left out."""
