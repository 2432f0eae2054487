"""``rules schema``: what editors complete from says what the program reads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import synthgate_rules
from synthgate.model import LANGUAGES, Language
from synthgate.rule.cards.checker import SHAPES
from synthgate.rule.cards.family import is_family
from synthgate.rule.cards.library import card_files
from synthgate.rule.language.grammar import Grammar
from synthgate.rule.language.vocabulary import KINDS, every_word
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
@pytest.mark.exhaustive
def test_it_accepts_every_built_in_card(path: Path) -> None:
    """And none with a misspelt key, at the top or in a condition."""
    card = body(path)
    assert accepts(card), [
        error.message for error in Draft202012Validator(SCHEMA).iter_errors(card)
    ]
    if "check" in card:
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


def offered(form: Any) -> list[str]:
    """What an editor offers for a form: the choices of its lists, references followed."""
    if "$ref" in form:
        return offered(SCHEMA["$defs"][form["$ref"].rpartition("/")[2]])
    parts = (*form.get("anyOf", ()), *([form["items"]] if "items" in form else ()))
    return [*form.get("enum", ()), *(one for part in parts for one in offered(part))]


@pytest.mark.parametrize("name", CONDITIONS)
def test_it_offers_types_and_the_paths_of_properties(name: str) -> None:
    """Where a type stands, and a path from a resource; from a match, paths are other ones."""
    words = SCHEMA["$defs"][name]["properties"]
    for word in ("related", "to", "there-is", "among"):
        assert "AWS::S3::Bucket" in offered(words[word])
    for word in ("by", "each", "unique"):
        assert "$.Properties.BucketName" in offered(words[word])
    for word in ("path", "refers", "keys"):
        assert ("$.Properties.BucketName" in offered(words[word])) is (name == "condition")
    assert "$.DeletionPolicy" in offered(words["by"])
    assert "AWS::S3::Bucket" in offered(words["by-type"]["propertyNames"])
    assert "AWS::S3::Bucket" in offered(SCHEMA["$defs"]["card"]["properties"]["resources"])


def test_what_it_offers_refuses_nothing() -> None:
    """Types that nobody knows, and paths below the top, are right."""
    check = {"related": "Custom::Own", "by": "$.Properties.A[*].B", "in": "app"}
    for one in (check, {"by-type": {"Custom::*": check, "*": {"path": "$..C", "exists": True}}}):
        assert accepts({**GOOD, "resources": ["Custom::Own", "Some::*"], "check": one})


def test_an_editor_can_hold_it() -> None:
    """It is to stay below a megabyte."""
    assert len(json.dumps(SCHEMA, indent=2)) < 1_000_000


def filled(body: Any) -> Any:
    """A snippet with its placeholders filled in as they suggest, as a person leaves them."""
    if isinstance(body, dict):
        return {filled(key): filled(part) for key, part in body.items()}
    if isinstance(body, list):
        return [filled(part) for part in body]
    return (
        re.sub(r"\$\{\d+(?::|\|)([^}|,]*)[^}]*\}|\$\d", r"\1", body)
        if isinstance(body, str)
        else body
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_conditions_has_a_snippet(language: Language) -> None:
    """Described by the word's own sentence; as it stands, the program takes it."""
    snippets = card_schema(language)["$defs"]["condition"]["defaultSnippets"]
    assert {one["label"] for one in snippets} == KINDS.keys()
    grammar = Grammar(lambda _: None)
    for one in snippets:
        condition = filled(one["body"])
        assert one["description"] == KINDS[one["label"]].word.means[language]
        assert accepts({**GOOD, "check": condition}), condition
        assert not [mistake.text.en for mistake in grammar.mistakes(condition, ())]


def test_the_snippets_of_whole_files() -> None:
    """Are a card and a family, with what is still to be done in them."""
    for one in SCHEMA["defaultSnippets"]:
        draft = filled(one["body"])
        assert accepts(draft), one["label"]
        assert is_family(draft) is (one["label"] == "family")


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
