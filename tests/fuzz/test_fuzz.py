"""Inputs that nobody would write: a few of each kind with fixed seeds, and all that broke once."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from random import Random

import pytest

from fuzzing import harness
from fuzzing.targets import TARGETS

SEEDS = range(12)
REGRESSIONS = Path(__file__).parent / "regressions"
"""A folder each: the files of a run, and in `words` its command line where it is not ``scan .``"""


@pytest.fixture(autouse=True, scope="module")
def _cards_read_once() -> Generator[None]:
    with harness.cards_read_once():
        yield


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.exhaustive
def test_an_odd_input_breaks_no_promise(target: str, seed: int) -> None:
    """An exit code of ours, no traceback, no crash told as a problem; the rest is reported."""
    TARGETS[target](Random(seed))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", sorted(path.name for path in REGRESSIONS.iterdir()))
def test_what_broke_once_breaks_no_more(name: str) -> None:
    """Each input that ever ended a run, or took it too long, beside one that is sound."""
    folder = REGRESSIONS / name
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    words = files.pop("words", b"scan .").decode().split()
    outcome = harness.run(files, words)
    assert outcome.report is None or harness.reported_beside(outcome)
