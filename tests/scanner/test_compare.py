"""Who finds what: what `compare` says of a tool that has no rule of just that meaning."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

TEMPLATE = """
Resources:
  Cluster: {Type: AWS::DocDB::DBCluster}
"""


def sarif(tool: str, *ids: str) -> str:
    """What a tool says of the cluster."""
    place = {
        "physicalLocation": {"artifactLocation": {"uri": "t.yaml"}, "region": {"startLine": 3}}
    }
    results = [{"ruleId": one, "message": {"text": one}, "locations": [place]} for one in ids]
    run = {"tool": {"driver": {"name": tool}}, "results": results}
    return json.dumps({"version": "2.1.0", "runs": [run]})


FILES = {"t.yaml": TEMPLATE, "c.sarif": sarif("cdk-nag", "AwsSolutions-DOC5")}


def test_a_rule_that_is_only_near_is_named_where_nobody_has_the_same(
    cli: Callable[..., Any],
) -> None:
    """Ours asks for less than that of cdk-nag, whose events are no logs."""
    argv = ("t.yaml", "--no-config", "--exclude", "docdb-cluster-logs-unexported")
    ran = cli("compare", *argv, "--import", "c.sarif", "--format", "json", files=FILES)
    said = {it["rule_id"]: it["opinions"] for it in json.loads(ran.out)["cases"]}
    ours = said["cdk-nag:AwsSolutions-DOC5"][0]
    assert (ours["says"], ours["ids"]) == (
        "near",
        ["docdb-cluster-logs-unexported (narrower)"],
    )
    other = next(it for rule, it in said.items() if ":" not in rule)
    assert other[1]["says"] in {"near", "silent", "no-rule"}


def test_results_of_a_larger_profile_are_not_quietly_judged_by_a_smaller(
    cli: Callable[..., Any],
) -> None:
    stored = ("--profile", "all", "--import", "c.sarif", "--format", "results=r.res")
    cli("scan", "t.yaml", "--no-config", *stored, files=FILES)
    assert "--profile" in cli("compare", "r.res", "--no-config").err
    assert "--profile" not in cli("compare", "r.res", "--no-config", "--profile", "all").err


def test_a_tool_that_is_misspelt_beside_its_program_is_a_mistake(cli: Callable[..., Any]) -> None:
    ran = cli("scan", "t.yaml", "--no-config", "--tool-command", "chekov=./c", files=FILES)
    assert ran.code == 2
    assert "did you mean 'checkov'?" in ran.err


CARD = """
id: broken-rule
title: {en: It breaks, ko: 고장}
severity: low
pillar: security
resources: ["AWS::DocDB::DBCluster"]
check: {python: check}
why: {en: To see, ko: 확인}
fix: {en: Not at all, ko: 없음}
equivalents: {checkov: [CKV_AWS_9999]}
examples:
  fails: "Resources: {C: {Type: AWS::DocDB::DBCluster}}  # finding"
  passes: "Resources: {C: {Type: AWS::DocDB::DBCluster}}"
"""


def test_a_rule_of_ours_that_broke_cannot_tell(cli: Callable[..., Any]) -> None:
    files = FILES | {
        "c.sarif": sarif("checkov", "CKV_AWS_9999"),
        "own/broken-rule.yaml": CARD,
        "own/broken-rule.py": "def check(resource, view):\n    1 / 0\n",
    }
    argv = ("--no-config", "--rules", "own", "--profile", "all", "--format", "json")
    ran = cli("compare", "t.yaml", *argv, "--import", "c.sarif", files=files)
    said = {it["rule_id"]: it["opinions"] for it in json.loads(ran.out)["cases"]}
    ours = said["checkov:CKV_AWS_9999"][0]
    assert (ours["says"], ours["ids"]) == ("unknown", ["broken-rule"])
