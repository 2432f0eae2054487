"""What a profile or a configuration may set of a rule: its parameters and its severity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synthgate.errors import CardError
from synthgate.evaluate import Results, Stack, evaluate
from synthgate.model import Severity, Status
from synthgate.resolve.resolver import Placement, Resolver
from synthgate.rule.cards.card import Card, Reading, read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = """\
id: queue-short
title: {en: Queue is short, ko: 짧은 대기열}
severity: %s
pillar: backup
resources: %s
parameters: {days: 4, name: ab, strict: true, regions: [a, b]}
check: %s
why: {en: w, ko: 이유}
fix: {en: f, ko: 방법}
examples: {fails: "", passes: ""}
"""
AT_LEAST = "{path: $.Properties.P, at-least: {parameter: days}}"


def read(
    check: str = AT_LEAST, severity: str = "low", resources: str = "['AWS::SQS::Queue']"
) -> Reading:
    text = CARD % (severity, resources, check)
    return read_file(Path("queue-short.yaml"), text.encode(), compiled=True)


def card(*words: str, **more: str) -> Card:
    reading = read(*words, **more)
    assert reading.card, reading.mistakes
    return reading.card


def run(made: Card, value: str, environment: str | None = None) -> Results:
    text = f"Resources: {{Q: {{Type: AWS::SQS::Queue, Properties: {{P: {value}}}}}}}"
    resolver = Resolver(read_template("t.yaml", text.encode()), Placement(environment=environment))
    results = evaluate(Stack(resolver, {}), Index([made]))
    assert not results.problems
    return results


def status(made: Card, value: str) -> Status:
    (verdict,) = run(made, value).verdicts
    return verdict.status


@pytest.mark.parametrize(
    ("check", "value", "passes"),
    [
        (AT_LEAST, "4", True),
        (AT_LEAST, "3", False),
        ("{path: $.Properties.P, equals: {parameter: strict}}", "true", True),
        ("{path: $.Properties.P, in: {parameter: regions}}", "b", True),
        ("{path: $.Properties.P, in: {parameter: regions}}", "c", False),
        ("{path: $.Properties.P, in: [c, {parameter: name}]}", "ab", True),
        ("{path: $.Properties.P, matches: {parameter: name}}", "xabx", True),
        ("{path: '$.Properties.P[*]', count: {at-least: {parameter: days}}}", "[1, 2]", False),
        ("{path: $.Properties.P, length: {at-most: {parameter: days}}}", "abc", True),
        ("{path: $.Properties.Q, exists: {parameter: strict}}", "1", False),
        ("{path: $.Properties.Q, default: {parameter: name}, equals: ab}", "1", True),
        ("{path: $.Properties.P, any: {not: {path: $, equals: {parameter: name}}}}", "ab", False),
        ("{all-of: [{any-of: [{path: $.Properties.P, equals: {parameter: name}}]}]}", "ab", True),
    ],
)
def test_a_parameter_stands_for_its_value(check: str, value: str, *, passes: bool) -> None:
    """Wherever a value may stand, at any depth; a list stands for a list."""
    assert status(card(check), value) is (Status.PASS if passes else Status.FAIL)


def test_a_setting_takes_the_place_of_the_default() -> None:
    """The card that is adjusted stays as it was; what is set later counts."""
    made = card()
    longer = made.adjusted({"days": 7})
    assert [status(one, "5") for one in (made, longer)] == [Status.PASS, Status.FAIL]
    assert status(longer.adjusted({"days": 5}), "5") is Status.PASS
    assert longer.adjusted({"name": "x"}).parameters["days"] == 7


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dayz": 7}, "did you mean 'days'"),
        ({"zzz": 7}, "no parameter 'zzz'"),
        ({"days": "7"}, "a number"),
        ({"days": True}, "a number"),
        ({"days": [7]}, "a number"),
        ({"strict": 1}, "true or false"),
        ({"strict": "true"}, "true or false"),
        ({"name": 5}, "a text"),
        ({"regions": "a"}, "a list"),
        ({"regions": {"a": 1}}, "a list"),
        ({"days": None}, "a number"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(settings: dict[str, Any], words: str) -> None:
    """There has to be such a parameter, and its default has to be of that kind."""
    with pytest.raises(CardError) as caught:
        card().adjusted(settings)
    assert words in caught.value.text.en
    assert caught.value.text.ko != caught.value.text.en


def test_a_whole_number_may_take_the_place_of_a_broken_one_and_back() -> None:
    """Both are numbers."""
    assert card().adjusted({"days": 4.5}).parameters["days"] == 4.5


@pytest.mark.parametrize(
    "check",
    [
        "{path: $.Properties.P, at-least: {parameter: dayz}}",
        "{path: $.Properties.P, in: [{parameter: dayz}]}",
        "{not: {path: $.Properties.P, equals: {parameter: dayz}}}",
    ],
)
def test_a_parameter_that_the_card_does_not_have_is_a_mistake(check: str) -> None:
    """It is told at its place in the card, with what may have been meant."""
    reading = read(check)
    assert reading.card is None
    assert any("did you mean 'days'" in mistake.text.en for mistake in reading.mistakes)
    assert all(mistake.position and mistake.position.line == 7 for mistake in reading.mistakes)


def test_a_default_that_its_operator_cannot_take_is_a_mistake() -> None:
    """What stands in the place of an argument is held to the same."""
    assert read("{path: $.Properties.P, at-least: {parameter: name}}").mistakes


@pytest.mark.parametrize(
    ("environment", "severity"),
    [("production", Severity.CRITICAL), ("development", Severity.INFO), (None, Severity.LOW)],
)
def test_severity_is_that_of_the_environment(environment: str | None, severity: Severity) -> None:
    """What is named, else the default."""
    made = card(severity="{production: critical, development: info, default: low}")
    (finding,) = run(made, "1", environment).findings
    assert finding.severity is severity


def test_severity_may_be_set_for_all_or_for_some_environments() -> None:
    """One word is for all of them; a mapping leaves the others as they are."""
    made = card(severity="{production: critical, default: low}")
    high = made.adjusted({}, Severity.HIGH).rule
    some = made.adjusted({}, {"staging": Severity.INFO}).rule
    assert {high.severity_for(name) for name in ("production", "x", None)} == {Severity.HIGH}
    assert some.severity_for("production") is Severity.CRITICAL
    assert some.severity_for("staging") is Severity.INFO
    assert some.severity_for(None) is Severity.LOW
    assert made.adjusted({}, {"default": Severity.HIGH}).rule.severity_for(None) is Severity.HIGH


@pytest.mark.parametrize("severity", ["{production: high}", "{default: urgent}", "{default: [a]}"])
def test_a_severity_by_environment_has_a_default(severity: str) -> None:
    """And nothing but severities."""
    assert read(severity=severity).mistakes


@pytest.mark.parametrize(
    ("resources", "asked"),
    [
        ("['AWS::EC2::*']", ["AWS::EC2::Instance", "AWS::EC2::VPC"]),
        ("['*']", ["AWS::EC2::Instance", "AWS::EC2::VPC", "AWS::SQS::Queue", "Custom::EC2"]),
        ("['AWS::EC2::VPC', 'AWS::EC2::V*']", ["AWS::EC2::VPC"]),
        ("['*::EC2']", ["Custom::EC2"]),
        ("['aws::ec2::*']", []),
        ("['AWS::EC2']", []),
    ],
)
def test_resources_may_be_patterns(resources: str, asked: list[str]) -> None:
    """Each resource whose type fits is asked, once."""
    kinds = ["AWS::EC2::Instance", "AWS::EC2::VPC", "AWS::SQS::Queue", "Custom::EC2"]
    lines = "\n".join(f"  R{n}: {{Type: '{kind}'}}" for n, kind in enumerate(kinds))
    resolver = Resolver(read_template("t.yaml", f"Resources:\n{lines}\n".encode()))
    results = evaluate(Stack(resolver, {}), Index([card(resources=resources)]))
    assert [verdict.subject.type for verdict in results.verdicts] == asked


def test_the_rules_of_a_type_come_in_the_order_of_their_ids() -> None:
    """Whether they name the type or a pattern."""
    wide = CARD % ("low", "['*']", AT_LEAST)
    cards = [
        read_file(Path("a.yaml"), wide.replace("queue-short", name).encode()).card for name in "zab"
    ]
    index = Index([*filter(None, cards), card()])
    assert [one.rule.id for one in index.of("AWS::SQS::Queue")] == ["a", "b", "queue-short", "z"]
