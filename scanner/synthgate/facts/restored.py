"""The results of a run, of which any report can be made, from the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import orjson

from synthgate.facts.folder import FactsError, Run, found, read
from synthgate.kept.codec import decode, decode_rules
from synthgate.merging import merge
from synthgate.model import Message, PartialReport, Results, Rule, UnitReport
from synthgate_reports.results import NoResultsError
from synthgate_reports.results import read as results_of

_RUN = re.compile(r"(?P<address>.+)/[a-z]+/day=(?P<day>[\d-]{10})/run=(?P<id>[\w-]{1,99})/?")
_AT_ONCE = 8


def results_in(word: str) -> Results:
    """The results of a run, by the address of its folder in any of the tables.

    Raises:
        FactsError: there is no such run, it is not over, or it cannot be read.
    """
    named = _RUN.fullmatch(word)
    if named is None:
        raise FactsError(_NO_RUN.format(word=word))
    run = Run(named["address"], named["day"], named["id"])
    if not found(run.file("runs", "run")):
        raise FactsError(_NOT_OVER.format(word=word))
    try:
        (row,) = read(run.file("runs", "run"), ("plan", "members", "rules", "results"))
        results, rules = results_of(row["results"]), decode_rules(row["rules"])
        members: list[list[Any]] = orjson.loads(row["members"])
        partial = _merged(run, row["plan"], members, rules)
    except (NoResultsError, ValueError, LookupError, TypeError) as error:
        raise FactsError(_BROKEN.format(word=word, reason=str(error)[:200])) from error
    return replace(results, partial=replace(partial, heard=results.partial.heard))


def _merged(
    run: Run, plan: str, members: list[list[Any]], rules: Mapping[str, Rule]
) -> PartialReport:
    """The reports of all units that a run has, each by the digest that it had."""
    by_part: dict[str, dict[tuple[str, str], tuple[int, ...]]] = {}
    for unit, digest, order, part in members:
        by_part.setdefault(part, {})[unit, digest] = tuple(order)

    def of_part(part: str) -> list[UnitReport]:
        return [*_units(run.file("units", part), plan, by_part[part], rules)]

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return merge(PartialReport(tuple(units)) for units in pool.map(of_part, by_part))


def _units(
    file: str,
    plan: str,
    wanted: Mapping[tuple[str, str], tuple[int, ...]],
    rules: Mapping[str, Rule],
) -> Iterator[UnitReport]:
    left = dict(wanted)
    for row in read(file, ("unit", "digest", "plan", "partial")):
        order = left.pop((row["unit"], row["digest"]), None)
        if order is None:
            continue
        (unit,) = decode(row["partial"], rules).units
        if row["plan"] != plan:
            raise NoResultsError(row["unit"])
        yield replace(unit, order=order)
    if left:
        raise NoResultsError(", ".join(unit for unit, _ in left))


_NO_RUN = Message(
    "{word}: no run of a folder of facts: name one as scan --facts has told it, "
    "…/units/day=2026-12-01/run=…"
)
_NOT_OVER = Message(
    "{word}: there is no such run, or it is not over: the command that began it goes on with it"
)
_BROKEN = Message("{word}: facts that do not belong together, or are broken: {reason}")
