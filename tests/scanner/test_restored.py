"""``report`` and ``gate``: what several scans have stored, as one, by the gate of now."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate import scanning
from synthgate.cli import Streams, main

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}}\n"
QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue}}\n"
ASSEMBLY = {
    "cdk.out/cdk.out": '{"version": "55.0.0"}',
    "cdk.out/manifest.json": json.dumps(
        {
            "artifacts": {
                "App": {
                    "type": "aws:cloudformation:stack",
                    "properties": {"templateFile": "App.template.json"},
                    "metadata": {
                        "/App/B": [
                            {"type": "aws:cdk:logicalId", "data": "B"},
                            {"type": "aws:cdk:creationStack", "data": ["x (/build/app.py:2)"]},
                        ]
                    },
                }
            }
        }
    ),
    "cdk.out/App.template.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
}
REPOSITORIES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "shop": ({"t.yaml": BUCKET, **ASSEMBLY}, ("--stamp", "--exclude", "s3-bucket-unversioned")),
    "pay": ({"t.yaml": QUEUE}, ()),
    "prod": ({"prod.yaml": BUCKET}, ()),
    "broken": ({"t.yaml": "Resources: ["}, ()),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a scan of each repository has stored, in a folder of its own."""
    made: dict[str, str] = {}
    here = Path.cwd()
    for name, (files, options) in REPOSITORIES.items():
        folder = tmp_path_factory.mktemp(name)
        for file, text in files.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text)
        os.chdir(folder)
        try:
            streams = Streams(io.BytesIO(), io.StringIO(), io.StringIO())
            environ = {"SOURCE_DATE_EPOCH": "1700000000"}
            main(["scan", ".", "--format", "results=r.json", *options], streams, environ)
            made[f"{name}.json"] = (folder / "r.json").read_text()
        finally:
            os.chdir(here)
    return made


def paths(report: Any) -> list[str]:
    return [one["path"] for one in report["templates"]]


