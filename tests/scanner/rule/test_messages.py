"""``message``: a rule that asks several things says which of them failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = {
    "id": "said-beside",
    "title": {"en": "Bad", "ko": "나쁨"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::SQS::Queue"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
TEMPLATE = b"""
Parameters: {P: {Type: String, AllowedValues: [x, y]}}
Conditions: {IsX: !Equals [!Ref P, x]}
Resources:
  Q:
    Type: AWS::SQS::Queue
    Properties: {A: 1, B: 2, L: [1, 2, 3], C: !If [IsX, 1, 2]}
  Topic: {Type: AWS::SNS::Topic, Properties: {Of: !Ref Q, A: 1}}
  Other: {Type: AWS::SNS::Topic, Properties: {Of: !Ref Q, A: 2}}
"""


def reading(check: Any, **more: Any) -> Any:
    text = json.dumps({**CARD, "check": check, **more})
    return read_file(Path("said-beside.yaml"), text.encode(), compiled=True)


def said(check: Any) -> list[str]:
    found = reading(check)
    assert found.card, [one.text.en for one in found.mistakes]
    stack = Stack(Resolver(read_template("t.yaml", TEMPLATE)), {})
    results = evaluate(stack, Index([found.card]))
    assert not results.problems
    return [one.message.en.removeprefix("Bad").removeprefix(": ") for one in results.findings]


def is_a(value: Any, at: str = "A", **more: Any) -> dict[str, Any]:
    return {"path": f"$.Properties.{at}", "equals": value, **more}


OF_TOPICS = {"related": "AWS::SNS::Topic", "by": "$.Properties.Of"}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (is_a(2, message="not two"), ["not two"]),
        (is_a(2), ["A is 1"]),
        ({"all-of": [is_a(2, message="a"), is_a(2, "B", message="b")]}, ["a"]),
        ({"all-of": [is_a(2, message="a"), is_a(1, "B", message="b")]}, ["a", "b"]),
        ({"all-of": [is_a(2, message="a"), is_a(3, message="b")]}, ["a; b"]),
        ({"all-of": [is_a(2, message="a"), is_a(1, "B")], "message": "both"}, ["a", "both"]),
        ({"any-of": [is_a(2), is_a(1, "B")], "message": "neither"}, ["neither"]),
        ({"not": is_a(1, message="is one")}, ["is one"]),
        ({"path": "$.Properties.Z", "equals": 1, "default": 2, "message": "unset"}, ["unset"]),
        ({"path": "$.Properties.L[*]", "none": {"above": 1, "message": "big"}}, ["big", "big"]),
        ({"path": "$.Properties.L[*]", "count": 1, "message": "not one"}, ["not one"]),
        ({"path": "$.Properties.L[*]", "all": {"equals": 1}, "message": "all"}, ["all", "all"]),
        ({**OF_TOPICS, "all": is_a(1, message="a topic")}, ["a topic"]),
        ({**OF_TOPICS, "any": is_a(3, message="no topic")}, ["no topic"]),
        ({**OF_TOPICS, "none": is_a(2, message="one topic")}, ["one topic"]),
        ({"not": {**OF_TOPICS, "any": is_a(2, message="one topic")}}, ["one topic"]),
        ({**OF_TOPICS, "any": is_a(2), "count": 1, "message": "count"}, ["count"]),
        ({"by-type": {"*": is_a(2, message="typed")}}, ["typed"]),
        ({"stack": "environment", "exists": True, "message": "untold"}, ["untold"]),
        (
            {"all-of": [is_a(3, "C", message="c"), {**OF_TOPICS, "count": 1, "message": "t"}]},
            ["c", "t"],
        ),
        ({"any-of": [is_a(3, "C", message="c"), is_a(4, "C", message="d")]}, ["c"]),
    ],
)
def test_the_finding_says_what_stands_beside_the_part(check: Any, expected: list[str]) -> None:
    """The innermost of those around the place; of two parts at one place, both."""
    assert said(check) == expected


@pytest.mark.parametrize(
    ("check", "more", "told"),
    [
        (is_a(1, message=""), {}, "a text, or a mapping of languages to texts, is needed"),
        (is_a(1, message={}), {}, "a text, or a mapping of languages to texts, is needed"),
        (is_a(1, message={"fr": "Un"}), {}, "unknown word 'fr'"),
        (is_a(1, message=["a"]), {}, "a text, or a mapping of languages to texts, is needed"),
        ({"message": "a"}, {}, "unknown word ''"),
        ({"path": "$.A", "message": "a"}, {}, "a path without an operator"),
        (is_a(1), {"when": is_a(1, message="a")}, "'milder-when' only choose"),
        (is_a(1), {"when": {"not": is_a(1, message="a")}}, "'milder-when' only choose"),
        ({"there-is": "*", "where": is_a(1, message="a")}, {}, "'milder-when' only choose"),
    ],
)
def test_what_can_never_be_said_is_refused(check: Any, more: Any, told: str) -> None:
    """And so is what is no sentence."""
    found = reading(check, **more)
    assert found.card is None
    assert [one.text.en for one in found.mistakes if told in one.text.en]


def test_every_report_says_it_in_its_language(cli: Callable[..., Any]) -> None:
    """In text, JSON, SARIF, and step by step."""
    check = is_a(2, message={"en": "odd", "ko": "홀수"})
    files = {
        "own/said-beside.yaml": json.dumps({**CARD, "check": check}),
        "t.yaml": TEMPLATE.decode(),
    }
    scan = ("scan", "t.yaml", "--rules", "own", "--lang", "ko")
    for form in ("text", "json", "sarif"):
        assert "나쁨: 홀수" in cli(*scan, "--format", form, files=files).out
    told = cli(*scan, "--explain", "said-beside:Q").out
    assert "message: 홀수\n=> " in told
    assert told.endswith("나쁨: 홀수\n")


def test_lint_wants_each_language_in_its_place(cli: Callable[..., Any]) -> None:
    """As it does of titles."""
    check = is_a(2, message={"en": "홀수", "ko": "odd"})
    files = {"own/said-beside.yaml": json.dumps({**CARD, "check": check})}
    out = cli("rules", "lint", "own", files=files).out
    assert "check.message.en: this is not in English" in out
    assert "check.message.ko: this is not in Korean" in out
