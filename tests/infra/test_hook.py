"""The hook: what CloudFormation asks in the documented shapes, and what it is answered."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from change_hook import answer, handler, judging, payload

if TYPE_CHECKING:
    from change_hook.address import Address

EVENTS = Path(__file__).parent / "hook_events"
TOKEN = "f8da6d11-b23f-48f4-814c-0fb6a667f50e"  # noqa: S105 - of a request, and no secret
ANSWERED = {"hookStatus", "errorCode", "message", "clientRequestToken", "annotations"}
ANNOTATED = {
    "annotationName",
    "status",
    "statusMessage",
    "remediationMessage",
    "remediationLink",
    "severityLevel",
}


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stack gives the function; each test has its own."""
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    monkeypatch.setenv("SYNTHGATE_PROFILE", "recommended")
    monkeypatch.setenv("SYNTHGATE_ALL_SCENARIOS", "true")
    judging.prepared_on.cache_clear()


def recorded(name: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"{name}.json").read_text())


def asked(event: Any, content: Any = None, seconds: float = 60.0) -> dict[str, Any]:
    """The answer to an event whose payload is this, held to the contract."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    said = handler.answered(event, lambda _: body, seconds)
    holds(said)
    return said


def holds(said: dict[str, Any]) -> None:
    """The documented shape, with no key more and no text too long."""
    assert said.keys() <= ANSWERED
    assert said["hookStatus"] in {"SUCCESS", "FAILED"}
    assert ("errorCode" in said) == (said["hookStatus"] == "FAILED")
    assert said.get("errorCode", "NonCompliant") in {"NonCompliant", "InternalFailure"}
    assert 0 < len(said["message"]) <= 4096
    assert isinstance(said["clientRequestToken"], str)
    assert len(json.dumps(said)) < 6_000_000
    for one in said.get("annotations", []):
        assert one.keys() <= ANNOTATED
        assert one["status"] in {"PASSED", "FAILED", "SKIPPED"}
        assert one["severityLevel"] in {"INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"}
        assert 0 < len(one["annotationName"]) <= 1024
        assert 0 < len(one["statusMessage"]) <= 16_384
        assert 0 < len(one.get("remediationMessage", "-")) <= 16_384
        assert one.get("remediationLink", "https://").startswith("https://")


def by_rule(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["annotationName"]: one for one in said["annotations"]}


def change_set(template: str, *changed: dict[str, Any]) -> dict[str, Any]:
    return asked(recorded("change_set"), {"template": template, "changedResources": [*changed]})


def test_a_change_set_is_judged_by_its_template_and_what_it_changes() -> None:
    """The parameter that decides is told by the properties after the change."""
    said = asked(recorded("change_set"), recorded("change_set_payload"))
    assert (said["hookStatus"], said["errorCode"]) == ("FAILED", "NonCompliant")
    assert said["clientRequestToken"] == TOKEN
    rules = by_rule(said)
    assert rules["s3-bucket-acl-public"]["status"] == "FAILED"
    assert rules["s3-bucket-acl-public"]["severityLevel"] == "CRITICAL"
    assert rules["s3-bucket-acl-public"]["remediationMessage"]
    assert rules["s3-bucket-acl-public"]["remediationLink"]
    assert "s3-bucket-acl-public: Receipts (line 19)" in said["message"]
    assert "Taken from the change set: Access." in said["message"]


def test_what_is_not_told_is_skipped_and_lets_through() -> None:
    """Unknown is neither a pass nor a failure; so it is with properties that only come later."""
    payload = recorded("change_set_payload")
    payload["changedResources"][1]["afterContext"] = (
        '{"Properties":{"AccessControl":"{{changeSet:LATER}}"}}'
    )
    said = asked(recorded("change_set"), payload)
    row = by_rule(said)["s3-bucket-acl-public"]
    assert row["status"] == "SKIPPED"
    assert "Access" in row["statusMessage"]


@pytest.mark.parametrize("value", ["****", "{{resolve:ssm:x}}", "x" * 501])
def test_no_parameter_is_taken_from_what_may_be_something_else(value: str) -> None:
    template = (
        "Parameters: {A: {Type: String}}\n"
        "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: !Ref A}}}\n"
    )
    row = {
        "logicalResourceId": "B",
        "resourceType": "AWS::S3::Bucket",
        "action": "CREATE",
        "afterContext": json.dumps({"Properties": {"AccessControl": value}}),
    }
    assert by_rule(change_set(template, row))["s3-bucket-acl-public"]["status"] == "SKIPPED"


def test_a_parameter_that_is_told_in_two_ways_is_not_told() -> None:
    template = (
        "Parameters: {A: {Type: String}}\n"
        "Resources:\n"
        "  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: !Ref A}}\n"
        "  C: {Type: AWS::S3::Bucket, Properties: {AccessControl: !Ref A}}\n"
    )
    rows = [
        {
            "logicalResourceId": name,
            "resourceType": "AWS::S3::Bucket",
            "action": "CREATE",
            "afterContext": json.dumps({"Properties": {"AccessControl": value}}),
        }
        for name, value in (("B", "PublicRead"), ("C", "Private"))
    ]
    said = change_set(template, *rows)
    assert by_rule(said)["s3-bucket-acl-public"]["status"] == "SKIPPED"
    assert "Taken from" not in said["message"]


def test_a_stack_is_judged_by_its_new_template() -> None:
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["errorCode"] == "NonCompliant"
    assert by_rule(said)["sqs-queue-unencrypted"]["status"] == "FAILED"


def test_a_clean_stack_goes_on() -> None:
    template = json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}})
    said = asked(recorded("stack"), {"template": template, "previousTemplate": None})
    assert said["hookStatus"] == "SUCCESS"
    assert any(one["status"] == "PASSED" for one in said["annotations"])


def test_what_is_deleted_is_not_judged() -> None:
    """And its payload, which is empty, is not fetched."""
    said = handler.answered(recorded("stack_delete"), unreachable)
    holds(said)
    assert said["hookStatus"] == "SUCCESS"


def unreachable(_: Address) -> bytes:
    raise AssertionError


@pytest.mark.parametrize("name", ["resource", "cloud_control"])
def test_a_resource_alone_is_asked_what_it_can_answer(name: str) -> None:
    """Rules that look at others are not asked: their silence would be taken for a fault."""
    said = handler.answered(recorded(name), unreachable)
    holds(said)
    assert said["errorCode"] == "NonCompliant"
    rules = by_rule(said)
    assert rules["s3-bucket-acl-public"]["status"] == "FAILED"
    assert "s3-bucket-tls-optional" not in rules
    assert "look beyond one resource" in said["message"]
    most = 1024 if name == "cloud_control" else 4096
    assert len(said["message"]) <= most


def test_what_the_hook_cannot_know_of_a_stack_is_skipped() -> None:
    """CloudFormation does not say whether a stack is protected from termination."""
    row = by_rule(asked(recorded("stack"), recorded("stack_payload")))
    assert row["stack-unprotected-from-termination"]["status"] == "SKIPPED"


def test_a_stack_is_not_asked_about_its_whole_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the account has a trail in another stack is nothing that this one shows."""
    monkeypatch.setenv("SYNTHGATE_PROFILE", "all")
    judging.prepared_on.cache_clear()
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert "cloudtrail-missing" not in by_rule(said)
    assert "look beyond one stack" in said["message"]


