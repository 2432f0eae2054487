"""``python -m benchmarks``: measure, store what was measured, and write the page of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.bounds import judged, lost
from benchmarks.measures.corpus import corpus
from benchmarks.measures.rules import rules
from benchmarks.measures.shapes import limits, shapes
from benchmarks.measures.sizes import sizes
from benchmarks.measures.stacks import stacks
from benchmarks.measures.startup import startup
from benchmarks.measures.store import store
from benchmarks.measures.synthesis import synthesis
from benchmarks.page import write
from benchmarks.process import ROOT
from benchmarks.results import Results, about, read
from benchmarks.setup import Row, Setup

MEASURES: dict[str, Callable[[Setup], Iterator[Row]]] = {
    "startup": startup,
    "corpus": corpus,
    "stacks": stacks,
    "rules": rules,
    "shapes": shapes,
    "limits": limits,
    "synthesis": synthesis,
    "store": store,
    "sizes": sizes,
}
STORED = ROOT / "out" / "benchmark" / "results.json"
PAGE = ROOT / "docs" / "performance.md"


def main(argv: Sequence[str]) -> int:
    """Measure what is asked for, and tell of it."""
    options = _arguments(argv)
    if options.only_page:
        write(read(options.results), options.page)
        return 0
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        setup = Setup(options.corpus.resolve(), Path(folder), options.runs, options.sizes)
        rows = [*_before(options)]
        setup.prime()
        for name in options.measures or MEASURES:
            for one in MEASURES[name](setup):
                rows.append(one)
                print(_line(one), flush=True)
            Results(about(setup), rows).write(options.results)  # what is there if we are stopped
    write(Results(about(setup), rows), options.page)
    failed = [it for it in judged(rows) if it.verdict == "not reached"]
    for it in failed:
        print(f"not reached: {it.bound.what}: {it.figure:.3g} {it.why}")
    for said in lost(rows):
        print(f"lost: {said}")
    print(f"{options.results}, {options.page}")
    return 1 if options.check and (failed or lost(rows)) else 0


def _before(options: argparse.Namespace) -> Iterator[Row]:
    """With some measurements named, the rows of the others, as they were stored."""
    if options.measures and options.results.is_file():
        for one in read(options.results).rows:
            if one.measure not in options.measures:
                yield one


def _line(one: Row) -> str:
    head = f"{one.measure:10} {one.name:40} {one.size or '':>7}"
    if one.cost is None:
        return f"{head}  not measured: {one.skipped}"
    told = (
        f"{one.cost.processor:9.3f} s  {one.cost.wall:9.2f} s by the clock  {one.cost.peak:6.0f} MB"
    )
    return f"{head} {told}" + "".join(f"\n  {said}" for said in one.wrong)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--corpus", type=Path, required=True, help="a folder of templates")
    parser.add_argument("--runs", type=int, default=3, help="of each thing; the best counts")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 10, 100, 1000], help="numbers of templates"
    )
    parser.add_argument("--results", type=Path, default=STORED, help="where figures are stored")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page that is written")
    parser.add_argument("--only-page", action="store_true", help="of what is stored")
    parser.add_argument("--check", action="store_true", help="end with 1 where a bound is missed")
    options = parser.parse_args(argv)
    unknown = [name for name in options.measures if name not in MEASURES]
    if unknown:
        parser.error(f"no such measure: {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
