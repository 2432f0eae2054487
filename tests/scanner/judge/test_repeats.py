"""One fault, once: who speaks, who is silent, and where."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate import scan
from synthgate.judge.repeats import without_repeats
from synthgate.model import (
    Acceptance,
    Disposition,
    Finding,
    Fix,
    Location,
    Pillar,
    Position,
    Rule,
    Severity,
    Status,
    Subject,
    Words,
    verbatim,
)

if TYPE_CHECKING:
    from pathlib import Path

TEXT = Words("words", "말")
HERE = Location("t.yaml", Position(1, 1), Position(1, 2))
FIRST, SECOND = "Properties.Statement[0]", "Properties.Statement[1]"


def finding(
    rule_id: str, *unless: str, entry: str = "", name: str = "R", status: Status = Status.FAIL
) -> Finding:
    rule = Rule(rule_id, TEXT, Severity.HIGH, Pillar.SECURITY, ("T",), TEXT, Fix(TEXT))
    assert status is not Status.PASS
    return Finding(
        replace(rule, unless=unless),
        status,
        Severity.HIGH,
        TEXT,
        TEXT,
        Subject(name, "T", "t.yaml"),
        HERE,
        None,
        (),
        f"{rule_id} {name} {entry}",
        entry=entry,
    )


def told(*findings: Finding) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.rule.id, one.entry, one.also) for one in without_repeats(findings)]


@pytest.mark.parametrize(
    ("speaker", "repeats", "is_silent"),
    [
        ("", "", True),
        ("", FIRST, True),
        (FIRST, FIRST, True),
        (FIRST, f"{FIRST}.Principal[0]", True),
        (FIRST, SECOND, False),
        (FIRST, "", False),
        (FIRST, "Properties.Statement[01]", False),
        ("Properties.Statement[1]", "Properties.Statement[10]", False),
    ],
)
def test_a_rule_is_silent_at_the_place_and_inside_of_it(
    speaker: str, repeats: str, is_silent: bool
) -> None:
    """Of another statement it speaks, and of more than what the other speaks of."""
    other = finding("wide", entry=speaker)
    both = told(other, finding("narrow", "wide", entry=repeats))
    assert both == (
        [("wide", speaker, ("narrow",))]
        if is_silent
        else [("wide", speaker, ()), ("narrow", repeats, ())]
    )


def test_only_what_fails_and_counts_speaks_for_others() -> None:
    """Not what is unknown, accepted, in preview, about another resource, or not asked at all."""
    narrow = finding("narrow", "wide")
    excuse = Acceptance("waivers.yaml", verbatim("known"))
    for other in (
        finding("wide", status=Status.UNKNOWN),
        *(finding("wide").set_aside(it, excuse) for it in Disposition if it != "active"),
        finding("wide", name="Other"),
        finding("else"),
    ):
        assert narrow in without_repeats([other, narrow])


def test_a_doubt_is_silent_too_and_what_is_accepted_stays() -> None:
    """Where it certainly fails, nobody has to wonder; what people accepted stays in the report."""
    doubt = finding("narrow", "wide", status=Status.UNKNOWN)
    assert told(finding("wide"), doubt) == [("wide", "", ("narrow",))]
    excused = doubt.set_aside(Disposition.WAIVED, Acceptance("waivers.yaml", TEXT))
    assert len(told(finding("wide"), excused)) == 2


def test_the_last_of_a_row_speaks_for_all() -> None:
    """In whatever order they come."""
    row = [finding("a"), finding("b", "a"), finding("c", "b")]
    for some in permutations(row):
        assert told(*some) == [("a", "", ("b", "c"))]


def test_in_a_circle_all_speak() -> None:
    """Better twice than never."""
    assert len(told(finding("a", "b"), finding("b", "a"))) == 2
    assert len(told(finding("a", "a"))) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.lists(st.sampled_from("abcd"), max_size=3),
            st.sampled_from(["", FIRST, f"{FIRST}.X[0]", SECOND]),
        ),
        max_size=6,
    )
)
def test_nothing_is_lost(faults: list[tuple[str, list[str], str]]) -> None:
    """A rule that was silent is named by one that speaks; and somebody speaks, if anyone failed."""
    unless = {rule_id: others for rule_id, others, _ in faults}
    findings = [finding(rule_id, *unless[rule_id], entry=at) for rule_id, _, at in faults]
    left = without_repeats(findings)
    assert bool(left) == bool(findings)
    named = {one.rule.id for one in left}.union(*(one.also for one in left))
    assert named == {one.rule.id for one in findings}


def test_a_statement_that_allows_everything_is_one_finding(tmp_path: Path) -> None:
    """And the one beside it another."""
    (tmp_path / "t.yaml").write_text("""\
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - {Effect: Allow, Action: "*", Resource: "*"}
          - {Effect: Allow, Action: "iam:PassRole", Resource: "*"}
""")
    report = scan("t.yaml", folder=tmp_path, config=None)
    assert [(one.rule.id, one.entry[-3:]) for one in report.findings] == [
        ("iam-policy-full-admin", "[0]"),
        ("iam-policy-passes-any-role", "[1]"),
    ]
    assert report.checks.failed == 2


@pytest.mark.parametrize(
    ("words", "at_first"),
    [
        ("extends: recommended\nrepeats: silent", 1),
        ("extends: recommended\nrepeats: told", 2),
        ("extends: all", 2),
        ("extends: all\nselect: []\nrepeats: silent", 1),
    ],
)
def test_a_profile_may_have_every_rule_speak(tmp_path: Path, words: str, at_first: int) -> None:
    """What a profile extends says so for it, unless it says otherwise; verdicts go with it."""
    (tmp_path / "ours.yaml").write_text(f"id: ours\ntitle: {{en: Ours}}\n{words}\n")
    (tmp_path / "t.yaml").write_text("""\
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: {Effect: Allow, Action: "*", Resource: "*"}
""")
    report = scan("t.yaml", folder=tmp_path, config=None, profile="./ours.yaml")
    names = {"iam-policy-full-admin", "iam-policy-passes-any-role"}
    told_of = {one.rule.id for one in report.findings}
    failed = {one.rule.id for one in report.verdicts if one.status is Status.FAIL}
    assert told_of == failed
    assert len(told_of & names) == at_first, sorted(told_of)
