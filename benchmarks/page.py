"""The page of a run: `docs/performance.md` with its pictures, made of stored results alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bounds import BOUNDS, Judged, is_busy, judged, lost, of_shape, row
from benchmarks.peers import PEERS
from benchmarks.results import Results
from benchmarks.setup import Row
from benchmarks.shapes import MOST, SHAPES
from benchmarks.svg import bars, lines

PICTURES = "performance"
"""The folder of the pictures, beside the page."""
_NOTES = {
    "cfn-lint": "checks against schemas and best practices: another question, with other rules",
    "checkov": "without its graph of other frameworks",
    "cfn-guard": "the ten policies of the comparison, no registry",
    "cloudformation-validate": "a Rust engine; its rules are mostly about validity",
}


def write(results: Results, page: Path) -> None:
    """Write the page and its pictures."""
    folder = page.parent / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in _pictures(results.rows):
        (folder / f"{name}.svg").write_text(picture, "utf-8")
    page.write_text("\n".join(_page(results)) + "\n", "utf-8")


def _pictures(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    ways = ("floor", "warm", "two jobs", "cold", *PEERS)
    costs = {
        name: it.cost.processor for name in ways if (it := row(rows, "corpus", name)) and it.cost
    }
    floor = costs.get("floor", 1.0)
    yield (
        "corpus",
        bars("One folder of templates", "x floor", {k: v / floor for k, v in costs.items()}),
    )
    names = dict.fromkeys(it.name for it in rows if it.measure == "sizes")
    by_size = {
        name: [(it.size, it.cost.processor) for it in _of(rows, "sizes", name) if it.cost]
        for name in names
    }
    yield "sizes", lines("By number of templates", "templates", "seconds of processor", by_size)
    peaks = [(it.size, it.cost.peak) for it in _of(rows, "sizes", "cold") if it.cost]
    yield (
        "memory",
        lines("Memory by number of templates", "templates", "MB at the peak", {"cold": peaks}),
    )
    by_rules = [(it.size, it.cost.processor) for it in rows if it.measure == "rules" and it.cost]
    yield "rules", lines("By number of rules", "rules", "seconds of processor", {"cold": by_rules})
    shapes = {name: figure for name in SHAPES if (figure := of_shape(name)(rows)) is not None}
    yield "shapes", bars("Adversarial shapes, beside plain templates as large", "x", shapes, MOST)


def _of(rows: Sequence[Row], measure: str, name: str) -> Iterator[Row]:
    return (it for it in rows if (it.measure, it.name) == (measure, name))


def _page(results: Results) -> Iterator[str]:
    rows, about = results.rows, results.about
    corpus = about["corpus"]
    yield "# Performance"
    yield ""
    yield "Written by `make benchmark`: see [benchmarks/README.md](../benchmarks/README.md). All figures are"
    yield "of one run on one machine, and only their ratios mean anything elsewhere. The *floor* is orjson and"
    yield "PyYAML's C loader reading the same bytes in one process. Seconds are of the processor (user and"
    yield "system, all processes), whole programs, start and report included, bytecode and cards compiled."
    yield ""
    yield f"* Machine: {about['processor']}, {about['processors']} processors, {about['system']}"
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    yield f"* {about['python']}; {versions}"
    size = corpus["bytes"] / 1e6
    yield f"* Templates: `{corpus['name']}`, {corpus['templates']} files, {size:.1f} MB; best of {about['runs']}"
    if is_busy(rows):
        yield "* **The machine did other things as well**: what the clock alone tells is not judged."
    yield ""
    yield from _judged([*judged(rows)], lost(rows))
    yield from _corpus(rows)
    yield from _table("By number of templates", "sizes", rows, "templates", ("sizes", "memory"))
    yield from _table("By number of rules", "rules", rows, "rules", ("rules",))
    yield from _table("Start", "startup", rows, "size")
    yield from _table("A large app", "stacks", rows, "resources")
    yield from _table("Through S3", "store", rows, "templates")
    yield from _shapes(rows)
    yield from _table("At CloudFormation's limits", "limits", rows, "resources")
    yield from _table("Inside a synthesis", "synthesis", rows, "")
    yield from _losing([*judged(rows)], rows)


def _judged(every: Sequence[Judged], losses: Sequence[str]) -> Iterator[str]:
    yield "## What is to be reached"
    yield ""
    yield "A lower bound fails, too: who is quicker than that has not done the work. Every run is also counted:"
    yield f"of {len(BOUNDS)} bounds, {sum(it.verdict == 'reached' for it in every)} are reached."
    yield ""
    yield "| | at least | at most | measured | |"
    yield "|---|---|---|---|---|"
    for it in every:
        figures = (it.bound.least, it.bound.most, it.figure)
        cells = " | ".join("" if one is None else f"{one:.3g}" for one in figures)
        mark = f"**{it.verdict}**" if it.verdict == "not reached" else it.verdict
        why = f" ({it.why})" if it.why else ""
        yield f"| {it.bound.what} | {cells} | {mark}{why} |"
    yield ""
    yield from (f"* **Lost:** {one}" for one in losses)
    if losses:
        yield ""


def _corpus(rows: Sequence[Row]) -> Iterator[str]:
    yield "## One folder of templates"
    yield ""
    yield f"![]({PICTURES}/corpus.svg)"
    yield ""
    yield "| | seconds | x floor | peak | |"
    yield "|---|---|---|---|---|"
    base = row(rows, "corpus", "floor")
    for it in (one for one in rows if one.measure == "corpus"):
        note = "; ".join([*it.wrong, *([_NOTES[it.name]] if it.name in _NOTES else [])])
        if it.cost is None:
            yield f"| {it.name} | | | | not measured: {it.skipped} |"
        elif base and base.cost:
            times = it.cost.processor / base.cost.processor
            peak = f"{it.cost.peak:.0f} MB" if it.cost.peak else ""
            yield f"| {it.name} | {it.cost.processor:.2f} | {times:.1f} | {peak} | {note} |"
    yield ""
    cold = row(rows, "corpus", "cold")
    if cold and cold.counts:
        counts = cold.counts
        yield f"The scan came to {counts.verdicts:,} verdicts about {counts.resources:,} resources in"
        yield f"{counts.scanned} templates, and {counts.findings:,} findings; its report says so each time."
        yield ""


def _table(
    title: str, measure: str, rows: Sequence[Row], size: str, pictures: Sequence[str] = ()
) -> Iterator[str]:
    found = [it for it in rows if it.measure == measure]
    if not found:
        return
    yield f"## {title}"
    yield ""
    for name in pictures:
        yield f"![]({PICTURES}/{name}.svg)"
        yield ""
    yield f"| | {size} | seconds | by the clock | peak | verdicts | findings |"
    yield "|---|---|---|---|---|---|---|"
    for it in found:
        if it.cost is None:
            yield f"| {it.name} | {it.size or ''} | not measured: {it.skipped} | | | | |"
            continue
        cost, counts = it.cost, it.counts
        peak = f"{cost.peak:.0f} MB" if cost.peak else ""
        came = f"{counts.verdicts:,} | {counts.findings:,}" if counts else " | "
        number = f"{it.size:,}" if it.size else ""
        yield f"| {it.name} | {number} | {cost.processor:.3f} | {cost.wall:.2f} | {peak} | {came} |"
    yield ""


def _shapes(rows: Sequence[Row]) -> Iterator[str]:
    figures = {name: figure for name in SHAPES if (figure := of_shape(name)(rows)) is not None}
    if figures:
        yield "## Adversarial shapes"
        yield ""
        yield "Each beside a plain template with the same resources and as many bytes (`benchmarks/shapes.py`);"
        yield "`tests/scanner/test_shapes.py` counts the calls for both."
        yield ""
        yield f"![]({PICTURES}/shapes.svg)"
        yield ""


def _losing(every: Sequence[Judged], rows: Sequence[Row]) -> Iterator[str]:
    yield "## Where we lose"
    yield ""
    cold = row(rows, "corpus", "cold")
    for name in PEERS:
        peer = row(rows, "corpus", name)
        if cold and cold.cost and peer and peer.cost and peer.cost.processor < cold.cost.processor:
            times = cold.cost.processor / peer.cost.processor
            yield f"* {name} takes {times:.1f} times less than a cold scan ({_NOTES[name]})."
    for it in every:
        if it.verdict == "not reached":
            yield f"* {it.bound.what}: {it.figure:.3g}, not between {it.bound.least} and {it.bound.most}."
    yield ""
