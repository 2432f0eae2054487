"""The state of a control, as a user sees it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

JSON = ("t.yaml", "--framework", "ours.yaml", "--format", "json")


def bucket(versioning: str = "", before: str = "", more: str = "") -> str:
    properties = f", Properties: {{VersioningConfiguration: {{Status: {versioning}}}}}"
    return (
        f"{before}Parameters: {{P: {{Type: String}}}}\n"
        f"Conditions: {{C: !Equals [!Ref P, x]}}\nResources:\n"
        f"  B: {{Type: AWS::S3::Bucket{properties if versioning else ''}{more}}}\n"
    )


EVIDENCE = """\
evidence:
  - {control: D-2, statement: Restored in 42 minutes, by: dana, date: "2026-11-01",
     document: BCP-7}
"""


@pytest.mark.parametrize(
    ("template", "state", "code", "reason"),
    [
        (bucket("Enabled"), "met", 0, "1 of 1 checks passed"),
        (bucket(), "not-met", 1, "1 of 1 checks failed"),
        (bucket('!Ref "P"'), "unknown", 0, "1 of 1 checks the template does not decide"),
        ("Resources: {T: {Type: AWS::SNS::Topic}}", "not-applicable", 0, "no resource here"),
    ],
)
def test_rules_tell_of_an_automated_control(
    run: Run, template: str, state: str, code: int, reason: str
) -> None:
    """Met, not met, unknown, not applicable; the exit code is of what is known to be wrong."""
    ran = run("checklist", *JSON, files={"t.yaml": template})
    assert ran.states["D-1"] == state
    (result,) = ran.control("D-1")["environments"]
    assert result["reasons"][0].startswith(reason)
    if state != "not-applicable":
        assert ran.code == code
    assert ran.framework["counts"].keys() == {
        "met", "excepted", "not-met", "unknown", "not-assessed", "not-applicable"
    }  # fmt: skip


def test_what_passed_is_told_by_resource(run: Run) -> None:
    """Each on its page: a control says n of m, and what the n are; an exception is none."""
    excuse = ", Metadata: {checkov: {skip: [{id: CKV_AWS_21, comment: scratch}]}}"
    versioned = "{VersioningConfiguration: {Status: Enabled}}"
    others = f"  Good: {{Type: AWS::S3::Bucket, Properties: {versioned}}}\n"
    ran = run(
        "checklist",
        *(*JSON[:-1], "html"),
        files={"t.yaml": bucket(more=excuse) + others},
    )
    (packed,) = re.findall(r'id="data">([^<]*)', ran.out)
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    said = {data["strings"][data["asked"][it[0]][0]]: it for it in data["said"]}
    _, found, _, names, passed = said["s3-bucket-unversioned"]
    assert passed == 1
    assert [data["strings"][data["checked"][it][0]] for it in data["lists"][names]] == ["Good"]
    assert len(data["lists"][found]) == 1


BESIDE = """\
id: ours
version: "3"
source: Handbook
title: {en: Ours, ko: 우리}
groups: {data: {en: Data, ko: 데이터}}
controls:
  - {id: D-1, title: {en: R, ko: 역}, meaning: {en: R, ko: 역}, group: data, mode: automated,
     rules: [iam-policy-full-admin, secret-in-resource, secret-in-output]}
  - {id: D-2, title: {en: S, ko: 비}, meaning: {en: S, ko: 비}, group: data, mode: automated,
     rules: [secret-in-resource, secret-in-output]}
"""
TOPIC = "Resources: {T: {Type: AWS::SNS::Topic}}"
KEY = "AKIA" + "IOSFODNN7REALKEY"
ROLE = """Resources:
  R:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: p
      Users: [u]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "arn:b/*"}]}
