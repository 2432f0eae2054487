"""CSV: by RFC 4180, for spreadsheets, in which nothing of a template is computed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from counting_csv import rows
from crowds import crowd

from synthgate.model import verbatim
from synthgate_reports.csv_table import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

RECORD = re.compile(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*\r\n')
"""A record of RFC 4180 (section 2), every field of which is in quotes."""
FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
EVIL = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1",
    '"=1',
    "'=1",
    "a;=1",
    'a;"=1',
)


def named(report: Report, name: str) -> Report:
    subject = replace(report.findings[0].subject, logical_id=name, construct_path=None, stack=name)
    one = replace(report.findings[0], message=verbatim(name), subject=subject)
    return replace(report, findings=(one,))


def test_it_is_as_the_standard_says(report: Report, hostile: Report, written: Written) -> None:
    """One line of names, as many fields in each record, CRLF behind each, the last included."""
    for one in (report, hostile, crowd(hostile, 300)):
        text = written("csv", one)
        assert text[0] == "\ufeff"
        records = RECORD.findall(text[1:])
        assert "".join(records) == text[1:]
        assert {tuple(row) for row in rows(text)} <= {COLUMNS}
        assert all(None not in row.values() for row in rows(text))
        assert len(records) == len(rows(text)) + 1


@pytest.mark.parametrize("name", EVIL)
def test_no_name_is_a_formula(name: str, report: Report, written: Written) -> None:
    """Neither in a field nor behind a semicolon, at which some spreadsheets part fields."""
    for row in rows(written("csv", named(report, name))):
        for value in row.values():
            parts = re.split(r'[;\t]["\s]*', value)
            assert not any(FORMULA.match(part) for part in parts)


def test_a_name_is_kept(report: Report, written: Written) -> None:
    """But for the apostrophe."""
    (row,) = [row for row in rows(written("csv", named(report, "=1+1"))) if row["status"] == "fail"]
    assert row["message"] == row["resource"] == row["stack"] == "'=1+1"
    (row,) = [
        row for row in rows(written("csv", named(report, "a-b=c"))) if row["status"] == "fail"
    ]
    assert row["message"] == "a-b=c"


def test_no_field_is_longer_than_a_cell(report: Report, written: Written) -> None:
    """Excel has 32,767 UTF-16 units for one."""
    text = written("csv", named(report, "\U0001f600" * 1_000_000))
    assert (
        max(len(value.encode("utf-16-le")) // 2 for row in rows(text) for value in row.values())
        < 32_767
    )


def test_what_is_set_aside_has_its_reason(report: Report, written: Written) -> None:
    """An auditor filters by it."""
    (row,) = [row for row in rows(written("csv", report)) if row["disposition"] == "waived"]
    assert (row["status"], row["severity"], row["closes_gate"]) == ("fail", "critical", "no")
    assert [row[name] for name in ("accepted_by", "reason", "owner", "expires", "ticket")] == [
        "waivers.yaml",
        "public web site",
        "web team",
        "2027-03-31",
        "OPS-7",
    ]


def test_words_are_in_the_language_and_keys_are_not(report: Report, written: Written) -> None:
    """So that a filter works in both."""
    english = rows(written("csv", report))
    korean = rows(written("csv", replace(report, language="ko")))
    for key in ("status", "disposition", "severity", "rule", "file", "fingerprint"):
        assert [row[key] for row in english] == [row[key] for row in korean]
    assert "버킷을 누구나 읽을 수 있음" in {row["title"] for row in korean}
