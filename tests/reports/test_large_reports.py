"""A report is written piece by piece: what that takes does not grow with what it tells."""

from __future__ import annotations

import gc
import tracemalloc
from contextlib import closing
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from crowds import crowd
from hypothesis import given
from hypothesis import strategies as st

from synthgate.model import Observed, PartialReport, Results, UnitReport
from synthgate_reports import jsontext, write
from synthgate_reports.jsontext import Aside, encoded, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Report

_FEW, _MANY = 500, 5_000
_MORE = 512 * 1024
"""Bytes that the larger report may take more; it is larger by megabytes."""

plain = st.recursive(st.none() | st.integers(0, 9) | st.text(max_size=5), st.lists, max_leaves=5)
documents = st.dictionaries(st.text(max_size=3), plain, max_size=4)


class _Nowhere(StringIO):
    """Counts what is written, and forgets it."""

    size: int = 0

    def write(self, s: str) -> int:
        self.size += len(s)
        return len(s)


@given(documents, st.lists(documents, max_size=9), st.lists(plain, max_size=3), st.booleans())
def test_an_iterator_is_written_as_the_list_of_its_items(
    around: dict[str, object],
    items: list[dict[str, object]],
    within: list[object],
    indented: bool,
) -> None:
    """Whatever surrounds it, and where an item of it has another one."""
    line = "\n" if indented else ""
    whole = {**around, "items": [{**it, "within": within} for it in items], "rest": items}
    some = ({**it, "within": iter(within)} for it in items)
    lazy = {**around, "items": some, "rest": iter(items)}
    assert "".join(pieces(lazy, line)) == encoded(whole, indented=indented)


@given(st.lists(documents, max_size=9), st.integers(0, 60))
def test_a_list_that_was_aside_is_written_as_any_other(
    items: list[dict[str, object]], most: int
) -> None:
    """Whether it waited in memory or in a file."""
    with pytest.MonkeyPatch.context() as patched, closing(Aside()) as aside:
        patched.setattr(jsontext, "_MOST_IN_MEMORY", most)
        patched.setattr(jsontext, "_MOST_AT_ONCE", 2)

        def others() -> Iterator[int]:
            for number, item in enumerate(items):
                aside.add(item)
                yield number

        text = "".join(pieces({"others": others(), "rest": {"items": aside}}, "\n"))
    whole = {"others": [*range(len(items))], "rest": {"items": items}}
    assert text == encoded(whole, indented=True)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["json", "sarif", "results"])
def test_ten_times_the_findings_take_no_more_memory_to_write(name: str, hostile: Report) -> None:
    """They are about one resource: those have a table in some formats."""
    small, large = (_written(name, hostile, number) for number in (_FEW, _MANY))
    assert large[0] > 9 * small[0]
    assert large[1] - small[1] < _MORE


def _written(name: str, hostile: Report, number: int) -> tuple[int, int]:
    """How long a report is, and how much memory writing it has taken at its peak."""
    report = crowd(hostile, number)
    subject = hostile.findings[0].subject
    findings = tuple(replace(finding, subject=subject) for finding in report.findings)
    observed = [Observed(None, (), (finding,)) for finding in findings]
    units = (UnitReport((at,), observed=(one,)) for at, one in enumerate(observed))
    results = Results("", (), (), PartialReport(tuple(units)))
    report, nowhere = replace(report, findings=findings, results=results), _Nowhere()
    write(name, report, _Nowhere())  # what a format makes once
    gc.collect()
    gc.freeze()  # the more there is, the later what refers to itself is let go
    tracemalloc.start()
    try:
        write(name, report, nowhere)
        return nowhere.size, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()
