"""What reports for people tell of a change: what it comes to, then what goes, one by one."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>|`x`[l](javascript:y)\x1b[31m\r\n\u202e @me"
"""A name that would be a script, a cell, code, a link, a colour, a line, a mention."""
BUCKET = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Delete"}
TABLE = {"Type": "AWS::DynamoDB::Table"}
QUEUE = {"Type": "AWS::SQS::Queue"}


def written(tmp_path: Path, form: str, base: Any, head: Any, *options: str) -> str:
    """What a format tells of two templates."""
    for name, resources in (("base", base), ("head", head)):
        (tmp_path / name).mkdir(exist_ok=True)
        whole = json.dumps({"Resources": resources})
        (tmp_path / name / "t.json").write_text(whole, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    words = ["diff", str(tmp_path / "base"), str(tmp_path / "head"), "--no-config"]
    main([*words, "--format", form, *options], Streams(io.BytesIO(), out, err), {})
    assert out.getvalue(), err.getvalue()
    return out.getvalue()


CHANGED = (
    {"Data": TABLE, "Role": {"Type": "AWS::SNS::Topic"}, "Q": QUEUE, "Same": QUEUE},
    {"Q": {**QUEUE, "Properties": {"VisibilityTimeout": 60}}, "Same": QUEUE},
)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_it_comes_to_stands_before_what_goes_and_what_stays_is_not_told(
    tmp_path: Path, form: str
) -> None:
    """Data at risk first, then other deletions; an update is counted and not told."""
    told = written(tmp_path, form, *CHANGED)
    if form == "html":
        told = told[told.index('id="change"') : told.index('id="policy"')]
    assert "Data at risk: 1. Resources: 2 deleted, 1 updated in place." in told
    rows = [line for line in told.splitlines() if re.match(r"  deleted|\| deleted|<tr><td", line)]
    assert [("Data" in one, "Role" in one) for one in rows] == [(True, False), (False, True)]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_in_korean_nothing_is_left_in_english(tmp_path: Path, form: str) -> None:
    """What it comes to, what nobody knows, the heads of the columns."""
    told = written(tmp_path, form, *CHANGED, "--lang", "ko")
    assert "데이터 손실 위험: 1건. 리소스: 삭제 2개, 제자리 업데이트 1개." in told
    for english in ("What the change does", "at risk", "What is deployed", "what happens"):
        assert english not in told


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_hostile_names_do_nothing(tmp_path: Path, form: str) -> None:
    """They are text: no tag, no cell, no line, no colour of their own."""
    base = {f"A{HOSTILE}": BUCKET, "Kept": QUEUE, f"T{HOSTILE}": TABLE}
    told = written(tmp_path, form, base, {"Kept": QUEUE})
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\r" not in told
    if form == "html":
        assert "<script>alert" not in told
    if form == "markdown":
        rows = [line for line in told.splitlines() if line.startswith("| deleted")]
        cells = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
        assert cells == [6, 6]


def test_without_a_base_the_page_has_no_such_chapter(tmp_path: Path) -> None:
    """Nothing is known of a change."""
    (tmp_path / "t.json").write_text(json.dumps({"Resources": {"Q": QUEUE}}), encoding="utf-8")
    out = io.StringIO()
    words = ["scan", str(tmp_path / "t.json"), "--no-config", "--format", "html"]
    main(words, Streams(io.BytesIO(), out, io.StringIO()), {})
    assert 'id="change"' not in out.getvalue()


def test_a_hundred_harmless_changes_are_one_line(tmp_path: Path) -> None:
    """A reviewer is told so, and is shown nothing else of it."""
    base = {f"Q{number}": QUEUE for number in range(100)}
    head = {name: {**QUEUE, "Properties": {"VisibilityTimeout": 60}} for name in base}
    told = written(tmp_path, "text", base, head)
    section = told[: told.index("\n\n")].splitlines()
    assert section[0] == "What the change does"
    assert section[1].startswith("  Harmless: 100 updated in place;")
    assert len(section) == 3  # and what is not known here
