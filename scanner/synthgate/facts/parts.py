"""One part of a run: the rows of some units, in a file of each table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from synthgate.facts.folder import Run, read, written
from synthgate.facts.kept import is_whole
from synthgate.facts.rows import Row, columns_of, counted, rows_of
from synthgate.facts.schema import PARTS, TABLES
from synthgate.kept.codec import encode
from synthgate.model import PartialReport, Rule, UnitReport
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of a run: what it is called, its digest, its place, and the part that has its rows."""

    unit: str
    digest: str
    order: tuple[int, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be written of a unit."""

    unit: str
    digest: str
    report: UnitReport


def write_part(
    run: Run, plan: str, told: Sequence[Told], rules: Mapping[str, Rule]
) -> list[Member]:
    """Write the rows of some units. The same units have the same files, however often it is done.

    Raises:
        FactsError: they cannot be written.
    """
    names = "\n".join([plan, *(f"{one.unit}\0{one.digest}" for one in told)])
    part = f"part-{hashlib.sha256(names.encode(errors='replace')).hexdigest()[:20]}"
    rows = [rows_of(one.unit, one.report) for one in told]
    units = [_unit(one, plan, rules) for one in told]
    for table in PARTS:
        every = units if table == "units" else [row for it in rows for row in it.get(table, ())]
        written(run.file(table, part), table, columns_of(table, every))
    return [Member(one.unit, one.digest, one.report.order, part) for one in told]


def _unit(one: Told, plan: str, rules: Mapping[str, Rule]) -> Row:
    report = one.report
    resources = sum(row.resources for row in report.templates)
    size = (len(report.templates), resources, *counted(report.observed), len(report.problems))
    partial = encode(PartialReport((report,)), rules)
    return one.unit, one.digest, plan, *size, is_whole(report), partial


def prune(run: Run, part: str, units: Collection[str]) -> None:
    """Leave the rows of these units in a part, and take out those of others.

    Raises:
        FactsError: it cannot be read, or written.
    """
    held = read(run.file("units", part), ("unit",))
    if len(held) == len(units):
        return
    for table in PARTS:
        names = [*TABLES[table]]
        rows = [row for row in read(run.file(table, part), names) if row["unit"] in units]
        written(run.file(table, part), table, {it: [row[it] for row in rows] for it in names})
