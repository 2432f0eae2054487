"""What failed and is accepted makes no control met: it is excepted, if anybody says why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

JSON = ("t.yaml", "--framework", "ours.yaml", "--format", "json")
BUCKET = "Resources:\n  B: {{Type: AWS::S3::Bucket, Metadata: {{{}}}}}\n"
REASONED = BUCKET.format("checkov: {skip: [{id: CKV_AWS_21, comment: scratch}]}")
BARE = BUCKET.format("guard: {SuppressedRules: [S3_BUCKET_VERSIONING_ENABLED]}")
SIGNS = BUCKET.format('checkov: {skip: [{id: CKV_AWS_21, comment: "--"}]}')
PLAIN = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
WAIVER = """\
waivers:
  - {rule: s3-bucket-unversioned, reason: Kept a day, owner: web team, expires: 2027-01-31}
"""


def test_a_waived_failure_is_excepted_and_not_met(run: Run) -> None:
    """A state of its own, in totals too; the reason names who answers for it and until when."""
    ran = run("checklist", *JSON, files={"t.yaml": PLAIN, "synthgate-waivers.yaml": WAIVER})
    assert (ran.states["D-1"], ran.code) == ("excepted", 0)
    assert (ran.framework["counts"]["excepted"], ran.framework["counts"]["met"]) == (1, 0)
    (result,) = ran.control("D-1")["environments"]
    assert result["reasons"] == [
        "1 of 1 checks did not pass and are accepted (web team, until 2027-01-31)"
    ]
    assert "1 excepted" in json.loads(ran.out)["gate"]["reason"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("template", "state", "code"),
    [(REASONED, "excepted", 0), (BARE, "not-met", 1), (SIGNS, "not-met", 1)],
)
def test_what_nobody_gives_a_reason_for_counts(
    run: Run, template: str, state: str, code: int
) -> None:
    """For the framework alone: the gate of a scan is as the template says."""
    ran = run("checklist", *JSON, files={"t.yaml": template})
    assert (ran.states["D-1"], ran.code) == (state, code)
    (result,) = ran.control("D-1")["environments"]
    (finding,) = result["findings"]
    if state == "not-met":
        assert "suppressed without a reason" in result["reasons"][1]
        assert "accepted" not in finding
    else:
        assert finding["accepted"]["reason"] == "scratch"
    scanned = json.loads(run("scan", *JSON, "--profile", "all").out)
    accepted = [one["rule_id"] for one in scanned["accepted_findings"]]
    assert "s3-bucket-unversioned" in accepted
    assert "s3-bucket-unversioned" not in [one["rule_id"] for one in scanned["findings"]]


def test_what_a_baseline_has_is_not_met(run: Run) -> None:
    """Nobody accepted it: it was there before."""
    run("baseline", "write", "t.yaml", "--baseline", "known.yaml", files={"t.yaml": PLAIN})
    ran = run("checklist", *JSON, "--baseline", "known.yaml")
    assert (ran.states["D-1"], ran.code) == ("not-met", 1)


STATED = """\
evidence:
  - {control: D-3, statement: Reviewed, by: dana, date: "2026-11-01",
     link: "https://example.com/review"}
"""
TOPIC = "Resources: {T: {Type: AWS::SNS::Topic}}\n"


def test_evidence_does_not_make_an_exception_met(run: Run) -> None:
    """A control of rules and people is excepted with evidence, and not assessed without."""
    waiver = WAIVER.replace("s3-bucket-unversioned", "sns-topic-unencrypted")
    files = {"t.yaml": TOPIC, "synthgate-waivers.yaml": waiver}
    assert run("checklist", *JSON, files=files).states["D-3"] == "not-assessed"
    assert run("checklist", *JSON, files={"evidence.yaml": STATED}).states["D-3"] == "excepted"


def test_what_is_met_elsewhere_needs_no_other_reason(run: Run) -> None:
    """A suppression without one does not count here, and nothing says that it does."""
    files = {"t.yaml": BARE, "evidence.yaml": ELSEWHERE}
    (result,) = run("checklist", *JSON, files=files).control("D-1")["environments"]
    assert result["state"] == "met"
    assert not any("without a reason" in one for one in result["reasons"])


ELSEWHERE = """\
evidence:
  - {control: D-1, kind: elsewhere, statement: Kept elsewhere, by: dana, date: "2026-11-01",
     valid-until: "2027-02-01", link: "https://example.com/1"}
"""


def test_what_is_met_elsewhere_is_met_and_a_waiver_beside_it_is_not(run: Run) -> None:
    """Evidence answers what its rules find; what somebody accepted stays accepted."""
    files = {"t.yaml": PLAIN, "evidence.yaml": ELSEWHERE}
    ran = run("checklist", *JSON, files=files)
    assert ran.states["D-1"] == "met"
    assert "ask for what is met elsewhere" in ran.control("D-1")["environments"][0]["reasons"][0]
    two = "Resources: {B: {Type: AWS::S3::Bucket}, C: {Type: AWS::S3::Bucket}}\n"
    waiver = WAIVER.replace("reason:", "resource: B, reason:")
    ran = run("checklist", *JSON, files={"t.yaml": two, "synthgate-waivers.yaml": waiver})
    assert ran.states["D-1"] == "excepted"