def test_a_waiver_counts_and_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on the command line, with its reason."""
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n"
        "  - rule: sqs-queue-unencrypted\n"
        "    reason: nothing secret is in it\n"
        "    owner: team-a\n"
        "    expires: 2999-01-01\n"
    )
    monkeypatch.setenv("SYNTHGATE_WAIVERS", str(waivers))
    judging.prepared_on.cache_clear()
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["hookStatus"] == "SUCCESS", said["message"]
    row = by_rule(said)["sqs-queue-unencrypted"]
    assert row["status"] == "SKIPPED"
    assert "nothing secret is in it" in row["statusMessage"]


def test_a_resource_is_known_by_its_construct(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that a waiver or a baseline of the pipeline's own scan holds here as well."""
    from change_hook.change import Change, StackOf
    from synthgate import scan

    body = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"AccessControl": "PublicRead"},
        "Metadata": {"aws:cdk:path": "Prod/Site/Assets/Resource"},
    }
    template = json.dumps({"Resources": {"Assets": body}})
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://123456789012/us-west-2",
        "properties": {"templateFile": "Site.json", "stackName": "Prod-Site"},
        "displayName": "Prod/Site",
    }
    nested = {
        "type": "cdk:cloud-assembly",
        "properties": {"directoryName": "assembly-Prod", "displayName": "Prod"},
    }
    inner = tmp_path / "assembly-Prod"
    inner.mkdir()
    for folder, artifacts in ((tmp_path, {"assembly-Prod": nested}), (inner, {"ProdSite": stack})):
        manifest = {"version": "48.0.0", "artifacts": artifacts}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (folder / "cdk.out").write_text('{"version": "48.0.0"}')
    (inner / "Site.json").write_text(template)
    change = Change("STACK", StackOf("123456789012", "us-west-2", "Prod-Site"), template)
    here = judging.judged(change, template).report
    there = scan(tmp_path, config=None)
    rule = "s3-bucket-acl-public"
    [found] = [it for it in here.findings if it.rule.id == rule]
    [known] = [it for it in there.findings if it.rule.id == rule]
    assert found.subject.construct_path == "Prod/Site/Assets/Resource"
    assert found.fingerprint == known.fingerprint