def test_several_results_are_one_report(
    cli: Callable[..., Any], stored: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format, of several at once; nothing is scanned."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(scanning, "scan_unit", never)
    forms = ("--format", "json=o.json", "--format", "junit=o.xml", "--format", "concise")
    ran = cli("report", "pay.json", *forms, "prod.json", files=stored)
    assert (ran.code, ran.err) == (0, "")
    report = json.loads(Path("o.json").read_text())
    assert paths(report) == ["t.yaml", "prod.yaml"]
    assert "prod.yaml:1:" in ran.out
    assert "<testsuite" in Path("o.xml").read_text()
    assert cli("gate", "pay.json").code == 0
    assert cli("gate", "pay.json", "prod.json").code == 1


def test_paths_of_repositories_stand_below_their_names(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """Templates, findings, problems; of the program nothing is looked for here."""
    files = {**stored, "app.py": "import cdk\nBucket()\n"}
    words = ("one=shop.json", "pay=pay.json", "bad=broken.json")
    report = cli("report", *words, "--format", "json", files=files).report
    assert paths(report) == [
        "one/cdk.out/App.template.json",
        "one/t.yaml",
        "pay/t.yaml",
        "bad/t.yaml",
    ]
    places = {one["location"]["path"] for one in report["findings"]}
    assert places <= set(paths(report))
    sources = {one["source"]["path"] for one in report["findings"] if one["source"]}
    assert sources == {"one/app.py"}
    assert [one["path"] for one in report["run"]["inputs"]] == ["one/cdk.out"]
    serious = {it["path"]: it["code"] for it in report["problems"] if it["kind"] != "notice"}
    assert serious == {"one=shop.json": "results-partial", "bad/t.yaml": "template-invalid"}
    alone = cli("report", "shop.json", "--format", "json").report
    assert {it["fingerprint"] for it in alone["findings"]} <= {
        it["fingerprint"] for it in report["findings"]
    }


def test_two_results_of_one_path_are_told_apart_or_refused(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """Who says different things of one file has to be named; the same thing counts once."""
    ran = cli("report", "shop.json", "pay.json", files=stored)
    assert ran.code == 2
    assert "shop.json and pay.json say different things of one file, t.yaml" in ran.err
    again = {"again.json": stored["pay.json"]}
    report = cli("report", "pay.json", "again.json", "--format", "json", files=again).report
    assert paths(report) == ["t.yaml"]
    assert report["checks"] == cli("report", "pay.json", "--format", "json").report["checks"]


def test_a_report_says_what_the_scans_were_asked(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """Stamp, profile, exclusions and digests at the scan; and that they were asked unlike."""
    words = ("report", "one=shop.json", "prod.json", "--fail-on", "low")
    report = cli(*words, "--format", "json", files=stored).report
    shop, prod = report["run"]["scans"]
    assert [shop["name"], prod["name"]] == ["one", "prod.json"]
    assert shop["run"]["stamp"]["time"] == "2023-11-14T22:13:20Z"
    assert shop["run"]["excluded"] == ["s3-bucket-unversioned"]
    assert shop["run"]["threshold"] == "high"
    assert shop["run"]["config_digest"] != prod["run"]["config_digest"]
    assert report["run"]["threshold"] == "low"
    assert report["run"]["stamp"]["time"] == "2023-11-14T22:13:20Z"
    told = [one["message"] for one in report["problems"] if one["code"] == "results-unlike"]
    assert len(told) == 2
    assert "one" in told[0]
    assert "prod.json" in told[0]
    text = cli(*words).out
    assert "of the results one, prod.json" in text
    assert "dated 2023-11-14T22:13:20Z" in text


def test_what_is_not_chosen_now_is_told(cli: Callable[..., Any], stored: dict[str, str]) -> None:
    """Its findings are left out, and not in silence."""
    words = ("report", "prod.json", "--select", "s3-bucket-acl-public", "--format", "json")
    report = cli(*words, files=stored).report
    assert {one["rule_id"] for one in report["findings"]} == {"s3-bucket-acl-public"}
    (notice,) = (one for one in report["problems"] if one["code"] == "setting-ignored")
    assert "that the profile of this run leaves out" in notice["message"]


WAIVERS = """waivers:
- {rule: s3-bucket-acl-public, reason: a public site, owner: web@example.com, expires: 2027-03-01}
"""


def test_what_accepted_findings_at_the_scan_alone_is_told(cli: Callable[..., Any]) -> None:
    """In every format, with the file; not where the report goes by the same."""
    store = ("scan", "t.yaml", "--waivers", "w.yaml", "--format", "results=r.json")
    cli(*store, "--as-of", "2026-12-01", files={"t.yaml": BUCKET, "w.yaml": WAIVERS})
    forms = ("report", "r.json", "--as-of", "2026-12-01", "--format", "json")
    same = cli(*forms, "--waivers", "w.yaml").report
    assert [one["code"] for one in same["problems"] if one["code"] == "accepted-then"] == []
    assert len(same["accepted_findings"]) == 1
    without = cli(*forms).report
    (notice,) = (one for one in without["problems"] if one["code"] == "accepted-then")
    assert "r.json: the scan went by waivers w.yaml (SHA-256 " in notice["message"]
    assert without["accepted_findings"] == []
    for name in ("text", "markdown", "checklist", "sarif", "junit"):
        assert "the scan went by waivers w.yaml" in cli(*forms[:-1], name).out, name
    other = {"w.yaml": WAIVERS.replace("2027-03-01", "2027-04-01")}
    changed = cli(*forms, "--waivers", "w.yaml", files=other).report
    assert any(one["code"] == "accepted-then" for one in changed["problems"])


def test_the_page_has_the_checklist_of_scans_that_were_asked_it(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """As that of the scan itself; of others it has none, and is not incomplete for that."""
    forms = ("--format", "results=r.json", "--format", "html=of-scan.html")
    cli("scan", "t.yaml", *forms, files={**stored, "t.yaml": BUCKET})
    assert cli("report", "r.json", "--format", "html=page.html").code == 0
    items = [
        Path(it).read_text("utf-8").count('class="control"') for it in ("of-scan.html", "page.html")
    ]
    assert items[0] == items[1] > 0
    bare = cli("report", "prod.json", "--format", "html")
    assert (bare.code, 'class="control"' in bare.out) == (0, False)


@pytest.mark.exhaustive
def test_a_checklist_of_scans_that_were_not_asked_it_is_incomplete(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """No control is said not to apply because nobody asked."""
    ran = cli("report", "pay.json", "--format", "checklist", files=stored)
    assert ran.code == 3
    assert "were not asked then" in ran.out


@pytest.mark.exhaustive
def test_several_results_can_be_stored_as_one(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    """A report of them is the report of the several."""
    words = ("one=shop.json", "prod.json")
    forms = ("--format", "results=all.json", "--format", "json")
    first = cli("report", *words, *forms, files=stored).report
    again = cli("report", "all.json", "--format", "json").report
    for report in (first, again):  # what was not asked then is told of what is named here
        report["problems"] = [it for it in report["problems"] if it["code"] != "results-partial"]
    assert again == first
    below = cli("report", "x=all.json", "--format", "json").report
    assert [one["name"] for one in below["run"]["scans"]] == ["x/one", "x/prod.json"]


def test_no_report_replaces_the_results_it_is_of(
    cli: Callable[..., Any], stored: dict[str, str]
) -> None:
    for word in ("pay.json", "it=pay.json"):
        ran = cli("report", word, "--format", "results=pay.json", files=stored)
        assert ran.code == 2
        assert "which is scanned" in ran.err
