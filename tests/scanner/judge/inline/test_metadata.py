"""What a team excused in another scanner's words is excused here, and stays in the report."""

from __future__ import annotations

from typing import Any

import pytest

QUEUE = """\
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Metadata: {metadata}
    Properties: {{SqsManagedSseEnabled: false}}
"""
RULE = "sqs-queue-unencrypted"


@pytest.mark.parametrize(
    ("metadata", "by", "reason"),
    [
        (
            "{checkov: {skip: [{id: CKV_AWS_27, comment: no data}]}}",
            "checkov CKV_AWS_27",
            "no data",
        ),
        ("{bridgecrew: {skip: [{id: CKV_AWS_27}]}}", "checkov CKV_AWS_27", "no reason is given"),
        (
            "{cdk_nag: {rules_to_suppress: [{id: AwsSolutions-SQS2, reason: r}]}}",
            "cdk-nag AwsSolutions-SQS2",
            "r",
        ),
    ],
)
def test_a_peers_suppression_counts(scan: Any, metadata: str, by: str, reason: str) -> None:
    """By the peer's id of the same meaning, with the reason that stands there."""
    scanned = scan(QUEUE.format(metadata=metadata))
    assert scanned.by(RULE) == by
    assert scanned.finding(RULE).accepted.reason.en == reason


@pytest.mark.parametrize(
    ("metadata", "template"),
    [
        ("{cfn_nag: {rules_to_suppress: [{id: W35, reason: r}]}}", "cfn_nag W35"),
        ("{cfn-nag: {rules_to_suppress: [{id: W35}]}}", "cfn_nag W35"),
        ("{guard: {SuppressedRules: [S3_BUCKET_LOGGING_ENABLED]}}", "S3_BUCKET_LOGGING_ENABLED"),
        ("{guard: {SuppressedRules: [{S3_BUCKET_LOGGING_ENABLED: r}]}}", "guard-registry S3"),
    ],
)
def test_each_peer_is_read_where_it_writes(scan: Any, metadata: str, template: str) -> None:
    """And in the second spelling of cfn_nag, which the examples of Guard have."""
    scanned = scan(f"Resources: {{B: {{Type: AWS::S3::Bucket, Metadata: {metadata}}}}}")
    assert template in scanned.by("s3-bucket-access-unlogged")


@pytest.mark.parametrize("ids", ["[E2531]", "[E25]", "[{E2531: pinned}]"])
@pytest.mark.parametrize("top", [True, False])
def test_cfn_lint_takes_the_start_of_an_id_at_both_places(scan: Any, ids: str, top: bool) -> None:
    """On a resource, and on the template as a whole (cfn-lint, "Metadata")."""
    metadata = f"Metadata: {{cfn-lint: {{config: {{ignore_checks: {ids}}}}}}}"
    properties = "Properties: {Runtime: nodejs12.x}"
    body = f"{{Type: AWS::Lambda::Function, {properties}{'' if top else ', ' + metadata}}}"
    scanned = scan(f"{metadata if top else ''}\nResources: {{F: {body}}}\n")
    assert scanned.by("lambda-runtime-out-of-support").startswith("cfn-lint E25")


@pytest.mark.parametrize(
    "metadata",
    [
        "{checkov: {skip: [{id: CKV_AWS_18, comment: another}]}}",
        "{cfn_nag: {rules_to_suppress: [{id: CKV_AWS_27}]}}",
        "{cfn_nag: {rules_to_suppress: [{id: '*'}]}}",
        "{checkov: {skip: CKV_AWS_27}}",
        "{checkov: [], guard: 5, cfn_nag: {rules_to_suppress: [5, null]}}",
        "{checkov: {skips: [{id: CKV_AWS_27}]}}",
        "[checkov]",
    ],
)
def test_what_excuses_something_else_excuses_nothing(scan: Any, metadata: str) -> None:
    """Another id, another peer's place, another shape."""
    assert scan(QUEUE.format(metadata=metadata)).by(RULE) is None


@pytest.mark.parametrize("key", ["checkov: {skip: [{id: CKV_AWS_27}]}", "cfn_nag: {}"])
def test_at_the_top_of_a_template_a_peer_that_does_not_look_there_says_nothing(
    scan: Any, key: str
) -> None:
    """As checkov and cfn_nag, which look at resources only."""
    scanned = scan(f"Metadata: {{{key}}}\n{QUEUE.format(metadata='{}')}")
    assert scanned.by(RULE) is None


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("{checkov: {skip: CKV_AWS_27}}", "'skip' is no list"),
        ("{checkov: {skip: [5]}}", "5 names no check: write its id"),
        ("{cfn_nag: {rules_to_supress: [{id: W48}]}}", "'rules_to_supress' is no key"),
        (
            "{cdk_nag: {rules_to_suppress: [{id: AwsSolutions-SQS2, applies_to: [{regex: (}]}]}}",
            "which names no finding",
        ),
    ],
)
def test_a_shape_that_its_tool_does_not_read_is_told(scan: Any, metadata: str, said: str) -> None:
    """With its line: the tool itself is silent about it, as cfn_nag is about a misspelt key."""
    scanned = scan(QUEUE.format(metadata=metadata))
    assert [code for code, _ in scanned.told] == ["invalid"]
    assert said in scanned.told[0][1]
    assert scanned.lines == [4]


def test_more_entries_than_anybody_writes_are_not_read(scan: Any) -> None:
    """What is left out is told."""
    entries = ", ".join(["{id: CKV_AWS_1}"] * 1000 + ["{id: CKV_AWS_27}"])
    scanned = scan(QUEUE.format(metadata=f"{{checkov: {{skip: [{entries}]}}}}"))
    assert scanned.by(RULE) is None
    assert "more than 1000 entries" in dict(scanned.told)["invalid"]


def test_of_a_stranger_nothing_counts(scan: Any) -> None:
    """How many there are is told, and no more."""
    metadata = "{checkov: {skip: [{id: CKV_AWS_27}]}, synthgate: 5}"
    scanned = scan(QUEUE.format(metadata=metadata), untrusted=True)
    assert scanned.by(RULE) is None
    assert not scanned.told
    ignored = [it.message.en for it in scanned.report.problems if it.code.id == "setting-ignored"]
    assert ignored == ["--untrusted: suppressions in the templates not followed: 1"]
