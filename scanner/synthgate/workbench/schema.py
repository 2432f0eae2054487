"""``synthgate rules schema``: the JSON Schema of cards, made of the tables that read them.

Editors complete keys and words from it (yaml-language-server, IntelliJ). It accepts every card
without mistakes; what a schema cannot say (a path, a regular expression) is `rules lint`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synthgate.errors import CardError
from synthgate.model import (
    LANGUAGES,
    NEARNESS,
    Language,
    Message,
    Severity,
    Text,
)
from synthgate.rule.cards.checker import OPTIONAL, SHAPES
from synthgate.rule.cards.family import NAME, OF_A_ROW, ROWS
from synthgate.rule.cards.shared import USE
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.operators.tally import LIMITS
from synthgate.rule.operators.value_of import (
    COUNTING,
    DEFAULT,
    FACTS,
    IN_TEXT,
    PATH,
    STACK,
    THIS,
    VALUE_OF,
)
from synthgate.rule.terms.arguments import SAME, ref
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.word import Form, Role, Word
from synthgate.rule.words import message
from synthgate.rule.words.beside import BESIDE
from synthgate.template.data import is_mapping
from synthgate.workbench import suggestions
from synthgate.workbench.console import Console
from synthgate.workbench.forms import (
    CURE,
    IN_SOME,
    KEYS_OF_CARDS,
    KEYS_OF_FAMILIES,
    Schema,
    list_of,
    object_of,
)
from synthgate.workbench.keys import EXAMPLES, FAMILY, KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_schema(console: Console) -> None:
    """Write the schema, with descriptions in the language of the run."""
    console.data(card_schema(console.language))


def card_schema(language: Language = "en") -> Schema:
    """The schema of a card, and of a family of them: a file is one or the other."""
    return {
        "$schema": DIALECT,
        "title": Message("A rule card of synthgate")[language],
        "type": "object",
        "if": {"required": [NAME]},
        "then": ref("family"),
        "else": ref("card"),
        "defaultSnippets": suggestions.of_cards(language),
        "$defs": {
            "card": object_of(_card(language), [key for key in SHAPES if key not in OPTIONAL]),
            "family": _family(language),
            "row": _row(language),
            "text": _TEXT,
            "texts": list_of(ref("text")),
            "one-or-more": {"anyOf": [ref("text"), list_of(ref("text"), 1)]},
            "near": {"anyOf": [ref("texts"), object_of(dict.fromkeys(NEARNESS, ref("texts")))]},
            "sentence": {**object_of({name: ref("text") for name in LANGUAGES}), **IN_SOME},
            "severity": {"enum": [*map(str, Severity)]},
            "limits": _LIMITS,
            "parameter": object_of({"parameter": ref("text")}, ["parameter"]),
            USE: object_of({USE: ref("text")}, [USE]),
            "value-of": object_of({VALUE_OF: {"anyOf": [ref("text"), *_OTHERS]}}, [VALUE_OF]),
            "hole": _HOLE,
            **suggestions.definitions(),
            "condition": _condition(language, of_a_match=False),
            "condition-of-a-match": _condition(language, of_a_match=True),
        },
    }


def _card(language: Language) -> Schema:
    """The keys of a card."""
    keys = {key: _described(KEYS_OF_CARDS.get(key, {}), KEYS.get(key), language) for key in SHAPES}
    keys["examples"] |= object_of(
        {kind: _described({"type": "string"}, text, language) for kind, text in EXAMPLES.items()},
        ["fails", "passes"],
    )
    return keys


def _part(language: Language) -> Schema:
    """The keys of a card of which a family says a part and its rows the rest, and their own."""
    keys = {**_card(language), "fix": _described(CURE, KEYS["fix"], language)}
    own = {
        key: _described(KEYS_OF_FAMILIES.get(key, {}), text, language)
        for key, text in FAMILY.items()
    }
    return {**keys, **own}


def _family(language: Language) -> Schema:
    """What the rows share, with holes; whatever fills them may stand beside it."""
    parts = {
        key: {**form, "anyOf": [ref("hole"), *form["anyOf"]]} if "anyOf" in form else form
        for key, form in _part(language).items()
        if key not in OF_A_ROW
    }
    for key in ("pillar", "scope", "resources", "equivalents", "controls", "formerly"):
        form = parts[key]
        words = form.pop("description", "")
        parts[key] = {"anyOf": [form, ref("hole")], "description": words}
    return {**object_of(parts, (NAME, ROWS)), "additionalProperties": True}


def _row(language: Language) -> Schema:
    """What a row says itself; whatever fills the family's holes may stand beside it."""
    parts = {key: form for key, form in _part(language).items() if key not in (NAME, ROWS)}
    return {**object_of(parts, OF_A_ROW), "additionalProperties": True}


