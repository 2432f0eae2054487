"""What a scan came to, counted: a run that is quicker for having done less is no gain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Counts:
    """Templates, those of them that were scanned, resources, verdicts, findings and problems."""

    templates: int
    scanned: int
    resources: int
    passed: int
    failed: int
    unknown: int
    findings: int
    problems: int

    def __mul__(self, times: int) -> Counts:
        return Counts(*(value * times for value in asdict(self).values()))

    def __add__(self, other: Counts) -> Counts:
        both = zip(asdict(self).values(), asdict(other).values(), strict=True)
        return Counts(*(one + more for one, more in both))

    @property
    def verdicts(self) -> int:
        """All of them."""
        return self.passed + self.failed + self.unknown


def report_in(file: Path) -> Mapping[str, Any]:
    """The JSON report that a run has written."""
    return orjson.loads(file.read_bytes())


def counts_of(report: Mapping[str, Any]) -> Counts:
    """What a report counts."""
    templates, checks = report["templates"], report["checks"]
    return Counts(
        len(templates),
        sum(one["status"] == "scanned" for one in templates),
        sum(one["resources"] for one in templates),
        checks["pass"],
        checks["fail"] + checks["accepted"],
        checks["unknown"],
        len(report["findings"]) + len(report["accepted_findings"]),
        len(report["problems"]),
    )


def found_in(report: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """How often each rule found something, by the name of the template's file."""
    found: dict[str, Counter[str]] = {}
    for one in (*report["findings"], *report["accepted_findings"]):
        path = Path(one["location"]["path"]).name if one["location"] else ""
        found.setdefault(path, Counter())[one["rule_id"]] += 1
    return found
