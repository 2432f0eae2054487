"""The functions that mend, compare and close, against an AWS in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

import pytest

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto")

from handlers.close_default_group import index as close  # noqa: E402 - it imports boto3
from handlers.detect_drift import index as drift  # noqa: E402
from handlers.remediate import index as remediate  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = {
    "orders-fn": {
        "Throttles": {"usual": 20, "most": 60, "alarm": "orders-throttled"},
        "Duration": {"usual": 512, "most": 1024, "alarm": "orders-slow"},
    }
}


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("LIMITS", json.dumps(LIMITS))
    for handler in (close, drift, remediate):
        handler.client.cache_clear()
    with moto.mock_aws():
        yield


# Remediation


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> dict[str, MagicMock]:
    """Stand in for Lambda, SNS and CloudWatch, and remember what they were asked."""
    made = {"lambda": MagicMock(), "sns": MagicMock(), "cloudwatch": MagicMock()}
    has(made, concurrency=20, memory=512)
    states(made, "OK")
    monkeypatch.setattr(remediate, "client", made.__getitem__)
    monkeypatch.setenv("TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:alerts")
    return made


def has(clients: dict[str, MagicMock], *, concurrency: int | None, memory: int) -> None:
    """Have the function be set so."""
    reserved = {} if concurrency is None else {"ReservedConcurrentExecutions": concurrency}
    clients["lambda"].get_function_concurrency.return_value = reserved
    clients["lambda"].get_function_configuration.return_value = {
        "MemorySize": memory,
        "RevisionId": "r-7",
        "Environment": {"Variables": {"TABLE_NAME": "orders"}},
    }


def states(clients: dict[str, MagicMock], *values: str) -> None:
    """Have every alarm be in this state, or in none."""
    answer = {"MetricAlarms": [{"StateValue": value} for value in values]}
    clients["cloudwatch"].describe_alarms.return_value = answer


def changes(clients: dict[str, MagicMock]) -> list[Any]:
    """Return what was asked of Lambda, but for the questions."""
    return [call for call in clients["lambda"].mock_calls if not call[0].startswith("get_")]


NIGHT = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}


def alarm(metric: str, function: str = "orders-fn", state: str = "ALARM") -> dict[str, Any]:
    """Return an event as EventBridge has it; the alarm's name is of no help on purpose."""
    watched = {"namespace": "AWS/Lambda", "name": metric, "dimensions": {"FunctionName": function}}
    return about(state, [{"metricStat": {"metric": watched}}])


def about(state: str, metrics: list[Any]) -> dict[str, Any]:
    detail = {
        "alarmName": "other-fn-high-error-rate",
        "state": {"value": state},
        "configuration": {"metrics": metrics},
    }
    return {"source": "aws.cloudwatch", "detail": detail}


def test_a_throttled_function_gets_concurrency(clients: dict[str, MagicMock]) -> None:
    """As much as its limit says, and nothing else is touched."""
    [outcome] = remediate.handler(alarm("Throttles"), None)
    clients["lambda"].put_function_concurrency.assert_called_once_with(
        FunctionName="orders-fn", ReservedConcurrentExecutions=60
    )
    assert len(changes(clients)) == 1
    assert outcome["action"] == "raised concurrency from 20 to 60"


def test_a_slow_function_gets_memory_and_keeps_its_environment(
    clients: dict[str, MagicMock],
) -> None:
    """The call names the memory and the revision that was read, and nothing else."""
    remediate.handler(alarm("Duration"), None)
    clients["lambda"].update_function_configuration.assert_called_once_with(
        FunctionName="orders-fn", MemorySize=1024, RevisionId="r-7"
    )
    assert len(changes(clients)) == 1


@pytest.mark.parametrize("more", [0, 40])
def test_what_is_at_its_limit_stays(clients: dict[str, MagicMock], more: int) -> None:
    """An event that comes twice changes nothing, nor does an alarm lower anything."""
    has(clients, concurrency=60 + more, memory=1024 + more)
    for metric in ("Throttles", "Duration"):
        remediate.handler(alarm(metric), None)
    assert changes(clients) == []


@pytest.mark.parametrize(("concurrency", "memory"), [(0, 128), (10, 300), (30, 700)])
def test_what_somebody_set_stays(
    clients: dict[str, MagicMock], concurrency: int, memory: int
) -> None:
    """A function that was stopped by reserving nothing is throttled, and stays stopped."""
    has(clients, concurrency=concurrency, memory=memory)
    for metric in ("Throttles", "Duration"):
        [outcome] = remediate.handler(alarm(metric), None)
        assert outcome["action"].startswith("none: ")
    assert changes(clients) == []