def _condition(language: Language, *, of_a_match: bool) -> Schema:
    """Any word of the language, and what each kind of condition needs and may have.

    Asked of a match, a condition may do without a kind: then it has operators alone.
    """
    own = "condition-of-a-match" if of_a_match else "condition"
    words: dict[str, list[Word]] = {}
    for word in every_word():
        words.setdefault(word.name, []).append(word)
    return {
        **object_of(
            {
                name: _described(_form(name, words[name], own), words[name][0].means, language)
                for name in sorted(words)
            }
            | {USE: _described(ref("text"), _USE, language)}
        ),
        "minProperties": 1,
        "defaultSnippets": suggestions.of_conditions(language),
        **({} if of_a_match else {"anyOf": [{"required": [kind]} for kind in (*KINDS, USE)]}),
        "dependentSchemas": {
            **{name: _beside(kind) for name, kind in KINDS.items()},
            USE: {"propertyNames": {"enum": [USE, message.NAME]}},
        },
    }


def _beside(kind: Kind) -> Schema:
    """The words that a kind of conditions needs, and those that it may have."""
    needed = [word.name for word in kind.required]
    names = [*needed, *(word.name for word in kind.may_have), *BESIDE]
    return {"required": needed, "propertyNames": {"enum": names}}


def _form(name: str, words: Sequence[Word], own: str) -> Schema:
    """What stands beside a word; a parameter of the card may stand for any argument."""
    of_a_match = own != "condition"
    forms = [it for word in words for it in suggestions.forms_of(word, of_a_match=of_a_match)]
    if words[0].takes.role is Role.BRANCHES:
        return _of(own, forms[0])
    if words[0].takes.role in (Role.CONDITION, Role.INNER):
        return {"anyOf": [_of(own, forms[0]), ref("hole")]}
    operator = OPERATORS.get(name)
    choices = [*_once(forms), *(_taken(operator.take) if operator else ())]
    if not choices or {} in choices:
        return {}
    others = [ref("value-of")] if operator else []
    return {"anyOf": [*choices, *others, ref("parameter"), ref(USE), ref("hole")]}


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


def _described(form: Schema, text: Text | None, language: Language) -> Schema:
    return {**form, "description": text[language]} if text else form


_HOLE: Schema = {"type": "string", "pattern": r"^\{[A-Za-z][A-Za-z0-9_-]*\}$"}
"""What a row of a family fills."""
_USE = Message("a shared piece of _shared.yaml, by its name")
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_LIMITS: Schema = {
    **object_of({word: {"anyOf": [{"type": "integer"}, ref("parameter")]} for word in LIMITS}),
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
    "this",
    "literal",
)
_OTHERS: list[Schema] = [
    object_of({STACK: {"enum": [*FACTS]}, IN_TEXT: ref("text")}, [STACK]),
    *(
        object_of(
            {
                whose: ref("text"),
                DEFAULT: {},
                IN_TEXT: ref("text"),
                **{one: {"anyOf": [*some, ref("parameter")]} for one, some in COUNTING.items()},
            },
            [whose],
        )
        for whose in (PATH, THIS)
    ),
]
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
