"""``--out-dir``: a set of files that are of one run, whatever happens to that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate_reports import FORMATS
from synthgate_reports.files import FILES, STREAMED, named_set

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}\n"
OTHER = BUCKET.replace("B:", "Other:")
SCAN = ("scan", "t.yaml", "--no-config")
MISUSED, INCOMPLETE = 2, 3


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def apart(folder: Path, code: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """A run of the program in a process of its own, with some Python before it."""
    (folder / "run.py").write_text(f"{code}\nfrom synthgate.cli import run\nrun()\n")
    return subprocess.run(
        [
            "bash",
            "-c",
            f'{before} exec "$0" run.py "$@"',
            sys.executable,
            *SCAN,
            "--out-dir",
            "out",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_every_format_has_a_file_or_is_for_a_stream() -> None:
    """In one place, and no two the same."""
    assert set(FORMATS) <= {*FILES, *STREAMED}
    assert not STREAMED.intersection(FILES)
    assert len({*FILES.values()}) == len(FILES)


def test_a_folder_gets_a_file_of_each_format(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Beside what else is wished for; the last lines say which."""
    ran = cli(*SCAN, "--out-dir", "new/out", files={"t.yaml": BUCKET})
    assert ran.code == 1
    assert "Gate closed" in ran.out
    written = content(tmp_path / "new" / "out")
    assert sorted(written) == sorted(named_set().values())
    assert all(written.values())
    lines = ran.err.splitlines()
    told = next(line for line in lines if "written into new/out: " in line)
    assert told.endswith(", ".join(named_set().values()))
    page = "report.html" in written
    assert lines[-1] == (
        "synthgate: to be opened in a browser: new/out/report.html" if page else told
    )
    again = cli("report", "new/out/results.json", "--no-config", "--out-dir", "again")
    assert again.code == 0
    kept = content(tmp_path / "again")
    assert kept.keys() == written.keys()
    assert kept["results.json"].count(b"AWS::S3::Bucket") == written["results.json"].count(
        b"AWS::S3::Bucket"
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--format", "json=out/report.json", "--out-dir", "out"), "two reports for"),
        (("--format", "json=./out/../out/report.sarif", "--out-dir", "out"), "two reports for"),
        (("--out-dir", "t.yaml"), "there is a file of that name"),
        (("--out-dir", "cdk.out"), "lies in the cloud assembly"),
    ],
)
def test_what_cannot_be_a_set_is_told_before_any_work(
    cli: Callable[..., Any], words: tuple[str, ...], why: str
) -> None:
    files = {"t.yaml": BUCKET, "cdk.out/manifest.json": "{}", "cdk.out/cdk.out": "{}"}
    ran = cli("scan", ".", *words, files=files)
    assert (ran.code, why in ran.err) == (MISUSED, True), ran.err
    assert ran.out == ""


def test_a_full_disk_leaves_the_set_of_before(cli: Callable[..., Any], tmp_path: Path) -> None:
    """All of it, and no draft."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    before = content(tmp_path / "out")
    (tmp_path / "t.yaml").write_text(OTHER)
    ran = apart(tmp_path, "", before="ulimit -f 20;")  # no file may have more than 20 KiB
    assert ran.returncode == MISUSED, ran.stderr
    assert "cannot be written: File too large" in ran.stderr
    assert "no report was written into out" in ran.stderr
    assert content(tmp_path / "out") == before


def test_a_kill_leaves_the_set_of_before(cli: Callable[..., Any], tmp_path: Path) -> None:
    """The next run sweeps what it has left."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    before = content(tmp_path / "out")
    (tmp_path / "t.yaml").write_text(OTHER)
    kill = "import os, synthgate_reports.junit as it\nit.write = lambda *_: os.kill(os.getpid(), 9)"
    assert apart(tmp_path, kill).returncode == -9
    left = content(tmp_path / "out")
    assert {name: left[name] for name in before} == before
    assert len(left) > len(before)
    assert cli(*SCAN, "--out-dir", "out").code == 1
    after = content(tmp_path / "out")
    assert after.keys() == before.keys()
    assert all(b"Other" in after[name] for name in ("report.json", "report.junit.xml"))


@pytest.mark.exhaustive
def test_a_format_that_breaks_has_no_file_of_another_run(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are of this one."""

    def broken(*_: object) -> None:
        raise RecursionError

    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    monkeypatch.setattr("synthgate_reports.junit.write", broken)
    ran = cli(*SCAN, "--out-dir", "out", files={"t.yaml": OTHER})
    assert ran.code == INCOMPLETE
    after = content(tmp_path / "out")
    assert sorted({*named_set().values()} - after.keys()) == ["report.junit.xml"]
    assert b"Other" in after["report.json"]


@pytest.mark.exhaustive
def test_a_folder_in_the_place_of_a_report_keeps_the_others(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """None of them is replaced."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    (tmp_path / "out" / "checklist.md").unlink()
    (tmp_path / "out" / "checklist.md").mkdir()
    before = (tmp_path / "out" / "report.json").read_bytes()
    ran = cli(*SCAN, "--out-dir", "out", files={"t.yaml": OTHER})
    assert ran.code == MISUSED
    assert "checklist.md: cannot be written: not a regular file" in ran.err
    assert (tmp_path / "out" / "report.json").read_bytes() == before
