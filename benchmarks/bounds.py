"""What has to be reached, and what nobody reaches who does the whole work: ratios of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.peers import PEERS
from benchmarks.process import Cost
from benchmarks.setup import Row
from benchmarks.shapes import MOST, SHAPES

BUSY = 1.3
"""Where the clock of one process goes so much faster than its processor, something else runs."""

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that is to lie between two others; either may be None.

    `by_clock` says that processor time tells nothing of it: it is judged on a quiet machine only.
    """

    what: str
    figure: Callable[[Rows], float | None]
    least: float | None
    most: float | None
    by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A bound and what was measured: `verdict` is ``reached``, ``not reached`` or ``not judged``."""

    bound: Bound
    figure: float | None
    verdict: str
    why: str = ""


def row(rows: Rows, measure: str, name: str, size: int | None = None) -> Row | None:
    """The row of something that was measured."""
    fitting = (
        it
        for it in rows
        if (it.measure, it.name) == (measure, name) and it.cost and size in (None, it.size)
    )
    return next(fitting, None)


def _cost(rows: Rows, measure: str, name: str, size: int | None = None) -> Cost | None:
    found = row(rows, measure, name, size)
    return found.cost if found else None


def ratio(
    measure: str, name: str, other: str, size: int | None = None, *, by_clock: bool = False
) -> Callable[[Rows], float | None]:
    """How many times the cost of another thing one takes."""

    def figure(rows: Rows) -> float | None:
        one, more = _cost(rows, measure, name, size), _cost(rows, measure, other, size)
        if one is None or more is None:
            return None
        pair = (one.wall, more.wall) if by_clock else (one.processor, more.processor)
        return pair[0] / pair[1] if pair[1] else None

    return figure


def _peak(measure: str, size: int) -> Callable[[Rows], float | None]:
    def figure(rows: Rows) -> float | None:
        found = _cost(rows, measure, "cold", size)
        return found.peak if found else None

    return figure


def of_shape(name: str) -> Callable[[Rows], float | None]:
    """How many times the work of a plain template a shape takes, without what nothing takes."""

    def figure(rows: Rows) -> float | None:
        costs = [_cost(rows, "shapes", f"{name}: {it}") for it in ("shape", "plain", "nothing")]
        shape, plain, nothing = (it.processor if it else None for it in costs)
        if shape is None or plain is None or nothing is None:
            return None
        # Where the plain one takes next to nothing, a tenth of a second is nothing.
        return max(0.0, shape - nothing) / max(0.1, plain - nothing)

    return figure


def _growing(rows: Rows) -> float | None:
    """How much more memory the largest number of templates takes than a tenth of it."""
    sizes = sorted(it.size for it in rows if (it.measure, it.name) == ("sizes", "cold") and it.cost)
    if len(sizes) < 2 or sizes[-1] < 10_000:
        return None
    one, more = (_cost(rows, "sizes", "cold", size) for size in (sizes[-2], sizes[-1]))
    return more.peak / one.peak if one and more else None


BOUNDS: tuple[Bound, ...] = (
    Bound("corpus, cold, one job / floor", ratio("corpus", "cold", "floor"), 1.5, 8),
    Bound("corpus, cold, two jobs / floor", ratio("corpus", "two jobs", "floor", by_clock=True), 1, 5, by_clock=True),
    Bound("corpus, warm / floor", ratio("corpus", "warm", "floor"), 0.1, 1.5),
    Bound("`--help` / `python -c pass`", ratio("startup", "help", "python"), 1, 4),
    Bound("one template of fifty resources / `python -c pass`", ratio("startup", "fifty resources", "python"), 2, 12),
    Bound("4,510 resources in ten stacks / floor", ratio("stacks", "cold", "floor"), 1.5, 8),
    Bound("4,510 resources in ten templates in YAML / floor", ratio("stacks", "cold, YAML", "floor, YAML"), 1.5, 8),
    Bound("10,000 templates, one job / two", ratio("sizes", "cold", "two jobs", 10_000, by_clock=True), 1.7, 2.2, by_clock=True),
    Bound("100,000 templates, peak of any process, MB", _peak("sizes", 100_000), 20, 400),
    Bound("peak of the largest number of templates / of the one before", _growing, 0.5, 1.3),
    Bound("1,000 templates through S3 / floor of the same from files", ratio("store", "through S3", "floor"), 1.5, None),
    *(Bound(f"shape: {name} / plain", of_shape(name), None, MOST) for name in SHAPES),
)  # fmt: skip


def is_busy(rows: Rows) -> bool:
    """Whether the machine did other things, so that its clock says nothing of ours."""
    alone = [it.cost for it in rows if it.cost and it.name == "cold" and it.cost.processor > 1]
    return any(cost.wall > BUSY * cost.processor for cost in alone)


def judged(rows: Rows) -> Iterator[Judged]:
    """Every bound, held against what was measured."""
    busy = is_busy(rows)
    for bound in BOUNDS:
        figure = bound.figure(rows)
        if figure is None:
            yield Judged(bound, None, "not judged", "not measured in this run")
        elif bound.by_clock and busy:
            yield Judged(bound, figure, "not judged", "the machine was busy with something else")
        elif bound.most is not None and figure > bound.most:
            yield Judged(bound, figure, "not reached")
        elif bound.least is not None and figure < bound.least:
            yield Judged(bound, figure, "not reached", "too little for the whole work")
        else:
            yield Judged(bound, figure, "reached")


def lost(rows: Rows) -> list[str]:
    """What runs of ours have lost, whatever their figures are."""
    return [
        f"{it.measure}, {it.name}: {said}"
        for it in rows
        if it.name not in PEERS
        for said in it.wrong
    ]