"""


@pytest.mark.parametrize(
    ("template", "states"),
    [
        (TOPIC, ["not-applicable", "met"]),
        (ROLE, ["met", "met"]),
        (TOPIC.replace("Topic", f"Topic, Properties: {{DisplayName: {KEY}}}"), ["not-met"] * 2),
    ],
)
def test_what_is_asked_of_anything_makes_no_control_met(
    run: Run, template: str, states: list[str]
) -> None:
    """That nothing holds a secret says nothing of roles; that something does, it misses."""
    ran = run("checklist", *JSON, files={"t.yaml": template, "ours.yaml": BESIDE})
    assert list(ran.states.values()) == states
    if states[0] == "not-applicable":
        (result,) = ran.control("D-1")["environments"]
        (reason,) = result["reasons"]
        assert reason.startswith("no resource here is of its kind: ")
        assert reason.endswith("of anything passed")


def test_a_suppressed_failure_is_an_exception(run: Run) -> None:
    """The control is excepted, and says with what."""
    excuse = ", Metadata: {checkov: {skip: [{id: CKV_AWS_21, comment: scratch}]}}"
    ran = run("checklist", *JSON, files={"t.yaml": bucket(more=excuse)})
    assert ran.states["D-1"] == "excepted"
    assert "1 of 1" in ran.control("D-1")["environments"][0]["reasons"][0]
    (finding,) = ran.control("D-1")["environments"][0]["findings"]
    assert finding["accepted"]["reason"] == "scratch"


def test_what_a_rule_in_preview_finds_counts_and_is_told(run: Run) -> None:
    """Nobody has accepted it: the framework names the rule, and no gate of a scan does."""
    bare = run("checklist", *JSON, files={"t.yaml": bucket("Enabled")})
    ours = Path("ours.yaml").read_text("utf-8")
    rules = "rules: [s3-bucket-unversion*, s3-bucket-unreplicated]"
    files = {"ours.yaml": ours.replace("rules: [s3-bucket-unversion*]", rules)}
    ran = run("checklist", *JSON, files=files)
    assert (bare.states["D-1"], ran.states["D-1"]) == ("met", "not-met")
    (result,) = ran.control("D-1")["environments"]
    assert result["reasons"][0] == "1 of 2 checks failed"
    assert "of a rule in preview" in result["reasons"][1]
    assert ran.code == 1


def test_evidence_makes_a_manual_control_met(run: Run) -> None:
    """And without it nobody has assessed it."""
    files = {"t.yaml": bucket("Enabled")}
    assert run("checklist", *JSON, files=files).states["D-2"] == "not-assessed"
    ran = run("checklist", *JSON, files={"evidence.yaml": EVIDENCE})
    assert ran.states["D-2"] == "met"
    assert ran.control("D-2")["evidence"][0]["valid_until"] == "2027-02-09"
    assert run("checklist", *JSON, today=date(2027, 2, 9)).states["D-2"] == "met"
    assert run("checklist", *JSON, today=date(2027, 2, 10)).states["D-2"] == "not-assessed"
    assert run("checklist", *JSON, today=date(2026, 10, 31)).states["D-2"] == "not-assessed"


@pytest.mark.parametrize(
    ("topic", "stated", "state"),
    [
        ("Properties: {KmsMasterKeyId: alias/k}", True, "met"),
        ("Properties: {KmsMasterKeyId: alias/k}", False, "not-assessed"),
        ("Properties: {}", True, "not-met"),
        ('Properties: {KmsMasterKeyId: !If [C, k, !Ref "AWS::NoValue"]}', True, "unknown"),
        (None, True, "met"),
        (None, False, "not-assessed"),
    ],
)
def test_a_partial_control_needs_both(
    run: Run, topic: str | None, stated: bool, state: str
) -> None:
    """A failure outweighs any statement, and rules alone are half of it."""
    template = bucket("Enabled") + (f"  T: {{Type: AWS::SNS::Topic, {topic}}}\n" if topic else "")
    files = {"t.yaml": template}
    if stated:
        files["evidence.yaml"] = EVIDENCE.replace("D-2", "D-3")
    assert run("checklist", *JSON, files=files).states["D-3"] == state


def test_what_could_not_be_scanned_is_not_met(run: Run) -> None:
    """A template that cannot be read might hold anything; the exit code says so."""
    files = {"t.yaml": bucket("Enabled"), "broken.yaml": "Resources: ["}
    ran = run("checklist", "broken.yaml", *JSON, files=files)
    assert ran.code == 3
    assert ran.states["D-1"] == "unknown"
    ran = run("checklist", "broken.yaml", *JSON, files={"t.yaml": bucket()})
    assert (ran.code, ran.states["D-1"]) == (3, "not-met")


CARD = """\
id: bucket-nameless
title: {en: Bucket has no name, ko: 이름 없음}
severity: SEVERITY
pillar: operations
resources: [AWS::S3::Bucket]
check: {path: $.Properties.BucketName, exists: true}
why: {en: So, ko: 왜냐하면}
fix: {en: Name it, ko: 이름을 지정하세요}
examples: {fails: "", passes: ""}
"""


def told(environment: str) -> str:
    return f"Metadata: {{synthgate: {{environment: {environment}}}}}\n"


def in_environment(name: str) -> str:
    return bucket("Enabled", told(name))


@pytest.mark.parametrize(
    ("severity", "states"),
    [
        ("{production: high, default: info}", ["not-met", "met", "unknown"]),
        ("info", ["not-met", "not-met", "not-met"]),
        ("medium\nwhen: {environment: production}", ["not-met", "not-applicable", "unknown"]),
    ],
)
def test_each_environment_has_its_state(run: Run, severity: str, states: list[str]) -> None:
    """What production must have, development may lack; who is not told of decides nothing."""
    files = {
        "ours.yaml": _ours_with("bucket-nameless"),
        "rules/n.yaml": CARD.replace("SEVERITY", severity),
        "p.yaml": in_environment("production"),
        "d.yaml": in_environment("development"),
        "n.yaml": bucket("Enabled"),
    }
    paths = ("p.yaml", "d.yaml", "n.yaml", "--rules", "rules")
    ran = run("checklist", *paths, *JSON[1:], files=files)
    results = ran.control("D-1")["environments"]
    assert [one["environment"] for one in results] == ["production", "development", None]
    assert [one["state"] for one in results] == states[:2] + states[-1:]
    assert ran.states["D-1"] == "not-met"
    by = {one["path"]: (one["environment"], one["told_by"]) for one in ran.framework["stacks"]}
    assert by == {
        "p.yaml": ("production", "Metadata of the template"),
        "d.yaml": ("development", "Metadata of the template"),
        "n.yaml": (None, None),
    }


def test_an_excused_failure_is_no_tolerated_one(run: Run) -> None:
    """It stays an exception where it would be tolerated, and where no environment is told."""
    card = CARD.replace("SEVERITY", "{production: high, default: info}")
    files = {
        "ours.yaml": _ours_with("bucket-nameless"),
        "rules/n.yaml": card + "equivalents: {checkov: [OURS_1]}\n",
    }
    excuse = ", Metadata: {checkov: {skip: [{id: OURS_1, comment: scratch}]}}"
    for name, before in (("d.yaml", told("development")), ("n.yaml", "")):
        files[name] = bucket("Enabled", before, excuse)
    ran = run("checklist", "d.yaml", "n.yaml", "--rules", "rules", *JSON[1:], files=files)
    for result in ran.control("D-1")["environments"]:
        assert result["state"] == "excepted"
        assert ["are accepted" in reason for reason in result["reasons"]] == [True]


def _ours_with(rule: str) -> str:
    return Path("ours.yaml").read_text("utf-8").replace("s3-bucket-unversion*", rule)


def test_the_configuration_tells_of_an_environment(run: Run) -> None:
    """An option, or a pattern of the file."""
    files = {"t.yaml": bucket(), "synthgate.yaml": "environments: {t.yaml: prod}\n"}
    for argv, environment in (((), "production"), (("--environment", "uat"), "staging")):
        ran = run("checklist", *JSON, *argv, files=files)
        (stack,) = ran.framework["stacks"]
        assert (stack["environment"], stack["told_by"]) == (environment, "the configuration")


def test_a_profile_or_an_exclusion_hides_nothing(run: Run) -> None:
    """All rules of a framework are asked; the gate and its findings stay those of the profile."""
    config = "exclude: [s3-*]\nfail-on: info\n"
    files = {"t.yaml": bucket(), "synthgate.yaml": config}
    ran = run("scan", *JSON, files=files)
    assert ran.code == 0
    assert json.loads(ran.out)["findings"] == []
    assert ran.states["D-1"] == "not-met"
    files = {"synthgate.yaml": config + "severity: {s3-bucket-unversioned: critical}\n"}
    ran = run("scan", *JSON, files=files)
    (finding,) = ran.control("D-1")["environments"][0]["findings"]
    assert finding["severity"] == "critical"
    assert finding["fix"].startswith("Enable versioning")


def test_a_scan_without_frameworks_is_as_ever(run: Run) -> None:
    """The contract has a key more, and nothing in it."""
    ran = run("scan", "t.yaml", "--format", "json", files={"t.yaml": bucket("Enabled")})
    assert json.loads(ran.out)["frameworks"] == []


def test_a_rule_that_crashes_leaves_its_control_unknown(run: Run) -> None:
    """Silence is no pass."""
    check = "check: {python: crash}"
    card = CARD.replace("check: {path: $.Properties.BucketName, exists: true}", check)
    code = "def crash(resource, view):\n    yield 1 / 0\n"
    files = {
        "ours.yaml": _ours_with("bucket-nameless"),
        "rules/n.yaml": card.replace("SEVERITY", "low"),
        "rules/n.py": code,
        "t.yaml": bucket("Enabled"),
    }
    ran = run("checklist", *JSON, "--rules", "rules", files=files)
    assert (ran.code, ran.states["D-1"]) == (3, "unknown")
    reasons = ran.control("D-1")["environments"][0]["reasons"]
    assert "could not be asked: bucket-nameless" in reasons


def test_the_short_way_is_the_production_checklist(run: Run) -> None:
    """Twenty lines in five pillars, in English and Korean; the same bytes every time."""
    files = {"t.yaml": bucket()}
    ran = run("checklist", "t.yaml", files=files)
    assert ran.code == 1
    controls = [line for line in ran.out.splitlines() if line[4:5] == "["]
    assert len(controls) == 20
    assert "%" not in ran.out
    assert "x [not met] BAK-1 Backups are automated" in ran.out
    assert "t.yaml:4:" in ran.out
    assert ran.out == run("checklist", "t.yaml").out
    scanned = run("scan", "t.yaml", "--format", "checklist").out
    assert scanned.partition("\nResult")[0] == ran.out.partition("\nResult")[0]  # its own gate
    assert "\nResult" in scanned
    korean = run("checklist", "t.yaml", "--lang", "ko").out
    assert "x [미충족] BAK-1 자동화된 백업 전략" in korean
    assert "체크리스트: 미충족" in korean


def test_a_page_has_the_production_checklist(run: Run) -> None:
    """Where no other framework is asked for: an auditor has one file."""
    ran = run("scan", "t.yaml", "--format", "html", files={"t.yaml": bucket()})
    assert "(production-checklist 2)" in ran.out
    assert '<span class="id">BAK-1</span>' in ran.out
    assert "(production-checklist 2)" not in run("scan", "t.yaml", "--format", "junit").out


def test_several_reports_of_one_run(run: Run) -> None:
    """Markdown into a file, JUnit on standard output; the code is the checklist's."""
    ran = run(
        "checklist", "t.yaml", "--format", "checklist-markdown=o.md", "--format", "junit",
        "--exit-zero", files={"t.yaml": bucket()},
    )  # fmt: skip
    assert ran.code == 0
    assert ran.out.count('<testcase classname="production-checklist') == 20
    assert "Checklist:" in ran.err


