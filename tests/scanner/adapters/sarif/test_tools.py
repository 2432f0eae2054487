"""The shapes in which tools write SARIF, each in small: all come to the same kind of finding."""

from __future__ import annotations

from typing import Any

import pytest

DATA = "infra/data.yaml"


def _result(text: str, uri: str, **more: Any) -> dict[str, Any]:
    base = {"uriBaseId": more.pop("base")} if "base" in more else {}
    region = {"startLine": 12, "startColumn": 1}
    where = {"artifactLocation": {"uri": uri, **base}, "region": region}
    return {"message": {"text": text}, "locations": [{"physicalLocation": where}], **more}


FORM = "Artifact: {0}\nType: cloudformation\n{1}\nSeverity: HIGH\n"
TRIVY = _result(
    FORM.format(DATA, "Vulnerability AWS-0086") + "Message: No block of public access\n"
    "Link: [AWS-0086](https://avd.example/aws-0086)",
    DATA,
    ruleId="AWS-0086",
    ruleIndex=0,
    level="error",
    base="ROOTPATH",
)
SECRET = _result(
    FORM.format(DATA, "Secret Slack token") + "Match:   Token: xoxb-hidden\nPassword: hunter",
    DATA,
    ruleId="slack-token",
    ruleIndex=1,
    level="error",
    base="ROOTPATH",
)
KICS = _result(
    "'Resources.Table.Properties' should be set",
    "..\\..\\path\\data.yaml",
    ruleId="62ff",
    ruleIndex=0,
)
CFN_LINT = _result("Additional properties", DATA, ruleId="E3002", base="EXECUTIONROOT")
SEMGREP = _result("found ${{ it }}", DATA, ruleId="rules.it", base="%SRCROOT%", fingerprints={})
CHECKOV = _result(
    "Ensure it is encrypted",
    DATA,
    ruleId="CKV_AWS_119",
    ruleIndex=0,
    level="warning",
    attachments=[],
    suppressions=[{"kind": "inSource", "justification": "No comment provided"}],
)
CODEQL = _result(
    "Both", DATA, ruleId="js/x", rule={"id": "js/x", "index": 0, "toolComponent": {"index": 0}}
)


@pytest.mark.parametrize(
    ("result", "name", "rule", "more", "expected"),
    [
        (
            TRIVY,
            "Trivy",
            {
                "name": "Misconfiguration",
                "shortDescription": {"text": "Public access block"},
                "helpUri": "https://avd.example/aws-0086",
                "properties": {"security-severity": "8.0"},
            },
            {"originalUriBaseIds": {"ROOTPATH": {"uri": "file:///src/"}}},
            ("trivy", "AWS-0086", "Public access block", "No block of public access", "high"),
        ),
        (
            SECRET,
            "Trivy",
            {"name": "Secret", "shortDescription": {"text": "Slack token"}},
            {"originalUriBaseIds": {"ROOTPATH": {"uri": "file:///src/"}}},
            (
                "trivy",
                "slack-token",
                "Slack token",
                "Artifact: infra/data.yaml Type: cloudformation Secret Slack token Severity: HIGH",
                "high",
            ),
        ),
        (
            KICS,
            "KICS",
            {"name": "Table Open", "defaultConfiguration": {"level": "error"}},
            {"taxonomies": [{"taxa": [{"id": "CAT007"}]}]},
            ("kics", "62ff", "Table Open", "'Resources.Table.Properties' should be set", "high"),
        ),
        (
            CFN_LINT,
            "cfn-lint",
            {"shortDescription": {"text": "Properties are invalid"}},
            {"originalUriBaseIds": {"EXECUTIONROOT": {"description": {"text": "where it ran"}}}},
            ("cfn-lint", "E3002", "Properties are invalid", "Additional properties", "medium"),
        ),
        (
            SEMGREP,
            "Semgrep OSS",
            {"shortDescription": {"text": "Semgrep Finding: rules.it"}},
            {"invocations": [{"executionSuccessful": True, "toolExecutionNotifications": []}]},
            ("semgrep", "rules.it", "Semgrep Finding: rules.it", "found ${{ it }}", "medium"),
        ),
        (
            CHECKOV,
            "Checkov",
            {"name": "Encrypted", "defaultConfiguration": {"level": "error"}},
            {},
            ("checkov", "CKV_AWS_119", "Encrypted", "Ensure it is encrypted", ""),
        ),
    ],
)
def test_a_tool_is_understood(
    sarif: Any, result: Any, name: str, rule: Any, more: Any, expected: Any
) -> None:
    rules = [{"id": "slack-token", **rule}] * 2 if result is SECRET else []
    rules = rules or [{"id": result["ruleId"], **rule}]
    one = sarif.one(result, name=name, rules=rules, **more)
    assert (one.tool, one.rule_id, one.title, one.message, one.severity) == expected
    assert (one.spot.template, one.spot.line) == (DATA, 12)
    assert (one.accepted is not None) == (result is CHECKOV)


def test_codeql_has_its_rules_in_an_extension(sarif: Any) -> None:
    run = sarif.run(CODEQL, name="CodeQL")
    rule = {
        "id": "js/x",
        "shortDescription": {"text": "X"},
        "properties": {"security-severity": "9.8"},
    }
    run["tool"]["extensions"] = [{"name": "codeql/javascript-queries", "rules": [rule]}]
    (one,) = sarif.heard(sarif.log(run)).heard.reported
    assert (one.tool, one.rule_id, one.title, one.severity) == ("codeql", "js/x", "X", "critical")
