"""What a result says: its rule, its words, how bad it is, and whether it counts."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.model import Status, ToolRun, named

DATA = "infra/data.yaml"
RULE = {
    "id": "R1",
    "name": "Name",
    "shortDescription": {"text": "Bucket is open"},
    "helpUri": "https://example.com/r1",
    "defaultConfiguration": {"level": "note"},
    "messageStrings": {"open": {"text": "{0} is open to {1}, {{so}} [there](2)"}},
}


def test_the_tool_is_named_with_its_release(sarif: Any) -> None:
    heard = sarif.heard(sarif.log(sarif.run(name="Checkov"), sarif.run(name="Semgrep OSS"))).heard
    assert heard.runs == (
        ToolRun("checkov", "1.2", "0.sarif"),
        ToolRun("semgrep", "1.2", "0.sarif"),
    )


@pytest.mark.parametrize(
    "reference",
    [
        {"ruleId": "R1"},
        {"ruleId": "R1", "ruleIndex": 0},
        {"ruleId": "R1", "ruleIndex": 5},
        {"ruleId": None, "ruleIndex": 0},
        {"ruleId": None, "rule": {"id": "R1"}},
        {"ruleId": None, "rule": {"index": 0}},
    ],
)
def test_a_rule_is_found_by_id_and_by_index(sarif: Any, reference: Any) -> None:
    one = sarif.one(sarif.result(**reference), rules=[RULE, {"id": "R2"}])
    assert (one.rule_id, one.title, one.link) == ("R1", "Bucket is open", "https://example.com/r1")
    assert one.severity == "low"


def test_a_part_of_a_rule_has_its_own_id(sarif: Any) -> None:
    one = sarif.one(sarif.result(ruleId="R1/7"), rules=[RULE])
    assert (one.rule_id, one.title) == ("R1/7", "Bucket is open")


@pytest.mark.parametrize("component", [{"index": 0}, {"name": "pack"}, {"guid": "g"}])
def test_rules_of_extensions_are_found(sarif: Any, component: Any) -> None:
    extension = {"name": "pack", "guid": "g", "rules": [{**RULE, "id": "X"}]}
    run = sarif.run(
        sarif.result(ruleId="X", rule={"index": 0, "toolComponent": component}), rules=[{"id": "Y"}]
    )
    run["tool"]["extensions"] = [extension]
    (one,) = sarif.heard(sarif.log(run)).heard.reported
    assert (one.rule_id, one.title) == ("X", "Bucket is open")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "plain"}, "plain"),
        ({"text": "two\nlines\tand \x1b[31mred\u202e"}, "two lines and [31mred"),
        ({"text": "see [the page](https://x.example) and \\[this\\]"}, "see the page and [this]"),
        ({"text": "{0} of {1} {2}", "arguments": ["a", "b"]}, "a of b {2}"),
        ({"text": "${{ github.ref }}"}, "${{ github.ref }}"),
        ({"id": "open", "arguments": ["B", "all"]}, "B is open to all, {so} there"),
        ({"markdown": "so\n```yaml\nPassword: x\n```\nend"}, "so end"),
        ({"text": "x" * 900}, "x" * 499 + "…"),
        ({}, ""),
        ("m", ""),
        (None, ""),
    ],
)
def test_a_message_is_one_line(sarif: Any, message: Any, said: str) -> None:
    assert sarif.one(sarif.result(message=message), rules=[RULE]).message == said


def test_no_token_is_shown(sarif: Any) -> None:
    token = "AKIA" + "QWERTYUIOPASDFGH"
    rule = {
        "id": token,
        "shortDescription": {"text": token},
        "helpUri": f"https://x.example/{token}",
    }
    suppressions = [{"kind": "external", "justification": f"it is {token}"}]
    one = sarif.one(
        sarif.result(ruleId=token, message={"text": f"key {token}"}, suppressions=suppressions),
        rules=[rule],
    )
    assert token not in repr(one)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///x", "http://", "https://u:p@x.example", "https://[", 7, "a b"],
)
def test_only_addresses_of_the_web_are_links(sarif: Any, address: Any) -> None:
    assert sarif.one(sarif.result(), rules=[{"id": "R1", "helpUri": address}]).link == ""


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"level": "error"}, "high"),
        ({"level": "warning"}, "medium"),
        ({"level": "note"}, "low"),
        ({"level": "none"}, "info"),
        ({"level": "error", "properties": {"security-severity": "9.0"}}, "critical"),
        ({"properties": {"security-severity": 7.5}}, "high"),
        ({"properties": {"security-severity": "4"}}, "medium"),
        ({"properties": {"security-severity": "0.1"}}, "low"),
        *(
            ({"level": "note", "properties": {"security-severity": wrong}}, "low")
            for wrong in ("0.0", "nan", "inf", "-1", "11", "x", "1" * 400, True, None, [9])
        ),
        ({"level": 7}, "medium"),
        ({}, "medium"),
    ],
)
def test_severity_is_the_score_else_the_level(sarif: Any, said: Any, word: str) -> None:
    assert sarif.one(sarif.result(**said)).severity == word
    of_rule = {
        "id": "R1",
        "properties": said.get("properties"),
        "defaultConfiguration": {"level": said.get("level")},
    }
    assert sarif.one(sarif.result(), rules=[of_rule]).severity == word


@pytest.mark.parametrize("tool", ["Checkov", "cfn-guard"])
def test_a_level_that_all_results_have_ranks_none(sarif: Any, tool: str) -> None:
    assert sarif.one(sarif.result(level="error"), name=tool).severity == ""
    scored = sarif.result(level="error", properties={"security-severity": "8.9"})
    assert sarif.one(scored, name=tool).severity == "high"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ({}, Status.FAIL),
        ({"kind": "fail"}, Status.FAIL),
        ({"kind": "pass"}, Status.PASS),
        ({"kind": "open"}, Status.UNKNOWN),
        ({"kind": "review"}, Status.UNKNOWN),
        ({"kind": "notApplicable"}, None),
        ({"kind": "informational"}, None),
        ({"baselineState": "absent"}, None),
        ({"baselineState": "unchanged"}, Status.FAIL),
    ],
)
def test_kinds_are_verdicts(sarif: Any, kind: Any, status: Status | None) -> None:
    answer = sarif.heard(sarif.log(sarif.run(sarif.result(**kind))))
    assert [one.status for one in answer.heard.reported] == ([status] if status else [])
    assert answer.problems == ()


@pytest.mark.parametrize(
    ("suppressions", "reason"),
    [
        ([{"kind": "inSource", "justification": "by\ndesign"}], "by design"),
        ([{"kind": "external", "status": "accepted"}], ""),
        ([{"justification": "a"}, {"justification": "b"}], "a; b"),
        ([{"status": "underReview"}], None),
        ([{"status": "accepted"}, {"status": "rejected"}], None),
        ([], None),
        ("all", None),
    ],
)
def test_what_is_suppressed_is_accepted(sarif: Any, suppressions: Any, reason: str | None) -> None:
    one = sarif.one(sarif.result(suppressions=suppressions, kind="open"))
    if reason is None:
        assert (one.accepted, one.status) == (None, Status.UNKNOWN)
    else:
        assert one.accepted is not None
        assert (one.accepted.by, one.accepted.reason.en) == ("kics", reason)
        assert one.status is Status.FAIL


def test_each_result_once(sarif: Any) -> None:
    log = sarif.log(sarif.run(sarif.result(), sarif.result(), sarif.result(ruleId="R2")))
    other = sarif.log(sarif.run(sarif.result(), name="Trivy"))
    heard = sarif.heard(log, log, other).heard
    assert [(one.tool, one.rule_id) for one in heard.reported] == [
        ("kics", "R1"),
        ("kics", "R2"),
        ("trivy", "R1"),
    ]
    assert len(sarif.of_files("0.sarif", "0.sarif").heard.runs) == 1


def test_cfn_guard_tells_the_resource_in_its_sentence(sarif: Any) -> None:
    """Its lines count from zero, it has no rules, and it quotes what it looked at."""
    text = (
        "Check was not compliant as property [KMSKey] is missing. Value traversed to "
        '[Path=/Resources/Table/Properties/Keys/0/Name[L:9,C:6] Value={"Password":"hunter]2",'
        '"a":["b"]}]. \n Violation: encrypt\n Fix: name a key'
    )
    where = {"artifactLocation": {"uri": "src/infra/data.yaml"}, "region": {"startLine": 1}}
    result = sarif.result(message={"text": text}, locations=[{"physicalLocation": where}])
    one = sarif.one(result, name="cfn-guard")
    assert one.tool == "guard"
    assert (one.spot.template, one.spot.logical_id, one.spot.line) == (DATA, "Table", 10)
    assert one.spot.property_path == "Properties.Keys[0].Name"
    assert one.message.endswith("[L:9,C:6]]. Violation: encrypt Fix: name a key")
    long = text.replace("hunter]2", f"hunter]. hunter{' ' * 30_000}")
    for odd in (text.replace("hunter]2", 'a"]. hunter "b'), text.replace("]. ", " "), long):
        shown = sarif.one(sarif.result(message={"text": odd}), name="cfn-guard").message
        assert "hunter" not in shown
        assert "KMSKey" in shown


def test_a_collector_says_whose_each_result_is(sarif: Any) -> None:
    """As AWS's automated-security-helper does."""
    mine = sarif.result(properties={"scanner_name": "cfn-nag"})
    other = sarif.result(properties={"scanner_details": {"tool_name": "checkov"}})
    run = sarif.run(mine, other, sarif.result(), name="AWS Labs - Automated Security Helper")
    heard = sarif.heard(sarif.log(run)).heard
    ash = named("AWS Labs - Automated Security Helper")
    assert [one.tool for one in heard.reported] == ["cfn_nag", "checkov", ash]
    assert [one.tool for one in heard.runs] == [ash, "cfn_nag", "checkov"]
    alone = sarif.one(sarif.result(properties={"scanner_name": "checkov"}), name="Elsewhere")
    assert alone.tool == "elsewhere"
