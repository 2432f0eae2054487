"""Several processes: the same report, nothing lost when one dies, nothing left when all is over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from every_format import in_every_format

from synthgate.config import configure
from synthgate.executors import child, processes
from synthgate.executors.chunks import CHUNK, MOST, ahead, chunks
from synthgate.executors.executor import executor_of, here
from synthgate.executors.processes import Processes
from synthgate.kept.packed import units_in
from synthgate.merging import merge
from synthgate.model import (
    PartialReport,
    Problem,
    Report,
    UnitReport,
    verbatim,
)
from synthgate.pipeline import run
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.sources.places import Places
from synthgate.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from synthgate.executors.tally import Progress
    from synthgate.scanning import Told

    Ran = Any

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
PLAN = Plan({})
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


@pytest.fixture(autouse=True)
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs tests side by side has threads, which these children have nothing to do with."""
    monkeypatch.setattr(child, "may_fork", lambda: True)


def units(folder: Path, *names: str) -> Iterator[Source]:
    for number, name in enumerate(names):
        yield Source((number,), "file", folder / name, Places(folder, folder))


def told_of(partial: PartialReport) -> dict[str, str]:
    """What is said of each unit, by its name."""
    problems = [it for unit in partial.units for it in unit.problems]
    return {str(it.path): it.message.en if it.code.id == "macro" else it.code.id for it in problems}


def _said(source: Source, words: str) -> PartialReport:
    problem = Problem(ProblemCode.MACRO, verbatim(words), source.shown)
    return PartialReport((UnitReport(source.order, problems=(problem,)),))


def scan_or_die(_: Plan, source: Source, told: Told) -> PartialReport:
    """A scan that some units are too much for."""
    name = source.path.name
    if name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "leaving":
        os._exit(7)
    if name == "wrong":
        raise ValueError(name)
    if name == "once":
        told(3)
        with suppress(FileExistsError):
            source.path.touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
    if name == "half":
        told(1)
    told(0)
    return _said(source, f"by {os.getpid()}")


def test_a_process_that_dies_is_a_problem_of_its_unit_alone(tmp_path: Path) -> None:
    """Those that shared its chunk are scanned, each once, and what died once is tried again."""
    names = ["a", "deadly", "b", "half", "leaving", "c", "once", "d", "wrong", "e"]
    partial = merge(Processes(2)(PLAN, units(tmp_path, *names), None, scan_or_die))
    told = told_of(partial)
    assert [*told] == names
    wrong = {name: code for name, code in told.items() if not code.startswith("by ")}
    assert wrong == {"deadly": "worker-died", "leaving": "worker-died", "wrong": "scan-crashed"}
    how = [it.message.en for unit in partial.units for it in unit.problems if it.path in wrong]
    assert "(signal SIGKILL)" in how[0]
    assert "(exit code 7)" in how[1]
    assert [row.path for unit in partial.units for row in unit.templates] == ["deadly", "leaving"]
    assert str(os.getpid()) not in "".join(told.values())


def test_a_folder_of_nothing_but_deadly_units_comes_to_its_end(tmp_path: Path) -> None:
    """Each of them is told of."""
    partial = merge(Processes(2)(PLAN, units(tmp_path, *["deadly"] * 5), None, scan_or_die))
    assert len(partial.units) == 5
    assert {it.code.id for unit in partial.units for it in unit.problems} == {"worker-died"}


def _leaves(*_: object) -> None:
    os._exit(1)


