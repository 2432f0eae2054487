"""What an app lacks may be met elsewhere, as somebody states who answers for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

JSON = ("t.yaml", "--framework", "ours.yaml", "--format", "json")
BUCKET = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
ENTRY = (
    "evidence:\n"
    "  - {control: D-1, kind: elsewhere, statement: A bucket keeps them for all, by: dana,\n"
    "     date: '2026-11-01', valid-until: '2027-02-01', link: 'https://example.com/1'}\n"
)


def test_evidence_of_elsewhere_answers_what_the_app_lacks(run: Run) -> None:
    """The control is met, and says by whose word, until when; the finding stays with its excuse."""
    ran = run("checklist", *JSON, files={"t.yaml": BUCKET, "evidence.yaml": ENTRY})
    (result,) = ran.control("D-1")["environments"]
    assert (ran.states["D-1"], result["checks"]["accepted"]) == ("met", 1)
    assert (
        "met elsewhere (stated by dana on 2026-11-01, valid until 2027-02-01)"
        in (result["reasons"])
    )
    (finding,) = result["findings"]
    assert finding["disposition"] == "waived"
    assert finding["accepted"] == {
        "by": "https://example.com/1",
        "reason": "A bucket keeps them for all",
        "owner": "dana",
        "expires": "2027-02-01",
        "ticket": None,
    }


def test_only_what_may_be_elsewhere_is_answered(run: Run) -> None:
    """What the framework does not say so of counts as ever."""
    ours = "    elsewhere: [s3-bucket-unversion*]\n"
    files = {"t.yaml": BUCKET, "evidence.yaml": ENTRY}
    run("checklist", *JSON, files=files)
    without = Path("ours.yaml").read_text("utf-8").replace(ours, "")
    ran = run("checklist", *JSON, files={"ours.yaml": without})
    assert ran.states["D-1"] == "not-met"
    reasons = ran.control("D-1")["environments"][0]["reasons"]
    assert any("what this control asks for is the app's own" in it for it in reasons)


def test_what_a_rule_in_preview_misses_is_answered_too(run: Run) -> None:
    """An organisation's trail is as good an answer to a rule that is being tried."""
    files = {"t.yaml": BUCKET, "evidence.yaml": ENTRY}
    run("checklist", *JSON, files=files)
    ours = (
        Path("ours.yaml")
        .read_text("utf-8")
        .replace("s3-bucket-unversion*", "s3-bucket-unreplicated")
    )
    assert run("checklist", *JSON, files={"ours.yaml": ours}).states["D-1"] == "met"
    Path("evidence.yaml").unlink()
    assert run("checklist", *JSON).states["D-1"] == "not-met"


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2027, 2, 1), "met"), (date(2027, 2, 2), "not-met"), (date(2026, 10, 31), "not-met")],
)
def test_it_holds_as_long_as_it_says(run: Run, today: date, state: str) -> None:
    """And so does ``--as-of``."""
    files = {"t.yaml": BUCKET, "evidence.yaml": ENTRY}
    assert run("checklist", *JSON, files=files, today=today).states["D-1"] == state
    assert run("checklist", *JSON, "--as-of", today.isoformat()).states["D-1"] == state


def test_it_holds_for_a_year_at_most(run: Run) -> None:
    """Whatever it says."""
    files = {"t.yaml": BUCKET, "evidence.yaml": ENTRY.replace("2027-02-01", "2040-01-01")}
    ran = run("checklist", *JSON, files=files)
    assert ran.control("D-1")["evidence"][0]["valid_until"] == "2027-11-02"


def test_an_end_and_a_proof_are_needed(run: Run) -> None:
    """Told with the line of the entry."""
    entry = "evidence: [{control: D-1, kind: elsewhere, statement: s, by: d, date: '2026-11-01'}]"
    ran = run("checklist", *JSON, files={"t.yaml": BUCKET, "evidence.yaml": entry})
    assert ran.code == 2
    assert "evidence[0]: what is met elsewhere needs 'valid-until'" in ran.err
    assert "evidence[0]: what is met elsewhere needs 'link' or 'file'" in ran.err


def test_it_is_added_by_a_command(run: Run) -> None:
    """With all that it needs."""
    add = ("evidence", "add", "--framework", "ours.yaml", "--statement", "s", "--by", "dana")
    more = ("--elsewhere", "--valid-until", "2027-01-01", "--link", "https://example.com")
    assert "needs --valid-until" in run(*add, "--control", "D-1", "--elsewhere").err
    assert "is the app's own" in run(*add, "--control", "D-2", *more).err
    assert "(--elsewhere)" in run(*add, "--control", "D-1").err
    assert run(*add, "--control", "D-1", *more).code == 0
    assert run("checklist", *JSON, files={"t.yaml": BUCKET}).states["D-1"] == "met"


def test_evidence_that_does_not_count_is_told(run: Run) -> None:
    """Nobody takes what rules alone decide for answered."""
    entry = "evidence: [{control: D-1, statement: s, by: dana, date: '2026-11-01'}]"
    ran = run("checklist", *JSON, files={"t.yaml": BUCKET, "evidence.yaml": entry})
    assert ran.states["D-1"] == "not-met"
    assert any("does not count" in it for it in ran.control("D-1")["environments"][0]["reasons"])


def test_another_severity_makes_no_control_met(run: Run) -> None:
    """Only the card says what is tolerated where."""
    told = "Metadata: {synthgate: {environment: development}}\n"
    severity = "severity: {s3-bucket-unversioned: {development: info, default: high}}\n"
    plain = run("checklist", *JSON, files={"t.yaml": told + BUCKET})
    ran = run("checklist", *JSON, files={"synthgate.yaml": severity})
    assert ran.states["D-1"] == plain.states["D-1"] == "not-met"