def test_the_gate_is_that_of_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHGATE_FAIL_ON", "never")
    judging.prepared_on.cache_clear()
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["hookStatus"] == "SUCCESS"
    assert by_rule(said)["sqs-queue-unencrypted"]["status"] == "FAILED"


def test_a_policy_binds_the_hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As it does the command line."""
    policy = tmp_path / "policy.yaml"
    monkeypatch.setenv("SYNTHGATE_POLICY", str(policy))
    template = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
    for threshold, code in (("medium", "NonCompliant"), ("critical", None)):
        policy.write_text(f"bounds: {{fail-on: {threshold}}}\n")
        judging.prepared_on.cache_clear()
        said = asked(recorded("stack"), {"template": template})
        assert said.get("errorCode") == code


def test_it_speaks_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHGATE_LANG", "ko")
    judging.prepared_on.cache_clear()
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert any("가" <= letter <= "힣" for letter in said["message"])
    row = by_rule(said)["sqs-queue-unencrypted"]
    assert any("가" <= letter <= "힣" for letter in row["remediationMessage"])


# Whatever cannot be judged is refused.


def without(name: str, *keys: str) -> dict[str, Any]:
    event = recorded(name)
    node = event
    for key in keys[:-1]:
        node = node[key]
    del node[keys[-1]]
    return event


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "text",
        {},
        {"requestData": None},
        {"requestData": {}},
        {"requestData": {"targetType": "CHANGE_SET"}},
        without("change_set", "requestData", "payload"),
        without("resource", "requestData", "targetModel"),
        without("cloud_control", "requestData", "targetName"),
    ],
)
def test_an_event_of_another_shape_is_refused(event: Any) -> None:
    said = asked(event, recorded("change_set_payload"))
    assert said["errorCode"] == "InternalFailure"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<Error><Code>AccessDenied</Code></Error>",
        b"[" * 100_000,
        b"[]",
        {},
        {"template": "", "changedResources": []},
        {"template": "Resources: {}"},
        {"template": 1, "changedResources": []},
        {"template": "a: [", "changedResources": []},
        {"template": "no template", "changedResources": []},
        {"template": "Resources: {T: {Type: AWS::SNS::Topic}}", "changedResources": [1]},
        {
            "template": "Resources: {T: {Type: AWS::SNS::Topic}}",
            "changedResources": [{"logicalResourceId": "T", "afterContext": "{"}],
        },
    ],
)
def test_a_payload_that_cannot_be_read_is_refused(content: Any) -> None:
    said = asked(recorded("change_set"), content)
    assert said["errorCode"] == "InternalFailure"
    assert said["clientRequestToken"] == TOKEN


def test_a_mistake_in_the_variables_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHGATE_PROFILE", "no-such-profile")
    judging.prepared_on.cache_clear()
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["errorCode"] == "InternalFailure"
    assert "no-such-profile" in said["message"]


def test_an_error_of_our_own_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is, and with nothing of what it says: that may be anything."""

    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(handler, "judged", broken)
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["errorCode"] == "InternalFailure"
    assert "KeyError" in said["message"]
    assert "secret" not in said["message"]


