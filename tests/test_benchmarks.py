"""The benchmark tells what is lost, and fails over what is too quick as over what is slow."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from benchmarks import results
from benchmarks.bounds import BOUNDS, judged, lost
from benchmarks.counts import Counts
from benchmarks.floor import Loader, resources_of, templates_in
from benchmarks.maker import make, originals
from benchmarks.page import write
from benchmarks.peers import PEERS
from benchmarks.process import Cost, Site
from benchmarks.setup import Row

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """
Description: Bucket and Topic of a team
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties: {Tags: [{Key: Data, Value: !Ref Alerts}]}
  Alerts:
    Type: AWS::SNS::Topic
    DependsOn: [Data]
Outputs:
  Name: {Value: !GetAtt Data.Arn}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.yaml").write_text(TEMPLATE)
    (folder / "b.json").write_text('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}')
    (folder / "none.json").write_text("{}")
    return folder


def test_made_templates_are_distinct_and_the_same_every_time(corpus: Path, tmp_path: Path) -> None:
    """As many as were asked for, of as many resources, no two of the same bytes."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        assert len([*make(originals(corpus), 7, folder)]) == 7
    files = templates_in(one)
    contents = [file.read_bytes() for file in files]
    assert len({*contents}) == 7
    assert contents == [file.read_bytes() for file in templates_in(other)]
    loaded = [yaml.load(it, Loader=Loader) for it in contents]  # noqa: S506 - a safe one
    assert [resources_of(it) for it in loaded] == [2, 1, 2, 1, 2, 1, 2]


def test_a_made_template_refers_to_what_it_has(corpus: Path, tmp_path: Path) -> None:
    """Ids are renamed wherever they are named; words that are none stay."""
    [first, *_] = make(originals(corpus), 1, tmp_path / "made")
    text = first.read_text()
    assert "DataN0:" in text
    assert "!Ref AlertsN0" in text
    assert "!GetAtt DataN0.Arn" in text
    assert "AWS::SNS::Topic" in text


def rows(cold: float, floor: float = 1.0) -> list[Row]:
    costs = {"floor": Cost(floor, floor, 0), "cold": Cost(cold, cold, 90)}
    return [Row("corpus", name, cost, size=3) for name, cost in costs.items()]


@pytest.mark.parametrize(
    ("cold", "verdict"), [(4.0, "reached"), (9.0, "not reached"), (1.1, "not reached")]
)
def test_too_quick_fails_as_too_slow_does(cold: float, verdict: str) -> None:
    """Nobody scans in the time that parsing takes."""
    [bound] = [it for it in judged(rows(cold)) if it.bound.what.startswith("corpus, cold, one")]
    assert bound.verdict == verdict


def test_a_busy_machine_is_not_judged_by_its_clock() -> None:
    """Two jobs beside something else take as long as one."""
    cold, two = Cost(4.0, 9.0, 90), Cost(4.0, 8.0, 90)
    every = [*rows(4.0)[:1], Row("corpus", "cold", cold), Row("corpus", "two jobs", two)]
    [bound] = [
        it for it in judged(every) if "two jobs" in it.bound.what and "corpus" in it.bound.what
    ]
    assert (bound.verdict, bound.why.startswith("the machine was busy")) == ("not judged", True)


def test_what_was_not_measured_is_not_judged() -> None:
    """Nor is it reached."""
    assert {it.verdict for it in judged([])} == {"not judged"}


def test_what_a_run_has_lost_is_told_of_ours_alone() -> None:
    """A peer that crashes is no fault of this program."""
    ours = Row("sizes", "cold", wrong=("9 templates of 10",))
    peer = Row("corpus", "checkov", wrong=("it ends with an error, code 1",))
    assert lost([ours, peer]) == ["sizes, cold: 9 templates of 10"]


def test_a_run_is_stored_and_shown(tmp_path: Path) -> None:
    """The page is made of what is stored, pictures and reasons included."""
    counts = Counts(3, 3, 9, 20, 5, 1, 6, 0)
    known = [*rows(4.0), Row("sizes", "cold", Cost(2, 2, 80), counts, size=10)]
    known += [Row("corpus", name, skipped="not on the PATH") for name in PEERS]
    about = {
        "processor": "p", "processors": 2, "system": "s", "python": "3", "versions": {"a": "1"},
        "corpus": {"name": "c", "templates": 3, "bytes": 10}, "runs": 1,
    }  # fmt: skip
    results.Results(about, known).write(tmp_path / "r.json")
    again = results.read(tmp_path / "r.json")
    assert again.rows == known
    write(again, tmp_path / "docs" / "performance.md")
    page = (tmp_path / "docs" / "performance.md").read_text("utf-8")
    assert "not on the PATH" in page
    assert page.count("| reached") == 1
    assert len([*(tmp_path / "docs" / "performance").glob("*.svg")]) == 5
    assert len(BOUNDS) > 10


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    """Its code, its peak and what it said are told; nothing of ours steers it."""
    code = (
        "import os, sys; print(os.environ.get('SYNTHGATE_LANG')); "
        "x = bytearray(50_000_000); sys.exit(3)"
    )
    cost = Site(tmp_path / "site").run([sys.executable, "-c", code], tmp_path)
    assert (cost.code, cost.said.strip()) == (3, "None")
    assert 40 < cost.peak < 200
    assert cost.processor > 0
