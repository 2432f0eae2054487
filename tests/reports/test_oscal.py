"""`oscal=DIR`: documents that readers of OSCAL take, and in which no state is better than it is."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from dataclasses import replace
from importlib import import_module
from io import StringIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from assessed_frameworks import large, with_frameworks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from test_odd_texts import odd, with_odd_texts

from synthgate.model import ControlState, Provenance, Run, Stamp
from synthgate_reports import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Report

SCHEMA = Path(__file__).parents[1] / "schemas" / "oscal-1.2.1.json"
# Python's expressions know no classes of Unicode by their names.
VALIDATOR = Draft7Validator(
    json.loads(
        SCHEMA.read_text("utf-8").replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    )
)
PLAN, RESULTS, COMPONENTS = FOLDERS["oscal"]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def documents(report: Report) -> dict[str, Any]:
    """What is written, each held against the schema."""
    found: dict[str, Any] = {}
    for name, write in FOLDERS["oscal"].items():
        stream = StringIO()
        write(report, stream)
        text = stream.getvalue()
        assert text.encode().decode() == text
        found[name] = json.loads(text)
        assert [error.message for error in VALIDATOR.iter_errors(found[name])] == []
    return found


def results(report: Report) -> list[dict[str, Any]]:
    return documents(report)[RESULTS]["assessment-results"]["results"]


def every(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a document, with the key that it stands at."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from every(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from every(inner, key)
    elif isinstance(value, str):
        yield key, value


def props(one: dict[str, Any]) -> dict[str, str]:
    return {prop["name"]: prop["value"] for prop in one["props"]}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_they_are_as_the_schema_says(report: Report, hostile: Report, language: Any) -> None:
    """Whatever is in the report, and where no framework is."""
    for one in (report, hostile, replace(report, findings=(), verdicts=(), problems=())):
        told = replace(one, language=language)
        documents(told)
        if one.findings:
            documents(with_frameworks(told, "ours", "<script>", "3 ü"))


def test_a_schema_that_refuses(report: Report) -> None:
    """A token that is none, and a member of nobody's."""
    made = documents(with_frameworks(report))[PLAN]
    made["assessment-plan"]["owner"] = "x"
    assert [*VALIDATOR.iter_errors(made)]


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field(data: st.DataObject, report: Report) -> None:
    words = data.draw(st.lists(odd, min_size=1, max_size=5))
    numbers = count()
    full = with_frameworks(report, "ours", "theirs")
    documents(with_odd_texts(full, lambda: words[next(numbers) % len(words)]))


def test_every_reference_leads_somewhere(report: Report) -> None:
    """And no two things of a document have one uuid; all are made of their content."""
    made = documents(with_frameworks(report, "ours", "theirs"))
    known = set[str]()
    for document in made.values():
        own = [value for key, value in every(document) if key == "uuid"]
        assert len(own) == len({*own})
        known |= {*own}
    for document in made.values():
        for key, value in every(document):
            if key.endswith(("-uuid", "-uuids")):
                assert value in known, key
            if key in {"href", "source"} and value.startswith("#"):
                assert value[1:] in known
    imported = made[RESULTS]["assessment-results"]["import-ap"]["href"]
    assert imported in made
    assert made == documents(with_frameworks(report, "ours", "theirs"))


def test_only_what_is_known_is_a_finding(report: Report) -> None:
    """Unknown, not assessed and not applicable have none; what is met by exceptions is no pass."""
    (result,) = results(with_frameworks(report))
    found = {props(one)["control-id"]: one["target"]["status"] for one in result["findings"]}
    assert {id_: (one["state"], one["reason"]) for id_, one in found.items()} == {
        "AC-2(1)": ("not-satisfied", "fail"),
        "M-2": ("satisfied", "pass"),
        "E 1": ("satisfied", "other"),
    }
    seen = {
        props(one)["control-id"]: props(one)["state"]
        for one in result["observations"]
        if "state" in props(one)
    }
    assert seen["164.312(a)(2)"] == "unknown"
    assert seen["E-1"] == "not-applicable"


