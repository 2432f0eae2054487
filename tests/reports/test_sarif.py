"""SARIF: valid, complete, and nothing that makes GitHub reject or misread a file."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from synthgate.model import (
    Acceptance,
    AssessedControl,
    AssessedFramework,
    Control,
    ControlResult,
    ControlState,
    Disposition,
    Pillar,
    Severity,
    Verdict,
    Words,
)
from synthgate_reports.sarif_places import uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SCHEMA = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json"
both = pytest.mark.parametrize("name", ["sarif", "sarif-github"])


@cache
def validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )


def run(text: str) -> dict[str, Any]:
    return json.loads(text)["runs"][0]


@both
def test_it_is_valid(name: str, report: Report, hostile: Report, written: Written) -> None:
    """The schema of OASIS takes it, whatever the names in the templates."""
    for one in (report, hostile, replace(report, version="1.0.dev3", findings=(), verdicts=())):
        validator().validate(json.loads(written(name, one)))


@both
def test_github_finds_what_it_insists_on(
    name: str, report: Report, hostile: Report, written: Written
) -> None:
    """One empty text, one region below one or one absolute path rejects the whole upload."""
    for one in (report, hostile):
        log = run(written(name, one))
        for rule in log["tool"]["driver"]["rules"]:
            texts = (rule["shortDescription"], rule["fullDescription"], rule["help"])
            assert all(len(text["text"]) > 0 for text in texts)
            assert len(rule["properties"]["tags"]) <= 10
        for result in log["results"]:
            assert result["message"]["text"].strip()
            assert log["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            for place in [*result["locations"], *result.get("relatedLocations", [])]:
                region = place["physicalLocation"]["region"]
                corners = ("startLine", "startColumn", "endLine", "endColumn")
                assert all(region[corner] >= 1 for corner in corners)
                path = place["physicalLocation"]["artifactLocation"]["uri"]
                assert path.isascii()
                assert not path.startswith(("/", "../"))
                assert ":" not in path


def test_github_sees_only_what_counts(report: Report, written: Written) -> None:
    """A doubt or a suppressed finding would be an open alert that nobody can close."""
    results = run(written("sarif-github", report))["results"]
    assert {r["partialFingerprints"]["synthgate/v2"] for r in results} == {
        f.fingerprint for f in report.failures
    }
    assert not any({"kind", "suppressions"} & r.keys() for r in results)


def test_the_full_log_says_all(report: Report, written: Written) -> None:
    """Suppressed is not gone, and a doubt is no failure."""
    results = run(written("sarif", report))["results"]
    assert len(results) == len(report.findings)
    excused = [r["suppressions"][0] for r in results if r["suppressions"]]
    assert [e["justification"] for e in excused] == [
        "accepted in waivers.yaml: public web site (owner web team, expires 2027-03-31, see OPS-7)"
    ]
    assert [r["level"] for r in results if r.get("kind") == "open"] == ["none"]


def test_a_finding_leads_to_the_cdk_program(report: Report, written: Written) -> None:
    """The template is generated: the alert belongs on the line that a person wrote."""
    first, second, *_ = run(written("sarif", report))["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "infra/app/storage.py"
    assert place["region"]["startLine"] == 41
    assert "cdk.out" in first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert "cdk.out" in second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    ("path", "prefix", "root", "expected"),
    [
        ("cdk.out/a.json", "infra", "", "infra/cdk.out/a.json"),
        ("../cdk.out/a.json", "infra", "", "cdk.out/a.json"),
        ("../../a.json", "infra", "", "a.json"),
        ("src/a.py", "", "src", "a.py"),
        ("srcs/a.py", "", "src", "srcs/a.py"),
        ("/etc/a.json", "", "", "etc/a.json"),
        ("a b/c:d#e?.json", "", "", "a%20b/c%3Ad%23e%3F.json"),
        ("창고.yaml", "", "", "%EC%B0%BD%EA%B3%A0.yaml"),
        ("./x/../a.json", ".", "", "a.json"),
    ],
)
def test_a_path_leads_from_the_root(
    path: str, prefix: str, root: str, expected: str, report: Report
) -> None:
    """GitHub looks a file up from the root of the repository, or nowhere."""
    assert uri(path, replace(report, source_prefix=prefix, source_root=root)) == expected


def test_severity_is_the_one_that_the_profile_gives(report: Report, written: Written) -> None:
    """GitHub reads the severity from the rule; a profile may differ from the card."""
    worse = tuple(replace(f, severity=Severity.CRITICAL) for f in report.findings)
    rules = run(written("sarif", replace(report, findings=worse)))["tool"]["driver"]["rules"]
    assert {r["properties"]["security-severity"] for r in rules} == {"9.5"}


def test_information_has_no_security_severity(report: Report, written: Written) -> None:
    """A missing tag is no vulnerability, and "0.0" would still say that it is rated."""
    rules = run(written("sarif", report))["tool"]["driver"]["rules"]
    rated = {r["id"]: r["properties"].get("security-severity") for r in rules}
    assert rated == {
        "lambda-environment-unencrypted": "5.5",
        "resource-without-owner-tag": None,
        "s3-bucket-public": "9.5",
    }


def test_a_problem_is_a_notification(report: Report, written: Written) -> None:
    """A run that could not read everything says so, and where."""
    invocation = run(written("sarif-github", report))["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [n["level"] for n in notes] == ["error", "error", "note"]
    place = notes[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "infra/templates/broken.yaml"
    assert place["region"]["startLine"] == 7


def test_a_closed_gate_is_a_successful_run(report: Report, written: Written) -> None:
    """The tool has done its work: what it found is in the results."""
    closed = replace(report, problems=(), gate=replace(report.gate, verdict="closed", exit_code=1))
    assert run(written("sarif", closed))["invocations"][0]["executionSuccessful"] is True


def test_a_name_makes_no_link(hostile: Report, written: Written) -> None:
    """`[click](https://…)` in a template must not become a link in somebody's alerts."""
    messages = [r["message"]["text"] for r in run(written("sarif", hostile))["results"]]
    assert any(r"\[click](https" in m for m in messages)
    assert not any("\n[click](https" in m or m.startswith("[click](") for m in messages)


