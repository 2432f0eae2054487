"""``synthgate synth --watch``: an app is run again when it changes, and what is new is told."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import synth as infra_runner
from synthgate.errors import UsageError
from synthgate.synth import changes
from synthgate.synth.beside import MOST_LINES
from synthgate.synth.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("watchfiles")

PYTHON = sys.executable
OPEN = {
    "Type": "AWS::EC2::SecurityGroup",
    "Properties": {
        "GroupDescription": "d",
        "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
        ],
    },
}
QUEUE = {"Type": "AWS::SQS::Queue"}
APP = """
import json, os, pathlib, sys
resources = json.loads(pathlib.Path("wish.json").read_text())
out = pathlib.Path(os.environ["CDK_OUTDIR"])
(out / "cdk.out").write_text("{}")
stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}
(out / "t.json").write_text(json.dumps({"Resources": resources}))
(out / "manifest.json").write_text(json.dumps({"version": "39.0.0", "artifacts": {"S": stack}}))
"""
"""A program that writes an assembly of what a file names, without the CDK."""
SECONDS = 30.0


class Watching:
    """A watch that goes on, and what it says."""

    def __init__(self, folder: Path, *argv: str, **environ: str) -> None:
        self.folder = folder
        command = [PYTHON, "-m", "synthgate", "synth", "--watch", "--no-config", *argv]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A shell's background jobs ignore it, and so would what they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.decode().rstrip("\n"))
        self._lines.put("(the end)")

    def until(self, words: str = "waiting for a change") -> list[str]:
        """What is said, up to some words."""
        said: list[str] = []
        limit = time.monotonic() + SECONDS
        while not said or words not in said[-1]:
            try:
                said.append(self._lines.get(timeout=limit - time.monotonic()))
            except (queue.Empty, ValueError):
                pytest.fail(f"{words!r} was not said: {said}")
            assert words == "(the end)" or said[-1] != "(the end)", said
        return said

    def wish(self, **resources: Any) -> list[str]:
        """Have the program make something else, and tell what is said of that."""
        wishes(self.folder, **resources)
        return self.until()

    def interrupt(self) -> int:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def wishes(folder: Path, **resources: Any) -> None:
    """Written beside and put in place, as editors do: nobody reads half of it."""
    beside = folder / ".wish.json"
    beside.write_text(json.dumps(resources))
    beside.replace(folder / "wish.json")


def told(said: list[str], word: str) -> list[str]:
    """The lines about what is new, or gone."""
    return [line for line in said if line.startswith(f"{word}  ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a name that needs quotes, and a program in it."""
    place = tmp_path / "내 앱"
    place.mkdir()
    (place / "app.py").write_text(APP)
    wishes(place, Q=QUEUE)
    return place


@pytest.fixture
def watch(folder: Path) -> Iterator[Callable[..., Watching]]:
    """Watch that program; whatever still runs is ended."""
    every: list[Watching] = []

    def start(*argv: str, **environ: str) -> Watching:
        every.append(Watching(folder, *argv, **environ))
        return every[-1]

    yield start
    for one in every:
        one.process.kill()
        one.process.wait()


def test_what_is_new_and_what_is_gone_is_told_and_no_more(
    watch: Callable[..., Watching],
) -> None:
    """The first report is whole; the exit code is that of the last gate."""
    watching = watch("--select", "sg-ingress-ssh-open", "--", PYTHON, "app.py")
    assert any("scanned 1 of 1 templates" in line for line in watching.until())
    worse = watching.wish(Q=QUEUE, G=OPEN)
    assert told(worse, "new")
    assert all("t.json:" in line for line in told(worse, "new"))
    assert not told(worse, "gone")
    assert not any("scanned 1 of" in line for line in worse)
    assert any("changed: wish.json" in line for line in worse)
    same = watching.wish(Z=QUEUE, G=OPEN)
    assert not told(same, "new") + told(same, "gone")
    better = watching.wish(Q=QUEUE)
    assert [line.partition(": ")[2] for line in told(better, "gone")] == [
        line.partition(": ")[2] for line in told(worse, "new")
    ]
    watching.wish(G=OPEN)
    assert watching.interrupt() == 1


@pytest.mark.exhaustive
def test_a_program_that_fails_is_told_and_watched_on(
    folder: Path, watch: Callable[..., Watching]
) -> None:
    """What comes after is told beside the last that was scanned."""
    watching = watch("--select", "sg-ingress-ssh-open", "--", PYTHON, "app.py")
    watching.until()
    (folder / "app.py").write_text(APP + "\nraise SystemExit('the disk is full')\n")
    said = watching.until()
    assert any("the disk is full" in line for line in said)
    assert any("exit code 1" in line for line in said)
    wishes(folder, G=OPEN)
    watching.until()
    (folder / "app.py").write_text(APP)
    assert told(watching.until(), "new")
    (folder / "app.py").write_text("raise SystemExit(7)")
    watching.until()
    assert watching.interrupt() == 3


