"""``value-of``: whose property an argument is, and what is made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import NOWHERE, App, Placement, Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = {
    "id": "whose-value",
    "title": {"en": "Whose", "ko": "누구"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::Lambda::Function"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
TEMPLATE = """
Parameters:
  Open: {{Type: Number}}
  Few: {{Type: Number, AllowedValues: [10, 20]}}
  Low: {{Type: Number, MaxValue: 600}}
  High: {{Type: Number, MinValue: 600}}
  Text: {{Type: String}}
Conditions: {{Maybe: !Equals [!Ref Open, 1]}}
Resources:
  F: {{Type: "AWS::Lambda::Function", Properties: {{{own}}}}}
  Q: {{Type: "AWS::SQS::Queue", Properties: {{{other}, Of: !Ref F}}}}
"""
OTHER_STACK = """
Parameters:
  Open: {Type: Number}
Resources:
  F: {Type: "AWS::Lambda::Function", Properties: {T: 1}}
  Q: {Type: "AWS::SQS::Queue", Properties: {V: !Ref Open, R: !Ref F, Of: named}}
"""


def reading(check: Any) -> Any:
    text = json.dumps({**CARD, "check": check})
    return read_file(Path("whose-value.yaml"), text.encode(), compiled=True)


def verdict(check: Any, *texts: str) -> str:
    found = reading(check)
    assert found.card, [one.text.en for one in found.mistakes]
    app = App({})
    stacks = {}
    for number, text in enumerate(texts):
        name = f"stack-{number}"
        template = read_template(f"{name}.yaml", text.encode())
        stacks[name] = Resolver(template, NOWHERE, app=app, identity=name)
    app.stacks.update(stacks)
    results = evaluate(Stack(stacks["stack-0"], {}), Index([found.card]))
    assert not results.problems
    return next(str(one.status) for one in results.verdicts)


def of_queues(word: str, value_of: Any, **more: Any) -> dict[str, Any]:
    inner = {"path": "$.Properties.V", word: {"value-of": value_of}, **more}
    return {"related": "AWS::SQS::Queue", "by": "$.Properties.Of", "all": inner, "count": 1}


THIS = {"this": "$.Properties.T"}
OR_TEN = {**THIS, "default": 10}


@pytest.mark.parametrize(
    ("own", "other", "word", "value_of", "more", "status"),
    [
        ("T: 10", "V: 60, T: 1", "at-least", {**THIS, "times": 6}, {}, "pass"),
        ("T: 11", "V: 60, T: 1", "at-least", {**THIS, "times": 6}, {}, "fail"),
        ("T: 10", "V: 60, T: 70", "at-least", "$.Properties.T", {}, "fail"),
        ("T: 70", "V: 60, T: 10", "at-least", {"path": "$.Properties.T"}, {}, "pass"),
        ("T: 10", "V: 60", "equals", {**THIS, "times": 5, "plus": 10}, {}, "pass"),
        ("T: '10'", "V: '60'", "equals", {**THIS, "times": 6}, {}, "pass"),
        ("T: 10", "V: 2, W: 10", "above", {**THIS, "times": 6}, {"unit": "minutes"}, "fail"),
        ("T: PT10S", "V: 1", "at-least", {**THIS, "times": 6}, {"unit": "minutes"}, "pass"),
        ("T: PT11S", "V: 1", "at-least", {**THIS, "times": 6}, {"unit": "minutes"}, "fail"),
        ("T: PT1S", "V: 1", "at-least", {**THIS, "plus": 6}, {"unit": "minutes"}, "fail"),
        ("A: 1", "V: 18", "at-least", {**THIS, "default": 3, "times": 6}, {}, "pass"),
        ("A: 1", "V: 17", "at-least", {**THIS, "default": 3, "times": 6}, {}, "fail"),
        ("A: 1", "V: 17", "at-least", {**THIS, "times": 6}, {}, "fail"),
        ("T: many", "V: 17", "at-least", {**THIS, "times": 6}, {}, "fail"),
        ("T: true", "V: 17", "at-least", {**THIS, "times": 6}, {}, "fail"),
        ("T: !Ref Open", "V: 17", "at-least", {**THIS, "times": 6}, {}, "unknown"),
        ("T: !Ref Few", "V: 120", "at-least", {**THIS, "times": 6}, {}, "pass"),
        ("T: !Ref Few", "V: 119", "at-least", {**THIS, "times": 6}, {}, "unknown"),
        ("T: !Ref Few", "V: 59", "at-least", {**THIS, "times": 6}, {}, "fail"),
        ("T: !Ref Open", "V: !Ref Open", "equals", THIS, {}, "pass"),
        ("T: !Ref Open", "V: !Ref Open", "at-least", THIS, {}, "pass"),
        ("T: !Ref Open", "V: !Ref Open", "at-most", THIS, {}, "pass"),
        ("T: !Ref Open", "V: !Ref Open", "above", THIS, {}, "fail"),
        ("T: !Ref Open", "V: !Ref Open", "at-least", {**THIS, "times": 2}, {}, "unknown"),
        ("T: !Ref Text", "V: !Ref Text", "at-least", THIS, {}, "unknown"),  # no number, perhaps
        ("T: !Ref Low", "V: !Ref High", "at-least", THIS, {}, "pass"),
        ("T: !Ref High", "V: !Ref Low", "above", THIS, {}, "fail"),
        ("T: !Ref Low", "V: !Ref High", "above", THIS, {}, "unknown"),
        ("T: !Ref Low", "V: 600", "at-least", THIS, {}, "pass"),
        ("T: !Ref Low", "V: 599", "at-least", THIS, {}, "unknown"),
        ("T: !Ref Low", "V: 3600", "at-least", {**THIS, "times": 6}, {}, "pass"),
        ("T: !Ref Low", "V: 3599", "at-least", {**THIS, "times": 6}, {}, "unknown"),
        ("T: !Ref Low", "V: -1", "below", {**THIS, "times": -1}, {}, "unknown"),
        ("T: !Ref Low", "V: -601", "below", {**THIS, "times": -1}, {}, "pass"),
        ("T: !Ref Low", "V: 1", "at-least", {**THIS, "times": 0}, {}, "unknown"),
        ("T: 30", "V: 5", "at-most", {**THIS, "times": "1/6"}, {}, "pass"),
        ("T: 29", "V: 5", "at-most", {**THIS, "times": "1/6"}, {}, "fail"),
        ("T: 30", "V: 10", "equals", {**THIS, "times": "2/6"}, {}, "pass"),
        ("T: !Ref Open", "V: !Ref Open", "equals", {**THIS, "times": 2}, {}, "unknown"),
        ("T: !If [Maybe, 10, !Ref 'AWS::NoValue']", "V: 10", "equals", THIS, {}, "unknown"),
        ("T: !If [Maybe, 10, !Ref 'AWS::NoValue']", "V: 10", "equals", OR_TEN, {}, "pass"),
        ("L: [1, 2]", "V: 2", "in", {"this": "$.Properties.L"}, {}, "pass"),
        ("L: [1, 3]", "V: 2", "in", {"this": "$.Properties.L"}, {}, "fail"),
    ],
)  # fmt: skip
def test_the_property_of_this_or_of_the_other(
    own: str, other: str, word: str, value_of: Any, more: Any, status: str
) -> None:
    """``this`` is the resource that the rule is asked of, ``$`` what the condition is about."""
    text = TEMPLATE.format(own=own, other=other)
    assert verdict(of_queues(word, value_of, **more), text) == status


def test_this_is_the_first_however_deep_it_stands() -> None:
    """In relations of relations, in quantifiers of theirs, in ``where``."""
    text = TEMPLATE.format(own="T: 10", other="V: 60, L: [{V: 10}]")
    equal = {"path": "$.V", "equals": {"value-of": THIS}}
    inside = {"path": "$.Properties.L[*]", "any": equal}
    back = {"refers": "$.Properties.Of", "to": "AWS::Lambda::Function", "all": inside}
    related = {"related": "AWS::SQS::Queue", "by": "$.Properties.Of"}
    assert verdict({**related, "any": inside}, text) == "pass"
    assert verdict({**related, "any": back}, text) == "fail"
    assert verdict({"there-is": "AWS::SQS::Queue", "where": inside}, text) == "pass"


def test_where_is_asked_anew_for_each_that_asks() -> None:
    """What was found out for one resource is not the other's."""
    text = TEMPLATE.format(own="T: 10", other="V: 10").replace(
        "  Q:", "  G: {Type: 'AWS::Lambda::Function', Properties: {T: 11}}\n  Q:"
    )
    check = {
        "there-is": "AWS::SQS::Queue",
        "where": {"path": "$.Properties.V", "equals": {"value-of": THIS}},
    }
    found = reading(check)
    stack = Stack(Resolver(read_template("t.yaml", text.encode())), {})
    verdicts = evaluate(stack, Index([found.card])).verdicts
    assert [str(one.status) for one in verdicts] == ["pass", "fail"]


