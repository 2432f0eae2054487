"""No shape of a template makes more than a few times the work of a plain one as large.

Work is counted, not timed: calls of functions while a unit is scanned with every rule. The shapes
are those of the benchmark, which times them as well.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.shapes import MOST, SHAPES, Shape

from synthgate.config import Config
from synthgate.pipeline import prepare
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.profile import Wish
from synthgate.scanning import scan_unit
from synthgate.sources.discover import Discovery

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import UnitReport
    from synthgate.pipeline import Prepared

SIZE = 3
LITTLE = 20_000
"""So many calls are nothing, whatever the plain template takes."""
UNREADABLE = {"alias bomb", "JSON too deep"}
KNOWN = {"conditional statements": 15.0}
"""What still takes more: rules that go through as many worlds as a verdict may take."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("shapes")
    return prepare(Config(folder=folder, profile=Wish("all")))


def calls_of(run: Callable[[], object]) -> int:
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    gc.disable()  # what other tests have left is not gone through
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def scanned(prepared: Prepared, folder: Path, name: str, text: str) -> tuple[int, UnitReport]:
    """The work of a scan, and what it came to."""
    file = folder / name
    file.write_text(text)
    [source] = Discovery(prepared.judgement.around).sources([str(file)])
    found: list[Any] = []

    def scan() -> None:
        found[:] = scan_unit(prepared.plan, source).units

    return calls_of(scan), found[0]


@pytest.mark.parametrize(
    "name",
    [pytest.param(it, marks=[pytest.mark.exhaustive] if it in KNOWN else []) for it in SHAPES],
)
def test_a_shape_is_a_few_times_the_work(name: str, prepared: Prepared, tmp_path: Path) -> None:
    """Beside a plain template of the same resources and size."""
    shape = SHAPES[name](SIZE)
    scanned(prepared, tmp_path, f"plain{shape.suffix}", shape.plain)  # compiles its rules
    plain, other = scanned(prepared, tmp_path, f"plain{shape.suffix}", shape.plain)
    work, report = scanned(prepared, tmp_path, f"shape{shape.suffix}", shape.hostile)
    assert work <= max(KNOWN.get(name, MOST) * plain, LITTLE)
    assert not [one for one in report.problems if one.code is ProblemCode.SCAN_CRASHED]
    resources = [one.resources for one in other.templates]
    assert [one.resources for one in report.templates] == ([0] if name in UNREADABLE else resources)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [name for name in SHAPES if name not in KNOWN])
def test_a_large_shape_is_a_few_times_the_work(
    name: str, prepared: Prepared, tmp_path: Path
) -> None:
    """Two hundred resources: what grows with the square is more than five times by then."""
    shape = SHAPES[name](200)
    work, report = scanned(prepared, tmp_path, f"shape{shape.suffix}", shape.hostile)
    plain, _ = scanned(prepared, tmp_path, f"plain{shape.suffix}", shape.plain)
    assert work <= MOST * plain
    assert not [one for one in report.problems if one.code is ProblemCode.SCAN_CRASHED]


def test_what_two_worlds_decide_is_not_left_to_a_limit(prepared: Prepared, tmp_path: Path) -> None:
    """Of forty conditions a rule asks where all hold and where none does, and is content."""
    text = SHAPES["conditional statements"](1).hostile
    _, report = scanned(prepared, tmp_path, "shape.json", text)
    doubts = [
        finding.why["en"]
        for observed in report.observed
        for finding in observed.findings
        if finding.rule.id == "iam-policy-wildcard-action"
    ]
    assert all("cannot be decided" in why and "combinations" not in why for why in doubts)
    assert any("condition C39 " in why for why in doubts)


@pytest.mark.parametrize("name", sorted({*SHAPES} - {"alias bomb", "one alias for all"}))
def test_shape_and_plain_are_of_one_size(name: str) -> None:
    """The plain one is a fair measure; of loops, it is what they make."""
    shape: Shape = SHAPES[name](SIZE)
    if name != "loops in loops":
        assert 0.5 < len(shape.plain) / len(shape.hostile) < 2.5
    assert len(shape.plain) > 100
