"""`evidence-csv`: every verdict is there, for each control that it is evidence of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from counting_csv import rows
from counting_evidence_csv import counted
from crowds import crowd
from frameworks_at_hand import PUBLIC_RULE, with_controls

from synthgate.model import Acceptance, Disposition, Status, Verdict, verbatim
from synthgate_reports.evidence_csv import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def read(report: Report, written: Written) -> list[dict[str, str]]:
    return rows(written("evidence-csv", report))


def test_a_verdict_has_a_row_for_each_control(report: Report, written: Written) -> None:
    """In every framework that its rule serves; one where it serves none."""
    made = with_controls(report)
    verdicts = [row for row in read(made, written) if row["kind"] == "verdict"]
    served = [row for row in verdicts if row["rule"] == PUBLIC_RULE]
    assert sorted({(row["framework"], row["control"]) for row in served}) == [
        ("ours", "A-1"),
        ("ours", "A-2"),
        ("theirs", "9.9"),
    ]
    of_public = [one for one in made.verdicts if one.rule.id == PUBLIC_RULE]
    assert len(served) == 3 * len(of_public)
    others = [row for row in verdicts if row["rule"] != PUBLIC_RULE]
    assert len(others) == len(made.verdicts) - len(of_public)
    assert {row["control"] for row in others} == {""}
    assert sum(row["status"] == "pass" for row in verdicts) == 3 * 3 + 2


def test_a_row_says_on_what_grounds_and_in_which_state(report: Report, written: Written) -> None:
    """Of the environment of its stack."""
    found = {
        (row["control"], row["resource"]): row
        for row in read(with_controls(report), written)
        if row["rule"] == PUBLIC_RULE
    }
    row = found["A-1", "Prod/Storage/Uploads/Resource"]
    assert (row["basis"], row["source"], row["control_state"]) == ("reviewed", "book", "not-met")
    assert (row["environment"], row["status"], row["weight"]) == ("production", "fail", "counts")
    assert (row["line"], row["stack"]) == ("12", "ProdStorage")
    passed = found["A-2", "Fine"]
    assert (passed["basis"], passed["status"], passed["line"]) == ("derived", "pass", "")
    accepted = found["A-2", "Legacy"]
    assert (accepted["weight"], accepted["owner"], accepted["expires"], accepted["ticket"]) == (
        "exception",
        "web team",
        "2027-03-31",
        "OPS-7",
    )
    assert found["A-1", "Made"]["weight"] == "cdk-made"


def test_what_a_mapping_is_not_about_serves_no_control(report: Report, written: Written) -> None:
    """It takes some types alone; the verdict is there all the same."""
    made = with_controls(report)
    (one,) = made.frameworks[1].controls
    mapping = replace(one.control.mappings[0], resources=("AWS::SQS::*",))
    apart = replace(one, control=replace(one.control, mappings=(mapping,)))
    framework = replace(made.frameworks[1], controls=(apart,))
    found = read(replace(made, frameworks=(framework,)), written)
    assert {row["control"] for row in found if row["kind"] == "verdict"} == {""}
    assert [row["control"] for row in found if row["kind"] == "control"] == ["9.9"]
    assert sum(row["rule"] == PUBLIC_RULE for row in found) == 6


def test_what_is_met_elsewhere_is_an_exception_of_that_control(
    report: Report, written: Written
) -> None:
    """The finding counts for the gate and for the other controls."""
    made = with_controls(report)
    (one,) = made.frameworks[1].controls
    first, *others = one.results[0].findings
    aside = first.set_aside(Disposition.WAIVED, Acceptance("dana", verbatim("central trail")))
    result = replace(one.results[0], findings=(aside, *others))
    softer = replace(made.frameworks[1], controls=(replace(one, results=(result,)),))
    found = read(replace(made, frameworks=(made.frameworks[0], softer)), written)
    rows_ = {row["control"]: row for row in found if row["fingerprint"] == first.fingerprint}
    assert rows_["9.9"]["weight"] == "exception"
    assert rows_["A-1"]["weight"] == "counts"
    assert {row["disposition"] for row in rows_.values()} == {"active"}


def test_what_is_tolerated_does_not_count(report: Report, written: Written) -> None:
    """Where the environment has it so."""
    made = with_controls(report)
    ours, theirs = made.frameworks
    (one,) = theirs.controls
    lenient = replace(one.results[0], tolerated=one.results[0].findings[:1])
    softer = replace(theirs, controls=(replace(one, results=(lenient, *one.results[1:])),))
    found = read(replace(made, frameworks=(ours, softer)), written)
    uploads = [row for row in found if row["resource"] == "Prod/Storage/Uploads/Resource"]
    weights = {(row["framework"], row["control"]): row["weight"] for row in uploads}
    assert weights["theirs", "9.9"] == "tolerated"
    assert weights["ours", "A-1"] == "counts"


def test_what_people_state_and_what_nobody_says_is_there(report: Report, written: Written) -> None:
    """A control without a row would seem not to be asked for."""
    every = read(with_controls(report), written)
    stated = [row for row in every if row["kind"] == "statement"]
    assert [(row["status"], row["stated_by"], row["valid_until"]) for row in stated] == [
        ("stated", "dana", "2027-01-30"),
        ("refused", "lee", "2026-04-01"),
    ]
    assert all(row["rule"] == "" and row["wanted"] for row in stated)
    assert [row["control"] for row in every if row["kind"] == "control"] == ["A-4"]


def test_a_finding_without_a_verdict_is_told(report: Report, written: Written) -> None:
    """And a verdict with several findings has a row for each."""
    bare = replace(report, verdicts=())
    assert counted(written("evidence-csv", bare)) == counted(written("evidence-csv", report))
    again = replace(report.findings[0], fingerprint="f" * 64)
    several = replace(report, findings=(*report.findings, again))
    assert counted(written("evidence-csv", several))["active"] == len(report.failures) + 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "a;=1"])
def test_no_name_is_a_formula(name: str, report: Report, written: Written) -> None:
    """Of a framework, a control, a person or a resource."""
    made = with_controls(report, name)
    odd = replace(made.findings[0].subject, construct_path=name, stack=name)
    verdict = Verdict(made.findings[0].rule, odd, Status.PASS)
    found = read(replace(made, verdicts=(verdict,)), written)
    assert any(name in value.replace("'", "") for row in found for value in row.values()) or (
        "'" in name
    )
    for row in found:
        for value in row.values():
            assert not any(FORMULA.match(part) for part in re.split(r'[;\t]["\s]*', value))


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_the_numbers_are_those_of_the_report(
    number: int, hostile: Report, written: Written
) -> None:
    """However many there are."""
    made = crowd(hostile, number)
    assert counted(written("evidence-csv", made)) == {
        "active": len(made.failures),
        "accepted": len(made.accepted_findings),
        "unknown": len(made.doubts),
        "problems": len(dict.fromkeys(made.serious_problems)),
    }


def test_columns_are_stable(report: Report, written: Written) -> None:
    """Whoever reads them by place goes by the first ones."""
    text = written("evidence-csv", report)
    assert text.split("\r\n")[0] == "\ufeff" + ",".join(f'"{name}"' for name in COLUMNS)
    assert COLUMNS[:5] == (
        "kind",
        "framework",
        "framework_version",
        "control",
        "control_state",
    )
