"""Several processes beside what is kept: none is started for what this one knows already."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from every_format import in_every_format
from kept_app import write

from synthgate.config import configure
from synthgate.executors import child, processes
from synthgate.pipeline import run
from synthgate.rule.cards.remembered import PROCESS
from synthgate.sources.source import Source

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
KEY = "a secret of the CI system, as long as a key has to be"
NAMES = [f"{number}.yaml" for number in range(6)]


def template(name: str, words: str = "") -> str:
    return f"Resources: {{Q{name[0]}: {{Type: AWS::SQS::Queue, Metadata: {{a: '{words}'}}}}}}\n"


class Counted:
    """What is asked of other processes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started = self.prepared = 0
        self.given: list[str] = []
        start, give, prepare = child.Nursery.started, child.Child.give, processes.prepare

        def started(one: child.Nursery) -> child.Child:
            self.started += 1
            return start(one)

        def given(one: child.Child, units: Sequence[Source]) -> None:
            self.given += [unit.shown for unit in units]
            give(one, units)

        def prepared(plan: Any) -> None:
            self.prepared += 1
            prepare(plan)

        monkeypatch.setattr(child.Nursery, "started", started)
        monkeypatch.setattr(child.Child, "give", given)
        for module in (child, processes):
            monkeypatch.setattr(module, "may_fork", lambda: True)
        monkeypatch.setattr(processes, "prepare", prepared)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "app", {name: template(name) for name in NAMES})


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A cache of the test's own, and nothing that the process remembers of another."""
    PROCESS.kept.clear()
    return {"SYNTHGATE_CACHE": str(tmp_path / "cache"), "SYNTHGATE_CACHE_KEY": KEY}


def reports(folder: Path, environ: dict[str, str], progress: Any = None) -> dict[str, str]:
    """A report in every format."""
    given = {"paths": ["."], "format": ["results"], "jobs": 2}
    return in_every_format(run(configure(given, environ, folder, "none"), progress=progress))


def test_where_all_is_kept_no_process_is_started(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a rule compiled for it; the reports are the same bytes."""
    cold = Counted(monkeypatch)
    fresh = reports(folder, environ)
    assert (cold.started, cold.prepared, sorted(cold.given)) == (2, 1, NAMES)
    warm = Counted(monkeypatch)
    assert reports(folder, environ) == fresh
    assert (warm.started, warm.prepared, warm.given) == (0, 0, [])


def test_processes_are_given_what_is_not_kept(
    folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the bar counts all of it."""
    reports(folder, environ)
    changed = NAMES[1], NAMES[4]
    write(folder, {name: template(name, "changed") for name in changed})
    told: list[int] = []
    counted = Counted(monkeypatch)
    after = reports(folder, environ, lambda done, _: told.append(done))
    assert counted.given == [*changed]
    assert told[-1] == len(NAMES)
    assert after == reports(folder, {})