@pytest.mark.parametrize(
    ("own", "path", "status"),
    [
        ("T: !Ref Open", "V", "unknown"),
        ("T: !GetAtt F.Arn", "R", "unknown"),
        ("T: x", "Of", "fail"),
    ],
)
def test_the_same_name_in_another_stack_is_not_the_same(own: str, path: str, status: str) -> None:
    """Each stack has parameters and resources of its own."""
    text = TEMPLATE.format(own=f"{own}, FunctionName: named", other="V: 1")
    text = text.replace("AWS::SQS::Queue", "AWS::SNS::Topic")
    inner = {"path": f"$.Properties.{path}", "equals": {"value-of": THIS}}
    check = {"related": "AWS::SQS::Queue", "by": "$.Properties.Of", "any": inner}
    assert verdict(check, text, OTHER_STACK) == status


@pytest.mark.parametrize(
    ("value_of", "told"),
    [
        ({}, "one of 'path'"),
        ({"this": "$.A", "path": "$.B"}, "one of 'path'"),
        ({"this": "$.A", "time": 6}, "unknown word 'time'"),
        ({"this": "$.A", "times": "6"}, "a number is needed"),
        ({"this": "$.A", "plus": True}, "a number is needed"),
        ({"this": "@.A"}, "starts with '$'"),
        ({"this": 3}, "a path is a string"),
        ({"path": "$.["}, "not a JSONPath"),
        (3, "a path is a string"),
    ],
)
def test_what_names_no_property_is_refused(value_of: Any, told: str) -> None:
    """With the word that is wrong."""
    found = reading({"path": "$.A", "at-least": {"value-of": value_of}})
    assert found.card is None
    assert [one.text.en for one in found.mistakes if told in one.text.en]


