"""What a run writes: exit codes that no pipe changes, files that appear whole."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from synthgate import guard, output
from synthgate.cli import Streams, main

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


BAD = (
    "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n"
    "    Properties: {AccessControl: PublicRead}\n"
)
BROKEN = "Resources: ["
CLOSED, MISUSED, INCOMPLETE = 1, 2, 3


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "S": f"{sys.executable} -m synthgate"},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "broken.yaml").write_text(BROKEN)
    return tmp_path


@pytest.mark.parametrize(("file", "code"), [("bad", CLOSED), ("broken", INCOMPLETE)])
@pytest.mark.parametrize(
    "streams",
    [
        "2>&1 >/dev/null | true",
        pytest.param("2>&1 | true", marks=pytest.mark.exhaustive),
        pytest.param("2>/dev/null | true", marks=pytest.mark.exhaustive),
        "2>&1 | head -c 1",
        pytest.param(">&-", marks=pytest.mark.exhaustive),
        "2>&-",
        pytest.param(">&- 2>&-", marks=pytest.mark.exhaustive),
        "<&- >&- 2>&-",
        "2>/dev/full",
    ],
)
def test_no_stream_changes_the_code(folder: Path, file: str, code: int, streams: str) -> None:
    """Whichever reader has gone, the code is the gate's, and the files are written."""
    for form in ("--format json=x.json", "--format text --format json=x.json"):
        (folder / "x.json").unlink(missing_ok=True)
        ran = shell(f"$S scan {file}.yaml {form} {streams}; exit ${{PIPESTATUS[0]}}", folder)
        assert ran.returncode == code
        assert json.loads((folder / "x.json").read_text())["gate"]["exit_code"] == code
        assert "Traceback" not in ran.stderr + ran.stdout


def test_a_listing_whose_reader_has_gone_keeps_its_code(folder: Path) -> None:
    """``rules test`` finds a mistake, whoever reads of it."""
    ran = shell("$S rules lint . 2>&1 | true; exit ${PIPESTATUS[0]}", folder)
    assert ran.returncode == 2


def test_a_listing_that_cannot_be_written_is_no_success(folder: Path) -> None:
    """A full disk behind standard output."""
    ran = shell("$S rules list >/dev/full", folder)
    assert ran.returncode == MISUSED
    assert "No space left" in ran.stderr


def test_what_breaks_inside_is_no_closed_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own: where it was, where to report it, and code 3 in place of Python's 1."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("synthgate.pipeline.run", broken)
    streams = Streams(io.BytesIO(), io.StringIO(), err := io.StringIO())
    assert main(["scan", "-"], streams) == INCOMPLETE
    assert "ZeroDivisionError: by nothing (at synthgate.cli:" in err.getvalue()
    assert guard.ISSUES in err.getvalue()


