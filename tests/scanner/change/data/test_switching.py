"""What is switched off, and what goes that was on."""

from __future__ import annotations

import pytest

from synthgate.change.data.selecting import left_out
from synthgate.change.data.switching import SWITCHES, switched_off
from synthgate.change.matching import matched
from synthgate.workbench.states import states_in

SHAPES = [
    ("AWS::CloudTrail::Trail", "IsLogging: %s", "true", "false"),
    ("AWS::CloudWatch::Alarm", "ActionsEnabled: %s", "true", "'false'"),
    ("AWS::CloudWatch::CompositeAlarm", "ActionsEnabled: %s", "true", "false"),
    ("AWS::DynamoDB::Table", "TimeToLiveSpecification: {Enabled: %s}", "true", "false"),
    ("AWS::DynamoDB::GlobalTable", "TimeToLiveSpecification: {Enabled: %s}", "true", "false"),
    ("AWS::Events::Rule", "State: %s", "ENABLED", "DISABLED"),
    ("AWS::GuardDuty::Detector", "Enable: %s", "'true'", "false"),
    ("AWS::Lambda::EventSourceMapping", "Enabled: %s", "true", "false"),
    ("AWS::Lambda::Function", "ReservedConcurrentExecutions: %s", "20", "0"),
    (
        "AWS::S3::Bucket",
        "LifecycleConfiguration: {Rules: [{Id: Old, Status: %s}]}",
        "Enabled",
        "Disabled",
    ),
    ("AWS::Scheduler::Schedule", "State: %s", "ENABLED", "DISABLED"),
]


def told(before: str, after: str, given: str = "Parameters: {It: {Type: String}}\n") -> list[str]:
    """The statuses of what is told of two lists of resources."""
    sides = [f"{given}Resources: {{Kept: {{Type: A::B::C}}, {one}}}\n" for one in (before, after)]
    old, new = states_in("---\n".join(sides))
    both = matched(old, new)
    return [str(one.status) for one in (*switched_off(both), *left_out(both))]


def one(kind: str, properties: str, name: str = "One") -> str:
    return f"{name}: {{Type: {kind}, Properties: {{{properties}}}}}"


def test_every_switch_is_tried() -> None:
    """A type that somebody adds is added here, if it has a switch."""
    assert {it[0] for it in SHAPES} == {kind for kind, readers in SWITCHES.items() if readers}


@pytest.mark.parametrize(("kind", "shape", "on", "off"), SHAPES)
def test_off_is_told_and_on_is_not(kind: str, shape: str, on: str, off: str) -> None:
    """What only the deployment knows is unknown, whichever side it stands on."""
    before, after, open_ = (one(kind, shape % word) for word in (on, off, "!Ref It"))
    assert told(before, after) == ["fail"]
    assert told(after, before) == []
    assert told(before, open_) == ["unknown"]
    assert told(open_, after) == ["unknown"]
    assert told(open_, before) == told(after, open_) == []


def test_what_is_on_by_default_is_switched_off_by_a_word() -> None:
    """Nothing written is on; and to leave the word out is to switch on."""
    nothing, off = (one("AWS::Scheduler::Schedule", it) for it in ("Name: it", "State: DISABLED"))
    assert told(nothing, off) == ["fail"]
    assert told(off, nothing) == []


@pytest.mark.parametrize("kind", ["AWS::Scheduler::Schedule", "AWS::Config::ConfigurationRecorder"])
def test_what_goes_is_told_unless_another_comes(kind: str) -> None:
    """And what was off already does nothing that could be missed."""
    there = one(kind, "Name: it")
    assert told(there, "") == ["fail"]
    assert told(there, one(kind, "Name: other, More: [1]", "Another")) == []
    assert told(one("AWS::Scheduler::Schedule", "State: DISABLED"), "") == []


SELECTION = "AWS::Backup::BackupSelection"


def test_what_a_selection_names_no_more_is_told() -> None:
    """Whether its entry goes or all of it; not if another selection has it, or everything."""
    tables = "A: {Type: AWS::DynamoDB::Table}, B: {Type: AWS::DynamoDB::Table}"

    def selecting(listed: str, name: str = "One") -> str:
        return f"{tables}, {one(SELECTION, f'BackupSelection: {{Resources: {listed}}}', name)}"

    both = selecting("[!GetAtt A.Arn, !GetAtt B.Arn]")
    assert told(both, selecting("[!GetAtt B.Arn]")) == ["fail"]
    assert told(both, tables) == ["fail", "fail"]
    assert told(both, selecting("['*']")) == []
    assert told(both, selecting("[!GetAtt B.Arn, !GetAtt A.Arn]", "Another")) == []
    assert told(both, selecting("[!GetAtt B.Arn, !Ref It]")) == ["unknown"]
    assert told(selecting("[!GetAtt B.Arn]"), both) == []