def test_the_resources_behind_a_state_are_named(run: Run) -> None:
    """Those that failed, and those that a control was found to be met by."""
    files = {"t.yaml": bucket("Enabled"), "u.yaml": bucket().replace(" B:", " Other:")}
    ran = run("checklist", *JSON, files=files)
    (resource,) = ran.control("D-1")["environments"][0]["resources"]
    assert (resource["logical_id"], resource["path"]) == ("B", "t.yaml")
    assert "resources checked: B\n" in run("checklist", "t.yaml", "--framework", "ours.yaml").out
    both = run("checklist", "t.yaml", "u.yaml", "--framework", "ours.yaml")
    assert "1 of 2 checks failed" in both.out
    assert "(s3-bucket-unversioned): " in both.out
    assert "u.yaml:4:11: Other" in both.out
    assert "fix: Enable versioning" in both.out


def test_the_name_of_a_stack_tells_of_its_environment(run: Run) -> None:
    """In an assembly; and a stack that no rule of a control is about has its state, too."""
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": f"{name}.json"},
        }
        for name in ("App-Prod", "App-Dev", "App")
    }
    manifest = json.dumps({"version": "36.0.0", "artifacts": artifacts})
    kept = {"VersioningConfiguration": {"Status": "Enabled"}}
    bodies = {"App-Prod": {"Properties": kept}, "App-Dev": {}, "App": {"Properties": kept}}
    files = {
        f"cdk.out/{name}.json": json.dumps(
            {"Resources": {"B": {"Type": "AWS::S3::Bucket", **body}}}
        )
        for name, body in bodies.items()
    }
    files["cdk.out/manifest.json"] = manifest
    ran = run("checklist", "cdk.out", *JSON[1:], files=files)
    results = ran.control("D-1")["environments"]
    assert {one["environment"]: one["state"] for one in results} == {
        "production": "met", "development": "not-met", None: "met"
    }  # fmt: skip
    by = {one["stack"]: one["told_by"] for one in ran.framework["stacks"]}
    assert by == {"App-Prod": "the name App-Prod", "App-Dev": "the name App-Dev", "App": None}
    korean = run("checklist", "cdk.out", "--framework", "ours.yaml", "--lang", "ko").out
    assert "App-Prod: 프로덕션 (근거: 이름 App-Prod)" in korean
    assert "개발 [미충족]: 검사 1건 중 1건 실패" in korean


