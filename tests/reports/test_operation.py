"""What is filed of a framework: a cover, and each control with whether and how it is run."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from assessed_frameworks import with_frameworks
from openpyxl import load_workbook

from synthgate.model import ControlState, Operation, Organization, Signature
from synthgate_reports import operation, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Form, Report

    Written = Callable[..., str]

RULE = "synthgate: s3-bucket-public"
CHECKED = "checks of templates: 1 passed, 0 failed, 0 open, 0 accepted"
FILED = Organization("Acme =1+1", "Orders <b>", Signature("Dana", "2026-11-01"))


def filed(report: Report, form: Form | None = "operation", **runs: Operation) -> Report:
    """The report with a framework of which a statement is filed; `runs` by mode of control."""
    told = with_frameworks(report)
    (one,) = told.frameworks
    controls = tuple(
        replace(it, operation=runs.get(it.control.id.replace("-", "_"))) for it in one.controls
    )
    return replace(
        told, frameworks=(replace(one, form=form, organization=FILED, controls=controls),)
    )


def by_id(report: Report) -> dict[str, tuple[str, ...]]:
    (framework,) = report.frameworks
    return {row[1]: row for row in operation.rows(framework, report)}


def test_each_control_has_a_row_whoever_claims_it(report: Report) -> None:
    """What is met is run, what is not met is not, and of the rest nobody knows."""
    found = by_id(filed(report))
    assert {id_: row[3] for id_, row in found.items()} == {
        "AC-2(1)": "N",
        "164.312(a)(2)": "to be stated",
        "M-1": "to be stated",
        "M-2": "Y",
        "E 1": "Y",
        "E-1": "to be stated",
        "9.0": "to be stated",
        "9.1": "to be stated",
        "9.2": "to be stated",
    }
    assert found["9.0"][2] == "Title of 9.0"
    assert found["AC-2(1)"][4] == "to be stated"
    assert "Reviewed _all_ accounts (https://wiki.example.com/review; dana" in found["M-2"][7]
    assert "Old" not in found["M-1"][7]


def test_people_say_what_no_scan_knows(report: Report) -> None:
    """Whether it applies and why, how it is run, by which documents, and by whom."""
    runs = {
        "M_1": Operation(
            "M-1", is_implemented=True, how="By hand", documents=("P-1", "P-2"), owner="Security"
        ),
        "E_1": Operation("E-1", is_applicable=False, reason="No premises"),
    }
    found = by_id(filed(report, "operation", **runs))
    assert found["M-1"][3:] == ("Y", "", f"By hand\n{CHECKED}", "P-1\nP-2", RULE, "Security")
    assert found["E-1"][3:6] == (
        "N/A",
        "No premises",
        CHECKED,
    )
    assert found["E-1"][-1] == ""
    applied = by_id(filed(report, "applicability", **runs))
    assert applied["E-1"][3:6] == ("N", "No premises", "N")
    assert applied["M-2"][3:6] == ("to be stated", "to be stated", "Y")


def test_no_word_outweighs_a_failure(report: Report) -> None:
    """Neither that it is run, nor that it does not apply; an exception is no yes by itself."""
    for run in (
        Operation("x", is_implemented=True),
        Operation("x", is_applicable=False, reason="We say so"),
    ):
        told = filed(report)
        (framework,) = told.frameworks
        first, *_ = framework.controls
        for state, said in ((ControlState.NOT_MET, "N"), (ControlState.EXCEPTED, "to be stated")):
            asked = run if said == "N" else None
            one = replace(first, state=state, operation=asked)
            whole = replace(told, frameworks=(replace(framework, controls=(one,)),))
            assert by_id(whole)["AC-2(1)"][3] == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ControlState.NOT_MET, ("N", "to be stated")),
        (ControlState.EXCEPTED, ("to be stated", "")),
        (ControlState.UNKNOWN, ("to be stated", "")),
        (ControlState.NOT_ASSESSED, ("N/A", "We say so")),
    ],
)
def test_what_is_there_does_apply(
    report: Report, state: ControlState, said: tuple[str, str]
) -> None:
    """Also where its failure is accepted or not decided; why it would not is no reason then."""
    told = filed(report)
    (framework,) = told.frameworks
    run = Operation("x", is_applicable=False, reason="We say so")
    one = replace(framework.controls[0], state=state, operation=run)
    whole = replace(told, frameworks=(replace(framework, controls=(one,)),))
    assert by_id(whole)["AC-2(1)"][3:5] == said


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        (None, "to be signed"),
        (Signature("Dana"), "Dana, to be signed"),
        (Signature("Dana", "2126-11-02"), "Dana, 2126-11-02, to be signed"),
        (Signature("Dana", "2026-01-02"), "Dana, 2026-01-02"),
    ],
)
def test_nobody_has_signed_without_a_day(
    report: Report, signature: Signature | None, said: str
) -> None:
    """Nor on one that is still to come."""
    told = filed(replace(report, run=replace(report.run, as_of="2026-11-01")))
    (framework,) = told.frameworks
    one = replace(framework, organization=replace(FILED, author=signature))
    fact = next(it for it in operation.cover(one, told) if it.label == "written by")
    assert (fact.value, fact.is_open) == (said, said.endswith("to be signed"))


def opened(report: Report) -> Any:
    stream = io.BytesIO()
    write_bytes("xlsx", report, stream)
    return load_workbook(io.BytesIO(stream.getvalue()))


def test_the_workbook_has_a_cover_and_a_sheet(report: Report) -> None:
    """In Korean by the names of the form; of a framework without one there is none."""
    book = opened(replace(filed(report), language="ko"))
    assert {"표지 ours", "운영명세서 ours"} <= {*book.sheetnames}
    cover = [[cell.value for cell in row] for row in book["표지 ours"].iter_rows()]
    assert ["신청기관", "Acme =1+1"] in cover
    assert ["작성", "Dana, 2026-11-01"] in cover
    assert ["승인", "서명 필요"] in cover
    heads, *rows = book["운영명세서 ours"].iter_rows(values_only=True)
    assert heads == (
        "분야", "번호", "통제항목", "운영여부(Y, N, N/A)", "미운영·해당 없음 사유", "운영현황",
        "관련문서", "기록(증적자료)", "담당부서",
    )  # fmt: skip
    assert len(rows) == 9
    assert [one for one in opened(with_frameworks(report)).sheetnames if "ours" in one] == ["ours"]


def test_the_sheet_of_a_long_id_says_of_which_framework_it_is(report: Report) -> None:
    """A sheet's name has 31 characters."""
    told = filed(report, "applicability")
    (one,) = told.frameworks
    named = replace(told, frameworks=(replace(one, id="iso-27001-2022"),))
    assert "SoA iso-27001-2022" in opened(named).sheetnames


def test_the_page_has_it_and_its_title_no_gate(report: Report, written: Written) -> None:
    """At an address of its own, by which it is printed alone."""
    run = Operation("x", how="By hand\x1b<b>", documents=("P-1", "P-2"))
    text = written("html", filed(report, M_1=run))
    assert f"<td>By hand\\x1b&lt;b&gt;<br>{CHECKED}</td>" in text
    assert "<td>P-1<br>P-2</td>" in text
    assert '<details class="filed" id="ours/statement">' in text
    assert "<dd>Orders &lt;b&gt;</dd>" in text
    assert '<dd class="open">to be signed</dd>' in text
    assert '<title data-alone="Compliance report">' in text
    assert 'class="filed"' not in written("html", with_frameworks(report))
