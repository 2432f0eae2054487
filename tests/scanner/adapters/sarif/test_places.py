"""Where a result is: addresses of every spelling come to the templates of the run, or to none."""

from __future__ import annotations

from typing import Any

import pytest

APP, DATA = "cdk.out/App.template.json", "infra/data.yaml"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("infra/data.yaml", DATA),
        ("./infra/../infra/data.yaml", DATA),
        ("infra\\data.yaml", DATA),
        ("infra%2Fdata.yaml", DATA),
        ("data.yaml", DATA),
        ("/src/infra/data.yaml", DATA),
        ("file:///src/infra/data.yaml", DATA),
        ("file:/src/infra/data.yaml", DATA),
        ("file://host/src/infra/data.yaml", DATA),
        ("file:///C:/repo/infra/data.yaml", DATA),
        ("C:\\repo\\infra\\data.yaml", DATA),
        ("../../path/data.yaml", DATA),
        ("src/infra/data.yaml", DATA),
        ("app.py", "app.py"),
        ("web/../app.py", "app.py"),
        ("other/cdk.out/Else.template.json", "other/cdk.out/Else.template.json"),
    ],
)
def test_a_file_is_found_whatever_root_the_tool_had(sarif: Any, uri: str, shown: str) -> None:
    assert sarif.one(sarif.result(uri)).spot.template == shown


@pytest.mark.parametrize(
    "uri",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "infra/../../secret",
        "%2e%2e/%2e%2e/etc/passwd",
        "https://example.com/infra/data.yaml",
        "infra/da\u0000ta.yaml",
        "infra/\u202edata.yaml",
        ".",
    ],
)
def test_what_leads_out_is_counted_and_never_shown(sarif: Any, uri: str) -> None:
    answer = sarif.heard(sarif.log(sarif.run(sarif.result(uri))))
    assert answer.heard.reported == ()
    (problem,) = answer.problems
    assert problem.code.id == "tool-report-invalid"
    assert "1 result" in problem.message.en
    assert "passwd" not in problem.message.en + problem.message.ko


def test_absolute_paths_of_this_folder_are_relative(sarif: Any) -> None:
    for uri in (sarif.folder.as_uri() + "/infra/data.yaml", f"{sarif.folder}/infra/data.yaml"):
        assert sarif.one(sarif.result(uri)).spot.template == DATA
    assert sarif.one(sarif.result(f"{sarif.folder}/x/app.py")).spot.template == "x/app.py"


def test_bases_stand_on_one_another(sarif: Any) -> None:
    bases = {
        "ROOT": {"uri": "file:///build/"},
        "SRC": {"uri": "infra/", "uriBaseId": "ROOT"},
        "RAN": {"description": {"text": "where it ran"}},
        "A": {"uri": "x/", "uriBaseId": "B"},
        "B": {"uri": "y/", "uriBaseId": "A"},
    }
    for base, shown in (("SRC", DATA), ("ROOT", DATA), ("RAN", DATA), ("NONE", DATA)):
        uri = "data.yaml" if base == "SRC" else "infra/data.yaml"
        result = sarif.result(locations=[sarif.located(uri, uriBaseId=base)])
        assert sarif.one(result, originalUriBaseIds=bases).spot.template == shown
    circle = sarif.result(locations=[sarif.located("infra/data.yaml", uriBaseId="A")])
    assert sarif.one(circle, originalUriBaseIds=bases).spot.template == DATA


def test_an_artifact_is_named_by_its_index(sarif: Any) -> None:
    where = [{"physicalLocation": {"artifactLocation": {"index": 1}, "region": {"startLine": 7}}}]
    artifacts = [{}, {"location": {"uri": "infra/data.yaml"}}]
    spot = sarif.one(sarif.result(locations=where), artifacts=artifacts).spot
    assert (spot.template, spot.line, spot.end_line) == (DATA, 7, 7)