def test_what_the_cdk_made_decides_nothing(run: Run) -> None:
    """It makes no control applicable, meets none and misses none; what was found there is told."""
    path = "App/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource"
    body = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Code": {"S3Bucket": "assets", "S3Key": "a.zip"},
            "Handler": "index.handler",
            "Role": {"Fn::ImportValue": "role"},
            "Runtime": "nodejs24.x",
        },
    }

    def states(metadata: dict[str, str]) -> tuple[set[str], list[Any]]:
        template = json.dumps({"Resources": {"F": {**body, "Metadata": metadata}}})
        argv = ("checklist", "t.json", "--environment", "production", "--format", "json")
        controls = run(*argv, files={"t.json": template}).framework["controls"]
        results = [result for one in controls for result in one["environments"]]
        found = [finding for result in results for finding in result["findings"]]
        return {one["state"] for one in controls}, found

    decided, found = states({"aws:cdk:path": path})
    assert decided == {"not-applicable", "not-assessed"}
    assert {finding["disposition"] for finding in found} == {"cdk-made"}
    decided, found = states({})
    assert "not-met" in decided
    assert not any("disposition" in finding for finding in found)


def test_a_framework_may_tolerate_nothing(run: Run) -> None:
    """What is light in development counts there, where the framework asks the same of all."""
    card = CARD.replace("SEVERITY", "{production: high, default: info}")
    ours = _ours_with("bucket-nameless")
    files = {"ours.yaml": ours, "rules/n.yaml": card}
    files["d.yaml"] = bucket("Enabled", told("development"))
    asked = ("checklist", "d.yaml", "--rules", "rules", *JSON[1:])
    assert run(*asked, files=files).states["D-1"] == "met"
    strict = ours.replace("source:", "tolerates: false\nsource:", 1)
    assert run(*asked, files={"ours.yaml": strict}).states["D-1"] == "not-met"


