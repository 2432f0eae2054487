"""``is``: which kind of value stands there, by how the template makes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from synthgate.errors import CardError
from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import App, Placement, Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.rule.operators.table import OPERATORS
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = {
    "id": "kind",
    "title": {"en": "Kind"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::X::Asked"],
    "why": {"en": "w"},
    "fix": {"en": "f"},
    "examples": {"fails": "", "passes": ""},
}
HERE = """\
Parameters:
  Open: {Type: String}
  Same: {Type: String}
  Few: {Type: String, AllowedValues: [a, b]}
  Known: {Type: String, Default: orders}
  Many: {Type: CommaDelimitedList}
Mappings: {Of: {x: {y: plain}}}
Conditions:
  Maybe: !Equals [!Ref Open, x]
  Never: !Equals [a, b]
Resources:
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: orders}}
  Nameless: {Type: "AWS::SQS::Queue"}
  Named: {Type: "AWS::SNS::Topic", Properties: {TopicName: !Ref Same}}
  Perhaps: {Type: "AWS::SNS::Topic", Condition: Maybe, Properties: {TopicName: perhaps}}
  Nowhere: {Type: "AWS::SNS::Topic", Condition: Never, Properties: {TopicName: nowhere}}
  Made: {Type: "Custom::Maker"}
  Asked: {Type: "AWS::X::Asked", Properties: {V: VALUE}}
"""
THERE = """\
Resources:
  Key: {Type: "AWS::KMS::Key"}
  Alias: {Type: "AWS::KMS::Alias", Properties: {AliasName: alias/there, TargetKeyId: !Ref Key}}