def test_a_program_that_fails_at_first_is_watched_too(
    folder: Path, watch: Callable[..., Watching]
) -> None:
    """The first that can be scanned is told whole."""
    (folder / "app.py").write_text("not Python at all")
    watching = watch("--", PYTHON, "app.py")
    assert any("SyntaxError" in line for line in watching.until())
    (folder / "app.py").write_text(APP)
    assert any("scanned 1 of 1 templates" in line for line in watching.until())
    assert watching.interrupt() == 0


def test_what_changes_while_the_program_runs_has_it_run_again(
    folder: Path, watch: Callable[..., Watching]
) -> None:
    """Without waiting in between."""
    changing = f"{APP}\npathlib.Path('wish.json').write_text('{json.dumps({'G': OPEN})}')\n"
    (folder / "app.py").write_text(changing)
    said = watch("--select", "sg-ingress-ssh-open", "--", PYTHON, "app.py").until()
    assert sum("changed: wish.json" in line for line in said) == 1
    assert told(said, "new")


@pytest.mark.exhaustive
def test_a_program_that_writes_its_own_files_comes_to_rest(
    folder: Path, watch: Callable[..., Watching]
) -> None:
    """It is told which; and whoever changes another file has it run once more."""
    counts = "import time\npathlib.Path('log.txt').write_text(str(time.time_ns()))\n"
    (folder / "app.py").write_text(APP + counts)
    watching = watch("--", PYTHON, "app.py")
    said = watching.until()
    assert sum("changed: log.txt" in line for line in said) == 2
    assert any("log.txt: the program writes this itself" in line for line in said)
    again = watching.wish(P=QUEUE)
    assert sum("changed:" in line for line in again) == 1


def test_interrupted_before_anything_was_scanned_is_interrupted(
    folder: Path, watch: Callable[..., Watching]
) -> None:
    """As everywhere: 130, and no program is left behind."""
    script = "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\n"
    (folder / "app.py").write_text(f"{script}time.sleep(300)\n")
    watching = watch("--", PYTHON, "app.py")
    limit = time.monotonic() + SECONDS
    while not ((folder / "pid").exists() and (folder / "pid").read_text()):
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert watching.interrupt() == 130
    pid = (folder / "pid").read_text()
    while is_running(pid):
        assert time.monotonic() < limit
        time.sleep(0.05)


def is_running(pid: str) -> bool:
    """Whether a process does anything; one that is killed may wait for somebody to notice."""
    command = ["ps", "-o", "stat=", "-p", pid]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    return told.stdout.strip()[:1] not in {"", "Z"}


def test_reports_in_files_are_whole_each_time(folder: Path, watch: Callable[..., Watching]) -> None:
    """And start nothing, wherever they lie."""
    argv = ("--select", "sg-ingress-ssh-open", "--format", "json=report.json")
    watching = watch(*argv, "--", PYTHON, "app.py")
    watching.until()
    assert not json.loads((folder / "report.json").read_text())["findings"]
    said = watching.wish(G=OPEN)
    assert json.loads((folder / "report.json").read_text())["findings"]
    assert sum("changed:" in line for line in said) == 1
    assert sum("Gate" in line for line in said) == 1


def test_no_more_is_told_than_fits_a_screen(watch: Callable[..., Watching]) -> None:
    """The number of the rest is."""
    watching = watch("--select", "sg-ingress-ssh-open", "--", PYTHON, "app.py")
    watching.until()
    said = watching.wish(**{f"G{at}": OPEN for at in range(MOST_LINES + 7)})
    assert len(told(said, "new")) == MOST_LINES + 1
    assert "more" in told(said, "new")[-1]


def test_it_speaks_korean(folder: Path, watch: Callable[..., Watching]) -> None:
    """All of what it says by itself."""
    argv = ("--lang", "ko", "--select", "sg-ingress-ssh-open")
    watching = watch(*argv, "--", PYTHON, "app.py")
    watching.until("변경을 기다립니다")
    wishes(folder, G=OPEN)
    said = watching.until("변경을 기다립니다")
    assert told(said, "새로 생김")
    assert any("변경됨: wish.json" in line for line in said)


REAL = """
import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2

app = cdk.App()
stack = cdk.Stack(app, "Orders")
group = ec2.SecurityGroup(stack, "Group", vpc=ec2.Vpc(stack, "Vpc"))
app.synth()
"""


