"""A default that changes may change nothing, for a stack keeps the values that it has."""

from __future__ import annotations

import pytest

from synthgate.change.effects import effects_of
from synthgate.change.matching import matched
from synthgate.evaluate import Effect
from synthgate.workbench.states import states_in

EXPORTED = """
# stack: A
Parameters: {P: {Type: String, Default: DEFAULT}}
Conditions: {On: !Equals [!Ref P, 10.0.0.0/8]}
Resources:
  THING
Outputs: {O: {Value: !Ref P, Export: {Name: exported}}}
# stack: B
Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue exported}}}
"""
THINGS = {
    "a statement": (
        "It: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: "
        '[{Effect: Allow, Action: "s3:GetObject", Resource: !Sub "arn:aws:s3:::${P}/*"}]}}}'
    ),
    "traffic": (
        "It: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: "
        "[{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref P}]}}"
    ),
    "a switch": "It: {Type: AWS::Lambda::Url, Properties: {AuthType: !If [On, AWS_IAM, NONE]}}",
    "what a condition makes": (
        "It: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: "
        '[!If [On, !Ref "AWS::NoValue", {Effect: Allow, Action: "s3:Get*", Resource: "*"}]]}}}'
    ),
}


def done(thing: str, *defaults: str) -> list[Effect]:
    text = EXPORTED.replace("THING", thing)
    base, head = (next(states_in(text.replace("DEFAULT", one))) for one in defaults)
    return [*effects_of(matched(base, head))]


@pytest.mark.parametrize("thing", THINGS.values(), ids=THINGS)
def test_nothing_that_only_a_default_does_is_sure(thing: str) -> None:
    """Access, exports, and what imports them: each is unknown, by the name of the parameter."""
    found = done(thing, "10.0.0.0/8", "0.0.0.0/0")
    assert {"broadens-access", "breaks-import", "replaces"} <= {one.kind for one in found}
    assert all([cause.name for cause in one.place.causes] == ["P"] for one in found)


def test_what_is_written_otherwise_is_sure() -> None:
    """It is no default that does it."""
    wide = THINGS["traffic"].replace("!Ref P", "0.0.0.0/0")
    text = EXPORTED.replace("DEFAULT", "10.0.0.0/8")
    base, head = (next(states_in(text.replace("THING", one))) for one in (THINGS["traffic"], wide))
    found = [one for one in effects_of(matched(base, head)) if one.kind == "broadens-access"]
    assert len(found) == 1
    assert not found[0].place.causes