Outputs: {Key: {Value: !GetAtt Key.Arn, Export: {Name: key}}}
"""
PLACE = Placement(account="111122223333", region="eu-west-1")


def said(check: Mapping[str, Any], value: str, placement: Placement = PLACE) -> str:
    """What a rule says of a resource with a value, in an app of two stacks."""
    reading = read_file(
        Path("kind.yaml"), json.dumps({**CARD, "check": check}).encode(), compiled=True
    )
    assert reading.card, reading.mistakes
    app = App()
    for name, text in (("here", HERE.replace("VALUE", value)), ("there", THERE)):
        template = read_template(f"{name}.yaml", text.encode())
        app.stacks[name] = Resolver(template, placement, app=app, identity=name)
    results = evaluate(Stack(app.stacks["here"], {}), Index([reading.card]))
    assert not results.problems
    [verdict] = results.verdicts
    return str(verdict.status)


def kinds(value: str, placement: Placement = PLACE) -> str:
    """The verdicts of the four kinds, as ``y``, ``n`` or ``?``."""
    every = ("literal", "reference", "in-app", "open")
    letters = {"pass": "y", "fail": "n", "unknown": "?"}
    return "".join(
        letters[said({"path": "$.Properties.V", "is": k}, value, placement)] for k in every
    )


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        ("plain", "yn?n"),  # a topic is called as `Same` has it
        ("22", "yn?n"),
        ("true", "yn?n"),
        ("orders", "ynyn"),
        ("!Ref Known", "ynyn"),
        ("!FindInMap [Of, x, y]", "yn?n"),
        ("!Sub 'order${AWS::NoValue}s'", "ynyn"),
        ("!Ref Few", "yn?n"),
        ("!Ref AWS::StackName", "yn?n"),
        ("arn:aws:sqs:eu-west-1:111122223333:orders", "ynyn"),
        ("arn:aws:sqs:eu-west-1:444455556666:orders", "ynnn"),
        ("arn:aws:sns:eu-west-1:111122223333:orders", "yn?n"),
        ("!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders'", "ynyn"),
        ("!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:others'", "ynnn"),
        ("alias/there", "ynyn"),
        ("perhaps", "yn?n"),
        ("!Ref Open", "???y"),
        ("!Ref Same", "??yy"),  # whatever it is, the topic is called so
        ("!Ref Many", "???y"),
        ("!Sub 'x-${Open}'", "???y"),
        ("!Ref Queue", "nyyn"),
        ("!GetAtt Queue.Arn", "nyyn"),
        ("!Sub '${Queue.Arn}/*'", "nyyn"),
        ("!Sub '${Queue.Arn}/${Open}'", "nyyy"),
        ("!ImportValue key", "nyyn"),
        ("!ImportValue gone", "???y"),
        ("'{{resolve:ssm:/key}}'", "???y"),
        ("!GetAtt Gone.Arn", "???y"),
        ("!GetAtt Made.KeyArn", "ny?n"),
        ("!Ref Made", "nyyn"),
        ("!Select [4, !Split [':', !GetAtt Queue.Arn]]", "nyyn"),
        ("!If [Maybe, plain, other]", "yn?n"),
        ("!If [Maybe, plain, !Ref Open]", "????"),
        ("!If [Maybe, !Ref Queue, !Ref Nameless]", "nyyn"),
        ("!If [Maybe, !Ref Open, !ImportValue gone]", "???y"),
        ("!If [Maybe, plain, !Ref Queue]", "???n"),
        ("!Ref AWS::NoValue", "nnnn"),
        ("[plain, !Ref Queue]", "nyyn"),
        ("[plain, !Ref Open]", "???y"),
        ("[plain, !If [Maybe, other, !Ref AWS::NoValue]]", "yn?n"),
        ("{k: !Ref Queue}", "nyyn"),
    ],
)
def test_each_kind_of_value(value: str, answers: str) -> None:
    """By its text, by its target, or by nothing before deployment."""
    assert kinds(value) == answers


def test_what_is_absent_is_of_no_kind_but_that_of_its_default() -> None:
    """As other operators have it."""
    absent = {"path": "$.Properties.Gone"}
    assert said({**absent, "is": ["literal", "open"]}, "x") == "fail"
    assert said({**absent, "is": "literal", "default": "alias/aws/sqs"}, "x") == "pass"
    assert said({"not": {**absent, "is": "literal"}}, "x") == "pass"


def test_one_of_several_kinds() -> None:
    """Nothing that is open is one of the others for sure."""
    path = {"path": "$.Properties.V"}
    assert said({**path, "is": ["literal", "in-app"]}, "!Ref Queue") == "pass"
    assert said({**path, "is": ["literal", "in-app"]}, "!Ref Open") == "unknown"
    assert said({**path, "is": ["literal", "open"]}, "!Ref Open") == "pass"
    assert said({**path, "is": ["reference", "open"]}, "plain") == "fail"


def test_each_item_of_a_list() -> None:
    """Through ``[*]``, a single item too."""
    each = {"path": "$.Properties.V[*]", "is": "in-app"}
    assert said(each, "[!Ref Queue, orders]") == "pass"
    assert said(each, "[!Ref Queue, arn:aws:s3:::nothing]") == "fail"
    assert said(each, "orders") == "pass"


def test_an_account_that_nobody_told_leaves_an_arn_open() -> None:
    """It may be this account's."""
    foreign = "arn:aws:sqs:eu-west-1:111122223333:orders"
    assert kinds(foreign, Placement(region="eu-west-1"))[2] == "?"


@pytest.mark.parametrize(
    "argument", ["text", ["literal", "text"], True, None, {"value-of": "$.Type"}]
)
def test_other_arguments_are_refused(argument: Any) -> None:
    """It names the kinds that there are."""
    with pytest.raises(CardError, match="one of literal, reference, in-app, open"):
        OPERATORS["is"].take(argument)
    check = yaml.safe_dump({"path": "$.X", "is": argument})
    card = json.dumps({**CARD, "check": yaml.safe_load(check)}).encode()
    assert read_file(Path("kind.yaml"), card, compiled=True).mistakes