def test_what_asks_in_production_alone_leaves_a_strict_control_open(run: Run) -> None:
    """Elsewhere nobody has looked; where there is no such resource, it does not apply."""
    database = "Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql}}}"
    ours = Path("ours.yaml").read_text("utf-8").replace("source:", "tolerates: false\nsource:", 1)
    ours = ours.replace(
        "rules: [s3-bucket-unversion*]", "rules: [rds-instance-deletion-unprotected]"
    )
    ours = ours.replace("elsewhere: [s3-bucket-unversion*]", "elsewhere: []")
    files = {"ours.yaml": ours, "t.yaml": database}
    for environment, state in (("production", "not-met"), ("development", "unknown")):
        ran = run("checklist", *JSON, "--environment", environment, files=files)
        assert ran.states["D-1"] == state
    assert "not asked in this environment" in ran.control("D-1")["environments"][0]["reasons"][0]
    bucket_alone = {"t.yaml": bucket("Enabled")}
    ran = run("checklist", *JSON, "--environment", "development", files=bucket_alone)
    assert ran.states["D-1"] == "not-applicable"
    mild = {"ours.yaml": ours.replace("tolerates: false\n", ""), "t.yaml": database}
    ran = run("checklist", *JSON, "--environment", "development", files=mild)
    assert ran.states["D-1"] == "not-applicable"


def test_what_a_control_is_not_about_leaves_it_not_open(run: Run) -> None:
    """The rule looks at databases, too, but the control at file systems alone."""
    database = "Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql}}}"
    ours = Path("ours.yaml").read_text("utf-8").replace("source:", "tolerates: false\nsource:", 1)
    rules = '[{rules: [stateful-resource-not-backed-up], resources: ["AWS::EFS::FileSystem"]}]'
    ours = ours.replace("rules: [s3-bucket-unversion*]", f"rules: {rules}")
    ours = ours.replace("elsewhere: [s3-bucket-unversion*]", "elsewhere: []")
    files = "Resources: {F: {Type: AWS::EFS::FileSystem}}"
    for template, state in ((database, "not-applicable"), (files, "unknown")):
        ran = run(
            "checklist",
            *JSON,
            "--environment",
            "development",
            files={"ours.yaml": ours, "t.yaml": template},
        )
        assert ran.states["D-1"] == state
