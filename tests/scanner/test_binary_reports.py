"""Reports that are no text: into files and pipes, never onto a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from synthgate.cli import main
from synthgate.output import Streams

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUCKET = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}\n"
SCAN = ("scan", "t.yaml", "--no-config")
MISUSED = 2


def sheets(content: bytes) -> list[str]:
    return load_workbook(io.BytesIO(content)).sheetnames


def test_a_file_gets_the_bytes(cli: Callable[..., Any], tmp_path: Path) -> None:
    """With the checklist, which it has a place for; the gate is told beside it."""
    ran = cli(*SCAN, "--format", "xlsx=new/r.xlsx", files={"t.yaml": BUCKET})
    assert (ran.code, ran.out) == (1, "")
    assert "Gate closed" in ran.err
    names = sheets((tmp_path / "new" / "r.xlsx").read_bytes())
    assert names[:3] == ["Summary", "production-checklist", "Findings"]
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["r.xlsx"]


def test_a_pipe_gets_the_bytes(tmp_path: Path) -> None:
    """Whoever leads them on; whatever is said of colour."""
    (tmp_path / "t.yaml").write_text(BUCKET)
    words = [sys.executable, "-m", "synthgate", *SCAN, "--format", "xlsx", "--color", "always"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 1, ran.stderr
    assert "Findings" in sheets(ran.stdout)


def test_a_terminal_gets_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is told before any work, with the way out."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(BUCKET)
    ours, terminal = pty.openpty()
    err = io.StringIO()
    with os.fdopen(terminal, "w") as out, os.fdopen(ours):
        for colour in ("never", "always"):
            words = (*SCAN, "--format", "xlsx", "--color", colour)
            assert main(words, Streams(io.BytesIO(), out, err), {}) == MISUSED
    assert "give it a file, as in --format xlsx=report.xlsx" in err.getvalue()


@pytest.mark.parametrize("file", ["", "=-", "=/dev/stdout"])
def test_a_stream_of_text_gets_none(cli: Callable[..., Any], file: str) -> None:
    """Whoever has the program in theirs."""
    ran = cli(*SCAN, "--format", f"xlsx{file}", files={"t.yaml": BUCKET})
    assert (ran.code, ran.out) == (MISUSED, "")
    assert "xlsx is no text" in ran.err


def test_what_it_needs_is_told(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By name before any work; of a folder it is the one that is left out, and old ones go."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    assert (tmp_path / "out" / "report.xlsx").exists()

    def absent(name: str) -> None:
        assert name == "openpyxl"

    monkeypatch.setattr("synthgate_reports.find_spec", absent)
    ran = cli(*SCAN, "--format", "xlsx=r.xlsx")
    assert ran.code == MISUSED
    assert "xlsx needs openpyxl: pip install 'synthgate[xlsx]'" in ran.err
    ran = cli(*SCAN, "--out-dir", "out")
    assert ran.code == 1
    assert "xlsx needs openpyxl: pip install 'synthgate[xlsx]'" in ran.err
    assert not (tmp_path / "out" / "report.xlsx").exists()
    assert (tmp_path / "out" / "report.json").exists()


def test_stored_results_become_one(cli: Callable[..., Any], tmp_path: Path) -> None:
    """With the same bytes as of the scan, but for what tells of the results."""
    words = ("--format", "results=r.json", "--format", "evidence-csv=e.csv")
    cli(*SCAN, *words, files={"t.yaml": BUCKET})
    again = ("--format", "xlsx=r.xlsx", "--format", "evidence-csv=again.csv")
    ran = cli("report", "r.json", "--no-config", *again)
    assert ran.code == 0, ran.err
    assert "production-checklist" in sheets((tmp_path / "r.xlsx").read_bytes())
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "e.csv").read_bytes()


def test_a_rule_that_a_framework_alone_asks_for_is_evidence(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """As many checks as the control counts, which the profile leaves out."""
    words = ("--framework", "fsbp", "--format", "json=r.json", "--format", "evidence-csv=e.csv")
    bucket = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
    cli(*SCAN, "--exclude", "s3-bucket-tls-*", *words, files={"t.yaml": bucket})
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["weight"] == "counts"]
    said = Counter((row["control"], row["status"]) for row in rows)
    (framework,) = json.loads((tmp_path / "r.json").read_text())["frameworks"]
    for control in framework["controls"]:
        for result in control["environments"]:
            checks = result["checks"]
            assert said[control["id"], "pass"] == checks["pass"]
            assert said[control["id"], "fail"] == checks["fail"]
    assert {row["asked_by"] for row in rows} == {"profile", "framework"}