def test_a_format_that_breaks_keeps_no_other_from_being_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report of which one format can make nothing is incomplete; the rest is there."""

    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("synthgate_reports.sarif.write", broken)
    monkeypatch.chdir(folder)
    streams = Streams(io.BytesIO(), io.StringIO(), err := io.StringIO())
    wishes = ["--format=sarif=x.sarif", "--format=json=x.json"]
    assert main(["scan", "bad.yaml", *wishes], streams) == INCOMPLETE
    assert "sarif: synthgate itself broke" in err.getvalue()
    assert json.loads((folder / "x.json").read_text())["gate"]["exit_code"] == CLOSED
    assert not (folder / "x.sarif").exists()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "out"])
@pytest.mark.parametrize("way", ["> out", "| cat > out"])
def test_standard_output_by_another_name_is_written_and_not_replaced(
    folder: Path, name: str, way: str
) -> None:
    """Neither a device, nor a link to one, nor the file behind it becomes another file."""
    if (name, way) == ("out", "| cat > out"):
        pytest.skip("a file of that name is not standard output then")
    (folder / "link").symlink_to("/dev/stdout")
    before = os.lstat("/dev/stdout")
    ran = shell(f"$S scan bad.yaml --format json={name} {way}; exit ${{PIPESTATUS[0]}}", folder)
    assert ran.returncode == CLOSED, ran.stderr
    assert json.loads((folder / "out").read_text())["gate"]["exit_code"] == CLOSED
    assert os.lstat("/dev/stdout").st_ino == before.st_ino
    assert (folder / "link").is_symlink()


def test_two_reports_for_standard_output_are_refused_by_any_name(folder: Path) -> None:
    """Half of one and half of the other is none."""
    assert shell("$S scan bad.yaml --format text --format json=/dev/stdout", folder).returncode == 2


def test_a_pipe_is_written_to(folder: Path) -> None:
    """A named pipe, and a descriptor that the shell has opened."""
    ran = shell(
        "mkfifo p; cat p > got & $S scan bad.yaml --format json=p; wait; "
        "$S scan bad.yaml --format json=/dev/fd/3 3> got3; ls -l p got3",
        folder,
    )
    assert json.loads((folder / "got").read_text())["gate"]["exit_code"] == CLOSED
    assert json.loads((folder / "got3").read_text())["gate"]["exit_code"] == CLOSED
    assert stat.S_ISFIFO((folder / "p").stat().st_mode), ran.stdout


def test_a_link_stays_and_its_target_is_written(folder: Path) -> None:
    """Links are followed first; the draft lies beside the target, whose permissions stay."""
    target = folder / "deep" / "x.json"
    target.parent.mkdir()
    target.write_text("old")
    target.chmod(0o600)
    (folder / "link.json").symlink_to(target)
    assert shell("$S scan bad.yaml --format json=link.json", folder).returncode == CLOSED
    assert (folder / "link.json").is_symlink()
    assert json.loads(target.read_text())["schema_version"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["x.json"]


def test_the_draft_of_a_killed_run_is_swept_by_the_next(folder: Path) -> None:
    """And that of a run which is still at work is left alone."""
    path = folder / "x.json"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom synthgate import drafts\n"
        "draft, descriptor = drafts._draft(Path(sys.argv[1]))\n"
        "print(draft.name, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        name = writer.stdout.readline().strip()
        with output.opened(str(path), Streams(None, sys.stdout, sys.stderr)) as stream:  # type: ignore[arg-type]
            stream.write("whole")
        assert (folder / name).exists()
        writer.send_signal(signal.SIGKILL)
    assert (folder / name).exists()
    assert shell("$S scan bad.yaml --format json=x.json", folder).returncode == CLOSED
    assert not [path for path in folder.iterdir() if path.suffix == ".part"]


def test_a_name_as_long_as_names_may_be_is_written(folder: Path) -> None:
    """255 bytes, of which the draft's name needs some for itself."""
    name = "가" * 84 + "xyz"
    assert shell(f"$S scan bad.yaml --format json={name}", folder).returncode == CLOSED
    assert json.loads((folder / name).read_text())["schema_version"]


def test_runs_at_the_same_time_leave_one_whole_report(folder: Path) -> None:
    """Six writers of one file, which is always that of one of them."""
    command = "for i in 1 2 3 4 5 6; do $S scan bad.yaml --format json=x.json & done; wait"
    shell(command, folder)
    assert json.loads((folder / "x.json").read_text())["gate"]["exit_code"] == CLOSED
    assert sorted(path.name for path in folder.iterdir()) == ["bad.yaml", "broken.yaml", "x.json"]


COMMANDS = ("::stop-commands::x", "##[error]x", "##vso[task.complete result=Succeeded]")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "checklist"])
def test_nothing_that_a_template_holds_commands_a_runner(folder: Path, form: str) -> None:
    """Names, excerpts and messages, on standard output and on standard error."""
    bodies = {name: {"Type": "AWS::S3::Bucket", "\n": name} for name in COMMANDS}
    broken = {f"x{name}": {"Type": 1} for name in COMMANDS}
    text = json.dumps({"Resources": bodies | broken}, indent=0)
    (folder / "t.json").write_text(text)
    (folder / "::set-output name=x::y.json").write_text("{")
    for words in (f"--format {form}", f"--format {form}=/dev/null"):
        ran = shell(f"$S scan t.json '::set-output name=x::y.json' {words}", folder)
        assert ran.returncode == INCOMPLETE
        lines = (ran.stdout + ran.stderr).splitlines()
        assert not [line for line in lines if line.lstrip().startswith("::")]
        assert not [line for line in lines if "##[" in line or "##vso[" in line]
    ran = shell("$S explain t.json --resource '::stop-commands::x'", folder)
    assert not [line for line in ran.stdout.splitlines() if line.lstrip().startswith("::")]