def test_an_excepted_control_is_not_satisfied(report: Report) -> None:
    """For another reason than a failure; the risk says who, why and until when."""
    told = with_frameworks(report)
    (framework,) = told.frameworks
    one = next(it for it in framework.controls if it.control.id == "E 1")
    one = replace(one, state=ControlState.EXCEPTED, evidence=())
    (result,) = results(replace(told, frameworks=(replace(framework, controls=(one,)),)))
    (finding,), (risk,) = result["findings"], result["risks"]
    status = finding["target"]["status"]
    assert (status["state"], status["reason"]) == ("not-satisfied", "other")
    assert (risk["status"], risk["deadline"]) == ("deviation-approved", "2027-03-31T23:59:59Z")
    assert [it["risk-uuid"] for it in finding["related-risks"]] == [risk["uuid"]]


def test_what_is_reviewed(report: Report) -> None:
    """Each control by its token, those without any answer excluded, and said so."""
    made = documents(with_frameworks(report))
    (result,) = made[RESULTS]["assessment-results"]["results"]
    (chosen,) = result["reviewed-controls"]["control-selections"]
    included = [one["control-id"] for one in chosen["include-controls"]]
    assert included[:4] == ["ac-2.1", "_164.312.a.2", "M-2", "E-1"]
    assert re.fullmatch(r"E-1-[0-9a-f-]{36}", included[4])
    excluded = [one["control-id"] for one in chosen["exclude-controls"]]
    assert excluded == ["M-1", "_9.0", "_9.1", "_9.2"]
    assert "M-1" in chosen["remarks"]
    assert "3 controls of which nothing in a template tells" in chosen["remarks"]
    aims = made[PLAN]["assessment-plan"]["local-definitions"]["objectives-and-methods"]
    ids = {part["id"] for one in aims for part in one["parts"]}
    assert {one["target"]["target-id"] for one in result["findings"]} <= ids
    groups = {one["class"]: one["remarks"] for one in result["props"] if one["name"] == "group"}
    assert groups["access"].startswith("2 met, 0 excepted, 1 not met, 1 unknown, 1 not assessed")
    assert groups["access"] == groups["access.inner"]
    assert groups["rest"].startswith("0 met, 0 excepted, 0 not met, 0 unknown, 3 not assessed")


def test_what_only_lacks_evidence_was_reviewed(report: Report) -> None:
    """Its rules were asked; that it is met nobody says."""
    told = with_frameworks(report)
    (framework,) = told.frameworks
    first, *others = framework.controls
    waiting = replace(first, state=ControlState.NOT_ASSESSED)
    told = replace(told, frameworks=(replace(framework, controls=(waiting, *others)),))
    (result,) = results(told)
    (chosen,) = result["reviewed-controls"]["control-selections"]
    assert {"control-id": "ac-2.1"} in chosen["include-controls"]
    assert "evidence of them is missing: AC-2(1), M-1" in chosen["remarks"]
    assert all(props(one)["control-id"] != "AC-2(1)" for one in result["findings"])


def test_what_people_state(report: Report) -> None:
    """What counts is attested by whoever states it; of the rest it is said why not."""
    made = documents(with_frameworks(report))[RESULTS]["assessment-results"]
    (result,) = made["results"]
    who = {one["uuid"]: one for one in made["metadata"]["parties"]}
    said = [
        (who[one["responsible-parties"][0]["party-uuids"][0]]["name"], one["parts"][0]["prose"])
        for one in result["attestations"]
    ]
    assert said == [
        ("dana@example.com", r"Reviewed \_all\_ accounts"),
        ("dana@example.com", r"Reviewed \_all\_ accounts"),
        ("platform team", r"Reviewed \_all\_ accounts"),
    ]
    seen = [one for one in result["observations"] if "counts" in props(one)]
    assert [props(one)["counts"] for one in seen] == ["yes", "no", "no", "yes", "yes"]
    first, refused, *_, elsewhere = seen
    assert (first["methods"], first["collected"]) == (["EXAMINE"], "2026-11-01T00:00:00Z")
    assert first["expires"] == "2027-01-30T23:59:59Z"
    link, file = (one["href"] for one in first["relevant-evidence"])
    assert link == "https://wiki.example.com/review"
    resources = {f"#{one['uuid']}": one for one in made["back-matter"]["resources"]}
    assert resources[file]["rlinks"] == [
        {
            "href": "./evidence/review%201.pdf",
            "hashes": [{"algorithm": "SHA-256", "value": "a" * 64}],
        }
    ]
    assert "expired" in refused["remarks"]
    assert refused["collected"] == "1970-01-01T00:00:00Z"  # its date is none
    assert "href" not in elsewhere["relevant-evidence"][0]


