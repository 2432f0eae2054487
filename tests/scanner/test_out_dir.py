"""``--out-dir``: a set of files that are of one run, whatever happens to that."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate_reports import FOLDERS, NAMES
from synthgate_reports.files import FILES, MANIFEST, STREAMED, named_set

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}\n"
OTHER = BUCKET.replace("B:", "Other:")
SCAN = ("scan", "t.yaml", "--no-config")
MISUSED, INCOMPLETE = 2, 3


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def is_whole(folder: Path) -> bool:
    """Whether the files are those of the manifest, as ``sha256sum --check`` finds."""
    lines = (line.partition("  ") for line in (folder / MANIFEST).read_text().splitlines())
    listed = {name: digest for digest, _, name in lines}
    found = {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if one.name in {*named_set().values()}
    }
    return listed == found


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
    assert {*NAMES} == {*FILES, *STREAMED, *FOLDERS}
    assert not STREAMED.intersection(FILES)
    assert len({*FILES.values()}) == len(FILES)


def test_a_folder_gets_a_file_of_each_format(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Beside what else is wished for; the last lines say which."""
    ran = cli(*SCAN, "--out-dir", "new/out", files={"t.yaml": BUCKET})
    assert ran.code == 1
    assert "Gate closed" in ran.out
    written = content(tmp_path / "new" / "out")
    assert sorted(written) == sorted((*named_set().values(), MANIFEST))
    assert is_whole(tmp_path / "new" / "out")
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
        (("--format", "json=out/MANIFEST.sha256", "--out-dir", "out"), "two reports for"),
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


KILL = """import os, pathlib
of_path = pathlib.Path.replace
left = [{after}]
def replace(self, target):
    if not left[0]:
        os.kill(os.getpid(), {signal})
    left[0] -= 1
    return of_path(self, target)
pathlib.Path.replace = replace
"""


TOGETHER = """from pathlib import Path
from synthgate.drafts import Together
with Together() as drafts:
    for name in ("a", "b", "list"):
        with drafts.draft(Path("set", name)) as stream:
            stream.write("new")
    drafts.put_in_place([Path("set", "gone")])
"""


@pytest.mark.parametrize(
    ("number", "new"),
    [(9, ["a"]), pytest.param(15, ["a", "b", "list"], id="15")],
)
def test_what_is_put_in_place_together_ends_with_the_list(
    tmp_path: Path, number: int, new: list[str]
) -> None:
    """Only what no process can refuse comes between, and then the list is of before."""
    (tmp_path / "set").mkdir()
    for name in ("a", "b", "list", "gone"):
        (tmp_path / "set" / name).write_text("old")
    command = [sys.executable, "-c", KILL.format(after=1, signal=number) + TOGETHER]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(command, cwd=tmp_path, env=environ, timeout=60, check=False)
    assert ran.returncode == -number
    there = {one.name: one.read_text() for one in (tmp_path / "set").iterdir()}
    assert [name for name in ("a", "b", "list") if there[name] == "new"] == new
    assert ("gone" in there) is (number == 9)


@pytest.mark.exhaustive
@pytest.mark.parametrize("after", [0, 1, 14])
def test_a_kill_between_two_files_shows_in_the_manifest(
    cli: Callable[..., Any], tmp_path: Path, after: int
) -> None:
    """A mixed set never is as it says; the next run makes it whole, and keeps all else."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET, "out/mine.txt": "mine"})
    before = content(tmp_path / "out")
    assert is_whole(tmp_path / "out")
    (tmp_path / "t.yaml").write_text(OTHER)
    assert apart(tmp_path, KILL.format(after=after, signal=9)).returncode == -9
    left = content(tmp_path / "out")
    replaced = sum(left[name] != before[name] for name in before)
    assert replaced == after
    assert is_whole(tmp_path / "out") is (after == 0)
    assert cli(*SCAN, "--out-dir", "out").code == 1
    assert is_whole(tmp_path / "out")
    assert content(tmp_path / "out").keys() == before.keys()


@pytest.mark.exhaustive
def test_who_is_asked_to_end_puts_the_rest_in_place_first(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """As a CI runner asks a job that is cancelled."""
    cli(*SCAN, "--out-dir", "out", files={"t.yaml": BUCKET})
    (tmp_path / "t.yaml").write_text(OTHER)
    assert apart(tmp_path, KILL.format(after=3, signal=15)).returncode == -15
    assert is_whole(tmp_path / "out")
    assert b"Other" in (tmp_path / "out" / "report.json").read_bytes()


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
    assert is_whole(tmp_path / "out")
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
