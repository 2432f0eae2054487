"""`make test-all` never leaves out anything in silence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import test_all
from test_all import Step, run, tell

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PASSES = (sys.executable, "-c", "")
FAILS = (sys.executable, "-c", "raise SystemExit(1)")


def test_what_cannot_run_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is lacking, and what could not be prepared; neither is a failure."""
    steps = [
        Step("here", (PASSES,)),
        Step("absent", (FAILS,), test_all.needs(tmp_path / "nowhere")),
        Step("unprepared", (FAILS, PASSES)),
    ]
    assert tell([run(step) for step in steps]) == 0
    out = capsys.readouterr().out
    assert f"not run: absent ({tmp_path / 'nowhere'} is not here)" in out
    assert "not run: unprepared (`" in out
    assert out.endswith("1 steps passed, 0 failed, 2 not run\n")


def test_a_failure_is_the_exit_code_and_stops_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The steps after it run all the same."""
    assert tell([run(Step("bad", (FAILS,))), run(Step("good", (PASSES,)))]) == 1
    out = capsys.readouterr().out
    assert "failed: bad" in out
    assert out.endswith("1 steps passed, 1 failed, 0 not run\n")


def test_skipped_tests_are_told_by_reason(tmp_path: Path) -> None:
    """Three names at most; the rest are counted."""
    case = '<testcase classname="t" name="{}"><skipped message="no key"/></testcase>'
    cases = "".join(map(case.format, "abcde"))
    report = tmp_path / "r.xml"
    report.write_text(f'<testsuite>{cases}<testcase classname="t" name="z"/></testsuite>')
    assert [*test_all.skipped(report)] == ["t::a, t::b, t::c and 2 more (no key)"]
    assert [*test_all.skipped(tmp_path / "none.xml")] == []


def test_every_step_is_one_of_its_own(tmp_path: Path) -> None:
    """With a name to ask for it by."""
    steps = test_all.steps(tmp_path, tmp_path, tmp_path)
    assert len({step.name for step in steps}) == len(steps)
