"""One template to a hundred thousand, made of those of the corpus: time and memory by their number."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.counts import Counts
from benchmarks.floor import floor, templates_in
from benchmarks.process import here
from benchmarks.setup import Row, Setup, jobs, lacking

_SPEED_UP_UP_TO = 10_000
"""So many templates are scanned by two processes as well."""


def sizes(setup: Setup) -> Iterator[Row]:
    """The floor, a cold scan, and one by two processes, for each number of templates."""
    for number in setup.sizes:
        folder = setup.made(number)
        files = templates_in(folder)
        yield Row(
            "sizes",
            "floor",
            here(lambda files=files: floor(files), 5 if number < 1_000 else 1),
            size=number,
        )
        setup.forget()
        cost = setup.scan(folder, *jobs(1), report="sizes.json")
        counts = setup.counted("sizes.json")
        yield Row("sizes", "cold", cost, counts, wrong=_lost(setup, number, counts), size=number)
        content = (setup.scratch / "sizes.json").read_bytes()
        if lacking("--jobs"):
            yield Row("sizes", "two jobs", skipped=lacking("--jobs"), size=number)
        elif number <= _SPEED_UP_UP_TO:
            setup.forget()
            cost = setup.scan(folder, *jobs(2), report="sizes.json")
            same = content == (setup.scratch / "sizes.json").read_bytes()
            wrong = () if same else ("the report has other bytes than that of one process",)
            yield Row("sizes", "two jobs", cost, counts, wrong=wrong, size=number)
        if not lacking("--no-cache") and number <= _SPEED_UP_UP_TO:
            cost = setup.scan(folder, *jobs(1), report="sizes.json")
            same = content == (setup.scratch / "sizes.json").read_bytes()
            wrong = () if same else ("the report has other bytes than that of the cold run",)
            yield Row("sizes", "warm", cost, counts, wrong=wrong, size=number)


def _lost(setup: Setup, number: int, counts: Counts) -> tuple[str, ...]:
    """What is less than so many templates must come to.

    Beyond the size of the corpus they repeat it, and so must the counts.
    """
    wrong = [] if counts.templates == number else [f"{counts.templates} templates of {number}"]
    period = len(setup.originals)
    if number > period:
        whole = _of_period(setup)
        for name in ("resources", "verdicts", "findings"):
            expected, found = getattr(whole, name) * number / period, getattr(counts, name)
            # The last repetition is a part, of templates that are no average.
            if abs(found - expected) > getattr(whole, name) * 0.5 + 0.01 * expected:
                wrong.append(f"{found} {name}, where {expected:.0f} are expected")
    return tuple(wrong)


def _of_period(setup: Setup) -> Counts:
    """What a scan of each template of the corpus, once, comes to."""
    if not (setup.scratch / "period.json").exists():
        setup.scan(setup.made(len(setup.originals)), *jobs(1), report="period.json")
    return setup.counted("period.json")