def test_two_files_of_one_name_are_not_one_template(sarif: Any) -> None:
    """A report of a whole repository, beside a scan of a part of it."""
    both = [sarif.result("a/data.yaml"), sarif.result("b/data.yaml")]
    shown = {one.spot.template for one in sarif.heard(sarif.log(sarif.run(*both))).heard.reported}
    assert shown == {"a/data.yaml", "b/data.yaml"}
    nearer = [sarif.result("a/data.yaml"), sarif.result("/b/infra/data.yaml")]
    shown = {one.spot.template for one in sarif.heard(sarif.log(sarif.run(*nearer))).heard.reported}
    assert "a/data.yaml" in shown


def test_another_file_that_is_there_is_itself(sarif: Any) -> None:
    (sarif.folder / "old").mkdir()
    (sarif.folder / "old" / "data.yaml").write_text("Resources: {}")
    assert sarif.one(sarif.result("old/data.yaml")).spot.template == "old/data.yaml"


@pytest.mark.parametrize(
    "logical",
    [
        {"fullyQualifiedName": "AWS::DynamoDB::Table.Table"},
        {"fullyQualifiedName": "Resources.Table"},
        {"fullyQualifiedName": "Resources/Table/Properties"},
        {"name": "Table", "kind": "resource"},
        {"index": 0},
    ],
)
def test_a_logical_location_names_the_resource(sarif: Any, logical: Any) -> None:
    where = {**sarif.located(DATA), "logicalLocations": [logical]}
    known = [{"fullyQualifiedName": "AWS::DynamoDB::Table.Table"}]
    spot = sarif.one(sarif.result(locations=[where]), logicalLocations=known).spot
    assert (spot.template, spot.logical_id, spot.line, spot.end_line) == (DATA, "Table", 3, 5)
    alone = sarif.one(
        sarif.result(locations=[{"logicalLocations": [logical]}]), logicalLocations=known
    )
    assert (alone.spot.template, alone.spot.logical_id) == (DATA, "Table")


def test_a_name_that_several_templates_have_tells_nothing(sarif: Any) -> None:
    where = [{"logicalLocations": [{"name": "Bucket"}]}]
    answer = sarif.heard(sarif.log(sarif.run(sarif.result(locations=where))))
    assert answer.heard.reported == ()
    assert [one.code.id for one in answer.problems] == ["tool-report-invalid"]


def test_results_without_a_place_are_counted(sarif: Any) -> None:
    nowhere = [sarif.result(locations=[]), {"ruleId": "R", "message": {"text": "m"}}]
    told = sarif.told(sarif.log(sarif.run(*nowhere, sarif.result())))
    assert [(code, said[:24]) for code, said in told] == [
        ("tool-report-invalid", "kics: 2 results name no ")
    ]


def test_each_location_is_a_spot_once(sarif: Any) -> None:
    places = [sarif.located(DATA), sarif.located(DATA), sarif.located(DATA, 9)]
    heard = sarif.heard(sarif.log(sarif.run(sarif.result(locations=places)))).heard
    assert [one.spot.line for one in heard.reported] == [3, 9]


def test_of_many_locations_the_first_are_read(sarif: Any) -> None:
    many = sarif.result(locations=[sarif.located(DATA, line) for line in range(1, 500)])
    answer = sarif.heard(sarif.log(sarif.run(many)))
    assert [one.spot.line for one in answer.heard.reported] == [*range(1, 11)]
    assert [one.code.id for one in answer.problems] == ["tool-apart"]


@pytest.mark.parametrize("region", [{"startLine": 0}, {"startLine": -1}, {"startLine": True}, 7])
def test_lines_that_are_none_are_none(sarif: Any, region: Any) -> None:
    where = {"physicalLocation": {"artifactLocation": {"uri": DATA}, "region": region}}
    spot = sarif.one(sarif.result(locations=[where])).spot
    assert (spot.template, spot.line, spot.end_line) == (DATA, 0, 0)
