"""`sarif-github`: within the limits at which GitHub rejects a file, or shows no more of it."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from synthgate.model import AssemblyRead, ScannedTemplate, Words
from synthgate_reports import sarif_github

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]
    Many = Callable[[int], Report]

SCHEMA = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json"
both = pytest.mark.parametrize("name", ["sarif", "sarif-github"])


def run(text: str) -> dict[str, Any]:
    return json.loads(text)["runs"][0]


def left_out(log: dict[str, Any]) -> int:
    notes = log["invocations"][0]["toolExecutionNotifications"]
    return sum(note.get("properties", {}).get("leftOut", 0) for note in notes)


def test_what_github_would_not_show_is_counted(
    report: Report, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst are kept, and the run says how many are not."""
    monkeypatch.setattr(sarif_github, "_MOST_RESULTS", 1)
    log = run(written("sarif-github", report))
    assert [r["ruleId"] for r in log["results"]] == ["s3-bucket-public"]
    note = log["invocations"][0]["toolExecutionNotifications"][-1]
    assert "2 failures, the least severe, are left out" in note["message"]["text"]
    assert left_out(log) == 2


def test_a_file_is_not_larger_than_github_takes(
    many: Many, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is rejected as a whole: fewer results are better than none."""
    whole = len(gzip.compress(written("sarif-github", many(300)).encode()))
    monkeypatch.setattr(sarif_github, "_MOST_BYTES", whole // 2)
    text = written("sarif-github", many(300))
    assert len(gzip.compress(text.encode())) <= whole // 2
    log = run(text)
    assert 100 < len(log["results"]) < 300
    assert len(log["results"]) + left_out(log) == 300


def test_a_name_of_a_megabyte_takes_no_other_results_room(report: Report, written: Written) -> None:
    """Else whoever names a resource decides which findings anybody sees."""
    long = replace(report.findings[0].subject, logical_id="".join(map(chr, range(32, 55_000))))
    worst = replace(report.findings[0], subject=long, message=Words(long.logical_id, ""))
    text = written("sarif-github", replace(report, findings=(worst, *report.findings[1:])))
    log = run(text)
    assert len(log["results"]) == 3
    assert max(len(json.dumps(one, ensure_ascii=False)) for one in log["results"]) < 5_000
    check_limits(log)


SAFE_TEXTS = (["shortDescription", "text"], ["fullDescription", "text"])


def check_limits(log: dict[str, Any]) -> None:
    """What GitHub's documentation says of a file that it takes and shows."""
    assert len(log["results"]) <= 5_000
    rules = log["tool"]["driver"]["rules"]
    assert len(rules) <= 25_000
    for rule in rules:
        assert 0 < len(rule["name"]) <= 255
        assert all(0 < len(rule[key][text]) <= 1024 for key, text in SAFE_TEXTS)
        assert rule["id"]
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= 10
        score = rule["properties"].get("security-severity")
        assert score is None or 0.0 < float(score) <= 10.0
    for result in log["results"]:
        assert not {"kind", "suppressions", "baselineState"} & result.keys()
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert re.fullmatch(r"[0-9a-f]{16}:[1-9]\d*", hash_of(result))
        assert len(result["locations"]) == 1
        assert len(result.get("relatedLocations", ())) <= 100
        for place in [*result["locations"], *result.get("relatedLocations", ())]:
            region = place["physicalLocation"]["region"]
            assert all(region[one] >= 1 for one in CORNERS)
            assert place["physicalLocation"]["artifactLocation"]["uri"]


CORNERS = ("startLine", "startColumn", "endLine", "endColumn")


def hash_of(result: dict[str, Any]) -> str:
    return result["partialFingerprints"]["primaryLocationLineHash"]


@both
@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_the_limits_are_kept(name: str, number: int, many: Many, written: Written) -> None:
    """Of no finding, one, some, and more than anybody reads; the worst are there."""
    text = written(name, many(number))
    log = run(text)
    if number <= 300:
        jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text(encoding="utf-8")))
    if name == "sarif":
        assert len(log["results"]) == number
        return
    assert len(gzip.compress(text.encode())) <= 10_000_000
    assert len(log["results"]) == min(number, 5_000)
    assert len(log["results"]) + left_out(log) == number
    check_limits(log)
    if number > 5_000:
        assert {one["properties"]["severity"] for one in log["results"]} == {"critical"}


def test_two_places_of_one_fingerprint_are_two_alerts(report: Report, written: Written) -> None:
    """GitHub knows an alert by nothing else: one would hide the other."""
    twice = (report.findings[0], replace(report.findings[0], location=report.findings[1].location))
    results = run(written("sarif-github", replace(report, findings=twice)))["results"]
    assert [hash_of(one)[-2:] for one in results] == [":1", ":2"]


APPS = (AssemblyRead("a/cdk.out", ""), AssemblyRead("b/dist", ""))


@pytest.mark.parametrize(
    ("asked", "assemblies", "prefix", "id_"),
    [
        ("app", (), "", "app/"),
        ("apps/shop/", (), "", "apps/shop/"),
        ("{app}", APPS[:1], "", "a/"),
        ("{app}", APPS[:1], "infra", "infra/a/"),
        ("{app}/{stage}", APPS, "", "a+b/dist/Beta+Prod/"),
        ("{app}", (AssemblyRead("cdk.out", ""),), "", "cdk.out/"),
        ("{app}", (AssemblyRead("cdk.out", ""),), "apps/shop", "apps/shop/"),
        ("{app}", (AssemblyRead(".", ""),), "apps/shop/cdk.out", "apps/shop/"),
    ],
)
def test_a_category_is_said_where_it_is_asked_for(
    report: Report,
    written: Written,
    asked: str,
    assemblies: tuple[AssemblyRead, ...],
    prefix: str,
    id_: str,
) -> None:
    """The action that uploads gives one of its own, but only to a run that has none."""
    (plain,) = json.loads(written("sarif-github", report))["runs"]
    assert "automationDetails" not in plain
    folder = f"{assemblies[0].path}/" if assemblies else ""
    templates = tuple(
        ScannedTemplate(f"{folder}{stage}.json", "scanned", 1, stage, stage)
        for stage in ("Prod", "Beta")
    )
    origin = replace(report.run.origin, assemblies=assemblies)
    one = replace(
        report,
        sarif_category=asked,
        run=replace(report.run, origin=origin),
        templates=templates,
        source_prefix=prefix,
    )
    assert run(written("sarif-github", one))["automationDetails"] == {"id": id_}


@pytest.mark.parametrize(
    ("paths", "id_"),
    [
        (["a/x.yaml"], "a/x.yaml/"),
        (["a/x.yaml", "a/b/y.yaml"], "a/"),
        (["x.yaml", "y.yaml"], "root/"),
        (["/x.yaml", "y.yaml"], "root/"),
    ],
)
def test_templates_alone_have_a_category_too(
    report: Report, written: Written, paths: list[str], id_: str
) -> None:
    """One that lasts when a template comes beside the others."""
    templates = tuple(ScannedTemplate(path, "scanned", 1) for path in paths)
    one = replace(report, sarif_category="{app}", templates=templates, source_prefix="")
    assert run(written("sarif-github", one))["automationDetails"] == {"id": id_}


def test_a_long_category_is_cut_and_still_another_one(report: Report, written: Written) -> None:
    """So many stages that nobody reads them."""

    def id_of(asked: str) -> str:
        one = replace(report, sarif_category=asked)
        return run(written("sarif-github", one))["automationDetails"]["id"]

    assert len(id_of("x" * 999)) < 220
    assert id_of("x" * 999 + "a") != id_of("x" * 999 + "b")
