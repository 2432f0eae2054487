"""Our own suppressions: an id or a pattern, with a reason, perhaps an owner and a last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

TEMPLATE = """\
Metadata:
  synthgate: {top}
Resources:
  A:
    Type: AWS::S3::Bucket
    Metadata:
      synthgate: {own}
  B:
    Type: AWS::S3::Bucket
"""
RULE = "s3-bucket-tls-optional"
NONE = "{suppress: []}"


def entry(**more: str) -> str:
    said = {"rule": RULE, "reason": "legacy", **more}
    return "{suppress: [{" + ", ".join(f"{key}: {it!r}" for key, it in said.items() if it) + "}]}"


def test_one_resource_or_the_template_is_meant(scan: Any) -> None:
    """Where it stands says for what it holds."""
    one = scan(TEMPLATE.format(top=NONE, own=entry()))
    assert (one.by(RULE, "A"), one.by(RULE, "B")) == (f"synthgate {RULE}", None)
    both = scan(TEMPLATE.format(top=entry(), own=NONE))
    assert (both.by(RULE, "A"), both.by(RULE, "B")) == (f"synthgate {RULE}", f"synthgate {RULE}")
    assert not one.told
    assert not both.told


def test_a_template_speaks_for_its_stack_and_its_app(scan: Any) -> None:
    """What is about no resource can be suppressed at the top alone."""
    top = entry(rule="budget-missing")
    assert scan(TEMPLATE.format(top=top, own=NONE)).by("budget-missing")
    assert not scan(TEMPLATE.format(top=NONE, own=top)).by("budget-missing")


@pytest.mark.parametrize("rule", ["s3-bucket-tls-*", "*", "s3-bucket-tls-optiona?"])
def test_a_pattern_means_all_rules_that_fit(scan: Any, rule: str) -> None:
    """As in a profile."""
    assert scan(TEMPLATE.format(top=NONE, own=entry(rule=rule))).by(RULE, "A")


def test_reason_owner_and_day_stay_in_the_report(scan: Any) -> None:
    """And the last day is one on which it counts."""
    own = entry(owner="platform", expires="2026-12-31")
    last = scan(TEMPLATE.format(top=NONE, own=own), day=date(2026, 12, 31))
    accepted = last.finding(RULE, "A").accepted
    assert (accepted.reason.en, accepted.owner, accepted.expires) == (
        "legacy",
        "platform",
        "2026-12-31",
    )
    assert last.report.run.as_of == "2026-12-31"


def test_after_its_last_day_the_finding_is_back(scan: Any) -> None:
    """It closes the gate again, and the suppression says why."""
    own = entry(expires="2026-12-31")
    scanned = scan(TEMPLATE.format(top=NONE, own=own), day=date(2027, 1, 1))
    assert scanned.by(RULE, "A") is None
    ((code, text),) = scanned.told
    assert code == "expired"
    assert f"{RULE} of A has expired (2026-12-31), and what it suppressed counts again" in text
    assert scanned.lines == [7]


@pytest.mark.parametrize(
    ("day", "told"), [(date(2026, 12, 16), []), (date(2026, 12, 17), ["ending"])]
)
def test_two_weeks_before_its_end_it_is_told(scan: Any, day: date, told: list[str]) -> None:
    """Before anything fails for it."""
    own = entry(expires="2026-12-31")
    scanned = scan(TEMPLATE.format(top=NONE, own=own), day=day)
    assert [code for code, _ in scanned.told] == told


def test_of_several_the_one_that_lasts_counts(scan: Any) -> None:
    """A suppression that is over takes nothing from another one."""
    scanned = scan(TEMPLATE.format(top=entry(), own=entry(expires="2020-01-01")))
    assert scanned.by(RULE, "A")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("own", "said", "line"),
    [
        (entry(reason=""), "missing key 'reason'", 7),
        (entry(reason=" "), "reason: a text with a letter or a digit in it is needed", 7),
        (entry(rule=""), "missing key 'rule'", 7),
        (entry(expires="31.12.2026"), "expires: a date (2027-12-31) is needed", 7),
        (entry(expires="2026-02-30"), "expires: a date (2027-12-31) is needed", 7),
        (entry(ower="me"), "unknown key 'ower'; did you mean 'owner'?", 7),
        ("{suppress: {rule: a}}", "suppress: a list of suppressions is needed", 7),
        ("{supress: []}", "unknown key 'supress'; did you mean 'suppress'?", 7),
        ("[]", "a mapping is needed", 7),
        ("{suppress: [x]}", "a mapping is needed", 7),
    ],
)
def test_an_entry_with_a_mistake_does_not_count(scan: Any, own: str, said: str, line: int) -> None:
    """It says what is wrong, where; its neighbours count."""
    scanned = scan(TEMPLATE.format(top=NONE, own=own))
    assert scanned.by(RULE, "A") is None
    assert "invalid" in dict(scanned.told)
    assert said in " ".join(text for _, text in scanned.told)
    assert scanned.lines[0] == line


def test_a_rule_that_there_is_not_is_told(scan: Any) -> None:
    """With a guess at what was meant."""
    scanned = scan(TEMPLATE.format(top=NONE, own=entry(rule="s3-bucket-tls-optinal")))
    assert [code for code, _ in scanned.told] == ["unknown"]
    assert f"did you mean '{RULE}'?" in scanned.told[0][1]


def test_what_matches_nothing_is_told(scan: Any) -> None:
    """The rule was asked, and found nothing that could be suppressed."""
    template = TEMPLATE.format(top=NONE, own=entry(rule="s3-bucket-acl-public"))
    scanned = scan(template)
    assert [code for code, _ in scanned.told] == ["unused"]
    assert "s3-bucket-acl-public finds nothing there" in scanned.told[0][1]


def test_of_a_rule_that_was_not_asked_nothing_is_told(scan: Any) -> None:
    """Neither of one about other resources, nor of one that the profile leaves out."""
    assert not scan(TEMPLATE.format(top=NONE, own=entry(rule="sqs-queue-unencrypted"))).told
    rare = entry(rule="s3-bucket-unencrypted-by-kms")
    assert not scan(TEMPLATE.format(top=NONE, own=rare), profile="recommended").told


def test_many_of_a_kind_are_told_as_one(scan: Any) -> None:
    """With their number, and where the first of them stand."""
    entries = ", ".join(f"{{rule: no-such-{n}, reason: r}}" for n in range(40))
    scanned = scan(TEMPLATE.format(top=NONE, own=f"{{suppress: [{entries}]}}"))
    ((code, text),) = scanned.told
    assert code == "unknown"
    assert "(and 39 more like this, the first at t.yaml:7 (no-such-1), " in text


def test_what_one_wish_wrote_in_many_places_is_one(scan: Any) -> None:
    """`synthgate.cdk.suppress` writes below a construct, and matches if it does so anywhere."""
    shared = entry(construct="Data")
    scanned = scan(TEMPLATE.format(top=NONE, own=shared))
    assert scanned.by(RULE, "A")
    passing = entry(rule="s3-bucket-acl-public", construct="Data")
    twice = scan(TEMPLATE.format(top=passing, own=passing))
    assert [code for code, _ in twice.told] == ["unused"]


def test_the_environment_beside_it_is_no_suppression(scan: Any) -> None:
    """At the top of a template, where it says what that is for; in a resource it does nothing."""
    environment = "{environment: development}"
    assert not scan(TEMPLATE.format(top=environment, own=NONE)).told
    assert scan(TEMPLATE.format(top=NONE, own=environment)).told
