"""Facts are data: what is of another version, broken or somebody else's is told, not believed."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pq: Any = pytest.importorskip("pyarrow.parquet", reason="needs the extra dask")
pa: Any = pytest.importorskip("pyarrow")

from synthgate.facts.schema import KEY, PARTS, TABLES, VERSION  # noqa: E402 - not without pyarrow

pytestmark = pytest.mark.exhaustive
ROOT = Path(__file__).resolve().parents[3]
KEEP = ("--facts", "facts", "--format", "json=r.json")


def files(place: Any, table: str) -> list[Path]:
    return sorted((place.folder / "facts" / table).rglob("*.parquet"))


def changed(path: Path, **columns: Any) -> None:
    """Write a file of facts again, with other values in some columns."""
    table = pq.read_table(path)
    data = table.to_pydict()
    for name, value in columns.items():
        data[name] = [value(it) for it in data[name]]
    pq.write_table(pa.table(data, schema=table.schema), path)


def test_every_file_says_its_version_and_has_the_columns_that_are_told(place: Any) -> None:
    """Those of docs/fleet.md, whatever was found."""
    place.scan("org", *KEEP, code=3)
    page = (ROOT / "docs" / "fleet.md").read_text("utf-8")
    for table, columns in TABLES.items():
        for path in files(place, table):
            schema = pq.read_schema(path)
            assert schema.metadata[KEY] == VERSION.encode()
            assert schema.names == [*columns]
        assert len(files(place, table)) == (4 if table in PARTS else 1)
        told = page.partition(f"### `{table}`")[2].partition("###")[0]
        assert [it for it in columns if f"`{it}`" not in told] == []


def test_facts_of_another_version_are_told(place: Any) -> None:
    """Before anything is written beside them, and when a report is to be made of them."""
    ran = place.scan("org", *KEEP, code=3)
    told = ran.err.partition("facts: ")[2].split(" ")[0]
    (run,) = files(place, "runs")
    schema = pq.read_schema(run).with_metadata({KEY: b"9"})
    pq.write_table(pa.table(pq.read_table(run).to_pydict(), schema=schema), run)
    before = sorted(str(it) for it in (place.folder / "facts").rglob("*"))
    for ran in (
        place.scan("org", *KEEP, code=2),
        place.run(place.argv("report", told, "--no-config")),
    ):
        assert ran.code == 2
        assert "version 9" in ran.err
    assert sorted(str(it) for it in (place.folder / "facts").rglob("*")) == before


def test_a_run_that_is_not_over_makes_no_report(place: Any) -> None:
    """It says how it comes to its end; so does what is no run at all."""
    ran = place.scan("org", *KEEP, code=3)
    told = ran.err.partition("facts: ")[2].split(" ")[0]
    files(place, "runs")[0].unlink()
    ran = place.run(place.argv("report", told, "--no-config"))
    assert ran.code == 2
    assert "not over" in ran.err


def test_a_folder_of_facts_tells_its_runs(place: Any) -> None:
    """Each as a report can be made of it; of one in which none is over, that."""
    named = {
        place.scan(one, *KEEP, code=code).err.partition("facts: ")[2].split(" ")[0]
        for one, code in (("org", 3), ("org/team0", 0))
    }
    ran = place.run(place.argv("report", "facts", "--no-config"))
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert "2 runs" in lines[0]
    assert {line.split()[1] for line in lines[1:]} == named
    for run in named:
        assert "templates" in place.run(place.argv("report", run, "--no-config")).out
    for path in files(place, "runs"):
        path.unlink()
    ran = place.run(place.argv("report", "facts/", "--no-config"))
    assert ran.code == 2
    assert "no run is over" in ran.err


class _Mark:
    """Writes a file when it is unpickled."""

    def __reduce__(self) -> Any:
        return Path.touch, (Path("unpickled"),)


@pytest.mark.parametrize("content", [b"", b"{}", b"[[[[", pickle.dumps(_Mark()), b"null"])
def test_a_report_that_is_none_is_scanned_again_and_never_run(place: Any, content: bytes) -> None:
    """A bucket may hold what anybody has put there."""
    ran = place.scan("org", *KEEP, code=3)
    told = ran.err.partition("facts: ")[2].split(" ")[0]
    first = place.bytes("r.json")
    for path in files(place, "units"):
        changed(path, partial=lambda _: content)
    ran = place.run(place.argv("report", told, "--no-config"))
    assert ran.code == 2
    assert "broken" in ran.err
    place.scan("org", *KEEP, code=3)
    assert place.bytes("r.json") == first
    assert not (place.folder / "unpickled").exists()


def test_a_report_of_another_plan_or_unit_is_not_taken(place: Any) -> None:
    """The digest of the plan stands in each row, and so does the unit."""
    place.scan("org", *KEEP, code=3)
    first = place.bytes("r.json")
    for column in ("plan", "unit"):
        for path in files(place, "units"):
            changed(path, **{column: lambda it: it[::-1]})
        place.scan("org", *KEEP, code=3)
        assert place.bytes("r.json") == first


def test_a_folder_that_cannot_be_written(place: Any) -> None:
    """Said by its name, as a mistake of usage."""
    (place.folder / "facts").write_text("a file")
    ran = place.scan("org", *KEEP, code=2)
    assert "facts" in ran.err
    assert "Traceback" not in ran.err


def test_facts_of_one_process_and_jobs(place: Any) -> None:
    """Several processes write facts as a cluster does, which is said."""
    ran = place.scan("org", *KEEP, "--jobs", "2", code=2)
    assert "--executor dask" in ran.err


def test_without_the_extra_it_is_named(place: Any) -> None:
    """And nothing of it is imported where nobody asks for it."""
    program = "import sys; sys.modules['pyarrow'] = None; import synthgate.start as s; s.run()"
    argv = [sys.executable, "-c", program, "scan", *place.words, "org", *KEEP]
    ran = subprocess.run(
        argv, cwd=place.folder, capture_output=True, text=True, check=False, timeout=100
    )
    assert ran.returncode == 2
    assert "synthgate[dask]" in ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_escaped(place: Any) -> None:
    """As reports have it, which are the same with facts and without."""
    odd = os.fsencode(place.folder / "org") + b"/odd-\xff.yaml"
    Path(os.fsdecode(odd)).write_text("Resources: {O: {Type: AWS::SNS::Topic}}\n")
    place.scan("org", "--format", "json=plain.json", code=3)
    place.scan("org", *KEEP, code=3)
    assert (place.folder / "r.json").read_text() == (place.folder / "plain.json").read_text()
    units = [it for file in files(place, "units") for it in pq.read_table(file)["unit"].to_pylist()]
    assert r"org/odd-\udcff.yaml" in units