ALIAS = """
Parameters:
  Open: {{Type: String}}
  Few: {{Type: String, AllowedValues: [a, b]}}
  Names: {{Type: CommaDelimitedList}}
Resources:
  F: {{Type: "AWS::Lambda::Function", Properties: {{A: {written}, B: !Ref Open, C: !Ref Few}}}}
"""
OF_STACK = {"stack": "name", "in-text": "alias/{}-"}


@pytest.mark.parametrize(
    ("written", "word", "value_of", "status"),
    [
        ("alias/${AWS::StackName}-x", "starts-with", OF_STACK, "pass"),
        ("alias/${AWS::StackName}-${Open}", "starts-with", OF_STACK, "pass"),
        ("alias/${AWS::StackName}", "starts-with", OF_STACK, "fail"),
        ("alias/${AWS::StackName}/x", "starts-with", OF_STACK, "fail"),
        ("alias/foo-x", "starts-with", OF_STACK, "unknown"),
        ("alias/foo", "starts-with", OF_STACK, "fail"),
        ("aliases/foo-x", "starts-with", OF_STACK, "fail"),
        ("alias/${Open}", "starts-with", OF_STACK, "unknown"),
        ("${Names}", "starts-with", OF_STACK, "unknown"),
        ("x-${AWS::Region}", "ends-with", {"stack": "region", "in-text": "-{}"}, "pass"),
        ("x-${AWS::Region}-y", "ends-with", {"stack": "region", "in-text": "-{}"}, "fail"),
        ("a-${AWS::AccountId}-b", "contains", {"stack": "account"}, "pass"),
        ("a-${AWS::Region}-b", "contains", {"stack": "account"}, "fail"),
        ("alias/${AWS::StackName}-x", "equals", {**OF_STACK, "in-text": "alias/{}-x"}, "pass"),
        ("alias/${AWS::StackName}-y", "equals", {**OF_STACK, "in-text": "alias/{}-x"}, "fail"),
        ("alias/${AWS::StackName}-x", "not-equals", {**OF_STACK, "in-text": "alias/{}-x"}, "fail"),
        ("logs/${Open}/x", "starts-with", {"this": "$.Properties.B", "in-text": "logs/{}"}, "pass"),
        ("logs/x", "starts-with", {"this": "$.Properties.B", "in-text": "a/{}"}, "fail"),
        ("logs/a", "equals", {"this": "$.Properties.C", "in-text": "logs/{}"}, "unknown"),
        ("logs/${Few}", "equals", {"this": "$.Properties.C", "in-text": "logs/{}"}, "pass"),
        ("logs/c", "equals", {"this": "$.Properties.C", "in-text": "logs/{}"}, "fail"),
        ("logs/c", "equals", {"this": "$.Properties.None", "in-text": "logs/{}"}, "fail"),
    ],
)
def test_a_fact_about_the_stack_or_a_property_in_a_text(
    written: str, word: str, value_of: Any, status: str
) -> None:
    """What nobody knows is the same letters on both sides."""
    check = {"path": "$.Properties.A", word: {"value-of": value_of}}
    assert verdict(check, ALIAS.format(written=f'!Sub "{written}"')) == status


@pytest.mark.parametrize(("written", "status"), [("alias/app-x", "pass"), ("alias/apps", "fail")])
def test_the_name_of_a_stack_that_is_told(written: str, status: str) -> None:
    """Both are texts then."""
    check = {"path": "$.Properties.A", "starts-with": {"value-of": OF_STACK}}
    found = reading(check)
    app = App({})
    text = ALIAS.format(written=written)
    resolver = Resolver(
        read_template("t.yaml", text.encode()), Placement(stack_name="app"), app=app, identity="t"
    )
    app.stacks["t"] = resolver
    results = evaluate(Stack(resolver, {}), Index([found.card]))
    assert [str(one.status) for one in results.verdicts] == [status]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"stack": "stage"}, "one of name, account, region"),
        ({"stack": "name", "in-text": "alias/"}, "{} where the value stands"),
        ({"stack": "name", "path": "$.Properties.A"}, "'stack'"),
    ],
)
def test_mistakes_about_the_stack(written: Any, said: str) -> None:
    """Told where they are."""
    found = reading({"path": "$.Properties.A", "equals": {"value-of": written}})
    assert any(said in one.text.en for one in found.mistakes)
