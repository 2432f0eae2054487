"""A waiver accepts what it is about until its last day, and nothing of it is silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synthgate.judge.waivers import Waiver, Waiving, read_waivers, strangers
from synthgate.judge.waivers.globs import glob
from synthgate.model import (
    Disposition,
    Finding,
    Fix,
    Location,
    Pillar,
    Position,
    Problem,
    Rule,
    Severity,
    Status,
    Subject,
    Words,
)
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.former import Names
from synthgate.rule.cards.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = Words("words", "말")
RULE = Rule(
    "s3-open",
    TEXT,
    Severity.HIGH,
    Pillar.SECURITY,
    ("T",),
    TEXT,
    Fix(TEXT),
    controls=("FSBP S3.5",),
)
NAMES = Names(frozenset({"s3-open", "sqs-open"}), {"s3-was-open": ("s3-open",)})
HERE = Location("cdk.out/Prod.template.json", Position(1, 1), Position(1, 2))
SUBJECT = Subject(
    "Data1", "AWS::S3::Bucket", HERE.path, "Prod/App/Data/Resource", "Prod-App", "Prod"
)
FOUND = Finding(
    RULE, Status.FAIL, Severity.HIGH, TEXT, TEXT, SUBJECT, HERE, None, (), "f" * 32,
    tags=(("Team", "web"),),
)  # fmt: skip
TERMS = "reason: r, owner: o, expires: 2027-01-31"
TODAY = date(2027, 1, 31)


def read(folder: Path, text: str) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    path = folder / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return read_waivers(read_sheet(path, path.name))


def waivers(folder: Path, *entries: str) -> tuple[Waiver, ...]:
    listed = "".join(f"- {{{entry}, {TERMS}}}\n" for entry in entries)
    found, mistakes = read(folder, f"waivers:\n{listed}")
    assert not mistakes
    return found


def waiving(found: Sequence[Waiver], today: date = TODAY) -> Waiving:
    return Waiving(found, NAMES, today)


@pytest.mark.parametrize(
    ("entry", "accepts"),
    [
        ("rule: s3-open", True),
        ("rule: s3-was-open", True),
        ("rule: sqs-open", False),
        ("rule: 's3-*', stack: Prod-App", True),
        ("rule: 's3-*', stack: Prod", False),
        ("control: FSBP S3.5", True),
        ("control: 'FSBP S3.*', stage: Prod", True),
        ("control: FSBP S3.55", False),
        ("fingerprint: ffffffffffffffffffffffffffffffff", True),
        ("fingerprint: 0fffffffffffffffffffffffffffffff", False),
        ("rule: s3-open, construct: Prod/**", True),
        ("rule: s3-open, construct: Prod/*/Data/Resource", True),
        ("rule: s3-open, construct: Prod/*/Resource", False),
        ("rule: s3-open, construct: '**/Data/**'", True),
        ("rule: s3-open, construct: '**/Prod/App/**'", True),
        ("rule: s3-open, construct: Prod/App", False),
        ("rule: s3-open, resource: 'Data?'", True),
        ("rule: s3-open, type: 'AWS::S3::*', resource: Data1", True),
        ("rule: s3-open, type: 'AWS::SQS::*', resource: Data1", False),
        ("rule: s3-open, tag: {Team: 'w*'}", True),
        ("rule: s3-open, tag: {Team: db}", False),
        ("rule: s3-open, tag: {Owner: '*'}", False),
        ("rule: s3-open, path: '**/Prod.template.json'", True),
        ("problem: lookup-unresolved, path: '**'", False),
    ],
)
def test_all_that_it_names_has_to_fit(tmp_path: Path, entry: str, accepts: bool) -> None:
    """Rule or control, and each place."""
    found = waiving(waivers(tmp_path, entry)).finding(FOUND)
    assert found.is_active is not accepts
    if accepts:
        assert found.disposition is Disposition.WAIVED
        assert found.accepted
        assert found.accepted.by == "waivers.yaml:2"
        assert (found.accepted.owner, found.accepted.expires) == ("o", "2027-01-31")


def test_the_last_day_still_counts(tmp_path: Path) -> None:
    """The day after, the finding is back and says so, with the place of the waiver."""
    every = waivers(tmp_path, "rule: s3-open")
    assert not waiving(every).finding(FOUND).is_active
    late = waiving(every, date(2027, 2, 1))
    found = late.finding(FOUND)
    assert found.is_active
    assert found.message.en.endswith(
        "(accepted by o until 2027-01-31, which is over: waivers.yaml:2)"
    )
    assert [one.code for one in late.notices()] == [ProblemCode.WAIVER_EXPIRED]


def test_one_that_still_counts_outweighs_one_that_has_expired(tmp_path: Path) -> None:
    """Whichever comes first."""
    text = (
        "waivers:\n"
        "- {rule: s3-open, reason: r, owner: o, expires: 2026-01-01}\n"
        "- {control: FSBP S3.5, reason: r, owner: p, expires: 2027-12-31}\n"
    )
    found, _ = read(tmp_path, text)
    accepted = waiving(found).finding(FOUND).accepted
    assert accepted
    assert accepted.owner == "p"


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2027, 1, 16), []),
        (date(2027, 1, 17), [ProblemCode.WAIVER_ENDING]),
        (date(2027, 1, 31), [ProblemCode.WAIVER_ENDING]),
        (date(2027, 2, 1), [ProblemCode.WAIVER_EXPIRED]),
    ],
)
def test_its_end_is_told_two_weeks_before(
    tmp_path: Path, today: date, codes: list[ProblemCode]
) -> None:
    """Once, at the line of the waiver."""
    one = waiving(waivers(tmp_path, "rule: s3-open"), today)
    one.finding(FOUND)
    told = [*one.notices()]
    assert [problem.code for problem in told] == codes
    assert all(problem.position == Position(2, 3) for problem in told)


def test_what_matched_nothing_is_told_once_for_a_file(tmp_path: Path) -> None:
    """With the line of each."""
    one = waiving(waivers(tmp_path, "rule: sqs-open", "rule: s3-open, stack: Other"))
    assert one.finding(FOUND).is_active
    (told,) = one.notices()
    assert told.code is ProblemCode.WAIVER_UNUSED
    assert "waivers.yaml:2" in told.message.en
    assert "waivers.yaml:3" in told.message.en


def test_a_problem_can_be_accepted_at_its_path(tmp_path: Path) -> None:
    """One of its kind, of the input; a crash never is."""
    missing = Problem(ProblemCode.LOOKUP_UNRESOLVED, TEXT, "cdk.out/manifest.json")
    others = [
        Problem(ProblemCode.LOOKUP_UNRESOLVED, TEXT, "other/manifest.json"),
        Problem(ProblemCode.TEMPLATE_INVALID, TEXT, "cdk.out/manifest.json"),
        Problem(ProblemCode.LOOKUP_UNRESOLVED, TEXT),
    ]
    every = waivers(tmp_path, "problem: lookup-unresolved, path: 'cdk.out/*'")
    accepted = waiving(every).problem(missing)
    assert accepted.accepted
    assert accepted.kind == "notice"
    assert [waiving(every).problem(one) for one in others] == others
    late = waiving(every, date(2027, 2, 1)).problem(missing)
    assert late.kind == "incomplete"
    assert "which is over" in late.message.en


@pytest.mark.parametrize(
    ("entry", "line", "why"),
    [
        ("{rule: s3-open, owner: o, expires: 2027-01-31}", 2, "missing key 'reason'"),
        ("{rule: s3-open, reason: r, owner: o}", 2, "missing key 'expires'"),
        ("{rule: s3-open, reason: r, expires: 2027-01-31}", 2, "missing key 'owner'"),
        ("{rule: s3-open, reason: '', owner: o, expires: 2027-01-31}", 2, "reason"),
        (f"{{{TERMS}}}", 2, "one of 'rule', 'control' and 'problem'"),
        (f"{{rule: s3-open, control: X, {TERMS}}}", 2, "one of 'rule'"),
        (f"{{rule: 's3-*', {TERMS}}}", 2, "needs a place"),
        (f"{{rule: '*', {TERMS}}}", 2, "needs a place"),
        (f"{{problem: lookup-unresolved, {TERMS}}}", 2, "at a 'path'"),
        (f"{{problem: rule-crashed, path: x, {TERMS}}}", 2, "problem is one of"),
        (f"{{rule: s3-open, construkt: x, {TERMS}}}", 2, "did you mean 'construct'"),
        (f"{{rule: s3-open, fingerprint: abc, {TERMS}}}", 2, "a fingerprint"),
        (f"{{rule: s3-open, tag: Team, {TERMS}}}", 2, "a mapping"),
        ("{rule: s3-open, reason: r, owner: o, expires: 31.1.2027}", 2, "a date (2027-12-31)"),
        ("{rule: s3-open, reason: r, owner: o, expires: 2027-02-30}", 2, "a date (2027-12-31)"),
        ("{rule: s3-open, reason: r, owner: o, expires: tomorrow}", 2, "a date (2027-12-31)"),
        ("{rule: s3-open, reason: r, owner: o, expires: 2027-01-31T00:00:00Z}", 2, "a date"),
        (f"{{rule: a, {TERMS}}}\n- {{rule: a, {TERMS}, ticket: T}}", 3, "the same as number 1"),
        ("just words", 2, "a mapping"),
        (f"{{rule: a, {TERMS}}}\n<<<<<<< HEAD", 3, "merge conflict"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, entry: str, line: int, why: str) -> None:
    """And then no waiver of the file counts: the gate stays closed."""
    found, mistakes = read(tmp_path, f"waivers:\n- {entry}\n")
    assert not found
    assert mistakes[0].kind == "configuration"
    assert mistakes[0].path == "waivers.yaml"
    assert mistakes[0].position
    assert mistakes[0].position.line == line
    assert why in mistakes[0].message.en


@pytest.mark.parametrize("text", ["", "# none\n", "waivers:\n", "waivers: []\n"])
def test_a_file_may_have_none(tmp_path: Path, text: str) -> None:
    """That is how it begins."""
    assert read(tmp_path, text) == ((), ())


def test_a_name_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    """Of a rule or a control, with what was probably meant."""
    every = waivers(tmp_path, "rule: s3-opne", "control: FSBP S3.99", "rule: s3-was-open")
    told = [*strangers(every, NAMES, ["FSBP S3.9"])]
    assert [problem.position for problem in told] == [Position(2, 4), Position(3, 4)]
    assert "did you mean 's3-open'" in told[0].message.en


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("A/*/C", ["A/B/C", "A//C"], ["A/B/B/C", "A/C", "xA/B/C"]),
        ("A/**/C", ["A/C", "A/B/C", "A/B/B/C"], ["A/BC", "AC"]),
        ("**/C", ["C", "A/C"], ["AC", "A/CC"]),
        ("A?", ["AB"], ["A", "A/", "ABC"]),
        ("[a]{b}\\E.$*", ["[a]{b}\\E.$", "[a]{b}\\E.$x"], ["a{b}\\E.$", "[a]b"]),
        ("${Token[TOKEN.1]}/*", ["${Token[TOKEN.1]}/x"], ["${Token[TOKENx1]}/x"]),
        ("plain", ["plain"], ["plainer", "Plain"]),
    ],
)
def test_a_glob_is_of_steps(pattern: str, fits: list[str], fails: list[str]) -> None:
    """One star stays within a step; brackets and braces are themselves."""
    assert [one for one in fits if not glob(pattern)(one)] == []
    assert [one for one in fails if glob(pattern)(one)] == []


def test_a_glob_of_a_stranger_takes_no_time() -> None:
    """Linear in the text, however many stars it has."""
    assert not glob("**a" * 40 + "b")("a" * 20_000)
