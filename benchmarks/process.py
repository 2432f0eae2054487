"""Programs that are run, and what each of them cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMEOUT = 6 * 3600.0
_STARTER = """
import os, sys, time

started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - started
told = usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss, os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w") as file:
    print(*told, file=file)
"""
"""A small process between: what it starts is told to be no smaller than itself at its peak."""
_HIDDEN = ("PYTHON", "SYNTHGATE_", "AWS_")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: seconds of processors and of the clock, and megabytes at its peak.

    The processor time is that of all its processes. The peak is that of the largest one.
    """

    processor: float
    wall: float
    peak: float
    code: int = 0
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Site:
    """A folder that holds whatever the programs of a benchmark keep, compiled bytecode included."""

    folder: Path
    bytecode: bool = True

    @property
    def cache(self) -> Path:
        """Where synthgate keeps cards and scans."""
        return self.folder / "kept" / "cache"

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The variables of a program: none that steers it but our own."""
        said = {name: it for name, it in os.environ.items() if not name.startswith(_HIDDEN)}
        said |= {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "SYNTHGATE_CACHE": str(self.cache)}
        said |= {"XDG_STATE_HOME": str(self.folder / "state")}  # where the key of the cache is
        # Bytecode of other versions of Python, or of nobody's, is not to be met.
        code = {"PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        return said | (code if self.bytecode else {"PYTHONDONTWRITEBYTECODE": "1"}) | {**more}

    def run(self, command: Sequence[str], where: Path | None = None, **variables: str) -> Cost:
        """Run a program to its end. What it says is read from a file, so that it never waits."""
        self.folder.mkdir(parents=True, exist_ok=True)
        said, told = self.folder / "said", self.folder / "usage"
        with said.open("wb") as output:
            subprocess.run(
                [sys.executable, "-I", "-S", "-c", _STARTER, str(told), *command],
                cwd=where or ROOT,
                env=self.environment(variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=True,
                timeout=TIMEOUT,
            )
        processor, wall, peak, code = map(float, told.read_text().split())
        unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
        with said.open("rb") as output:
            output.seek(max(0, said.stat().st_size - 4000))
            tail = output.read().decode(errors="replace")
        return Cost(processor, wall, peak / unit, int(code), tail)


def synthgate(*words: str) -> list[str]:
    """The command line of synthgate, whose bytecode is compiled like any module's."""
    return [sys.executable, "-m", "synthgate", *words]


@cache
def options() -> frozenset[str]:
    """Which options of a scan this version knows."""
    told = subprocess.run(
        synthgate("scan", "--help"), cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    known = {word.strip(",[]=") for word in told.split() if word.strip(",[]").startswith("--")}
    return frozenset(known)


def best(costs: Iterable[Cost]) -> Cost:
    """The least of each, over runs of the same thing; of the memory, the most."""
    every = [*costs]
    return Cost(
        min(one.processor for one in every),
        min(one.wall for one in every),
        max(one.peak for one in every),
        every[-1].code,
        every[-1].said,
    )


def in_turn(runs: int, candidates: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """The best cost of each; they take turns, so that what else the machine does hits all."""
    turns = [{name: run() for name, run in candidates.items()} for _ in range(runs)]
    return {name: best(turn[name] for turn in turns) for name in candidates}


def here(work: Callable[[], object], times: int = 5) -> Cost:
    """What work in this process costs at best; its memory is not told from the rest."""

    def once() -> Cost:
        started, spent = time.perf_counter(), time.process_time()
        work()
        return Cost(time.process_time() - spent, time.perf_counter() - started, 0.0)

    return best(once() for _ in range(times))
