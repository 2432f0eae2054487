"""Laws of matching: what of a base is what of a head."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from synthgate.change.matching import matched, stack_pairs
from synthgate.change.sides import Matched, Pair
from synthgate.evaluate import Stack
from synthgate.model import Origin
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import App, Resolver
from synthgate.template.read import read_template

Body = Mapping[str, Any]
State = Mapping[str, Mapping[str, Body]]
"""The resources of each stack, by logical id."""

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 5}}
HERE = Placement("111122223333", "eu-west-1")


def state_of(
    state: State, stage: str | None = None, place: Placement = HERE, app: App | None = None
) -> list[Stack]:
    """A state of some stacks, which are called as they are deployed."""
    app = app or App()
    found: list[Stack] = []
    for name, resources in state.items():
        body = json.dumps({"Resources": resources}).encode()
        placed = Placement(place.account, place.region, f"{stage or ''}{name}")
        identity = f"{stage}/{name}"
        template = read_template(f"{name}.template.json", body)
        app.stacks[identity] = Resolver(template, placed, app=app, identity=identity)
        constructs = (
            {one: Origin(construct_path=f"{stage}/{name}/{one}") for one in resources}
            if stage
            else {}
        )
        found.append(Stack(app.stacks[identity], constructs, name, stage=stage))
    return found


def both(base: State, head: State) -> Matched:
    """Two states, matched."""
    return matched(state_of(base), state_of(head))


def name_of(pair: Pair) -> tuple[str, str]:
    """The names that a pair has before and after, empty where there is none."""
    one, other = (
        (it and f"{it.stack.name}.{it.logical_id}") or "" for it in (pair.before, pair.after)
    )
    return one, other


def names(found: Matched) -> dict[str, str]:
    """By what each resource of the base was called what it is called in the head."""
    return {one: other for one, other in map(name_of, found.resources) if one and other}


def moved(found: Matched) -> dict[str, str]:
    """The same of what has moved alone."""
    return dict(name_of(one) for one in found.resources if one.is_moved)


LOGICAL_IDS = st.sampled_from(["A", "B", "C", "D", "E1234ABCD", "EABCD1234"])
TYPES = st.sampled_from(["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::IAM::Role"])
VALUES = st.one_of(
    st.integers(0, 2),
    st.builds(lambda name: {"Ref": name}, LOGICAL_IDS),
    st.builds(lambda name: {"Fn::GetAtt": [name, "Arn"]}, LOGICAL_IDS),
)
RESOURCES = st.builds(
    lambda kind, properties: {"Type": kind, "Properties": properties},
    TYPES,
    st.dictionaries(st.sampled_from(["P", "Q"]), VALUES, max_size=2),
)
STATES = st.dictionaries(
    st.sampled_from(["One", "Two", "Three"]),
    st.dictionaries(LOGICAL_IDS, RESOURCES, max_size=5),
    min_size=1,
    max_size=3,
)


@given(STATES, STATES)
def test_pairs_are_one_to_one(base: State, head: State) -> None:
    """Each resource of either state stands in one pair, and nothing else does."""
    found = both(base, head)
    for side, state in (("before", base), ("after", head)):
        members = [it for one in found.resources if (it := getattr(one, side)) is not None]
        told = sorted((one.stack.name, one.logical_id) for one in members)
        assert told == sorted((name, one) for name, body in state.items() for one in body)


@given(STATES, STATES)
def test_what_has_moved(base: State, head: State) -> None:
    """It has the type that it had, and is not what CloudFormation takes for it anyway."""
    found = both(base, head)
    for one in found.resources:
        if one.is_moved:
            assert one.before
            assert one.after
            assert one.before.type == one.after.type
            assert name_of(one)[0] != name_of(one)[1]
    assert all(
        name_of(one)[0] == name_of(one)[1]
        for one in found.resources
        if one.before and one.after and not one.is_moved
    )


@given(STATES)
def test_a_state_is_what_it_was(state: State) -> None:
    """Everything is kept, and nothing moves."""
    found = both(state, state)
    assert not moved(found)
    assert all(one == other for one, other in map(name_of, found.resources))


@given(STATES, STATES)
def test_there_and_back(base: State, head: State) -> None:
    """What moves from a base to a head moves back from the head to the base."""
    back = {other: one for one, other in names(both(head, base)).items()}
    assert names(both(base, head)) == back


@given(STATES, STATES)
def test_names_do_not_matter(base: State, head: State) -> None:
    """Logical ids that are other ones in both states, consistently, pair as before."""

    def renamed(node: Any) -> Any:
        match node:
            case {"Ref": str() as name}:
                return {"Ref": f"X{name}"}
            case {"Fn::GetAtt": [name, attribute]}:
                return {"Fn::GetAtt": [f"X{name}", attribute]}
            case dict():
                return {key: renamed(item) for key, item in node.items()}
            case _:
                return node

    def other(state: State) -> State:
        return {
            stack: {f"X{name}": renamed(it) for name, it in body.items()}
            for stack, body in state.items()
        }

    def with_x(name: str) -> str:
        stack, _, logical_id = name.partition(".")
        return f"{stack}.X{logical_id}"

    expected = {with_x(one): with_x(it) for one, it in names(both(base, head)).items()}
    assert names(both(other(base), other(head))) == expected


def test_a_name_that_is_another_one() -> None:
    """The only one of its type and properties is what it was; what refers to it follows."""
    user = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Old"}}}
    after = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "New"}}}
    found = both({"One": {"Old": QUEUE, "User": user}}, {"One": {"New": QUEUE, "Uses": after}})
    assert moved(found) == {"One.Old": "One.New", "One.User": "One.Uses"}


def test_twins_stay_unpaired() -> None:
    """Of two that are alike nobody knows which is which."""
    found = both({"One": {"A": TABLE, "B": TABLE}}, {"One": {"C": TABLE, "D": TABLE}})
    assert not names(found)


def test_a_resource_in_another_stack() -> None:
    """It has moved, with its name or without."""
    rest = {"Rest": QUEUE}
    base = {"One": {"It": TABLE, **rest}, "Two": rest}
    assert moved(both(base, {"One": rest, "Two": {"It": TABLE, **rest}})) == {"One.It": "Two.It"}
    assert moved(both(base, {"One": rest, "Two": {"X": TABLE, **rest}})) == {"One.It": "Two.X"}


def test_a_stack_that_is_deployed_by_another_name() -> None:
    """It is another stack, and so in another region or account; what is in it has moved."""
    base = state_of({"One": {"It": TABLE}})
    for head in (
        state_of({"Other": {"It": TABLE}}),
        state_of({"One": {"It": TABLE}}, place=Placement("111122223333", "us-east-1")),
        state_of({"One": {"It": TABLE}}, place=Placement("444455556666", "eu-west-1")),
    ):
        pairs = stack_pairs(base, head)
        assert [(bool(one.before), bool(one.after)) for one in pairs] == [
            (False, True),
            (True, False),
        ]
        assert all(one.is_moved for one in matched(base, head).resources)


def test_a_place_that_nobody_tells() -> None:
    """An account or a region that one state leaves open may be the one of the other."""
    open_place = Placement()
    base, head = (
        state_of({"One": {"It": TABLE}}, place=open_place),
        state_of({"One": {"It": TABLE}}),
    )
    (pair,) = stack_pairs(base, head)
    assert pair.before
    assert pair.after


def test_a_stage_by_another_name() -> None:
    """The one stage that has come is the one that has gone; of two nobody knows which it is."""
    stacks = {"Data": {"A": TABLE, "B": TABLE}, "Work": {"A": QUEUE}}
    app = App()
    beta = state_of(stacks, "Beta", app=app)
    base = [*beta, *state_of(stacks, "Prod", app=app)]
    other = App()
    kept = state_of(stacks, "Beta", app=other)
    found = matched(base, [*kept, *state_of(stacks, "Live", app=other)])
    told = {
        (one.before.stack.stage, name_of(one)[0], one.after.stack.stage, name_of(one)[1])
        for one in found.resources
        if one.is_moved and one.before and one.after
    }
    assert told == {("Prod", it, "Live", it) for it in ("Data.A", "Data.B", "Work.A")}
    more = [*state_of(stacks, "Live", app=(last := App())), *state_of(stacks, "Last", app=last)]
    assert not any(one.is_moved for one in matched(base, more).resources)
