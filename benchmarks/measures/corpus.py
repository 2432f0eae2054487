"""One folder of templates: the floor, synthgate in every way to run it, and the peers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.counts import Counts, found_in, report_in
from benchmarks.floor import floor, parsed, resources_of
from benchmarks.peers import peers
from benchmarks.process import Cost, here, in_turn
from benchmarks.setup import Row, Setup, jobs, lacking

_ALONE = 5
"""How many templates are scanned alone, to be compared with what the whole says of them."""


def corpus(setup: Setup) -> Iterator[Row]:
    """The floor, cold, warm, two jobs; then whoever else is here."""
    templates = setup.templates
    ways = _ways(setup)
    costs = in_turn(
        setup.runs,
        {
            "floor": lambda: here(lambda: floor(templates)),
            "cold": setup.cold(ways["cold"]),
            **({} if lacking("--no-cache") else {"warm": ways["warm"]}),
            **({} if lacking("--jobs") else {"two jobs": setup.cold(ways["two jobs"])}),
        },
    )
    number = len(templates)
    yield Row("corpus", "floor", costs["floor"], size=number)
    counts = setup.counted("cold.json")
    for name, cost in costs.items():
        if name != "floor":
            wrong = (
                (*_lost(setup, counts), *_alone(setup)) if name == "cold" else _other(setup, name)
            )
            yield Row("corpus", name, cost, counts, wrong=wrong, size=number)
    for name, option in (("warm", "--no-cache"), ("two jobs", "--jobs")):
        if lacking(option):
            yield Row("corpus", name, skipped=lacking(option))
    yield from _peers(setup)


def _ways(setup: Setup) -> dict[str, Callable[[], Cost]]:
    def way(name: str, *words: str) -> Callable[[], Cost]:
        return lambda: setup.scan(setup.corpus, *words, report=f"{name.replace(' ', '-')}.json")

    return {
        "cold": way("cold", *jobs(1)),
        "warm": way("warm", *jobs(1)),
        "two jobs": way("two jobs", *jobs(2)),
    }


def _lost(setup: Setup, counts: Counts) -> Iterator[str]:
    """What a scan must have counted, by a reader of the templates that is not synthgate."""
    data = zip(setup.templates, parsed(setup.templates), strict=True)
    known = {path.name for path, one in data if resources_of(one)}
    report = report_in(setup.scratch / "cold.json")
    told = {Path(one["path"]).name for one in report["templates"]}
    if missing := known - told - _spoken_of(report["problems"]):
        yield f"{len(missing)} templates are not in the report: {', '.join(sorted(missing)[:3])}"
    least = sum(map(resources_of, parsed(setup.templates)))
    if counts.resources < 0.9 * least:  # the rest is in templates that cannot be linked
        yield f"{counts.resources} resources of {least}"


def _spoken_of(problems: list[dict[str, str]]) -> set[str]:
    return {Path(one["path"]).name for one in problems if one["path"]}


def _alone(setup: Setup) -> Iterator[str]:
    """Templates that, scanned alone, have other findings than in the whole."""
    whole = found_in(report_in(setup.scratch / "cold.json"))
    names = [path.name for path in setup.templates]
    once = [path for path in setup.templates if names.count(path.name) == 1]
    for path in random.Random(20).sample(once, min(_ALONE, len(once))):  # noqa: S311 - no secret
        setup.forget()
        setup.scan(path, report="alone.json")
        alone = found_in(report_in(setup.scratch / "alone.json"))
        if alone.get(path.name) != whole.get(path.name):
            yield f"{path.name} has other findings alone"


def _other(setup: Setup, name: str) -> tuple[str, ...]:
    """Whether a way to run writes another report than the first did."""
    one, other = (
        (setup.scratch / f"{it.replace(' ', '-')}.json").read_bytes() for it in ("cold", name)
    )
    return () if one == other else ("the report has other bytes than that of the cold run",)


def _peers(setup: Setup) -> Iterator[Row]:
    """Each once: most take longer than all of ours together."""
    for peer in peers(setup.corpus, setup.templates):
        if peer.lacking:
            yield Row("corpus", peer.name, skipped=peer.lacking)
            continue
        cost = setup.site.run(peer.command, setup.scratch)
        ended = (cost.said.strip().splitlines() or [""])[-1][:100]
        crashed = cost.code < 0 or "Traceback" in cost.said or "rror: " in ended
        wrong = (f"it ends with an error, code {cost.code}",) if crashed else ()
        yield Row("corpus", peer.name, cost, wrong=wrong, size=len(setup.templates))