@pytest.mark.exhaustive
@pytest.mark.skipif(importlib.util.find_spec("aws_cdk") is None, reason="needs the extra 'cdk'")
def test_a_real_app_is_told_by_its_lines(folder: Path, watch: Callable[..., Watching]) -> None:
    """A line that is written while it is watched is named; taken out, what it did is gone."""
    (folder / "app.py").write_text(REAL)
    (folder / "cdk.json").write_text(json.dumps({"app": f"'{PYTHON}' app.py"}))
    watching = watch(
        "--select", "sg-ingress-ssh-open", JSII_NODE=infra_runner.find_node(os.environ)
    )
    watching.until()
    faulty = "group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(22))\napp.synth()"
    (folder / "app.py").write_text(REAL.replace("app.synth()", faulty))
    new = told(watching.until(), "new")
    assert new
    assert all(line.startswith("new  app.py:") for line in new)
    (folder / "app.py").write_text(REAL)
    assert len(told(watching.until(), "gone")) == len(new)


# Which files these are


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("app.py", True),
        ("lib/deep/stack.ts", True),
        ("cdk.json", True),
        ("cdk.out/manifest.json", False),
        ("여기/t.json", False),
        ("out/report.html", False),
        ("about/out/of.py", True),
        (".git/index", False),
        (".venv/lib/x.py", False),
        (".env", False),
        ("lib/__pycache__/x.cpython-311.pyc", False),
        ("lib/node_modules/a/index.js", False),
        ("report.json", False),
        ("app.py~", False),
    ],
)
def test_what_no_person_writes_starts_nothing(tmp_path: Path, path: str, expected: bool) -> None:
    """Nor do the files that a run writes itself, wherever these are."""
    own = [tmp_path / "여기", tmp_path / "report.json"]
    assert watched(tmp_path, {}, own).fits(tmp_path / path) is expected


@pytest.mark.parametrize(
    ("said", "fits", "others"),
    [
        ({"exclude": "tests"}, ["app.py", "more/tests.py"], ["tests/a.py", "tests/b/c.py"]),
        ({"exclude": ["**/*.js", "cdk*.json"]}, ["a.ts", "lib/cdk.json"], ["lib/a.js", "a.js"]),
        ({"exclude": ["**/__init__.py"]}, ["a.py"], ["__init__.py", "lib/__init__.py"]),
        ({"include": ["lib/**", "*.py"]}, ["lib/a.ts", "a.py"], ["docs/a.py", "README.md"]),
        ({"include": "lib"}, ["lib/deep/a.ts"], ["liberal/a.ts"]),
        ({"include": []}, ["a.py"], []),
        ({"include": ["./app.[pj]*"]}, ["app.py", "app.js"], ["app.ts"]),
        ({"exclude": ["[!a].py"]}, ["a.py"], ["b.py"]),
        ({"include": ["**"], "exclude": ["f?o.(py)"]}, ["foo.py"], ["foo.(py)"]),
    ],
)
def test_cdk_json_has_its_say(
    tmp_path: Path, said: dict[str, Any], fits: list[str], others: list[str]
) -> None:
    """By the patterns that ``cdk watch`` takes: of files, and of folders with all in them."""
    of_app = watched(tmp_path, {"watch": said}, ())
    assert [path for path in fits if of_app.fits(tmp_path / path)] == fits
    assert not [path for path in others if of_app.fits(tmp_path / path)]


def test_a_folder_beside_the_app_is_watched_where_it_is_named(tmp_path: Path) -> None:
    """And no other one."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "app").mkdir()
    said = {"watch": {"include": ["**", "../shared/**"]}}
    of_app = watched(tmp_path / "app", said, ())
    assert of_app.roots == (tmp_path / "app", tmp_path / "shared")
    assert of_app.fits(tmp_path / "shared" / "vpc.py")
    assert not watched(tmp_path / "app", {}, ()).fits(tmp_path / "shared" / ".git")


@pytest.mark.parametrize("said", [[], {"exclude": 7}, {"include": [None]}])
def test_no_pattern_is_refused(tmp_path: Path, said: object) -> None:
    """With the key that is wrong."""
    with pytest.raises(UsageError, match=r"cdk\.json: 'watch"):
        watched(tmp_path, {"watch": said}, ())


# What is refused before anything runs


def test_a_report_for_programs_needs_a_file(cli: Callable[..., Any]) -> None:
    """What follows it would be no part of it."""
    ran = cli("synth", "--watch", "--format", "sarif", "--", PYTHON, "app.py")
    assert ran.code == 2
    assert "--format sarif=FILE" in ran.err


@pytest.mark.parametrize("argv", [("--explain", "sqs-*:Q"), ("--facts", "facts")])
def test_what_is_about_one_scan_is_not_watched(cli: Callable[..., Any], argv: tuple[str]) -> None:
    """Else it would be left out without a word."""
    ran = cli("synth", "--watch", *argv, "--", PYTHON, "app.py")
    assert ran.code == 2
    assert f"--watch: {argv[0]}" in ran.err


def test_without_the_extra_it_is_named(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything runs."""
    monkeypatch.setattr(changes, "find_spec", lambda _: None)
    ran = cli("synth", "--watch", "--", PYTHON, "app.py")
    assert ran.code == 2
    assert "pip install 'synthgate[watch]'" in ran.err