@both
def test_controls_are_taxa(name: str, report: Report, written: Written) -> None:
    """Each rule leads to the controls that it is about, and the tool to their lists."""
    rule = replace(report.findings[0].rule, controls=("FSBP S3.9", "FSBP S3.1", "CT.S3.PR.2", "x"))
    finding = replace(report.findings[0], rule=rule)
    log = run(written(name, with_framework(replace(report, findings=(finding,), verdicts=()))))
    driver, taxonomies = log["tool"]["driver"], log["taxonomies"]
    assert [one["name"] for one in taxonomies] == ["CT", "FSBP", "controls", "checklist"]
    assert [one["name"] for one in driver["supportedTaxonomies"]] == [
        one["name"] for one in taxonomies
    ]
    assert len({one["guid"] for one in taxonomies}) == 4
    told: list[tuple[str, str, list[str]]] = []
    for row in driver["rules"][0]["relationships"]:
        target = row["target"]
        component = taxonomies[target["toolComponent"]["index"]]
        assert component["guid"] == target["toolComponent"]["guid"]
        assert component["taxa"][target["index"]]["id"] == target["id"]
        told.append((component["name"], target["id"], row["kinds"]))
    assert told == [
        ("FSBP", "S3.9", ["relevant"]),
        ("FSBP", "S3.1", ["relevant"]),
        ("CT", "CT.S3.PR.2", ["relevant"]),
        ("controls", "x", ["relevant"]),
        ("checklist", "A-1", ["superset"]),
    ]
    assert taxonomies[3]["isComprehensive"] is True
    assert taxonomies[3]["taxa"][0]["properties"]["state"] == "not-met"


def with_framework(report: Report) -> Report:
    control = Control("A-1", Words("No one reads", ""), Words("No one", ""), "g", "automated",
                      (report.findings[0].rule.id,))  # fmt: skip
    result = ControlResult("production", ControlState.NOT_MET)
    assessed = AssessedControl(control, ControlState.NOT_MET, (result,))
    title = Words("Checklist", "점검")
    framework = AssessedFramework("checklist", "1", title, title, {"g": title}, (assessed,))
    return replace(report, frameworks=(framework,))


def test_a_suppression_says_where_it_stands(report: Report, written: Written) -> None:
    """In the source, or in a file apart (§3.35.2); all are accepted, or the finding counts."""
    by = Acceptance("cdk-nag", Words("as agreed", ""))
    findings = tuple(
        replace(one, disposition=disposition, accepted=by)
        for one, disposition in zip(
            report.findings, [one for one in Disposition if one != "active"], strict=True
        )
    )
    results = run(written("sarif", replace(report, findings=findings)))["results"]
    told = [(r["suppressions"][0]["kind"], r["suppressions"][0]["status"]) for r in results]
    assert told == [("inSource", "accepted"), *[("external", "accepted")] * 4]
    assert all("as agreed" in r["suppressions"][0]["justification"] for r in results)


def test_a_minified_template_is_not_quoted(report: Report, written: Written) -> None:
    """Its one line in each of its findings would be a log of gigabytes."""
    place = report.findings[1].location
    assert place.excerpt is not None
    long = replace(place.excerpt, lines=("", "x" * 1_000_000, ""))
    finding = replace(report.findings[1], location=replace(place, excerpt=long))
    assert len(written("sarif", replace(report, findings=(finding,)))) < 20_000


def test_long_card_texts_are_cut(report: Report, written: Written) -> None:
    """GitHub takes 1,024 characters and ten tags."""
    wordy = Words("w" * 3000, "w" * 3000)
    rule = replace(
        report.verdicts[0].rule,
        title=wordy,
        why=wordy,
        pillar=Pillar.COST,
        controls=tuple(f"control-{i}" for i in range(40)),
    )
    verdict = Verdict(rule, report.verdicts[0].subject, report.verdicts[0].status)
    one = replace(report, findings=(), verdicts=(verdict,))
    (entry,) = run(written("sarif", one))["tool"]["driver"]["rules"]
    assert len(entry["shortDescription"]["text"]) == len(entry["fullDescription"]["text"]) == 1024
    assert len(entry["properties"]["tags"]) == 10
