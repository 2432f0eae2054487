"""``synthgate rules schema``: the JSON Schema of cards, made of the tables that read them.

Editors complete keys and words from it (yaml-language-server, IntelliJ). It accepts every card
without mistakes; what a schema cannot say (a path, a regular expression) is `rules lint`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from synthgate.errors import CardError
from synthgate.model import LANGUAGES, SCOPES, Language, Message, Pillar, Severity, Text
from synthgate.rule.cards.checker import OPTIONAL, PEERS, SHAPES
from synthgate.rule.language.grammar import WORDS
from synthgate.rule.operators.asking import VALUE_OF
from synthgate.rule.operators.quantities import NUMBER_WORDS
from synthgate.rule.operators.table import ARGUMENTS
from synthgate.rule.words.sentence import FACTS
from synthgate.workbench import words
from synthgate.workbench.console import Console

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def write_schema(console: Console) -> None:
    """Write the schema, with descriptions in the language of the run."""
    console.data(card_schema(console.language))


def card_schema(language: Language = "en") -> Schema:
    """The schema of a card."""
    keys = {key: _described(_KEYS.get(key, {}), words.KEYS.get(key), language) for key in SHAPES}
    keys["examples"] |= _object(
        {
            kind: _described({"type": "string"}, text, language)
            for kind, text in words.EXAMPLES.items()
        },
        ["fails", "passes"],
    )
    return {
        "$schema": DIALECT,
        "title": Message("A rule card of synthgate")[language],
        **_object(keys, [key for key in SHAPES if key not in OPTIONAL]),
        "$defs": {
            "text": _TEXT,
            "texts": _list_of(_ref("text")),
            "one-or-more": {"anyOf": [_ref("text"), _list_of(_ref("text"), 1)]},
            "sentence": _object({name: _ref("text") for name in LANGUAGES}) | _IN_SOME,
            "severity": {"enum": [*map(str, Severity)]},
            "limits": _LIMITS,
            "parameter": _object({"parameter": _ref("text")}, ["parameter"]),
            "value-of": _object({VALUE_OF: _ref("text")}, [VALUE_OF]),
            "condition": _condition(language, of_a_match=False),
            "condition-of-a-match": _condition(language, of_a_match=True),
        },
    }


def _condition(language: Language, *, of_a_match: bool) -> Schema:
    """Any word of the language, and what each kind of condition needs and may have.

    Asked of a match, a condition may do without a kind: then it has operators alone.
    """
    kinds = {kind: (needed, further) for kind, (needed, further) in WORDS.items() if kind}
    every = {word for needed, further in kinds.values() for word in (*needed, *further)}
    own = "condition-of-a-match" if of_a_match else "condition"
    forms = {word: _form(word, own) for word in sorted(every)}
    return {
        **_object(
            {
                word: _described(form, words.WORDS.get(word), language)
                for word, form in forms.items()
            }
        ),
        "minProperties": 1,
        **({} if of_a_match else {"anyOf": [{"required": [kind]} for kind in kinds]}),
        "dependentSchemas": {
            kind: {"required": [*needed], "propertyNames": {"enum": [*needed, *further]}}
            for kind, (needed, further) in kinds.items()
        },
    }


def _form(word: str, own: str) -> Schema:
    """What stands beside a word; a parameter of the card may stand for any argument."""
    if word in ("all-of", "any-of"):
        return _list_of(_ref(own), 1)
    if word == "not":
        return _ref(own)
    if word in _CONDITIONS:
        return _ref(_CONDITIONS[word])
    choices = [*_FORMS.get(word, ()), *(_taken(ARGUMENTS[word]) if word in ARGUMENTS else ())]
    if not choices or {} in choices:
        return {}
    others = [_ref("value-of")] if word in ARGUMENTS else []
    return {"anyOf": [*choices, *others, _ref("parameter")]}


def _taken(take: Callable[[Any], object]) -> list[Schema]:
    """The kinds of arguments that an operator takes, found out by giving it some of each."""
    accepted = [form for form, samples in _SAMPLES if any(_takes(take, one) for one in samples)]
    return [{}] if len(accepted) == len(_SAMPLES) else accepted  # anything


def _takes(take: Callable[[Any], object], sample: object) -> bool:
    try:
        take(sample)
    except CardError:
        return False
    return True


def _object(properties: Mapping[str, Any], required: Any = ()) -> Schema:
    needed = {"required": [*required]} if required else {}
    return {
        "type": "object",
        "properties": dict(properties),
        **needed,
        "additionalProperties": False,
    }


def _described(form: Schema, text: Text | None, language: Language) -> Schema:
    return {**form, "description": text[language]} if text else form


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_LIMITS: Schema = {
    **_object({word: {"type": "integer"} for word in NUMBER_WORDS}),
    "minProperties": 1,
}
_TEXTS = (
    "a",
    "90 days",
    "2027-12-31",
    "10.0.0.0/8",
    "1024-65535",
    "Allow",
    "iam:PassRole",
    "Write",
)
_SAMPLES: tuple[tuple[Schema, tuple[Any, ...]], ...] = (
    ({"type": "string"}, _TEXTS),
    ({"type": "integer"}, (1,)),
    ({"type": "number"}, (1.5,)),
    ({"type": "boolean"}, (True,)),
    ({"type": "array"}, ([443], *([text] for text in _TEXTS))),
    (_ref("limits"), ({"at-least": 1},)),
    ({"type": "object"}, ({"key": "aws:SourceArn"},)),
    ({"type": "null"}, (None,)),
)
"""What an operator may be given: a form of JSON, and samples of which it takes one if any."""

_CONDITIONS = {
    **dict.fromkeys(("all", "any", "none"), "condition-of-a-match"),
    "where": "condition",
}
"""Words beside which a condition stands."""

_FORMS: dict[str, tuple[Schema, ...]] = {
    **dict.fromkeys(("path", "keys", "by", "refers", "unique", "python"), (_ref("text"),)),
    **dict.fromkeys(
        ("tag", "related", "to", "there-is", "among", "environment"), (_ref("one-or-more"),)
    ),
    "stack": ({"enum": [*FACTS]},),
    "taggable": ({"type": "boolean"},),
    "count": ({"type": "integer"}, _ref("limits")),
    "unit": (_ref("text"),),
    "in": ({"enum": ["stack", "environment", "app"]},),
}
"""What stands beside the other words."""

_IN_SOME: Schema = {"anyOf": [{"required": [language]} for language in LANGUAGES]}
"""One language is enough."""

_KEYS: dict[str, Schema] = {
    "id": _ref("text"),
    "title": _ref("sentence"),
    "severity": {
        "anyOf": [
            _ref("severity"),
            {
                "type": "object",
                "properties": {"default": _ref("severity")},
                "required": ["default"],
                "additionalProperties": _ref("severity"),
            },
        ]
    },
    "pillar": {"enum": [*map(str, Pillar)]},
    "scope": {"enum": [*SCOPES]},
    "resources": _list_of(_ref("text"), 1),
    "parameters": {
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean", "array"]},
    },
    "when": _ref("condition"),
    "check": _ref("condition"),
    "why": _ref("sentence"),
    "fix": {
        "type": "object",
        "properties": {
            **{name: _ref("text") for name in LANGUAGES},
            **{name: _ref("text") for name in ("cdk-python", "cdk-typescript", "template")},
        },
        "additionalProperties": _ref("text"),
        **_IN_SOME,
    },
    "link": _ref("text"),
    "config-rule": _ref("text"),
    "equivalents": _object({peer: _ref("texts") for peer in PEERS}),
    "controls": _ref("texts"),
    "formerly": _ref("texts"),
}
"""What stands beside the keys of a card; the examples have their own descriptions."""
