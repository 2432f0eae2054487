"""``rules schema``: what editors complete from says what the program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import synthgate_rules
from synthgate.model import LANGUAGES, Language
from synthgate.rule.cards.checker import SHAPES
from synthgate.rule.cards.family import is_family
from synthgate.rule.cards.library import card_files
from synthgate.rule.language.vocabulary import every_word
from synthgate.rule.words.stack import FACTS
from synthgate.template import yaml_text
from synthgate.workbench.keys import KEYS
from synthgate.workbench.schema import card_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = card_schema()
EVERY_WORD = {word.name for word in every_word()}
CONDITIONS = ("condition", "condition-of-a-match")
GOOD: dict[str, Any] = {
    "id": "a-b",
    "title": {"en": "A", "ko": "가"},
    "severity": {"default": "low", "production": "high"},
    "pillar": "cost",
    "resources": ["AWS::EC2::*"],
    "parameters": {"days": 3},
    "check": {"path": "$.Properties.Days", "at-least": {"parameter": "days"}},
    "why": {"en": "A", "ko": "가"},
    "fix": {"en": "A", "ko": "가", "cdk-go": "a"},
    "examples": {"fails": "", "passes": ""},
}


def body(path: Path) -> Any:
    root = yaml_text.compose(path.read_text("utf-8"))
    assert root
    return yaml_text.plain(root)[0]


def accepts(card: Any) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(card)


def test_it_is_a_json_schema(cli: Callable[..., Any]) -> None:
    """On standard output, in the language that is asked for."""
    for language in LANGUAGES:
        ran = cli("rules", "schema", "--lang", language)
        assert ran.code == 0
        Draft202012Validator.check_schema(ran.report)
        assert ran.report == card_schema(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_and_word_is_in_it_and_described(language: Language) -> None:
    """A word that the tables gain is in the schema, with the sentence that it says of itself."""
    schema = card_schema(language)
    assert schema["$defs"]["card"]["properties"].keys() == SHAPES.keys()
    for name in ("card", "family", "row"):
        assert all(key["description"] for key in schema["$defs"][name]["properties"].values())
    assert schema["$defs"]["row"]["required"] == ["default", "documented", "examples"]
    for name in CONDITIONS:
        properties = schema["$defs"][name]["properties"]
        assert properties.keys() == EVERY_WORD | {"use"}
        undescribed = {word for word, form in properties.items() if "description" not in form}
        assert not undescribed
    assert KEYS.keys() == SHAPES.keys()


@pytest.mark.parametrize("path", card_files(synthgate_rules.CARDS), ids=lambda path: path.stem)
def test_it_accepts_every_built_in_card(path: Path) -> None:
    """And none with a misspelt key, at the top or in a condition."""
    card = body(path)
    assert accepts(card), [
        error.message for error in Draft202012Validator(SCHEMA).iter_errors(card)
    ]
    assert not accepts({**card, "check": {**card["check"], "exits": True}})
    if is_family(card):
        (row, *_) = card["rows"]
        assert not accepts({**card, "rows": [{**row, "unless": {"path": "$.A", "exits": True}}]})
        for needed in ("default", "documented", "examples"):
            rows = [{key: value for key, value in row.items() if key != needed}]
            assert not accepts({**card, "rows": rows})
        return
    assert not accepts({**card, "sverity": "low"})
    assert not accepts({key: value for key, value in card.items() if key != "title"})


@pytest.mark.parametrize(
    "condition",
    [
        {"tag": "Owner", "exists": True},
        {"tag": ["Owner", "Cost"], "all": {"matches": "^a"}},
        *({"stack": fact, "equals": 1} for fact in FACTS),
        {"path": "$.A", "any": {"equals": "a", "not-in": ["b"]}, "count": {"at-least": 2}},
        {"path": "$.A", "any": {"any-of": [{"equals": 1}, {"not": {"empty": True}}]}},
        {"path": "$.A", "at-most": "90 days", "unit": "seconds", "default": 3},
        {"path": "$.A", "equals": {"value-of": "$.B"}},
        {"path": "$.A", "at-least": {"value-of": {"this": "$.B", "times": 6, "default": 3}}},
        {"path": "$.A", "above": {"value-of": {"path": "@.B", "plus": {"parameter": "days"}}}},
        {"related": "AWS::S3::Bucket", "by": "$.A", "none": {"path": "$.B", "exists": True}},
        {
            "related": "AWS::S3::BucketPolicy",
            "each": "$.A[*]",
            "by": "$.B",
            "none": {"effect": "Deny"},
        },
        {"refers": "$.A", "to": ["AWS::S3::Bucket"], "count": 1},
        {"there-is": "AWS::*", "where": {"path": "$.A", "in": ["a"]}, "in": "app"},
        {"unique": "$.A", "among": "*", "in": "stack"},
        {"by-type": {"AWS::S3::Bucket": {"path": "$.A", "equals": 1}, "*": {"taggable": True}}},
        {"path": "$.A", "any": {"equals": 1, "message": "One"}, "message": {"ko": "하나"}},
        {"use": "our-check"},
        {"not": {"use": "our-check", "message": "Ours"}},
        {"path": "$.A", "in": {"use": "our-regions"}, "any": {"use": "small"}},
        {"environment": ["production"], "message": "Other"},
        {"taggable": True},
        {"python": "function"},
    ],
)
def test_it_accepts_each_kind_of_condition(condition: dict[str, Any]) -> None:
    """The words that belong together."""
    assert accepts({**GOOD, "check": condition})


@pytest.mark.parametrize(
    "change",
    [
        {"check": {"equals": 1}},
        {"check": {}},
        {"check": {"path": "$.A", "by": "$.B"}},
        {"check": {"related": "AWS::S3::Bucket"}},
        {"check": {"path": "$.A", "exists": "yes"}},
        {"check": {"path": "$.A", "in": 3}},
        {"check": {"path": "$.A", "any": {"exits": True}}},
        {"check": {"all-of": []}},
        {"check": {"path": "$.A", "equals": 1, "message": {"fr": "Un"}}},
        {"check": {"message": "Alone"}},
        {"check": {"path": "$.A", "above": {"value-of": {"times": 6}}}},
        {"check": {"path": "$.A", "above": {"value-of": {"this": "$.A", "time": 6}}}},
        {"check": {"path": "$.A", "above": {"value-of": {"this": "$.A", "path": "$.B"}}}},
        {"check": {"use": "a", "path": "$.A"}},
        {"check": {"use": ["a"]}},
        {"check": {"by-type": {}}},
        {"check": {"by-type": {"*": {"exits": True}}}},
        {"check": {"stack": "colour", "equals": "a"}},
        {"check": {"path": "$.A", "length": {"at-lest": 3}}},
        {"severity": "hihg"},
        {"severity": {"production": "high"}},
        {"pillar": "safety"},
        {"scope": "bucket"},
        {"resources": []},
        {"equivalents": {"chekov": []}},
        {"examples": {"fails": ""}},
        {"title": {"fr": "A"}},
        {"title": {}},
        {"formerly": "a"},
    ],
)
def test_it_refuses_what_the_program_refuses(change: dict[str, Any]) -> None:
    """Misspelt, missing or of another kind."""
    assert accepts(GOOD)
    assert not accepts({**GOOD, **change})