def test_unreserved_concurrency_stays_unreserved(clients: dict[str, MagicMock]) -> None:
    """Reserving for a function that shares the account's would limit it."""
    has(clients, concurrency=None, memory=512)
    remediate.handler(alarm("Throttles"), None)
    remediate.handler(NIGHT, None)
    assert changes(clients) == []


@pytest.mark.parametrize(
    "event",
    [
        alarm("Throttles", state="OK"),
        alarm("Throttles", function="somebody-elses"),
        alarm("Errors"),
        about("ALARM", []),
        about("ALARM", [{"id": "m"}]),
    ],
)
def test_other_alarms_are_left_to_people(
    clients: dict[str, MagicMock], event: dict[str, Any]
) -> None:
    """Nothing is done for another function, another metric, or an alarm that is over."""
    assert remediate.handler(event, None) == []
    for made in clients.values():
        assert made.mock_calls == []


def test_people_are_told_what_was_done(clients: dict[str, MagicMock]) -> None:
    """At the topic that the alarms notify: who is short every day needs more by the template."""
    remediate.handler(alarm("Throttles"), None)
    [call] = clients["sns"].publish.call_args_list
    assert json.loads(call.kwargs["Message"]) == {
        "function": "orders-fn",
        "metric": "Throttles",
        "action": "raised concurrency from 20 to 60",
    }


def test_what_was_raised_is_brought_back_at_night(clients: dict[str, MagicMock]) -> None:
    """To what the template says, and people are told: nothing is left to be found as drift."""
    has(clients, concurrency=60, memory=1024)
    assert [outcome["action"] for outcome in remediate.handler(NIGHT, None)] == [
        "brought concurrency back from 60 to 20",
        "brought memory (MiB) back from 1024 to 512",
    ]
    clients["lambda"].put_function_concurrency.assert_called_once_with(
        FunctionName="orders-fn", ReservedConcurrentExecutions=20
    )
    clients["lambda"].update_function_configuration.assert_called_once_with(
        FunctionName="orders-fn", MemorySize=512, RevisionId="r-7"
    )
    asked = [call.kwargs["AlarmNames"] for call in clients["cloudwatch"].describe_alarms.mock_calls]
    assert asked == [["orders-throttled"], ["orders-slow"]]
    assert clients["sns"].publish.call_count == 2


@pytest.mark.parametrize("found", [("ALARM",), ("INSUFFICIENT_DATA",), ()])
def test_what_is_still_asked_for_stays(
    clients: dict[str, MagicMock], found: tuple[str, ...]
) -> None:
    """An alarm that goes on is no event: the setting would not be raised again."""
    has(clients, concurrency=60, memory=1024)
    states(clients, *found)
    assert remediate.handler(NIGHT, None) == []
    assert changes(clients) == []


@pytest.mark.parametrize(("concurrency", "memory"), [(20, 512), (30, 700), (90, 2048)])
def test_what_was_not_raised_here_stays(
    clients: dict[str, MagicMock], concurrency: int, memory: int
) -> None:
    """Usual already, or somebody's decision: drift detection finds that."""
    has(clients, concurrency=concurrency, memory=memory)
    assert remediate.handler(NIGHT, None) == []
    assert changes(clients) == []


