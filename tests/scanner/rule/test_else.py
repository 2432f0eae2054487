"""``else: unknown``: what a rule does not decide, and says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.evaluate import Results, Stack, evaluate
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import Card, read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template
from synthgate.trace.account import of_resource

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = {
    "id": "asked",
    "title": {"en": "Asked", "ko": "질문"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::SQS::Queue"],
    "why": {"en": "w"},
    "fix": {"en": "f"},
    "examples": {"fails": "", "passes": ""},
}
TEMPLATE = """\
Parameters: {Open: {Type: String}}
Conditions: {Maybe: !Equals [!Ref Open, x]}
Resources:
  Q:
    Type: AWS::SQS::Queue
    Properties: PROPERTIES
  T: {Type: AWS::SNS::Topic}
"""
GOOD = {"path": "$.Properties.A", "equals": 1}
ELSE = {"else": "unknown"}


def card(**conditions: Any) -> Card:
    reading = read_file(Path("c.yaml"), json.dumps({**CARD, **conditions}).encode(), compiled=True)
    assert reading.card, reading.mistakes
    return reading.card


def stack(properties: str) -> Stack:
    text = TEMPLATE.replace("PROPERTIES", properties).encode()
    return Stack(Resolver(read_template("t.yaml", text)), {})


def run(properties: str, **conditions: Any) -> Results:
    return evaluate(stack(properties), Index([card(**conditions)]))


def said(check: Mapping[str, Any], properties: str) -> str | None:
    verdicts = run(properties, check=check).verdicts
    return str(verdicts[0].status) if verdicts else None


ONE, TWO, OPEN = "{A: 1}", "{A: 2}", "{A: !Ref Open}"


@pytest.mark.parametrize(
    ("check", "one", "two", "open_"),
    [
        ({**GOOD, **ELSE}, "pass", "unknown", "unknown"),
        ({"not": {**GOOD, **ELSE}}, "fail", "unknown", "unknown"),
        ({"not": GOOD, **ELSE}, "unknown", "pass", "unknown"),
        ({"all-of": [GOOD, GOOD], **ELSE}, "pass", "unknown", "unknown"),
        (
            {"any-of": [{**GOOD, **ELSE}, {"path": "$.Type", "exists": True}]},
            "pass",
            "pass",
            "pass",
        ),
        ({"all-of": [{**GOOD, **ELSE}, {"taggable": False}]}, "fail", "fail", "fail"),
        ({"path": "$.Properties.A", "all": {"equals": 1, **ELSE}}, "pass", "unknown", "unknown"),
        ({"path": "$.Properties.B", "any": {"equals": 1}, **ELSE}, *["unknown"] * 3),
        ({"related": "AWS::SNS::Topic", "by": "$.X", **ELSE}, *["unknown"] * 3),
        ({"there-is": "AWS::SNS::Topic", **ELSE}, *["pass"] * 3),
        ({"taggable": False, **ELSE}, *["unknown"] * 3),
    ],
)
def test_where_it_would_fail_it_is_unknown(check: Any, one: str, two: str, open_: str) -> None:
    """Beside any condition; what passes stays so, and another condition still fails."""
    assert [said(check, properties) for properties in (ONE, TWO, OPEN)] == [one, two, open_]


def test_in_when_it_leaves_open_whether_the_rule_applies() -> None:
    """So that what passes the check passes, and nothing fails."""
    when = {"path": "$.Properties.B", "equals": 1, **ELSE}
    statuses = {
        properties: [str(one.status) for one in run(properties, when=when, check=GOOD).verdicts]
        for properties in ("{A: 1}", "{A: 2}", "{A: 2, B: 1}")
    }
    assert statuses == {"{A: 1}": ["pass"], "{A: 2}": ["unknown"], "{A: 2, B: 1}": ["fail"]}


def test_the_finding_leaves_it_to_people() -> None:
    """At the place that would be the fault, and not to the deployment."""
    [finding] = run(TWO, check={**GOOD, **ELSE}).findings
    assert finding.message.en == "For people to judge: Asked"
    assert finding.why.en == "the rule leaves A for people to judge"
    assert finding.location.start.line == 6
    [finding] = run(OPEN, check={**GOOD, **ELSE}).findings
    assert finding.message.en == "Cannot be decided before deployment: Asked"
    [finding] = run(ONE, check={"related": "AWS::SNS::Topic", "by": "$.X", **ELSE}).findings
    assert finding.why.en == "the rule leaves AWS::SQS::Queue for people to judge"


@pytest.mark.parametrize(
    "check",
    [{**GOOD, **ELSE}, {"path": "$.Properties", "all": {"path": "$.A", "equals": 1, **ELSE}}],
)
def test_explain_tells_of_it(check: Any) -> None:
    """Below the steps of the condition that would fail."""
    lines = [line.strip() for line in of_resource(card(check=check), stack(TWO), "Q", "en")]
    assert "else: unknown => unknown (the rule leaves A for people to judge)" in lines
    assert any(line.startswith("equals: 1") and line.endswith("=> fail") for line in lines)


@pytest.mark.parametrize(
    ("check", "mistake"),
    [
        ({**GOOD, "else": "pass"}, "check.else: unknown word 'pass' (one of unknown)"),
        ({**GOOD, "else": True}, "check.else: unknown word 'True' (one of unknown)"),
        ({"else": "unknown"}, "check: unknown word ''"),
        ({"path": "$.A", "else": "unknown"}, "check: a path without an operator"),
        ({"path": "$.A", "all": {"else": "unknown"}}, "check.all: unknown word ''"),
        ({"path": "$.A", "all": {"equals": 1, "else": 1}}, "check.all.else: unknown word '1'"),
    ],
)
def test_nothing_else_can_be_said(check: Any, mistake: str) -> None:
    """And it is no condition of its own."""
    reading = read_file(
        Path("c.yaml"), json.dumps({**CARD, "check": check}).encode(), compiled=True
    )
    assert any(one.text.en.startswith(mistake) for one in reading.mistakes), [
        one.text.en for one in reading.mistakes
    ]
