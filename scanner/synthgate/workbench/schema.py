"""``synthgate rules schema``: the JSON Schema of cards, made of the tables that read them.

Editors complete keys and words from it (yaml-language-server, IntelliJ). It accepts every card
without mistakes; what a schema cannot say (a path, a regular expression) is `rules lint`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from synthgate.errors import CardError
from synthgate.model import LANGUAGES, SCOPES, Language, Message, Pillar, Severity, Text
from synthgate.rule.cards.checker import OPTIONAL, PEERS, SHAPES
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.operators.asking import VALUE_OF
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.operators.tally import LIMITS
from synthgate.rule.terms.arguments import SAME, ref
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.word import Form, Role, Word
from synthgate.rule.words.otherwise import ELSE
from synthgate.template.data import is_mapping
from synthgate.workbench.console import Console
from synthgate.workbench.keys import EXAMPLES, KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def write_schema(console: Console) -> None:
    """Write the schema, with descriptions in the language of the run."""
    console.data(card_schema(console.language))


def card_schema(language: Language = "en") -> Schema:
    """The schema of a card."""
    keys = {key: _described(_KEYS.get(key, {}), KEYS.get(key), language) for key in SHAPES}
    keys["examples"] |= _object(
        {kind: _described({"type": "string"}, text, language) for kind, text in EXAMPLES.items()},
        ["fails", "passes"],
    )
    return {
        "$schema": DIALECT,
        "title": Message("A rule card of synthgate")[language],
        **_object(keys, [key for key in SHAPES if key not in OPTIONAL]),
        "$defs": {
            "text": _TEXT,
            "texts": _list_of(ref("text")),
            "one-or-more": {"anyOf": [ref("text"), _list_of(ref("text"), 1)]},
            "sentence": {**_object({name: ref("text") for name in LANGUAGES}), **_IN_SOME},
            "severity": {"enum": [*map(str, Severity)]},
            "limits": _LIMITS,
            "parameter": _object({"parameter": ref("text")}, ["parameter"]),
            "value-of": _object({VALUE_OF: ref("text")}, [VALUE_OF]),
            "condition": _condition(language, of_a_match=False),
            "condition-of-a-match": _condition(language, of_a_match=True),
        },
    }


def _condition(language: Language, *, of_a_match: bool) -> Schema:
    """Any word of the language, and what each kind of condition needs and may have.

    Asked of a match, a condition may do without a kind: then it has operators alone.
    """
    own = "condition-of-a-match" if of_a_match else "condition"
    words: dict[str, list[Word]] = {}
    for word in every_word():
        words.setdefault(word.name, []).append(word)
    return {
        **_object(
            {
                name: _described(_form(name, words[name], own), words[name][0].means, language)
                for name in sorted(words)
            }
        ),
        "minProperties": 1,
        **({} if of_a_match else {"anyOf": [{"required": [kind]} for kind in KINDS]}),
        "dependentSchemas": {name: _beside(kind) for name, kind in KINDS.items()},
    }


def _beside(kind: Kind) -> Schema:
    """The words that a kind of conditions needs, and those that it may have."""
    needed = [word.name for word in kind.required]
    names = [*needed, *(word.name for word in kind.may_have), ELSE.name]
    return {"required": needed, "propertyNames": {"enum": names}}


def _form(name: str, words: Sequence[Word], own: str) -> Schema:
    """What stands beside a word; a parameter of the card may stand for any argument."""
    forms = [form for word in words for form in word.takes.forms]
    if words[0].takes.role in (Role.CONDITION, Role.INNER):
        return _of(own, forms[0])
    operator = OPERATORS.get(name)
    choices = [*_once(forms), *(_taken(operator.take) if operator else ())]
    if not choices or {} in choices:
        return {}
    others = [ref("value-of")] if operator else []
    return {"anyOf": [*choices, *others, ref("parameter")]}


def _of(own: str, form: Form) -> Schema:
    """A form in which conditions of the same thing are of what is asked about here."""
    if form == ref(SAME):
        return {**ref(own)}
    return {key: _of(own, part) if is_mapping(part) else part for key, part in form.items()}


def _once(forms: Sequence[Form]) -> list[Form]:
    return [form for index, form in enumerate(forms) if form not in forms[:index]]


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


def _list_of(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_LIMITS: Schema = {
    **_object({word: {"type": "integer"} for word in LIMITS}),
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
    "literal",
)
_SAMPLES: tuple[tuple[Schema, tuple[Any, ...]], ...] = (
    ({"type": "string"}, _TEXTS),
    ({"type": "integer"}, (1,)),
    ({"type": "number"}, (1.5,)),
    ({"type": "boolean"}, (True,)),
    ({"type": "array"}, ([443], *([text] for text in _TEXTS))),
    (ref("limits"), ({"at-least": 1},)),
    ({"type": "object"}, ({"key": "aws:SourceArn"},)),
    ({"type": "null"}, (None,)),
)
"""What an operator may be given: a form of JSON, and samples of which it takes one if any."""

_IN_SOME: Schema = {"anyOf": [{"required": [language]} for language in LANGUAGES]}
"""One language is enough."""

_KEYS: dict[str, Schema] = {
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
    "pillar": {"enum": [*map(str, Pillar)]},
    "scope": {"enum": [*SCOPES]},
    "resources": _list_of(ref("text"), 1),
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
        **_IN_SOME,
    },
    "link": ref("text"),
    "config-rule": ref("text"),
    "equivalents": _object({peer: ref("texts") for peer in PEERS}),
    "controls": ref("texts"),
    "formerly": ref("texts"),
}
"""What stands beside the keys of a card; the examples have their own descriptions."""