def test_what_is_accepted_is_a_risk(report: Report) -> None:
    """With its reason, deadline and owner."""
    made = documents(with_frameworks(report))[RESULTS]["assessment-results"]
    (result,) = made["results"]
    (risk,) = result["risks"]
    assert risk["statement"] == "public web site"
    assert risk["deadline"] == "2027-03-31T23:59:59Z"
    assert risk["status"] == "deviation-approved"
    assert risk["characterizations"][0]["facets"][0]["value"] == "critical"
    (actor,) = risk["remediations"][0]["origins"][0]["actors"]
    names = {one["uuid"]: one["name"] for one in made["metadata"]["parties"]}
    assert names[actor["actor-uuid"]] == "web team"
    owed = [one for one in result["findings"] if "related-risks" in one]
    assert [props(one)["control-id"] for one in owed] == ["AC-2(1)", "E 1"]


def test_on_which_grounds_rules_serve_controls(report: Report) -> None:
    """A component for the rules of each tool; a derived mapping is called so."""
    made = documents(with_frameworks(report))[COMPONENTS]["component-definition"]
    assert [one["title"] for one in made["components"]] == ["Rules of synthgate", "Rules of guard"]
    (served,) = made["components"][0]["control-implementations"]
    (first, *_) = served["implemented-requirements"]
    mapped = {one["value"]: one for one in first["props"] if one["name"] == "rule"}
    derived, reviewed = mapped["s3-bucket-public"], mapped["resource-without-owner-tag"]
    assert (derived["class"], reviewed["class"]) == ("derived", "reviewed")
    assert "which nobody has reviewed" in derived["remarks"]
    assert "b54d4a6; FSBP S3.8" in derived["remarks"]


def test_when(report: Report) -> None:
    """As the stamp says, if it is a time that there is."""
    for time, expected in (
        ("2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z"),
        ("2026-02-31T12:00:00Z", "1970-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ):
        run = Run(origin=Provenance(stamp=Stamp(time)))
        (result,) = results(with_frameworks(replace(report, run=run)))
        assert result["start"] == expected


def test_a_name_is_no_markup(report: Report) -> None:
    """Prose of OSCAL is Markdown, into which parameters may be inserted."""
    name = "[x](https://evil.example) <b> {{ insert: param, ac-1 }} `x` *y* snake_case"
    text = json.dumps(results(with_frameworks(report, name)))
    assert r"\\[x](https://evil.example) \\<b> \\{\\{ insert" in text
    assert "snake_case" in text


@pytest.mark.parametrize(
    "number", [0, 1, 1_000, pytest.param(20_000, marks=pytest.mark.exhaustive)]
)
def test_a_standard_of_many_controls(number: int, report: Report) -> None:
    """Those of which nothing is known take a line each."""
    made = large(report, number)
    streams = {name: StringIO() for name in FOLDERS["oscal"]}
    for name, write in FOLDERS["oscal"].items():
        write(made, streams[name])
    (result,) = json.loads(streams[RESULTS].getvalue())["assessment-results"]["results"]
    assert len(result.get("findings", [])) == (number + 9) // 10
    assert all(len(it.getvalue()) < 40_000 + 2_000 * number for it in streams.values())


def test_compliance_trestle_takes_them(report: Report, hostile: Report, tmp_path: Path) -> None:
    """As its models, and its checks of uuids and references: ``make oracles``."""
    pytest.importorskip("trestle", reason="compliance-trestle is not here: make oracles")
    validators = import_module("trestle.core.validator_factory").validator_factory
    models: dict[str, Any] = {
        PLAN: import_module("trestle.oscal.assessment_plan").AssessmentPlan,
        RESULTS: import_module("trestle.oscal.assessment_results").AssessmentResults,
        COMPONENTS: import_module("trestle.oscal.component").ComponentDefinition,
    }
    for one in (report, with_frameworks(report), with_frameworks(hostile, "<b>", "\ud800", "")):
        for name, model in models.items():
            with (tmp_path / name).open("w", encoding="utf-8") as stream:
                FOLDERS["oscal"][name](one, stream)
            read = model.oscal_read(tmp_path / name)
            assert read is not None
            for kind in ("duplicates", "refs"):
                assert validators.get(Namespace(mode=kind)).model_is_valid(read, False, tmp_path)
