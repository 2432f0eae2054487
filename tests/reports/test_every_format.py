"""Laws that hold for every format."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import synthgate_reports
from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

formats = pytest.mark.parametrize("name", FORMATS)

# What may stand in a file for people: a line end, and whatever moves nothing.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe]")


def python(code: str, given: bytes = b"", **environ: str) -> bytes:
    """What a fresh interpreter prints that runs the code."""
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | path | environ,
    ).stdout


def test_the_same_report_gives_the_same_bytes(
    report: Report, hostile: Report, complete: Callable[[Report], Report]
) -> None:
    """Whoever stores reports can compare them: no order depends on the process."""
    code = (
        "import io, pickle, sys; from synthgate_reports import FORMATS; out = io.StringIO()\n"
        "for report in pickle.load(sys.stdin.buffer):\n"
        "  for write in FORMATS.values(): write(report, out)\n"
        "sys.stdout.buffer.write(out.getvalue().encode())"
    )
    given = pickle.dumps((complete(report), complete(hostile)))
    assert python(code, given, PYTHONHASHSEED="1") == python(code, given, PYTHONHASHSEED="2")


@formats
def test_any_name_becomes_utf_8(name: str, hostile: Report, written: Written) -> None:
    """A file name that is no UTF-8 costs no report."""
    text = written(name, hostile)
    assert text.encode().decode() == text
    assert text.endswith("\n")
    # RFC 4180 wants CRLF, and a spreadsheet a byte order mark.
    assert "\r" not in (text.replace("\r\n", "\n") if "csv" in name else text)


@formats
def test_an_empty_report_can_be_written(name: str, report: Report, written: Written) -> None:
    """Nothing scanned is a report too: it is the one somebody has to read."""
    empty = replace(report, templates=(), findings=(), verdicts=(), problems=())
    assert written(name, empty)


FOR_PEOPLE = (
    "text",
    "junit",
    "junit-gitlab",
    "markdown",
    "github",
    "csv",
    "evidence-csv",
    "concise",
    "gitlab-sast",
    "asff",
    "ocsf",
    "html",
)


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_nothing_invisible_reaches_a_person(name: str, hostile: Report, written: Written) -> None:
    """No escape sequence, no bidi override, no NUL from a template gets through."""
    assert not UNSEEN.search(written(name, hostile).replace("\r\n", "\n"))


@pytest.mark.parametrize("name", ["json", "sarif", "sarif-github", "results", "gitlab-codequality"])
def test_json_writes_out_what_a_terminal_would_obey(
    name: str, hostile: Report, written: Written
) -> None:
    """The same string to a program, and nothing that turns a line around when somebody looks."""
    text = written(name, hostile)
    assert not re.search("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert json.loads(text)


def test_formats_load_when_used() -> None:
    """A run that writes text pays for no other format."""
    code = (
        "import sys, synthgate_reports; "
        "lazy = ('synthgate_reports.', 'orjson', 'rich', 'jinja2', 'openpyxl'); "
        "print(*(m for m in sys.modules if m.startswith(lazy)))"
    )
    assert python(code).split() == []


def test_write_finds_the_format(report: Report, written: Written) -> None:
    """`write` is for those who have a name from a command line."""
    stream = io.StringIO()
    synthgate_reports.write("json", report, stream)
    assert stream.getvalue() == written("json", report)
