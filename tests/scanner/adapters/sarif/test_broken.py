"""Files that are no good SARIF: each is told with the way out, and costs nothing of the rest."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.adapters.asking import Answer, Readable
from synthgate.adapters.sarif import log as sarif_log
from synthgate.adapters.sarif.log import heard_in
from synthgate.adapters.sarif.paths import Files

INVALID = "tool-report-invalid"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty file"),
        (b" \n", "empty file"),
        (b'{"version": "2.1.0", "runs": [', "not valid JSON"),
        (b'{"version": "2.1.0", "runs": [NaN]}', "not valid JSON"),
        (b'{"runs": ' + b"[" * 100_000, "not valid JSON"),
        (b'{"version": "2.1.0", "runs": "\xff"}', "not valid JSON"),
        (b'{"version": "2.0.0", "runs": []}', "SARIF of version 2.0.0"),
        (b'{"version": "1.0.0", "$schema": "http://x/sarif-1.0.0", "runLogs": []}', "1.0.0"),
        (b'{"version": 2, "runs": []}', "version"),
        (b'{"runs": []}', "version"),
        (b'{"version": "2.1.0", "runs": {}}', "without a list of `runs`"),
        (b'{"version": "2.1.0", "$schema": "x/sarif-2.1.0.json"}', "without a list of `runs`"),
        (b'{"version": "2.1.0", "runs": [7]}', "runs[0] is no object"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(sarif: Any, content: bytes, said: str) -> None:
    good = sarif.log(sarif.run(sarif.result()))
    answer: Answer = sarif.heard(content, good)
    (problem,) = answer.problems
    assert (problem.code.id, problem.path) == (INVALID, "0.sarif")
    assert said in problem.message.en
    assert len(answer.heard.reported) == 1


@pytest.mark.parametrize("content", [b"Rule ID,Resource ID\n", b"[]", b'{"a": 1}', b"\x00\x01"])
def test_what_is_no_sarif_is_looked_at_as_a_report_of_cdk_nag(sarif: Any, content: bytes) -> None:
    assert {code for code, _ in sarif.told(content)} == {INVALID}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marks_of_encodings_are_read(sarif: Any, encoding: str) -> None:
    text = json.dumps(sarif.log(sarif.run(sarif.result())))
    marked = text if encoding in ("utf-8-sig", "utf-16") else f"\ufeff{text}"
    assert len(sarif.heard(marked.encode(encoding)).heard.reported) == 1


def test_no_file_no_folder_no_pipe(sarif: Any) -> None:
    (sarif.folder / "folder").mkdir()
    os.mkfifo(sarif.folder / "pipe")
    answer = sarif.of_files("nothing", "folder", "pipe", "x" * 5000)
    assert [one.path for one in answer.problems] == ["nothing", "folder", "pipe", "x" * 5000]
    assert {one.code.id for one in answer.problems} == {INVALID}
    assert "into a file" in answer.problems[2].message.en


def test_limits_are_told(sarif: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = sarif.run(*(sarif.result(ruleId=f"R{number}") for number in range(5)))
    monkeypatch.setattr(sarif_log, "MAX_RESULTS", 7)
    answer = sarif.heard(sarif.log(run, run, sarif.run(name="Trivy")))
    assert [one.message.en[:44] for one in answer.problems] == [
        "10 results, of which the first 7 are read: l"
    ]
    assert [one.tool for one in answer.heard.runs] == ["kics", "trivy"]
    monkeypatch.setattr("synthgate.adapters.imported.MAX_BYTES", 100)
    assert "larger than" in sarif.told(sarif.log(run))[0][1]


def test_our_own_report_is_refused(sarif: Any) -> None:
    told = sarif.told(sarif.log(sarif.run(sarif.result(), name="synthgate")))
    assert [code for code, _ in told] == [INVALID]
    assert "synthgate diff" in told[0][1]


def test_a_tool_that_did_not_come_to_its_end_says_so(sarif: Any) -> None:
    for more in ({"invocations": [{"executionSuccessful": False}]}, {"results": None}):
        answer = sarif.heard(sarif.log({**sarif.run(sarif.result()), **more}))
        assert [one.is_whole for one in answer.heard.runs] == [False]
        assert "did not come to its end" in answer.problems[0].message.en
    for more in ({"results": 7}, {"externalPropertyFileReferences": {"results": [{}]}}):
        answer = sarif.heard(sarif.log({**sarif.run(), **more}))
        assert [one.is_whole for one in answer.heard.runs] == [False]


def test_results_that_cannot_be_read_are_told_once(sarif: Any) -> None:
    bad = [7, {"message": {}}, sarif.result(kind="maybe"), sarif.result(kind=[]), None]
    answer = sarif.heard(sarif.log(sarif.run(sarif.result(), *bad)))
    assert len(answer.heard.reported) == 1
    (problem,) = answer.problems
    assert problem.code.id == INVALID
    assert problem.message.en.startswith(
        "kics: 5 results cannot be read and are left out (no object: 2, without a rule: 1, "
        "of an unknown kind: 2; the first is runs[0].results[1])"
    )


def test_two_tools_may_have_one_rule(sarif: Any) -> None:
    heard = sarif.heard(
        sarif.log(sarif.run(sarif.result()), sarif.run(sarif.result(), name="Trivy"))
    ).heard
    assert [(one.tool, one.rule_id) for one in heard.reported] == [("kics", "R1"), ("trivy", "R1")]


def test_a_run_of_the_program_goes_on(cli: Any) -> None:
    template = "Resources: {Topic: {Type: AWS::SNS::Topic}}"
    files = {"t.yaml": template, "bad.sarif": '{"version": "2.1.0", "runs": ['}
    ran = cli("scan", "t.yaml", "--import", "bad.sarif", "--format", "json", files=files)
    assert ran.code == 3
    problems = {one["code"]: one["path"] for one in ran.report["problems"]}
    assert problems[INVALID] == "bad.sarif"


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
"""Any JSON value, and what JSON has not."""


def _whole() -> Any:
    """A log with every part that is looked at."""
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": "t.yaml", "uriBaseId": "A", "index": 0},
            "region": {"startLine": 1, "endLine": 2},
        },
        "logicalLocations": [{"name": "B", "fullyQualifiedName": "Resources.B", "index": 0}],
    }
    rule = {
        "id": "R",
        "name": "n",
        "shortDescription": {"text": "t", "markdown": "m"},
        "helpUri": "https://x.example",
        "defaultConfiguration": {"level": "error"},
        "properties": {"security-severity": "9"},
        "messageStrings": {"i": {"text": "{0}"}},
    }
    result = {
        "ruleId": "R",
        "ruleIndex": 0,
        "rule": {"id": "R", "index": 0, "toolComponent": {"index": 0, "name": "c", "guid": "g"}},
        "kind": "fail",
        "level": "error",
        "baselineState": "new",
        "message": {"id": "i", "arguments": ["a"]},
        "analysisTarget": {"uri": "t.yaml"},
        "locations": [location],
        "suppressions": [{"status": "accepted", "justification": "j"}],
        "properties": {"scanner_name": "checkov", "scanner_details": {"tool_name": "x"}},
    }
    driver = {"name": "cfn-guard", "version": "1", "semanticVersion": "1.0.0", "rules": [rule]}
    component = {"name": "c", "guid": "g", "rules": [rule], "globalMessageStrings": {"i": {}}}
    run = {
        "tool": {"driver": driver, "extensions": [component]},
        "results": [result],
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {"A": {"uri": "a/", "uriBaseId": "B"}, "B": {"uri": "file:///"}},
        "artifacts": [{"location": {"uri": "t.yaml"}}],
        "logicalLocations": [{"fullyQualifiedName": "Resources.B"}],
        "externalPropertyFileReferences": {},
    }
    return {"version": "2.1.0", "runs": [run]}


def _routes(value: Any, route: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else [])
    )
    return [route, *(one for key, inner in below for one in _routes(inner, (*route, key)))]


ROUTES = [route for route in _routes(_whole()) if route]


@given(part=PARTS)
def test_anything_in_place_of_any_part_raises_nothing(part: Any, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.getbasetemp()
    files = Files([Readable("t.yaml", folder / "t.yaml", {"B": "AWS::S3::Bucket"})], folder)
    for *above, last in ROUTES:
        whole = _whole()
        at = whole
        for step in above:
            at = at[step]
        at[last] = part
        for problem in heard_in(whole, files, "x.sarif").problems:
            assert problem.message.en
            assert problem.message.ko
