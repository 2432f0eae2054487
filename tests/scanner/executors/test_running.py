"""Who scans is settled before anything is scanned, and what does not go together is told."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from synthgate import scanning
from synthgate.cli import Streams, main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders of one template, in which no rule is asked."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}\n")
    monkeypatch.chdir(tmp_path)

    def no_scan(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(scanning, "scan_unit", no_scan)
    return tmp_path


def told(*argv: str) -> str:
    """What is said to who is misused."""
    out, err = io.StringIO(), io.StringIO()
    assert main([*argv, "--no-config"], Streams(io.BytesIO(), out, err), {}) == 2
    return err.getvalue()


def test_without_what_writes_facts_no_scan_begins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told how to install that, and nothing is left behind."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    said = told("scan", "new", "--facts", "kept")
    assert said.startswith("synthgate: kept: ")
    assert "pip install 'synthgate[dask]'" in said
    assert not (folder / "kept").exists()


def test_facts_are_of_a_scan(folder: Path) -> None:
    """A comparison of two sides says how those of one of them are written."""
    assert "scan HEAD --against BASE" in told("diff", "old", "new", "--facts", "kept")
    assert not (folder / "kept").exists()


@pytest.mark.parametrize(
    "argv",
    [
        ("diff", "HEAD:old", "new"),
        ("diff", "old", "HEAD:new"),
        ("scan", "new", "--against", "HEAD:old"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_revision_is_not_looked_for_on_other_machines(argv: tuple[str, ...]) -> None:
    """Before any is asked to scan the other side."""
    said = told(*argv, "--executor", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert "HEAD:" in said
    assert "unpacked on this machine" in said
