"""``--format oscal=DIR``: a format that is a folder, whole or not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate_reports import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}\n"
FILES = {"t.yaml": BUCKET}
SCAN = ("scan", "t.yaml", "--no-config")
NAMES = sorted(FOLDERS["oscal"])
MISUSED, INCOMPLETE = 2, 3


def content(folder: str) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in Path(folder).iterdir()}


def results(folder: str) -> Any:
    return json.loads(content(folder)["assessment-results.json"])["assessment-results"]["results"]


def test_a_scan_writes_the_documents(cli: Callable[..., Any]) -> None:
    """Of the production checklist, where no framework is named; beside other reports."""
    ran = cli(*SCAN, "--format", "oscal=new/audit", "--format", "json=r.json", files=FILES)
    assert (ran.code, ran.out) == (1, "")
    assert "Gate closed" in ran.err
    assert sorted(content("new/audit")) == NAMES
    (result,) = results("new/audit")
    assert "production-checklist" in result["title"]
    first = content("new/audit")
    assert cli(*SCAN, "--format", "oscal=new/audit").code == 1
    assert content("new/audit") == first


def test_stored_results_and_the_checklist_write_them(cli: Callable[..., Any]) -> None:
    """As a scan does."""
    cli(*SCAN, "--framework", "production-checklist", "--format", "results=r.json", files=FILES)
    assert cli("report", "r.json", "--no-config", "--format", "oscal=a").code == 0
    assert len(results("a")[0]["findings"]) > 0
    assert cli("checklist", "t.yaml", "--no-config", "--format", "oscal=b").code == 1
    assert results("b")[0]["findings"] == results("a")[0]["findings"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--format", "oscal"), "--format oscal=DIR"),
        (("--format", "oscal=-"), "--format oscal=DIR"),
        (("--format", "oscal="), "names no folder"),
        (("--format", "oscal=t.yaml"), "there is a file of that name: name a folder"),
        (("--format", "oscal=cdk.out"), "lies in the cloud assembly"),
        (("--format", "oscal=a", "--format", "oscal=./b/../a"), "two reports for"),
        (("--format", "oscal=a", "--format", "json=a/assessment-plan.json"), "two reports for"),
    ],
)
def test_what_is_no_folder_for_them_is_told(
    cli: Callable[..., Any], words: tuple[str, ...], why: str
) -> None:
    """Before any work."""
    files = FILES | {"cdk.out/manifest.json": "{}", "cdk.out/cdk.out": "{}"}
    ran = cli("scan", ".", "--no-config", *words, files=files)
    assert (ran.code, why in ran.err) == (MISUSED, True), ran.err
    assert not Path("a").exists()


def test_an_error_leaves_those_of_before(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them: a plan of today does not go with results of yesterday."""
    cli(*SCAN, "--format", "oscal=a", files=FILES)
    before = content("a")
    Path("t.yaml").write_text(BUCKET.replace("B:", "Other:"))

    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("synthgate_reports.oscal.components.write", broken)
    ran = cli(*SCAN, "--format", "oscal=a", "--format", "json=r.json")
    assert ran.code == INCOMPLETE
    assert "no report was written into a" in ran.err
    assert content("a") == before
    assert Path("r.json").stat().st_size


def test_a_file_that_cannot_be_written_leaves_the_others(cli: Callable[..., Any]) -> None:
    """A folder is in the place of one."""
    cli(*SCAN, "--format", "oscal=a", files=FILES)
    Path("a/component-definition.json").unlink()
    Path("a/component-definition.json").mkdir()
    before = Path("a/assessment-plan.json").read_bytes()
    Path("t.yaml").write_text(BUCKET.replace("B:", "Other:"))
    ran = cli(*SCAN, "--format", "oscal=a")
    assert ran.code == MISUSED
    assert "cannot be written" in ran.err
    assert Path("a/assessment-plan.json").read_bytes() == before


def test_the_file_of_a_repository_leads_them_nowhere_else(cli: Callable[..., Any]) -> None:
    """A folder below itself; no link, be it the folder or a file in it, and nothing hidden."""
    settings = "format: [{}]\n"
    files = FILES | {"synthgate.yaml": settings.format("oscal=audit")}
    assert cli("scan", "t.yaml", files=files).code == 1
    assert sorted(content("audit")) == NAMES
    Path("audit/assessment-plan.json").unlink()
    Path("audit/assessment-plan.json").symlink_to(Path.cwd() / "elsewhere.json")
    ran = cli("scan", "t.yaml")
    assert (ran.code, "leads through one" in ran.err) == (MISUSED, True), ran.err
    for folder in ("../audit", ".git/audit", "node_modules/audit"):
        files = {"synthgate.yaml": settings.format(f"oscal={folder}")}
        ran = cli("scan", "t.yaml", files=files)
        assert (ran.code, "a report cannot be written to" in ran.err) == (MISUSED, True), ran.err
