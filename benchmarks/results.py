"""What a run has measured, stored as JSON: every row, the bounds, and the machine."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.bounds import is_busy, judged, lost
from benchmarks.counts import Counts
from benchmarks.process import Cost, options
from benchmarks.setup import Row, Setup

_TOLD = ("synthgate", "orjson", "PyYAML", "cfn-lint", "aws-cdk-lib", "cdk-nag", "boto3")


@dataclass(frozen=True, slots=True)
class Results:
    """A run of the benchmark. `about` tells of the machine, the versions and the corpus."""

    about: Mapping[str, Any]
    rows: Sequence[Row]

    def write(self, file: Path) -> None:
        """Store them."""
        bounds = [
            {"what": it.bound.what, "figure": it.figure, "least": it.bound.least,
             "most": it.bound.most, "verdict": it.verdict, "why": it.why}
            for it in judged(self.rows)
        ]  # fmt: skip
        told = {"about": dict(self.about), "rows": [_told(it) for it in self.rows]}
        told |= {"bounds": bounds, "lost": lost(self.rows), "busy": is_busy(self.rows)}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def read(file: Path) -> Results:
    """Results that were stored."""
    told = orjson.loads(file.read_bytes())
    return Results(told["about"], [_row(it) for it in told["rows"]])


def _told(one: Row) -> dict[str, Any]:
    told = asdict(one)
    if one.cost:
        told["cost"].pop("said")  # what a program printed has paths of this machine
    return told


def _row(told: dict[str, Any]) -> Row:
    cost, counts = told.pop("cost"), told.pop("counts")
    wrong = tuple(told.pop("wrong"))
    return Row(
        cost=Cost(**cost) if cost else None,
        counts=Counts(**counts) if counts else None,
        wrong=wrong,
        **told,
    )


def about(setup: Setup) -> dict[str, Any]:
    """What the figures hang on."""
    return {
        "processor": _processor(),
        "processors": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {sys.version.split()[0]}",
        "versions": {name: version for name in _TOLD if (version := _version(name))},
        "options": sorted(options() & {"--jobs", "--no-cache", "--executor"}),
        "corpus": {
            "name": setup.corpus.name,
            "templates": len(setup.templates),
            "bytes": sum(path.stat().st_size for path in setup.templates),
        },
        "runs": setup.runs,
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in told if line.startswith("model name"))
    return next(names, platform.processor())
