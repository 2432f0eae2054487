"""One run of the program over some files, and what must hold of it whatever they are."""

from __future__ import annotations

import io
import json
import os
import signal
import tempfile
import traceback
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import synthgate_rules
from synthgate import choosing
from synthgate.cli import Streams, main
from synthgate.rule.cards.catalog import NOBODYS, Own

BESIDE = "beside.yaml"
"""A template that is there in each run: whatever the others do, its finding is reported."""
_BESIDE = b"Resources:\n  Beside:\n    Type: AWS::S3::Bucket\n    Properties: {AccessControl: PublicRead}\n"
_EXPECTED = ("s3-bucket-acl-public", "Beside")
_FAULTS = {"scan-crashed", "rule-crashed", "timed-out"}
"""Problems that no input may lead to: they are faults of the program."""
PATIENCE = 60
"""Seconds after which an input is taken to have no end: a guard, far from what any takes."""


class Endless(BaseException):
    """An input that took longer than `PATIENCE`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its code, its JSON report if it wrote one, what it said."""

    code: int
    report: Any
    out: str
    err: str


def run(files: Mapping[str, bytes], words: Sequence[str]) -> Outcome:
    """Run a command line in a folder that holds some files, and a template beside them.

    Raises:
        AssertionError: the run broke one of the promises of ``docs/robustness.md``.
    """
    with tempfile.TemporaryDirectory() as name, _inside(Path(name)) as folder:
        for file, content in {**files, BESIDE: _BESIDE}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        outcome = _timed(lambda: _outcome(folder, [*words]))
    check(outcome)
    reports = words[0] == "scan" and not any(word.startswith("--explain") for word in words)
    assert outcome.report or outcome.code == 2 or not reports, outcome
    return outcome


def check(outcome: Outcome) -> None:
    """The promises that hold of every run."""
    assert outcome.code in {0, 1, 2, 3}, outcome
    for said in (outcome.out, outcome.err):
        assert "Traceback" not in said, said
        assert "itself broke" not in said, said
        assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in said
    if outcome.report is None:
        return
    faults = [one for one in outcome.report["problems"] if one["code"] in _FAULTS]
    assert not faults, faults
    serious = [one for one in outcome.report["problems"] if one["kind"] != "notice"]
    assert outcome.code in {2, 3} or not serious, serious
    assert outcome.code == outcome.report["gate"]["exit_code"]


def reported_beside(outcome: Outcome) -> bool:
    """Whether the template beside the odd ones has its finding."""
    found = {(one["rule_id"], one["resource"]["logical_id"]) for one in outcome.report["findings"]}
    return _EXPECTED in found


def _outcome(folder: Path, words: list[str]) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    target = folder / "report.json"
    if words[0] in {"scan", "checklist"}:
        words += [f"--format={form}" for form in _EVERY_FORMAT]
    code = main(words, Streams(io.BytesIO(), out, err), {}, date(2026, 6, 1))
    report = json.loads(target.read_text("utf-8")) if target.exists() else None
    if report is not None:
        json.loads((folder / "report.sarif").read_text("utf-8"))
        ElementTree.parse(folder / "report.xml")  # noqa: S314 - what we have just written
    return Outcome(code, report, out.getvalue(), err.getvalue())


_EVERY_FORMAT = ("json=report.json", "sarif=report.sarif", "junit=report.xml", "text")


@contextmanager
def _inside(folder: Path) -> Generator[Path]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)


def _timed(work: Any) -> Outcome:
    def ring(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        return work()
    except Endless as error:
        raise AssertionError(f"no end after {PATIENCE} s") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def cards_read_once() -> Generator[None]:
    """Let runs share the built-in cards, of which reading takes ten times as long as a scan."""
    load = choosing.load_catalog
    kept = cache(lambda: load(synthgate_rules.CARDS))

    def load_once(built_in: Path, own: Own = NOBODYS, *rest: Any) -> Any:
        return load(built_in, own, *rest) if own.folders else kept()

    choosing.load_catalog = load_once
    try:
        yield
    finally:
        choosing.load_catalog = load


def not_made(error: Exception) -> bool:
    """Whether an input came out so deep that Python could not even make it: no fault of ours."""
    ours = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    modules = [str(frame.f_globals.get("__name__", "")) for frame in ours]
    return isinstance(error, RecursionError) and not any("synthgate" in name for name in modules)