def test_what_takes_too_long_is_refused_in_time() -> None:
    def slow(_: Address) -> bytes:
        time.sleep(30)
        return b"{}"

    started = time.monotonic()
    said = handler.answered(recorded("stack"), slow, 0.2)
    assert time.monotonic() - started < 5
    holds(said)
    assert said["errorCode"] == "InternalFailure"


class Left:
    """An invocation with so much time left."""

    def __init__(self, millis: int) -> None:
        self.millis = millis

    def get_remaining_time_in_millis(self) -> int:
        return self.millis


def test_the_answer_comes_before_lambda_stops_the_function() -> None:
    assert handler.seconds_for(None) < 30
    assert handler.seconds_for(Left(29_000)) < 27.1
    assert handler.seconds_for(Left(10_000)) <= 8
    assert handler.seconds_for(Left(0)) > 0


def test_the_token_may_be_spelled_both_ways() -> None:
    """The documentation's syntax and its examples differ."""
    event = recorded("stack")
    event["clientRequesttoken"] = event.pop("clientRequestToken")
    assert asked(event, recorded("stack_payload"))["clientRequestToken"] == TOKEN


def test_an_answer_has_bounds_however_much_is_found() -> None:
    """The worst comes first, and what has no room is counted."""
    buckets = {
        f"Bucket{number}": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"AccessControl": "PublicRead", "BucketName": "n" * 60},
        }
        for number in range(400)
    }
    said = asked(recorded("stack"), {"template": json.dumps({"Resources": buckets})})
    assert said["errorCode"] == "NonCompliant"
    assert "more" in said["message"].splitlines()[-1]
    assert by_rule(said)["s3-bucket-acl-public"]["statusMessage"].endswith("and 380 more")
    assert len(json.dumps(said)) < answer.MOST_BYTES


def test_annotations_without_room_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "MOST_BYTES", 2_000)
    said = asked(recorded("stack"), recorded("stack_payload"))
    assert said["annotations"][0]["status"] == "FAILED"
    assert said["annotations"][-1]["annotationName"] == "synthgate-more"


def test_two_calls_say_the_same() -> None:
    first, second = (asked(recorded("stack"), recorded("stack_payload")) for _ in range(2))
    assert first == second


def test_the_handler_fetches_from_where_the_event_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the whole address, what signs it included."""
    seen: list[Address] = []

    def fetched(there: Address) -> bytes:
        seen.append(there)
        return json.dumps(recorded("stack_payload")).encode()

    monkeypatch.setattr(handler, "fetch", fetched)
    import index

    assert index.handler(recorded("stack"), Left(29_000))["errorCode"] == "NonCompliant"
    assert seen[0].host == "s3.us-west-2.amazonaws.com"
    assert "X-Amz-Signature=0a1b" in seen[0].target
    assert callable(payload.fetch)
