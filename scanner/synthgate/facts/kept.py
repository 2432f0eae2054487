"""What is known of units from before: taken instead of a scan where nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from synthgate.facts.folder import FactsError, Run, read
from synthgate.judge.names import writable
from synthgate.kept.codec import DamagedError, decode
from synthgate.kept.keep import NEVER
from synthgate.model import PartialReport, Rule, UnitReport
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.source import Source

PASSING = NEVER | {ProblemCode.FILE_UNREADABLE, ProblemCode.WORKER_DIED}
"""What may be otherwise the next time, though nothing has changed: such units are scanned again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where units are known from, by their digests: files of `units`, of this run and before."""

    run: Run
    plan: str
    files: Mapping[str, str] = field(default_factory=dict[str, str])

    def report(self, source: Source, digest: str, rules: Mapping[str, Rule]) -> UnitReport | None:
        """What is known of a unit, by the place that it has now; None if it is to be scanned."""
        file = self.files.get(digest)
        if file is None:
            return None
        with suppress(FactsError, DamagedError):
            row = _rows(file).get(digest)
            if row and (row["plan"], row["unit"]) == (self.plan, writable(source.shown)):
                return _alone(decode(row["partial"], rules), source)
        return None

    def part(self, digest: str) -> str | None:
        """The part of this run that has a unit; None for one of another run, or unknown."""
        file = self.files.get(digest, "")
        folder, _, name = file.rpartition("/")
        return name.removesuffix(".parquet") if folder == self.run.folder("units") else None


def is_whole(report: UnitReport) -> bool:
    """Whether a scan of the same bytes would say the same."""
    return not any(one.code in PASSING for one in report.problems)


def _alone(partial: PartialReport, source: Source) -> UnitReport | None:
    """The one unit of what was kept, if it can be that of the source."""
    if len(partial.units) != 1 or partial.units[0].base != source.base:
        return None
    return replace(partial.units[0], order=source.order)


@lru_cache(maxsize=4)
def _rows(file: str) -> dict[str, dict[str, Any]]:
    """The rows of a file by the digests of the units; the units of a chunk are mostly in one."""
    return {row["digest"]: row for row in read(file, ("unit", "digest", "plan", "partial"))}