def test_where_no_process_can_be_started_this_one_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where one cannot begin, as one that is to import a program that starts it again."""

    def refused(_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(child.Nursery, "started", refused)
    partial = merge(Processes(3)(PLAN, units(tmp_path, "a", "b"), None, scan_or_die))
    assert {*told_of(partial).values()} == {f"by {os.getpid()}"}
    monkeypatch.undo()
    monkeypatch.setattr(child, "may_fork", lambda: True)
    monkeypatch.setattr(child, "serve", _leaves)
    partial = merge(Processes(3)(PLAN, units(tmp_path, "a", "b"), None, scan_or_die))
    assert {*told_of(partial).values()} == {f"by {os.getpid()}"}


def test_too_little_is_scanned_here(tmp_path: Path) -> None:
    """One unit always; with `auto` also a few bytes. Standard input cannot be read elsewhere."""
    (tmp_path / "large").write_bytes(b" " * 1000)
    ours = f"by {os.getpid()}"
    of_one = merge(Processes(2)(PLAN, units(tmp_path, "a"), None, scan_or_die))
    of_few = merge(Processes(2, 1001)(PLAN, units(tmp_path, "large", "a"), None, scan_or_die))
    assert {*told_of(of_one).values(), *told_of(of_few).values()} == {ours}
    of_more = merge(Processes(2, 1000)(PLAN, units(tmp_path, "large", "a"), None, scan_or_die))
    assert ours not in told_of(of_more).values()
    stdin = Source((9,), "stdin", tmp_path, Places(tmp_path, tmp_path), content=b"{}")
    several = [stdin, *units(tmp_path, "a", "b")]
    told = told_of(merge(Processes(2)(PLAN, iter(several), None, scan_or_die)))
    assert [name for name, words in told.items() if words == ours] == ["<stdin>"]


def heard() -> tuple[list[tuple[int, int | None]], Progress]:
    """What progress is told of, and who is to be told."""
    told: list[tuple[int, int | None]] = []
    return told, lambda done, total: told.append((done, total))


def test_progress_counts_each_template_once(tmp_path: Path) -> None:
    """Whoever scans it, and though a process dies in the middle of a unit."""
    for executor in (here, Processes(2)):
        told, tell = heard()
        names = ["a", "half", *(["once"] if executor is not here else []), "b"]
        merge(executor(PLAN, units(tmp_path, *names), tell, scan_or_die))
        assert told[0] == (0, None)
        assert told[-1] == (len(names) + 1 + ("once" in names), None)


def test_few_units_are_under_way_at_once(tmp_path: Path) -> None:
    """However many there are, what is named is not far ahead of what is done."""
    named = count()
    done = 0

    def sources() -> Iterator[Source]:
        for source in units(tmp_path, *map(str, range(1000))):
            next(named)
            yield source

    for partial in Processes(2)(PLAN, sources(), None, scan_or_die):
        done += len(units_in(partial))
        assert int(repr(named)[6:-1]) <= done + 4 * MOST
    assert done == 1000


def test_nothing_is_left_when_nobody_wants_more(tmp_path: Path) -> None:
    """The processes end with the run, be it in the middle."""
    reports = Processes(2)(PLAN, units(tmp_path, *map(str, range(100))), None, scan_or_die)
    who = {int(it.removeprefix("by ")) for it in told_of(merge([next(reports)])).values()}
    with closing(cast("Generator[PartialReport]", reports)):
        pass
    for process in who:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_small_units_go_together_and_large_ones_alone(tmp_path: Path) -> None:
    """By the bytes of their templates; an assembly is one unit."""
    for name, size in (("a", 10), ("b", CHUNK), ("c", CHUNK // 2), ("d", CHUNK // 2)):
        (tmp_path / name).write_bytes(b" " * size)
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "S.template.json").write_bytes(b" " * CHUNK)
    assembly = Source((9,), "assembly", tmp_path / "e", Places(tmp_path, tmp_path))
    found = chunks([*units(tmp_path, "a", "b", "c", "d", "gone"), assembly])
    assert [[it.path.name for it in one] for one in found] == [
        ["a"],
        ["b"],
        ["c", "d", "gone"],
        ["e"],
    ]
    many = [len(it) for it in chunks(units(tmp_path, *["gone"] * 200))]
    assert many[:3] == [1, 2, 3]
    assert max(many) == MOST
    assert sum(many) == 200
    enough, every = ahead(units(tmp_path, "b", "a", "c"), CHUNK)
    assert enough
    assert [it.path.name for it in every] == ["b", "a", "c"]


FILES = {
    "a.yaml": "Resources: {B: {Type: AWS::S3::Bucket}}\n",
    "broken.json": '{"Resources": {',
    "app/cdk.out": '{"version": "55.0.0"}',
    "app/manifest.json": json.dumps(
        {
            "artifacts": {
                "S": {
                    "type": "aws:cloudformation:stack",
                    "properties": {"templateFile": "S.template.json"},
                }
            }
        }
    ),
    "app/S.template.json": '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}',
    "parameters.yaml": """\
Parameters: {Open: {Type: String, AllowedValues: ["yes", "no"]}}
Conditions: {Is: !Equals [!Ref Open, "yes"]}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: !If [Is, PublicRead, Private]}}
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: "*", Resource: "*"}}}
""",
}


SOME = ["s3-*", "iam-policy-*", "sqs-*"]


def reported(folder: Path, jobs: str, **options: Any) -> Report:
    told = {"paths": ["."], "format": ["results"], "jobs": jobs, **options}
    return run(configure(told, {}, folder, None))


def test_the_report_is_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    """Of templates and assemblies, of what can be read and what cannot."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    one = reported(tmp_path, "1", select=SOME)
    assert len(one.findings) > 3
    assert in_every_format(reported(tmp_path, "2", select=SOME)) == in_every_format(one)


