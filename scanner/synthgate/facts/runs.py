"""The runs of a folder of facts: one that begins, or goes on where another one was killed.

A run is called by what it was asked and of what, and by a number. The row in ``runs`` is written
when all is there: a run without one is not over, and the same command goes on with it. What a run
before has of the same units, asked the same, is taken from there.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import orjson

from synthgate.facts.folder import Run, dropped, found, read, written
from synthgate.facts.kept import Kept
from synthgate.facts.parts import Member, prune
from synthgate.facts.rows import columns_of
from synthgate.facts.schema import PARTS
from synthgate.kept.codec import encode_rules
from synthgate.kept.purity import Purity, purity_of
from synthgate.model import PartialReport, Results, Rule
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.remote.store import is_address
from synthgate.version import __version__
from synthgate_reports.results import write_results

_NAME = re.compile(r".*/day=(?P<day>\d{4}-\d\d-\d\d)/run=(?P<id>[0-9a-f]{12}-[0-9a-f]{8}-\d+)/?")
_AT_ONCE = 16


def address_of(word: str, folder: Path) -> str:
    """The address of a folder of facts, which may be one of this machine."""
    if is_address(word):
        return word.rstrip("/")
    return Path(os.path.realpath(folder / word)).as_posix()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A folder of facts as one run sees it: its address, the day, and what its user calls it."""

    address: str
    day: str
    name: str = ""

    def begun(self, plan: Plan, inputs: Sequence[str]) -> Kept:
        """The run of a plan over some inputs, and what is known from those before.

        Raises:
            FactsError: the folder cannot be read, or holds facts of another version.
        """
        for file in found(f"{self.address}/runs/day=*/run=*/run.parquet")[-1:]:
            read(file, ())  # of another version, it is told before anything is written beside it
        asked = hashlib.sha256("\0".join(inputs).encode(errors="replace")).hexdigest()[:8]
        name = f"{plan.digest[:12]}-{asked}"
        runs = [*self._runs(name)]
        over = {run.id for run in runs if found(run.file("runs", "run"))}
        last = runs[-1] if runs else None
        if last and last.id not in over:
            run, before = last, runs[-2:]
        else:
            number = 1 + (int(last.id.rpartition("-")[2]) if last else 0)
            run, before = Run(self.address, self.day, f"{name}-{number}"), runs[-1:]
        files = [file for one in before for file in found(f"{one.folder('units')}/part-*.parquet")]
        is_certain = purity_of(plan) is Purity.WHOLE  # else others' Python may say another thing
        return Kept(run, plan.digest, _known(files, plan.digest) if is_certain else {})

    def _runs(self, name: str) -> Iterator[Run]:
        """The runs of such a name, in their order."""
        named = (_NAME.fullmatch(one) for one in found(f"{self.address}/units/day=*/run={name}-*"))
        every = [Run(self.address, it["day"], it["id"]) for it in named if it]
        yield from sorted(every, key=lambda it: int(it.id.rpartition("-")[2]))


def _known(files: Sequence[str], plan: str) -> dict[str, str]:
    """The files that have units, by the digests of these; the last file of several."""
    columns = ("digest", "plan", "is_whole")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        every = [*pool.map(partial(read, columns=columns), files)]
    return {
        row["digest"]: file
        for file, rows in zip(files, every, strict=True)
        for row in rows
        if row["plan"] == plan and row["is_whole"] and row["digest"]
    }


def finish(kept: Kept, results: Results, rules: Iterable[Rule], members: Sequence[Member]) -> None:
    """Write that a run is over, and all that is said of it as a whole.

    What an attempt that was given up has left, and what a run that was killed has of units that are
    others now, is taken away before.

    Raises:
        FactsError: that cannot be written.
    """
    run, units = kept.run, dict[str, set[str]]()
    for one in members:
        units.setdefault(one.part, set()).add(one.unit)
    for table in PARTS:
        for file in found(f"{run.folder(table)}/part-*.parquet"):
            if _part(file) not in units:
                dropped(file)
    for part in sorted({_part(file) for file in kept.files.values()} & units.keys()):
        prune(run, part, units[part])
    listed = [[one.unit, one.digest, one.order, one.part] for one in sorted(members, key=_order)]
    text = io.StringIO()
    bare = replace(results, partial=PartialReport(heard=results.partial.heard))
    write_results(bare, __version__, text)
    row = (
        results.plan,
        __version__,
        next((scan.run.app for scan in results.scans), "") or None,
        len(listed),
        orjson.dumps(listed),
        encode_rules(rules),
        text.getvalue().encode(),
    )
    written(run.file("runs", "run"), "runs", columns_of("runs", [row]))


def _part(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".parquet")


def _order(member: Member) -> tuple[int, ...]:
    return member.order
