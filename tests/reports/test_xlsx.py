"""`xlsx`: a workbook in which nothing is computed, and everything leads somewhere."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from counting_xlsx import counted, table
from crowds import crowd
from frameworks_at_hand import with_controls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_odd_texts import odd, with_odd_texts

from synthgate.model import Provenance, Stamp, Status, Subject, Verdict, verbatim
from synthgate_reports import BINARY, write_bytes
from synthgate_reports.xlsx import book as books
from synthgate_reports.xlsx.book import Book, Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = (
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "\uff1d1",
    "safe\u202egnp.exe",
    "_x0041_",
    "\x1b[31m\x00\x07",
    "\ud800",
    "\ufffe",
    " leading",
    "<is><t>&amp;",
    "two\nlines",
    "",
)


def written(report: Report) -> bytes:
    stream = BytesIO()
    write_bytes("xlsx", report, stream)
    return stream.getvalue()


def opened(report: Report) -> Any:
    return load_workbook(BytesIO(written(report)))


def named(report: Report, name: str) -> Report:
    """Whatever a stranger names, named so."""
    made = with_controls(report, name)
    there = replace(made.findings[0].subject, construct_path=name, stack=name, type=name)
    one = replace(made.findings[0], subject=there, message=verbatim(name))
    verdict = Verdict(one.rule, replace(there, logical_id=name), Status.PASS)
    return replace(made, findings=(one, *made.findings[1:]), verdicts=(verdict,))


def test_a_sheet_for_each_part(report: Report) -> None:
    """Of the frameworks by their ids; the first row stays in sight, and rows can be filtered."""
    book = opened(with_controls(report))
    assert book.sheetnames == [
        "Summary",
        "ours",
        "theirs",
        "Findings",
        "Passes",
        "Accepted",
        "Evidence",
        "Problems",
    ]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[one].width > 5 for one in "ABC")


def test_the_summary_has_the_gate_the_origin_and_totals(report: Report) -> None:
    """At each group, and in each environment; no percentage anywhere."""
    stamp = Stamp("2026-11-23T09:00:00Z", "0123456789" * 4)
    run = replace(report.run, origin=Provenance("high", stamp=stamp))
    book = opened(with_controls(replace(report, run=run)))
    rows = [
        [value for value in row if value is not None]
        for row in book["Summary"].iter_rows(values_only=True)
    ]
    assert ["Gate incomplete", "incomplete: 1 template could not be read"] in rows
    assert ["faults that count", 3] in rows
    assert ["dated", "2026-11-23T09:00:00Z"] in rows
    assert ["the whole app", 1, 0, 2, 0, 1, 0, 0, 0, 4] in rows
    assert ["    Chapter", 1, 0, 2, 0, 1, 0, 0, 0, 4] in rows
    assert [f"{'    ' * 2}a.1 dana", 1, 0, 2, 0, 0, 0, 0, 0, 3] in rows
    assert ["    source", "A book (abc123; MIT)", "https://book.example"] in rows
    assert not any("%" in str(value) for row in rows for value in row)
    assert book.properties.modified.isoformat() == "2026-11-23T09:00:00"


def test_a_control_says_all_that_is_known_of_it(report: Report) -> None:
    """Its states, why, on what grounds, what is accepted and until when, and what is stated."""
    reviewed, derived, manual, silent = table(opened(with_controls(report)), "ours")
    assert (reviewed["state"], reviewed["state: production"]) == ("not met", "not met")
    assert reviewed["state: no environment told"] == "not applicable"
    assert "production: 2 of 5 checks failed" in reviewed["why it is in this state"]
    assert reviewed["group"] == "Chapter › a.1 dana"
    assert (reviewed["checks passed"], reviewed["checks failed"]) == (2, 2)
    assert (reviewed["findings accepted"], reviewed["findings that count"]) == (1, 2)
    accepted = reviewed["what is accepted, by whom, until when"]
    assert accepted == (
        "s3-bucket-public, Legacy: accepted in waivers.yaml: public web site "
        "(owner web team, expires 2027-03-31, see OPS-7)"
    )
    assert reviewed["resources checked"].startswith("3: Prod/Storage/Uploads/Resource, ")
    grounds = "rules mapped to it, and on what grounds"
    assert reviewed[grounds] == "reviewed: s3-bucket-public (source: A book) abc123"
    assert derived[grounds].startswith("derived, not reviewed through FSBP S3.8: ")
    assert "dana: dana, 2026-11-01, until 2027-01-30" in manual["evidence"]
    assert "does not count: old: lee, 2026-01-01; expired" in manual["evidence"]
    assert manual["what is to be stated"] == "The last review"
    assert (silent["control"], silent["state"]) == ("A-4", "not assessed")


def test_a_state_is_a_word_and_a_colour(report: Report) -> None:
    """Nobody needs to see the colour; each state that presses has another one."""
    sheet = opened(with_controls(report))["ours"]
    colours = {row[5].value: row[5].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)}
    assert len({*colours.values()}) == len(colours) == 3


def test_rows_lead_to_each_other(report: Report) -> None:
    """A control to its findings, a finding to its control, and to the page of its rule."""
    book = opened(with_controls(report))
    links = {
        cell.value: cell.hyperlink
        for sheet in ("ours", "Findings", "Evidence", "Accepted")
        for row in book[sheet].iter_rows(min_row=2)
        for cell in row
        if cell.hyperlink
    }
    assert links["s3-bucket-public"].target == report.findings[0].rule.link
    assert links["ours A-1; ours A-2; theirs 9.9"].location == "'ours'!A2"
    assert links["https://proof.example/3"].target == "https://proof.example/3"
    assert links["A-3"].location == "'ours'!A4"
    assert links[2].location == "'Findings'!A2"
    assert links[1].location == "'Accepted'!A2"
    assert table(book, "Findings")[0]["rule"] == "s3-bucket-public"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share"])
def test_no_link_leads_where_something_runs(link: str, report: Report) -> None:
    """Only to the web."""
    rule = replace(report.findings[0].rule, link=link)
    book = opened(replace(report, findings=(replace(report.findings[0], rule=rule),)))
    assert not any(
        cell.hyperlink and cell.hyperlink.target
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", EVIL)
def test_no_name_is_computed_and_none_is_lost(name: str, report: Report) -> None:
    """No formula in any part, no error, and what a cell may not have is written out."""
    content = written(named(report, name))
    with ZipFile(BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                root = ElementTree.fromstring(archive.read(part))  # noqa: S314 - ours
                kinds = {cell.get("t") for cell in root.iter(f"{SHEET}c")}
                assert kinds <= {"inlineStr", "n", None}
                assert not [*root.iter(f"{SHEET}f")]
    book = load_workbook(BytesIO(content))
    (row,) = (it for it in table(book, "Findings") if it["line"] == 12)
    shown = name.encode("unicode_escape", "surrogatepass").decode()
    if name.isascii() and name.isprintable() and not re.search("_x", name):
        assert row["type"] == (name or None)
    elif name == "_x0041_":  # Excel and LibreOffice read it so; openpyxl leaves the escape
        assert row["type"] == "_x005F_x0041_"
    elif not name.isprintable():
        assert row["type"] == shown
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.value[:1] in {*"=+-@#"}:
                    assert cell.quotePrefix


def test_a_cell_has_no_more_than_excel_takes(report: Report) -> None:
    """How much was cut is said."""
    for long in ("x" * 40_000, "\U0001f600" * 40_000, "_x0041_" * 40_000, "=" * 40_000):
        there = replace(report.findings[0].subject, construct_path=long)
        one = replace(report.findings[0], subject=there)
        book = opened(replace(report, findings=(one,)))
        value = table(book, "Findings")[0]["resource"]
        assert len(value.encode("utf-16-le")) // 2 <= 32_767
        assert value.endswith(f"… (+{len(long) - 16_000})")


def test_names_of_sheets_are_legal(report: Report) -> None:
    """Whatever frameworks are called: 31 characters, none of Excel's, no two alike."""
    ids = ["a/b:c*d?e[f]", "findings", "x" * 80, "x" * 81, "'", "", "History", "\U0001f600" * 40]
    made = with_controls(report)
    frameworks = tuple(replace(made.frameworks[1], id=one) for one in ids)
    names = opened(replace(made, frameworks=frameworks)).sheetnames
    assert len({one.casefold() for one in names}) == len(names) == len(ids) + 6
    for one in names:
        assert 0 < len(one.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", one)
        assert not one.startswith("'")
        assert not one.endswith("'")
        assert one.casefold() != "history"


def test_what_has_no_room_is_counted(monkeypatch: pytest.MonkeyPatch, hostile: Report) -> None:
    """In the last row that there is."""
    monkeypatch.setattr(books, "MOST_ROWS", 10)
    monkeypatch.setattr("synthgate_reports.xlsx.plan.MOST_ROWS", 10)
    made = crowd(hostile, 300)
    sheet = opened(made)["Findings"]
    assert sheet.max_row == 10
    number = len(made.failures) + len(made.doubts) - 8
    assert sheet.cell(10, 1).value == (
        f"{number} more have no room here: --format evidence-csv=FILE has all"
    )


def test_links_beyond_those_of_excel_are_texts(
    monkeypatch: pytest.MonkeyPatch, hostile: Report
) -> None:
    """65,530 a sheet."""
    monkeypatch.setattr(books, "MOST_LINKS", 7)
    sheet = opened(crowd(hostile, 50))["Findings"]
    linked = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert len(linked) == 7
    assert sheet.cell(40, 6).value.startswith("s3-bucket-public")


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_the_numbers_are_those_of_the_report(number: int, hostile: Report) -> None:
    """However many there are."""
    made = crowd(hostile, number)
    assert counted(written(made)) == {
        "active": len(made.failures),
        "accepted": len(made.accepted_findings),
        "unknown": len(made.doubts),
        "problems": len(dict.fromkeys(made.serious_problems)),
    }


def test_every_pass_has_its_row(report: Report) -> None:
    """With the controls that it is evidence for."""
    made = with_controls(report)
    rows = table(opened(made), "Passes")
    assert len(rows) == sum(one.status is Status.PASS for one in made.verdicts)
    fine = next(row for row in rows if row["resource"] == "Fine")
    assert fine["controls"] == "ours A-1; ours A-2; theirs 9.9"
    assert {row["whose resource it is"] for row in rows} == {"the program's", "made by the CDK"}


def test_korean(report: Report) -> None:
    """No heading and no name of a sheet is left in English."""
    made = replace(with_controls(report), language="ko", frameworks=())
    book = opened(made)
    assert book.sheetnames == ["요약", "조사 결과", "통과", "수용", "증적", "문제"]
    for sheet in book.worksheets[1:]:
        heads = [cell.value for cell in sheet[1]]
        assert all(re.search("[가-힣]", head) for head in heads), heads


def test_the_same_report_gives_the_same_bytes(report: Report, hostile: Report) -> None:
    """On another day, too: nothing in it is of the clock or of the process."""
    code = (
        "import io, pickle, sys; from synthgate_reports import BINARY; out = io.BytesIO()\n"
        "for report in pickle.load(sys.stdin.buffer):\n"
        "  for write in BINARY.values(): write(report, out)\n"
        "sys.stdout.buffer.write(out.getvalue())"
    )
    reports = (with_controls(report), hostile)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(reports),
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "2"},
    )
    assert ran.stdout == b"".join(written(one) for one in reports)
    with ZipFile(BytesIO(written(report))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(data=st.data())
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field_is_written(data: st.DataObject, report: Report) -> None:
    """As a workbook that can be read."""
    words = data.draw(st.lists(odd, min_size=1, max_size=5))
    count = iter(range(10**9))
    texts: Callable[[], str] = lambda: words[next(count) % len(words)]  # noqa: E731
    assert opened(with_odd_texts(with_controls(report), texts)).sheetnames


def test_every_binary_format_writes_something(report: Report) -> None:
    """Of an empty report, too."""
    empty = replace(report, templates=(), findings=(), verdicts=(), problems=())
    for write in BINARY.values():
        stream = BytesIO()
        write(empty, stream)
        assert stream.getvalue()


def test_a_row_may_have_less_than_its_columns() -> None:
    """What is not said is an empty cell."""
    book = Book("t", "c", 0)
    sheet = book.sheet(book.name("s"), [Column("a"), Column("b")])
    sheet.add(["x"])
    sheet.close()
    stream = BytesIO()
    book.write(stream)
    rows = [*load_workbook(stream)["s"].iter_rows(values_only=True)]
    assert rows == [("a", "b"), ("x", None)]


def test_two_resources_of_one_name_are_two(report: Report) -> None:
    """Stacks apart."""
    other = Subject("Legacy", "AWS::S3::Bucket", "other.yaml", None, "Other")
    verdict = Verdict(report.findings[0].rule, other, Status.PASS)
    rows = table(opened(replace(report, verdicts=(*report.verdicts, verdict))), "Passes")
    assert [row["stack"] for row in rows if row["logical ID"] == "Legacy"] == [None, "Other"]