def test_the_program_itself_says_the_same_with_several(tmp_path: Path) -> None:
    """Of what it has not imported, of what is kept, and wherever that is: in what is scanned."""
    for name, text in FILES.items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    said: list[str] = []
    scan = [sys.executable, "-m", "synthgate", "scan", ".", "--no-config", "--format", "json"]
    scan += ["--no-stamp", *(f"--select={it}" for it in SOME)]
    cold = ["--no-cache"]
    for options in (cold, [*cold, "--jobs=2"], ["--jobs=2"], ["--jobs=2"]):
        ran = subprocess.run(
            [*scan, *options],
            cwd=tmp_path / "app",
            env={**os.environ, "SYNTHGATE_CACHE": str(tmp_path / "app" / "kept")},
            capture_output=True,
            text=True,
            check=False,
        )
        said.append(ran.stdout + ran.stderr)
    assert all("synthgate itself broke" not in it for it in said)
    assert said == said[:1] * 4


@pytest.mark.exhaustive
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not here")
def test_reports_of_the_corpora_are_the_same_bytes() -> None:
    """300 templates and 16 assemblies, with every rule."""
    options = {"paths": ["aws-samples", "assemblies"], "profile": "all"}
    one = in_every_format(reported(CORPUS, "1", **options))
    for jobs in ("2", "3"):
        assert in_every_format(reported(CORPUS, jobs, **options)) == one


@pytest.mark.exhaustive
def test_a_process_that_is_not_forked_reports_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where this one has threads, and on macOS and Windows."""
    monkeypatch.setattr(child, "may_fork", lambda: False)
    monkeypatch.setattr(processes, "may_fork", lambda: False)
    for name in ("a.yaml", "parameters.yaml"):
        (tmp_path / name).write_text(FILES[name])
    one, two = (in_every_format(reported(tmp_path, jobs, select=SOME)) for jobs in ("1", "2"))
    assert one == two


KILLS = {
    "rules/slow.yaml": """\
id: slow
title: {en: Slow, ko: 느림}
severity: high
pillar: security
resources: [AWS::SQS::Queue]
check: {python: waits}
why: {en: x, ko: x}
fix: {en: x, ko: x}
examples:
  fails: |
    Resources:
      Q:
        Type: AWS::SQS::Queue  # finding
  passes: |
    Resources: {Q: {Type: AWS::SQS::Queue}}
""",
    "rules/slow.py": """\
import os
import time


def waits(resource, view):
    open(f"{os.getcwd()}/{os.getpid()}.at", "w").close()
    time.sleep(30)
    yield
""",
    **{f"t/{n}.yaml": "Resources: {Q: {Type: AWS::SQS::Queue}}\n" for n in range(4)},
}


@pytest.mark.parametrize("whom", ["the group", "the parent"])
def test_an_interrupt_ends_all_of_them(tmp_path: Path, whom: str) -> None:
    """As Ctrl-C does: no traceback, no process left, and the exit code of an interrupt."""
    for name, text in KILLS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    command = [sys.executable, "-m", "synthgate", "scan", "t", "--jobs", "2"]
    command += ["--rules", "rules", "--select", "slow", "--no-config"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What is started in the background, as a CI may be, leaves interrupts to nobody.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as ran:
        at = _when(lambda: [int(it.stem) for it in tmp_path.glob("*.at")], ran)
        (os.killpg if whom == "the group" else os.kill)(ran.pid, signal.SIGINT)
        out, err = ran.communicate(timeout=20)
    assert (ran.returncode, out, err) == (130, b"", b"")
    assert len(at) == 2
    assert ran.pid not in at
    for process in at:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def _when(seen: Callable[[], list[int]], ran: subprocess.Popen[bytes]) -> list[int]:
    """What is seen as soon as there are two; nothing if the run is over before."""
    while ran.poll() is None:
        if len(found := seen()) == 2:
            return found
        time.sleep(0.05)
    return []


def test_how_many_may_be_said_as_everything_else_is(cli: Callable[..., Ran]) -> None:
    """By an option, a variable or the file; a stranger's file has no say in it."""
    template = {"t.yaml": "Resources: {T: {Type: AWS::SNS::Topic}}\n"}
    for wrong in ("0", "-1", "many", "257", "1.5"):
        ran = cli("scan", "t.yaml", f"--jobs={wrong}", files=template)
        assert ran.code == 2
        assert "jobs: a number from 1 to 256, or auto is needed, not" in ran.err
    shown = cli("config", "show", files={**template, "synthgate.yaml": "jobs: auto\n"})
    assert "jobs" in shown.out
    assert configure({}, {"SYNTHGATE_JOBS": "AUTO"}, Path.cwd(), None).jobs == "auto"
    assert configure({}, {}, Path.cwd(), None).jobs == "auto"
    assert configure({"untrusted": True}, {}, Path.cwd(), None).jobs == 1
    assert executor_of(1) is here
    assert executor_of(3) == Processes(3)


def test_how_many_is_no_part_of_what_was_asked(tmp_path: Path) -> None:
    """So that nobody takes a report for another one."""
    digests = [reported(tmp_path, it, select=SOME).run.origin.digest for it in ("1", "2")]
    assert digests[0] == digests[1]