def test_one_night_is_enough(clients: dict[str, MagicMock]) -> None:
    """What is usual is not set again, and not told again."""
    limits = {"orders-fn": {"Throttles": LIMITS["orders-fn"]["Throttles"] | {"most": 20}}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIMITS", json.dumps(limits))
        assert remediate.handler(NIGHT, None) == []
    assert changes(clients) == []


# Drift


def test_drift_is_looked_for_in_every_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that cannot be compared does not keep the others from it."""
    cloudformation = MagicMock()
    refused = drift.ClientError({"Error": {"Code": "ValidationError"}}, "DetectStackDrift")
    cloudformation.detect_stack_drift.side_effect = [refused, {"StackDriftDetectionId": "d-2"}]
    monkeypatch.setattr(drift, "client", lambda _service: cloudformation)
    monkeypatch.setenv("STACKS", '["one", "two"]')
    with pytest.raises(drift.UndetectedError, match="one: "):
        drift.handler({}, None)
    asked = [call.kwargs["StackName"] for call in cloudformation.detect_stack_drift.mock_calls]
    assert asked == ["one", "two"]


@pytest.mark.parametrize(
    ("detecting", "describing", "fails"),
    [
        ("ValidationError", "ValidationError", False),
        ("ValidationError", None, True),
        ("ValidationError", "AccessDenied", True),
        ("AccessDenied", "ValidationError", True),
    ],
    ids=["missing", "being-changed", "not-told", "forbidden"],
)
def test_only_a_stack_that_is_not_there_is_left_out(
    monkeypatch: pytest.MonkeyPatch, *, detecting: str, describing: str | None, fails: bool
) -> None:
    """As Backup is where the runbook has production made elsewhere: no alarm goes off for it."""
    cloudformation = MagicMock()
    refused = drift.ClientError({"Error": {"Code": detecting}}, "DetectStackDrift")
    unknown = drift.ClientError({"Error": {"Code": describing}}, "DescribeStacks")
    cloudformation.detect_stack_drift.side_effect = [{"StackDriftDetectionId": "d-1"}, refused]
    cloudformation.describe_stacks.side_effect = [unknown] if describing else None
    monkeypatch.setattr(drift, "client", lambda _service: cloudformation)
    monkeypatch.setenv("STACKS", '["one", "two"]')
    if fails:
        with pytest.raises(drift.UndetectedError, match="two: "):
            drift.handler({}, None)
    else:
        assert drift.handler({}, None) == {"one": "d-1"}
        cloudformation.describe_stacks.assert_called_once_with(StackName="two")


def test_drift_detections_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says which is which."""
    cloudformation = MagicMock()
    cloudformation.detect_stack_drift.return_value = {"StackDriftDetectionId": "d-1"}
    monkeypatch.setattr(drift, "client", lambda _service: cloudformation)
    monkeypatch.setenv("STACKS", '["one"]')
    assert drift.handler({}, None) == {"one": "d-1"}


# The default security group


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for CloudFormation's address, and remember what it was told."""
    told: list[dict[str, Any]] = []

    def put(request: Any, timeout: float) -> MagicMock:
        assert (request.get_method(), timeout) == ("PUT", 10)
        told.append(json.loads(request.data))
        return MagicMock()

    monkeypatch.setattr(close.urllib.request, "urlopen", put)
    return told


def asked(request_type: str, group_id: str, **extra: str) -> dict[str, Any]:
    return {
        "RequestType": request_type,
        "ResponseURL": "https://example.com/answer",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Closed",
        "ResourceProperties": {"DefaultSecurityGroupId": group_id},
        **extra,
    }


def default_group() -> str:
    vpc = boto3.client("ec2").create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    [group] = boto3.client("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
    return group["GroupId"]


def test_the_default_group_is_emptied(answers: list[dict[str, Any]]) -> None:
    """Once there are no rules, doing it again is no error."""
    group_id = default_group()
    close.handler(asked("Create", group_id), None)
    [group] = boto3.client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    assert (group["IpPermissions"], group["IpPermissionsEgress"]) == ([], [])
    close.handler(asked("Update", group_id, PhysicalResourceId=group_id), None)
    assert [answer["Status"] for answer in answers] == ["SUCCESS", "SUCCESS"]
    assert {answer["PhysicalResourceId"] for answer in answers} == {group_id}


def test_cloudformation_hears_of_failure(answers: list[dict[str, Any]]) -> None:
    """It would wait for an hour otherwise."""
    close.handler(asked("Create", "sg-0123456789abcdef0"), None)
    [answer] = answers
    assert answer["Status"] == "FAILED"
    assert "ClientError" in answer["Reason"]


def test_deletion_needs_nothing_done(answers: list[dict[str, Any]]) -> None:
    """The group goes with its network, or is gone already."""
    close.handler(asked("Delete", "sg-gone", PhysicalResourceId="sg-gone"), None)
    assert [answer["Status"] for answer in answers] == ["SUCCESS"]


def test_answers_go_over_tls_only(answers: list[dict[str, Any]]) -> None:
    """A file: or plain address was not sent by CloudFormation."""
    with pytest.raises(ValueError, match="not an address"):
        close.handler(asked("Delete", "sg", ResponseURL="file:///etc/passwd"), None)
    assert answers == []
