"""Run everything there is to test, and say by name what could not run here.

`make test-all`. Each step is a command and a reason not to run it; an issue that adds a browser, a
cluster or another tool adds a line to ``steps``. A step that fails does not keep the others from
running. What pytest skips is read from its report, so that no skipped test goes unsaid either.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "test-all"

PEERS = ("checkov", "cfn-guard", "cloudformation-validate")
"""Other scanners that the step "peers" takes along where they are; cfn-lint always is."""

Reason = str | None
"""Why something cannot run here; None where it can."""


@dataclass(frozen=True)
class Step:
    """Something to run: its name, what it needs, and the commands, of which the last one judges.

    The others prepare: where they fail, as without a network, the step counts as not run. Without
    a command it is a part of another step, and only its absence is told.
    """

    name: str
    commands: tuple[tuple[str, ...], ...]
    lacks: Callable[[], Reason] = lambda: None
    report: Path | None = None
    """JUnit's XML, if it writes some."""


@dataclass(frozen=True)
class Ran:
    """What became of a step."""

    name: str
    passed: bool | None
    """None where it was not run."""
    not_run: tuple[str, ...] = ()
    """What was not, with the reason: all of it, or some of its tests."""


def steps(venv: Path, corpus: Path, conformance: Path) -> list[Step]:
    """Return everything there is to run, the quick to fail first."""
    make = ("make", f"VENV={venv}")
    every = OUT / "every-case.xml"
    oracles = OUT / "oracles.xml"
    checkov = OUT / "checkov.xml"
    browser = OUT / "browser.xml"
    cluster = OUT / "cluster.xml"
    pytest = (f"{venv}/bin/python", "-m", "pytest", "--all-cases", f"--junit-xml={every}")
    elsewhere = (
        "test_oracles.py",
        "test_multitool.py",
        "test_checkov_itself.py",
        "test_html_browser.py",
        "test_cluster.py",
        "test_facts.py",
        "test_s3.py",
    )
    ignored = tuple(f"--ignore-glob=*/{name}" for name in elsewhere)
    workers = ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "worksteal")
    labelled = (*make, "conformance", f"CONFORMANCE={conformance}")
    lint = f"SYNTHGATE_BENCH_CFN_LINT={venv.absolute()}/bin/cfn-lint"
    stored = ("--results", str(OUT / "benchmark.json"), "--page", str(OUT / "performance.md"))
    asked = ("-m", "benchmarks", "--corpus", str(corpus), "--runs", "1", *stored, "corpus")
    peers = ("env", lint, f"{venv}/bin/python", *asked)
    return [
        Step("checks", ((*make, "check"),)),
        Step("every case", ((*pytest, *workers, *ignored),), report=every),
        Step(
            "oracles",
            (
                (*make, f"{venv}/oracles/.ready"),
                (*make, "oracles", f"CORPUS={corpus}", f"PYTEST_ADDOPTS=--junit-xml={oracles}"),
            ),
            needs(corpus),
            oracles,
        ),
        Step(
            "checkov itself",
            (
                (*make, f"{venv}/checkov/.ready"),
                (*make, "checkov", f"CORPUS={corpus}", f"PYTEST_ADDOPTS=--junit-xml={checkov}"),
            ),
            report=checkov,
        ),
        Step("fuzzing", ((*make, "fuzz"),)),
        Step("Microsoft's SARIF validator", ((*make, "multitool"),), needs_program("npm")),
        Step(
            "the HTML report in a browser",
            (
                (*make, f"{venv}/browser/.ready"),
                (*make, "browser", f"PYTEST_ADDOPTS=--junit-xml={browser}"),
            ),
            needs_program("chromium", "npm"),
            browser,
        ),
        Step(
            "a cluster, facts and S3",
            (
                (*make, f"{venv}/cluster/.ready"),
                (*make, "cluster", f"PYTEST_ADDOPTS=--junit-xml={cluster}"),
            ),
            report=cluster,
        ),
        Step("a release", ((*make, f"{venv}/release/.ready"), (*make, "dist"))),
        Step("lowest releases", ((*make, "test-lowest"),), needs(venv / "bin" / "uv")),
        Step("newest releases", ((*make, "test-newest"),), needs(venv / "bin" / "uv")),
        Step("conformance", (labelled,), needs(conformance)),
        Step("peers", (peers,), needs(corpus)),
        *(Step(f"peer {name}", (), needs_peer(name)) for name in PEERS),
    ]


def needs(path: Path) -> Callable[[], Reason]:
    """Return a question: is this file or folder here?"""
    return lambda: None if path.exists() else f"{path} is not here"


def needs_program(*names: str) -> Callable[[], Reason]:
    """Return a question: are these programs on the PATH?"""
    return lambda: next((f"{name} is not here" for name in names if not shutil.which(name)), None)


def needs_peer(name: str) -> Callable[[], Reason]:
    """Return a question: is this scanner on the PATH, or named as benchmarks/README.md says?"""
    variable = f"SYNTHGATE_BENCH_{name.upper().replace('-', '_')}"
    return lambda: None if os.environ.get(variable) else needs_program(name)()


def run(step: Step) -> Ran:
    """Run a step, unless something keeps it from running."""
    print(f"\n== {step.name}", flush=True)
    lacking = step.lacks()
    if lacking:
        return Ran(step.name, None, (f"{step.name} ({lacking})",))
    if not step.commands:
        return Ran(step.name, passed=True)
    *preparing, judging = step.commands
    for command in preparing:
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed = f"`{' '.join(command)}` failed"
            return Ran(step.name, None, (f"{step.name} ({failed})",))
    code = subprocess.run(judging, cwd=ROOT, check=False).returncode
    return Ran(step.name, code == 0, tuple(skipped(step.report)))


def skipped(report: Path | None) -> Iterable[str]:
    """Return the tests that pytest skipped, a line for each reason."""
    if report is None or not report.exists():
        return []
    reasons: dict[str, list[str]] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 -- pytest has just written it
        for skip in case.iter("skipped"):
            name = f"{case.get('classname')}::{case.get('name')}"
            reasons.setdefault(skip.get("message", ""), []).append(name)
    return [f"{_few(names)} ({reason})" for reason, names in reasons.items()]


def _few(names: Sequence[str]) -> str:
    rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + rest


def tell(results: Sequence[Ran]) -> int:
    """Print what failed and what was not run, and return the exit code."""
    print("\n== summary")
    for result in results:
        if result.passed is False:
            print(f"failed: {result.name}")
        for name in result.not_run:
            print(f"not run: {name}")
    passed, failed, absent = (sum(it.passed is x for it in results) for x in (True, False, None))
    print(f"{passed} steps passed, {failed} failed, {absent} not run")
    return int(failed > 0)


def main(argv: Sequence[str]) -> int:
    """Run all steps, or those that are named."""
    parser = argparse.ArgumentParser(description="run everything there is to test")
    parser.add_argument("--venv", type=Path, default=Path(".venv"))
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/aws-samples"))
    parser.add_argument("--conformance", type=Path, default=Path("../shared/conformance"))
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    arguments = parser.parse_args(argv)
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = steps(arguments.venv, arguments.corpus, arguments.conformance)
    return tell([run(step) for step in wanted if not arguments.only or step.name in arguments.only])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
