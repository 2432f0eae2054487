"""Laws of changes, over templates that are made up and over ways to write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from two_states import Body, actions, both, done, words

import synthgate_rules
from generated.rewriting import in_other_words, left_open
from synthgate.change.data.fates import fates_of
from synthgate.change.names import names_in
from synthgate.model import Action
from synthgate.rule.cards.catalog import load_catalog
from synthgate.template.read import read_template

RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
ONE_IN_TEXT = {"list of one", "item for a list of one"}
"""What is the same for a service, and written otherwise for CloudFormation."""

PARTS: dict[str, dict[str, list[Any]]] = {
    "AWS::EC2::VPC": {
        "CidrBlock": ["10.0.0.0/16", "10.1.0.0/16"],
        "EnableDnsSupport": [True, False],
    },
    "AWS::EC2::Subnet": {
        "CidrBlock": ["10.0.0.0/24", "10.1.0.0/24"],
        "VpcId": [{"Ref": "A"}, {"Ref": "B"}],
        "MapPublicIpOnLaunch": [True, False],
    },
    "AWS::DynamoDB::Table": {
        "TableName": ["a", "b"],
        "BillingMode": ["PAY_PER_REQUEST", "PROVISIONED"],
    },
    "AWS::SQS::Queue": {"VisibilityTimeout": [1, 2], "FifoQueue": [True]},
    "AWS::Lambda::Function": {
        "Role": [{"Fn::GetAtt": ["A", "Arn"]}, {"Fn::GetAtt": ["C", "Arn"]}],
        "MemorySize": [128, 256],
        "FunctionName": ["f", "g"],
    },
    "AWS::IAM::Role": {"Path": ["/a/", "/b/"], "MaxSessionDuration": [3600, 7200]},
    "AWS::KMS::Alias": {"AliasName": ["alias/a", "alias/b"], "TargetKeyId": [{"Ref": "D"}]},
}


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """A resource of a few types with some of their properties."""
    kind = draw(st.sampled_from(sorted(PARTS)))
    names = draw(st.sets(st.sampled_from(sorted(PARTS[kind]))))
    properties = {name: draw(st.sampled_from(PARTS[kind][name])) for name in sorted(names)}
    policy = draw(
        st.sampled_from([{}, {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}])
    )
    return {"Type": kind, "Properties": properties, **policy}


TEMPLATES = st.fixed_dictionaries({name: bodies() for name in "ABCD"}).map(
    lambda found: {"Resources": found}
)


def examples() -> Iterator[Body]:
    """Templates of all types: what the cards of rules find something in."""
    for card in load_catalog(synthgate_rules.CARDS).cards.values():
        if card.scope != "change":
            yield read_template("template.yaml", card.examples["fails"].encode()).data


@pytest.mark.exhaustive
def test_examples_of_rules_do_nothing_to_themselves() -> None:
    """With all that they leave open, or refer to and do not have."""
    for template in examples():
        assert not done(template, template)
        assert not actions(template, template)


@given(TEMPLATES)
def test_nothing_changes_between_a_state_and_itself(template: Body) -> None:
    """Nor does it do anything."""
    assert not actions(template, template)
    assert not words(template, template)


@settings(max_examples=15, deadline=None)
@given(TEMPLATES)
def test_other_words_change_nothing(template: Body) -> None:
    """A value told by a parameter, a mapping, a join, a decided condition is the same value."""
    for one in in_other_words(template):
        if one.name not in ONE_IN_TEXT:
            assert not actions(template, one.body), str(one)
            assert not actions(one.body, template), str(one)


@pytest.mark.exhaustive
def test_examples_of_rules_in_other_words() -> None:
    """One rewriting of each, by turns."""
    for turn, template in enumerate(examples()):
        told = [one for one in in_other_words(dict(template)) if one.name not in ONE_IN_TEXT]
        if told:
            one = told[turn % len(told)]
            assert not done(template, one.body), str(one)


@settings(max_examples=15, deadline=None)
@given(TEMPLATES)
def test_an_open_value_does_nothing_for_certain(template: Body) -> None:
    """What only the deployment knows may be what it was: each effect is unknown, with its cause."""
    for one in left_open(template):
        assert all(effect.place.causes for effect in done(template, one.body)), str(one)
        assert not actions(one.body, one.body)


@given(TEMPLATES, TEMPLATES)
def test_replacements_reach_all_that_refers_to_them(base: Body, head: Body) -> None:
    """What refers to something that is replaced in a property that replaces is replaced with it."""
    for fate in fates_of(both(base, head)):
        after = fate.pair.after
        if after is None or fate.pair.before is None or after.type != "AWS::EC2::Subnet":
            continue
        network = names_in(after.raw["Properties"].get("VpcId"))
        replaced = {
            one.pair.after.logical_id
            for one in fates_of(both(base, head))
            if one.pair.after and one.action is Action.REPLACED
        }
        if {name for _, name in network} & replaced and not fate.is_retyped:
            assert fate.action is Action.REPLACED


@given(TEMPLATES, TEMPLATES)
def test_names_of_resources_change_nothing_but_names(base: Body, head: Body) -> None:
    """Renamed in both states, they are told as before."""

    def swapped(template: Body) -> Body:
        return {"Resources": {_new(name): _swap(it) for name, it in template["Resources"].items()}}

    there, here = swapped(base), swapped(head)
    assert {_new(name): it for name, it in actions(base, head).items()} == actions(there, here)


def _new(name: str) -> str:
    return f"Renamed{name}"


def _swap(node: Any) -> Any:
    """The same with every reference to a resource by its new name."""
    match node:
        case {"Ref": name}:
            return {"Ref": _new(name)}
        case {"Fn::GetAtt": [name, attribute]}:
            return {"Fn::GetAtt": [_new(name), attribute]}
        case dict():
            return {key: _swap(item) for key, item in node.items()}
        case list():
            return [_swap(item) for item in node]
        case _:
            return node
