"""What a team excused in another scanner's words is excused here, and stays in the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synthgate import scan
from synthgate.judge.inline import NO_REASON, Inline, inline_suppressions
from synthgate.model import verbatim

QUEUE = """\
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Metadata: {metadata}
    Properties: {{SqsManagedSseEnabled: false}}
"""
RULE = "sqs-queue-unencrypted"


def suppressed(folder: Path, metadata: str) -> tuple[str, str] | None:
    (folder / "t.yaml").write_text(QUEUE.format(metadata=metadata))
    report = scan(folder / "t.yaml", folder=folder)
    (finding,) = [one for one in report.findings if one.rule.id == RULE]
    counted = any(one.rule.id == RULE for one in report.failures)
    assert counted is (finding.is_active)
    return finding.accepted and (finding.accepted.by, finding.accepted.reason.en)


@pytest.mark.parametrize(
    ("metadata", "by", "reason"),
    [
        (
            "{checkov: {skip: [{id: CKV_AWS_27, comment: no data}]}}",
            "checkov CKV_AWS_27",
            "no data",
        ),
        ("{checkov: {skip: [{id: CKV_AWS_27}]}}", "checkov CKV_AWS_27", "no reason is given"),
        (
            "{cdk_nag: {rules_to_suppress: [{id: SQSQueueSSE, reason: r}]}}",
            "cdk-nag SQSQueueSSE",
            "r",
        ),
    ],
)
def test_a_peers_suppression_counts(tmp_path: Path, metadata: str, by: str, reason: str) -> None:
    """By the peer's id of the same meaning, with the reason that stands there."""
    assert suppressed(tmp_path, metadata) == (by, reason)


@pytest.mark.parametrize(
    "metadata",
    [
        "{checkov: {skip: [{id: CKV_AWS_18, comment: another}]}}",
        "{cfn_nag: {rules_to_suppress: [{id: CKV_AWS_27}]}}",
        "{checkov: {skip: CKV_AWS_27}}",
        "{checkov: [], guard: 5, cfn_nag: {rules_to_suppress: [5, null]}}",
        "[checkov]",
    ],
)
def test_what_excuses_something_else_excuses_nothing(tmp_path: Path, metadata: str) -> None:
    """Another id, another peer's place, another shape."""
    assert suppressed(tmp_path, metadata) is None


@pytest.mark.parametrize(
    ("peer", "metadata"),
    [
        ("checkov", {"checkov": {"skip": [{"id": "X", "comment": "why"}]}}),
        ("cfn_nag", {"cfn_nag": {"rules_to_suppress": [{"id": "X", "reason": "why"}]}}),
        ("cfn_nag", {"cfn-nag": {"rules_to_suppress": [{"id": "X", "reason": "why"}]}}),
        ("cdk-nag", {"cdk_nag": {"rules_to_suppress": [{"id": "X", "reason": "why"}]}}),
        ("guard-registry", {"guard": {"SuppressedRules": [{"X": "why"}]}}),
        ("cfn-lint", {"cfn-lint": {"config": {"ignore_checks": [{"X": "why"}]}}}),
    ],
    ids=lambda it: it if isinstance(it, str) else next(iter(it)),
)
def test_each_peer_is_read_where_it_writes(peer: str, metadata: dict[str, Any]) -> None:
    """And in the second spelling of cfn_nag, which the examples of Guard have."""
    assert [*inline_suppressions(metadata)] == [Inline(peer, "X", verbatim("why"))]


def test_guard_names_rules_with_or_without_a_reason() -> None:
    """A name alone, or a mapping of the name to the reason."""
    metadata = {"guard": {"SuppressedRules": ["A", {"B": "why"}]}}
    assert [*inline_suppressions(metadata)] == [
        Inline("guard-registry", "A", NO_REASON),
        Inline("guard-registry", "B", verbatim("why")),
    ]
