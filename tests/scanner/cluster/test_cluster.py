"""A cluster says what one process says, to the byte, whoever dies on the way.

Real processes: workers of Dask on this machine, killed with SIGKILL while they scan.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("distributed", reason="needs the extra dask")
pytest.importorskip("pyarrow", reason="needs the extra dask")
pytestmark = pytest.mark.exhaustive

FORMATS = ("json", "results", "sarif", "csv", "html")


def formats(name: str) -> list[str]:
    return [word for it in FORMATS for word in ("--format", f"{it}={name}.{it}")]


def same(place: Any, one: str, other: str) -> bool:
    return all(place.bytes(f"{one}.{it}") == place.bytes(f"{other}.{it}") for it in FORMATS)


def test_a_cluster_reports_the_same_bytes(place: Any) -> None:
    """Of local files, with facts and without; and a report that is made of the facts."""
    place.scan("org", *formats("here"), code=3)
    place.scan("org", *place.dask, *formats("there"), code=3)
    assert same(place, "here", "there")
    ran = place.scan("org", *place.dask, "--facts", "facts", *formats("kept"), code=3)
    assert same(place, "here", "kept")
    told = ran.err.partition("facts: ")[2].split(" ")[0]
    made = place.run(place.argv("report", told, *place.words[:4], *formats("made")))
    assert made.code == 3, made.err
    of_file = place.run(place.argv("report", "here.results", *place.words[:4], *formats("again")))
    assert of_file.code == 3
    for kind in FORMATS:
        text = place.bytes(f"made.{kind}").decode().replace(told, "here.results")
        text = text.replace(quote(told), "here.results")
        assert text == place.bytes(f"again.{kind}").decode(), kind


def test_a_worker_that_is_killed_loses_nothing(place: Any) -> None:
    """What it was at is done by another one."""
    place.scan("org", *formats("here"), code=3)
    mark = place.folder / "Topic50"
    place.scan("org", *place.dask, *formats("there"), code=3, DIE_ONCE=str(mark))
    assert mark.exists()
    assert same(place, "here", "there")


def test_a_unit_that_kills_is_a_problem_of_itself(place: Any) -> None:
    """And of nothing else: those of its chunk are all there, in the facts as well."""
    place.scan("org", "--format", "json=here.json", code=3)
    words = ("--facts", "facts", "--format", "json=there.json")
    place.scan("org", *place.dask, *words, code=3, DIE_ALWAYS="Topic50")
    here, there = (json.loads(place.bytes(f"{it}.json")) for it in ("here", "there"))
    died = "org/team1/t050.json"
    codes = {(it["code"], it["path"]) for it in there["problems"]}
    assert codes - {(it["code"], it["path"]) for it in here["problems"]} == {("worker-died", died)}
    assert there["findings"] == [it for it in here["findings"] if it["location"]["path"] != died]
    assert [it["path"] for it in there["templates"]] == [it["path"] for it in here["templates"]]
    units = facts(place.folder / "facts", "units")
    assert Counter(it["unit"] for it in units) == Counter({it["unit"] for it in units})
    assert len(units) == place.units + 2
    assert [it["unit"] for it in units if not it["is_whole"]] == [died]


def test_a_run_that_is_killed_goes_on_where_it_was(place: Any) -> None:
    """What the facts have is not scanned again; what was changed since is. Nothing is twice."""
    log = place.folder / "asked"
    environ = {**os.environ, "ASKED": str(log)}
    words = ("org", *place.dask, "--facts", "facts", *formats("there"))
    argv = place.argv("scan", *place.words, *words)
    with subprocess.Popen(
        argv, cwd=place.folder, env=environ, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        until = time.monotonic() + 120
        while not facts_files(place.folder / "facts", "units") and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGKILL)
    kept = {it["unit"] for it in facts(place.folder / "facts", "units")}
    assert 0 < len(kept) < place.units + 2
    changed = next(it for it in sorted(kept) if it.endswith(".json"))
    (place.folder / changed).write_text('{"Resources": {"Other": {"Type": "AWS::SNS::Topic"}}}')
    log.unlink()
    place.scan("org", *formats("here"), code=3)
    place.scan(*words, code=3, ASKED=str(log))
    assert same(place, "here", "there")
    asked = log.read_text().split()
    assert "Other" in asked
    known = [it for it in kept if it != "org/broken.yaml"]
    assert len(asked) == len(set(asked)) == place.units + 1 - len(known) + 1
    rows = facts(place.folder / "facts", "verdicts")
    twice = Counter((it["template"], it["logical_id"], it["rule_id"]) for it in rows)
    assert max(twice.values()) == 1
    about = {it["resource_type"] for it in rows if it["template"] == changed}
    assert "AWS::SNS::Topic" in about
    assert "AWS::S3::Bucket" not in about  # there was one before


def test_a_run_over_the_same_is_not_scanned_again(place: Any) -> None:
    """It has its own rows, and asks nothing."""
    log = place.folder / "asked"
    place.scan("org", *place.dask, "--facts", "facts", *formats("first"), code=3)
    place.scan("org", *place.dask, "--facts", "facts", *formats("then"), code=3, ASKED=str(log))
    assert not log.exists()
    assert same(place, "first", "then")
    assert len(facts(place.folder / "facts", "units")) == 2 * (place.units + 2)


def test_an_interrupt_leaves_nobody_behind(place: Any) -> None:
    """Ctrl-C in a terminal: its code, no traceback, and no process that goes on."""
    log = place.folder / "asked"
    argv = place.argv("scan", *place.words, "org", *place.dask)
    with subprocess.Popen(
        argv,
        cwd=place.folder,
        env={**os.environ, "ASKED": str(log)},
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell's background job ignores interrupts, and what it starts does so, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        text=True,
    ) as running:
        while not log.exists():
            assert running.poll() is None
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in said
    until = time.monotonic() + 30
    while _is_there(running.pid):
        assert time.monotonic() < until
        time.sleep(0.1)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_nobody_at_the_address(place: Any) -> None:
    """Said with what to do, as a mistake of usage."""
    ran = place.scan("org", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9", code=2)
    assert "tcp://127.0.0.1:9" in ran.err
    assert "Traceback" not in ran.err
    ran = place.scan("org", "--scheduler", "tcp://127.0.0.1:9", code=2)
    assert "--executor dask" in ran.err


def test_a_cluster_that_runs_already(place: Any) -> None:
    """By the address of its scheduler; one whose workers run another synthgate is refused."""
    distributed = pytest.importorskip("distributed")
    place.scan("org", *formats("here"), code=3)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        words = ("--executor", "dask", "--scheduler", cluster.scheduler_address)
        place.scan("org", *words, *formats("there"), code=3)
        assert same(place, "here", "there")
        program = (
            "import synthgate.executors.cluster as c, synthgate.start as s;"
            "c.program = lambda: 'another'; s.run()"
        )
        ran = place.run([place.argv()[0], "-c", program, "scan", *place.words, "org", *words])
        assert ran.code == 2
        assert "another" in ran.err


def facts_files(folder: Path, table: str) -> list[str]:
    return sorted(str(it) for it in (folder / table).rglob("part-*.parquet"))


def facts(folder: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, by a reader that knows nothing of us."""
    dataset: Any = pytest.importorskip("pyarrow.dataset")
    return dataset.dataset(folder / table, partitioning="hive").to_table().to_pylist()
