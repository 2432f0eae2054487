"""``by-type``: each type has its own condition, and none is without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = {
    "id": "by-type",
    "title": {"en": "By type", "ko": "유형별"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::RDS::*"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
INSTANCE, CLUSTER, GROUP = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBSubnetGroup"
TEMPLATE = b"""
Parameters: {P: {Type: String}}
Resources:
  Instance: {Type: "AWS::RDS::DBInstance", Properties: {A: x}}
  Cluster: {Type: "AWS::RDS::DBCluster", Properties: {A: y}}
  Group: {Type: "AWS::RDS::DBSubnetGroup", Properties: {A: !Ref P}}
  Secret: {Type: "AWS::SecretsManager::Secret", Properties: {Of: [!Ref Instance, !Ref Cluster]}}
"""


def is_a(value: str) -> dict[str, Any]:
    return {"path": "$.Properties.A", "equals": value}


def reading(check: Any, **more: Any) -> Any:
    text = json.dumps({**CARD, "check": check, **more})
    return read_file(Path("by-type.yaml"), text.encode(), compiled=True)


def verdicts(check: Any, **more: Any) -> dict[str, str]:
    found = reading(check, **more)
    assert found.card, [one.text.en for one in found.mistakes]
    stack = Stack(Resolver(read_template("t.yaml", TEMPLATE)), {})
    results = evaluate(stack, Index([found.card]))
    assert not results.problems
    return {one.subject.logical_id: str(one.status) for one in results.verdicts}


@pytest.mark.parametrize(
    ("branches", "instance", "cluster", "group"),
    [
        ({"*": is_a("x")}, "pass", "fail", "unknown"),
        ({INSTANCE: is_a("x"), CLUSTER: is_a("y"), "*": is_a("z")}, "pass", "pass", "unknown"),
        (
            {"*": is_a("x"), "AWS::RDS::DB*": is_a("y"), INSTANCE: is_a("z")},
            "fail",
            "pass",
            "unknown",
        ),
        ({"AWS::RDS::DBC*": is_a("y"), "AWS::RDS::*": is_a("x")}, "pass", "pass", "unknown"),
    ],
)
def test_its_own_type_then_a_pattern_then_the_rest(
    branches: Any, instance: str, cluster: str, group: str
) -> None:
    """In whatever order the card has them."""
    expected = {"Instance": instance, "Cluster": cluster, "Group": group}
    assert verdicts({"by-type": branches}) == expected
    twice = {"not": {"not": {"by-type": branches}}}
    assert verdicts(twice) == expected


def test_it_is_asked_inside_relations_of_what_they_lead_to() -> None:
    """The type is that of the resource which the condition is about."""
    both = {"by-type": {INSTANCE: is_a("x"), CLUSTER: is_a("y")}}
    check = {"refers": "$.Properties.Of[*]", "to": [INSTANCE, CLUSTER], "all": both}
    assert verdicts(check, resources=["AWS::SecretsManager::Secret"]) == {"Secret": "pass"}


def test_it_is_asked_of_a_match_too() -> None:
    """Each condition is then about the match."""
    branches = {INSTANCE: {"equals": "x"}, "*": {"equals": "y"}}
    check = {"path": "$.Properties.A", "all": {"by-type": branches}}
    assert verdicts(check, resources=[INSTANCE, CLUSTER]) == {"Instance": "pass", "Cluster": "pass"}


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ({"by-type": {INSTANCE: is_a("x")}}, "no branch for AWS::RDS::*"),
        (
            {"by-type": {INSTANCE: is_a("x"), "AWS::RDS::DBC*": is_a("y")}},
            "no branch for AWS::RDS::*",
        ),
        (
            {
                "by-type": {
                    "AWS::RDS::DBinstance": is_a("x"),
                    "AWS::S3::Bucket": is_a("x"),
                    "*": is_a("x"),
                }
            },
            "no resource that is asked about is of type AWS::S3::Bucket",
        ),
        ({"by-type": {}}, "a mapping from resource types to conditions is needed"),
        ({"by-type": [is_a("x")]}, "a mapping from resource types to conditions is needed"),
        (
            {"by-type": {"*": {"path": "$.A", "exits": True}}},
            "check.by-type.*: unknown word 'exits'",
        ),
        (
            {"refers": "$.A", "to": [INSTANCE, GROUP], "all": {"by-type": {INSTANCE: is_a("x")}}},
            "no branch for AWS::RDS::DBSubnetGroup",
        ),
        (
            {"there-is": "AWS::S3::*", "where": {"by-type": {"AWS::S3::Bucket": is_a("x")}}},
            "no branch for AWS::S3::*",
        ),
        (
            {
                "by-type": {
                    INSTANCE: {"by-type": {CLUSTER: is_a("x"), "*": is_a("x")}},
                    "*": is_a("x"),
                }
            },
            "no resource that is asked about is of type AWS::RDS::DBCluster",
        ),
    ],
)
def test_a_card_that_leaves_a_type_out_is_refused(check: Any, told: str) -> None:
    """And so is a branch that nothing takes."""
    found = reading(check)
    assert found.card is None
    assert [one.text.en for one in found.mistakes if told in one.text.en]


@pytest.mark.parametrize("scope", ["stack", "app"])
def test_a_stack_is_of_no_type_that_a_card_names(scope: str) -> None:
    """What a rule asks of a whole is not about its resources."""
    found = reading({"by-type": {"AWS::RDS::*": is_a("x")}}, scope=scope)
    assert found.card is None
