"""One fault, once: what other tools say is joined with what our rules found, or stands alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

import synthgate_rules
from synthgate import pipeline
from synthgate.config import configure
from synthgate.errors import UsageError
from synthgate.judge.joining.equivalents import Equivalents
from synthgate.model import (
    Acceptance,
    Disposition,
    Finding,
    Heard,
    Report,
    Reported,
    Severity,
    Spot,
    Status,
    ToolRun,
    verbatim,
)
from synthgate.rule.cards.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = """
Parameters:
  Key: {Type: String}
Resources:
  Open:
    Type: AWS::SQS::Queue
    Properties: {SqsManagedSseEnabled: false}
  Shut:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: alias/own}
  Doubtful:
    Type: AWS::SQS::Queue
    Properties: {SqsManagedSseEnabled: !Ref Key}
  Disk:
    Type: AWS::EC2::Instance
    Properties:
      BlockDeviceMappings: [{DeviceName: /dev/a, Ebs: {Encrypted: false}}]
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: all
      SecurityGroupIngress: [{IpProtocol: "-1", CidrIp: 0.0.0.0/0}]
  Files: {Type: AWS::S3::Bucket}
  FilesPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Files
      PolicyDocument:
        Statement: {Effect: Allow, Action: s3:GetObject, Principal: {AWS: "1"}, Resource: "*"}
"""
SAME = {"checkov": "CKV_AWS_27", "cdk-nag": "AwsSolutions-SQS2", "trivy": "AVD-AWS-0096"}
"""Ids of what `sqs-queue-unencrypted` asks."""

Scan: TypeAlias = "Callable[..., Report]"


def said(tool: str, rule_id: str, logical_id: str, **more: Any) -> Reported:
    """What a tool says of a resource of the template."""
    spot = Spot("t.yaml", logical_id)
    return replace(Reported(tool, rule_id, Status.FAIL, spot, f"{tool} says so"), **more)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scan:
    """Scan the template where tools say some things, with a rule and a configuration."""
    (tmp_path / "t.yaml").write_text(TEMPLATE)

    def run(*reported: Reported, file: str = "none", **given: Any) -> Report:
        runs = tuple(ToolRun(tool) for tool in dict.fromkeys(one.tool for one in reported))

        def hear(partial: Any, *_: object) -> Any:
            return replace(partial, heard=Heard(runs, reported)), []

        monkeypatch.setattr("synthgate.hearing.heard_with", hear)
        options = {"paths": ["t.yaml"], "with": ["checkov"], "select": ["sqs-queue-unencrypted"]}
        config = configure(options | given, {}, tmp_path, file, date(2026, 1, 1))
        return pipeline.run(config)

    return run


def of(report: Report, logical_id: str) -> list[Finding]:
    """The findings about a resource, the counted ones first."""
    return [one for one in report.findings if one.subject.logical_id == logical_id]


def test_what_means_the_same_is_one_finding_with_all_its_sources(scan: Scan) -> None:
    plain = scan()
    report = scan(*(said(tool, id_, "Open") for tool, id_ in SAME.items()))
    [finding], [before] = of(report, "Open"), of(plain, "Open")
    assert [(one.tool, one.rule_id) for one in finding.sources] == [
        ("synthgate", "sqs-queue-unencrypted"),
        *SAME.items(),
    ]
    assert replace(finding, sources=before.sources) == before
    assert report.checks == plain.checks
    assert report.gate == plain.gate


def test_what_only_tools_have_found_is_one_finding_that_says_what_ours_said(scan: Scan) -> None:
    report = scan(*(said(tool, id_, "Shut") for tool, id_ in SAME.items()))
    [finding] = of(report, "Shut")
    assert finding.rule.id == "checkov:CKV_AWS_27"
    assert [one.tool for one in finding.sources] == list(SAME)
    assert [(one.rule_id, one.status) for one in finding.stances] == [
        ("sqs-queue-unencrypted", Status.PASS)
    ]
    assert finding.is_active
    assert "checkov says so" in finding.message.en
    assert "finds nothing wrong" in finding.message.en


def test_a_doubt_of_ours_is_told_by_the_finding_of_the_tool(scan: Scan) -> None:
    [doubt] = of(scan(), "Doubtful")
    assert doubt.status is Status.UNKNOWN
    [finding] = of(scan(said("checkov", "CKV_AWS_27", "Doubtful")), "Doubtful")
    assert finding.status is Status.FAIL
    assert finding.repeats[0].fingerprint == doubt.fingerprint
    assert "Key" in finding.why.en


def test_a_check_that_asks_for_more_is_told_together_and_named_so(scan: Scan) -> None:
    report = scan(said("checkov", "CKV_AWS_260", "Group"), select=["sg-ingress-everything-open"])
    [finding] = of(report, "Group")
    assert [one.nearness for one in finding.sources] == ["same", "wider"]


@pytest.mark.parametrize(
    ("tool", "rule_id", "rule", "nearness"),
    [
        ("checkov", "CKV_AWS_111", "iam-policy-wildcard-resource", "narrower"),
        ("checkov", "CKV_AWS_109", "iam-policy-wildcard-action", "wider"),
        ("checkov", "CKV_AWS_110", "iam-policy-full-admin", "wider"),
        ("checkov", "CKV_AWS_109", "iam-policy-escalates", "wider"),
        ("checkov", "CKV_AWS_107", "iam-policy-assumes-any-role", "wider"),
        ("checkov", "CKV_AWS_108", "iam-policy-reads-any-secret", "wider"),
        ("checkov", "CKV_AWS_260", "sg-ingress-world-open", "narrower"),
        ("checkov", "CKV_AWS_260", "sg-ingress-everything-open", "wider"),
        ("cdk-nag", "AwsSolutions-EC23", "sg-ingress-ssh-open", "wider"),
        ("cdk-nag", "AwsSolutions-EC23", "sg-ingress-rdp-open", "wider"),
        ("cdk-nag", "AwsSolutions-EC23", "sg-ingress-risky-port-open", "wider"),
        ("cdk-nag", "AwsSolutions-EC23", "sg-ingress-everything-open", "wider"),
    ],
)
def test_broad_checks_of_grants_and_groups_come_near_to_what_they_hold_of(
    tool: str, rule_id: str, rule: str, nearness: str
) -> None:
    meant = Equivalents(load_catalog(synthgate_rules.CARDS).rules).of(tool, rule_id)
    assert meant.near[rule] == nearness
    assert rule not in meant.ids


NAG_IAM = "AwsSolutions-IAM5[Action::s3:*]"


@pytest.mark.parametrize(
    ("acknowledged", "again", "is_excused"),
    [
        (NAG_IAM, NAG_IAM, True),
        ("AwsSolutions-IAM5", NAG_IAM, True),
        (NAG_IAM, "AwsSolutions-IAM5[Action::sqs:*]", False),
        ("AwsSolutions-IAM4", NAG_IAM, False),
    ],
)
def test_what_a_report_says_was_acknowledged_excuses_what_cdk_nag_says_again(
    scan: Scan, acknowledged: str, again: str, is_excused: bool
) -> None:
    """The one is read with the assembly, the other is asked of its templates."""
    by = Acceptance("cdk-nag", verbatim("it needs all"))
    report = scan(
        said("cdk-nag", again, "Shut", message="in other words"),
        said("cdk-nag", acknowledged, "Shut", accepted=by),
    )
    assert (not any(one.is_active for one in of(report, "Shut"))) is is_excused
    elsewhere = scan(
        said("cdk-nag", again, "Open"), said("cdk-nag", acknowledged, "Shut", accepted=by)
    )
    assert any(
        one.is_active and one.rule.id.startswith("cdk-nag:") for one in of(elsewhere, "Open")
    )


def test_of_two_faults_of_one_rule_elsewhere_an_accepted_one_excuses_no_other(scan: Scan) -> None:
    by = Acceptance("semgrep", verbatim("this one"))
    report = scan(
        said("semgrep", "x.y", "Shut", accepted=by), said("semgrep", "x.y", "Shut", message="2nd")
    )
    assert any(one.is_active for one in of(report, "Shut"))


def test_findings_without_a_rule_of_ours_stand_alone_each_with_a_severity(scan: Scan) -> None:
    report = scan(
        said("checkov", "CKV_AWS_173", "Open"),
        said("semgrep", "x.y", "Open", severity="note"),
        said("semgrep", "x.z", "Open"),
    )
    severities = {one.rule.id: (one.severity, one.ranked_by) for one in of(report, "Open")[1:]}
    assert severities.keys() == {"checkov:CKV_AWS_173", "semgrep:x.y", "semgrep:x.z"}
    assert severities["semgrep:x.y"] == (Severity.LOW, "semgrep")
    assert severities["semgrep:x.z"] == (Severity.MEDIUM, "")
    assert len({one.fingerprint for one in report.findings}) == len(report.findings)


@pytest.mark.parametrize("logical_id", ["Open", "Shut"])
def test_who_accepts_it_in_the_words_of_a_tool_accepts_it_joined(
    scan: Scan, logical_id: str
) -> None:
    accepted = Acceptance("checkov", verbatim("dev only"))
    report = scan(said("checkov", "CKV_AWS_27", logical_id, accepted=accepted))
    [finding] = of(report, logical_id)
    assert finding.disposition is Disposition.SUPPRESSED
    assert finding.accepted == accepted
    strangers = scan(said("checkov", "CKV_AWS_27", logical_id, accepted=accepted), untrusted=True)
    assert of(strangers, logical_id)[0].is_active


def test_who_accepts_one_of_two_granular_findings_has_not_accepted_the_rule(scan: Scan) -> None:
    accepted = Acceptance("cdk-nag", verbatim("known"))
    one = said("cdk-nag", "AwsSolutions-SQS2[A]", "Open", accepted=accepted)
    other = said("cdk-nag", "AwsSolutions-SQS2[B]", "Open")
    assert of(scan(one, other), "Open")[0].is_active
    assert not of(scan(one, replace(other, accepted=accepted)), "Open")[0].is_active


def test_rules_of_tools_are_excluded_and_ranked_by_their_names(scan: Scan) -> None:
    mine = said("checkov", "CKV_AWS_173", "Shut"), said("cdk-nag", "AwsSolutions-SQS3", "Shut")
    report = scan(*mine, exclude=["checkov:*"], severity={"cdk-nag:AwsSolutions-SQS3": "critical"})
    [finding] = of(report, "Shut")
    assert (finding.rule.id, finding.severity) == ("cdk-nag:AwsSolutions-SQS3", Severity.CRITICAL)
    assert report.run.excluded == ("checkov:*",)
    assert any("checkov:*" in one.message.en for one in report.problems)
    assert report.gate.verdict == "closed"


def test_a_severity_may_be_given_by_a_pattern_and_the_very_id_is_stronger(scan: Scan) -> None:
    word = said("checkov", "CKV_AWS_173", "Shut")
    ranks: dict[str, Any] = {"checkov:*": "low", "checkov:CKV_AWS_17*": "critical"}
    assert of(scan(word, severity=ranks), "Shut")[0].severity is Severity.CRITICAL
    by_id = {"checkov:CKV_AWS_173": "medium", **ranks}
    assert of(scan(word, severity=by_id), "Shut")[0].severity is Severity.MEDIUM


def test_a_tool_that_is_misspelt_is_told_and_a_strangers_is_not(scan: Scan) -> None:
    """By any name a tool may have reported in SARIF."""
    report = scan(exclude=["chekov:CKV_AWS_173", "checkmarx:*", "acme:a", "cfn-nag:W1"])
    told = [one.message.en for one in report.problems if one.code.id == "tool-unknown"]
    assert len(told) == 2
    assert "did you mean 'checkov'?" in told[0]
    assert "did you mean 'cfn_nag'?" in told[1]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CKV_AWS_173", "checkov:CKV_AWS_173"),
        ("AwsSolutions-S10", "cdk-nag:AwsSolutions-S10"),
        ("sqs-queue-unencryptet", "sqs-queue-unencrypted"),
    ],
)
def test_an_id_without_its_tool_is_told_with_it(scan: Scan, written: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"no rule '{written}'; did you mean '{meant}'"):
        scan(exclude=[written])


def test_rules_of_tools_are_not_chosen_among_ours(scan: Scan) -> None:
    with pytest.raises(UsageError, match="'checkov:CKV_AWS_173': only rules of synthgate"):
        scan(select=["checkov:CKV_AWS_173"])


def test_what_a_file_takes_of_other_tools_is_told(scan: Scan, tmp_path: Path) -> None:
    """That it raises a severity to the worst takes nothing."""
    (tmp_path / "synthgate.yaml").write_text(
        'exclude: ["checkov:CKV_AWS_2*"]\n'
        'severity: {"checkov:CKV_AWS_173": low, "kics:a": critical}\n'
    )
    report = scan(file="synthgate.yaml")
    [told] = [one.message.en for one in report.problems if one.code.id == "gate-weakened"]
    assert "rules of other tools left out: 1 (checkov:CKV_AWS_2*)" in told
    assert "with a severity of the file's own: 1 (checkov:CKV_AWS_173)" in told


@pytest.mark.parametrize("logical_id", ["Open", "Shut"])
def test_a_waiver_may_name_the_rule_of_a_tool(scan: Scan, logical_id: str, tmp_path: Path) -> None:
    waiver = {"rule": "checkov:CKV_AWS_27", "resource": logical_id, "reason": "r", "owner": "o"}
    waivers = json.dumps({"waivers": [{**waiver, "expires": "2026-02-01"}]})
    (tmp_path / "synthgate-waivers.yaml").write_text(waivers)
    report = scan(said("checkov", "CKV_AWS_27", logical_id))
    [finding] = of(report, logical_id)
    assert finding.disposition is Disposition.WAIVED
    assert not [one for one in report.problems if one.code.id == "waiver-unused"]


def test_a_tool_that_could_not_evaluate_is_a_doubt_unless_ours_has_an_answer(scan: Scan) -> None:
    unknown = {"status": Status.UNKNOWN}
    report = scan(
        said("cdk-nag", "AwsSolutions-SQS2", "Shut", **unknown),
        said("cdk-nag", "AwsSolutions-SQS3", "Shut", **unknown),
    )
    [finding] = of(report, "Shut")
    assert (finding.rule.id, finding.status) == ("cdk-nag:AwsSolutions-SQS3", Status.UNKNOWN)


def test_lines_and_what_is_no_resource_are_found_or_told(scan: Scan) -> None:
    at_line = said("semgrep", "a", "", spot=Spot("t.yaml", line=7))
    nowhere = said("semgrep", "b", "", spot=Spot("app.py", line=3))
    report = scan(at_line, nowhere)
    assert [one.rule.id for one in of(report, "Open")][1:] == ["semgrep:a"]
    [finding] = [one for one in report.findings if one.rule.id == "semgrep:b"]
    assert (finding.location.path, finding.location.start.line) == ("app.py", 3)


def test_the_report_counts_what_each_tool_said(scan: Scan) -> None:
    report = scan(
        said("checkov", "CKV_AWS_27", "Open"),
        said("checkov", "CKV_AWS_173", "Open"),
        said("checkov", "CKV_AWS_27", "Shut", status=Status.PASS),
    )
    [counts] = report.tools
    assert (counts.failed, counts.passed, counts.joined, counts.alone) == (2, 1, 1, 1)


def test_what_cdk_nag_said_in_synth_and_says_again_is_counted_once(scan: Scan) -> None:
    in_synth = Spot("t.yaml", "Open", "Stack/Open/Resource")
    report = scan(
        said("cdk-nag", "AwsSolutions-SQS3", "Open", spot=in_synth),
        said("cdk-nag", "AwsSolutions-SQS3", "Open"),
        said("cdk-nag", "AwsSolutions-SQS3", "Shut"),
    )
    [counts] = report.tools
    assert (counts.failed, counts.joined + counts.alone) == (2, 2)


def test_what_a_tool_says_of_a_policy_is_said_of_the_resource_that_it_is_attached_to(
    scan: Scan,
) -> None:
    """cdk-nag asks both the bucket and its policy whether TLS is demanded."""
    rule = {"select": ["s3-bucket-tls-optional"]}
    both = [said("cdk-nag", "AwsSolutions-S10", name) for name in ("Files", "FilesPolicy")]
    report = scan(*both, **rule)
    [finding] = report.findings
    assert [one.tool for one in finding.sources] == ["synthgate", "cdk-nag"]
    assert finding.subject.logical_id == "Files"


def test_what_the_program_acknowledged_in_our_plugin_is_accepted_in_a_scan(scan: Scan) -> None:
    """Of the app or a stage: that is in the plugin's report and nowhere else."""
    accepted = Acceptance("synthgate", verbatim("later"))
    word = said("synthgate", "sqs-queue-unencrypted", "Open", accepted=accepted)
    [finding] = of(scan(word), "Open")
    assert (finding.disposition, finding.accepted) == (Disposition.SUPPRESSED, accepted)
    assert [one.tool for one in finding.sources] == ["synthgate"]
    assert of(scan(word, untrusted=True), "Open")[0].is_active
    assert not of(scan(replace(word, rule_id="sqs-queue-other")), "Shut")


def test_a_rule_of_ours_that_passes_does_not_rank_what_a_tool_finds(scan: Scan) -> None:
    """That nobody switched encryption off tells not how bad it is to leave it unstated."""
    [finding] = of(scan(said("checkov", "CKV_AWS_27", "Shut")), "Shut")
    assert finding.severity is Severity.INFO
    assert finding.ranked_by != "sqs-queue-unencrypted"


def test_a_stranger_ranks_no_rules_of_tools(scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "synthgate.yaml").write_text('severity: {"checkov:CKV_AWS_173": critical}')
    word = said("checkov", "CKV_AWS_173", "Open")
    trusted, other = (
        scan(word, file="synthgate.yaml"),
        scan(word, file="synthgate.yaml", untrusted=True),
    )
    assert of(trusted, "Open")[-1].severity is Severity.CRITICAL
    assert of(other, "Open")[-1].severity is Severity.INFO


def test_what_a_policy_binds_of_a_tool_nobody_excludes_or_accepts(
    scan: Scan, tmp_path: Path
) -> None:
    (tmp_path / "policy.yaml").write_text('bounds: {rules: ["checkov:*"]}')
    accepted = Acceptance("checkov", verbatim("dev only"))
    word = said("checkov", "CKV_AWS_173", "Shut", accepted=accepted)
    free = scan(word, exclude=["checkov:CKV_AWS_173"])
    assert of(free, "Shut") == []
    bound = scan(word, exclude=["checkov:CKV_AWS_173"], policy=["policy.yaml"])
    assert of(bound, "Shut")[0].is_active
    assert "policy-enforced" in {one.code.id for one in bound.problems}


EXCUSED = """
Resources:
  Q:
    Type: AWS::SQS::Queue
    Metadata:
      cdk_nag:
        rules_to_suppress:
          - {id: AwsSolutions-SQS3, reason: may be lost}
          - id: AwsSolutions-IAM5
            reason: all of s3
            applies_to: ["Action::s3:*", {regex: /^Resource::a.*$/}]
      checkov: {skip: [{id: CKV_AWS_173, comment: dev}]}
      guard: {SuppressedRules: [OUR_RULE]}
      cfn-lint: {config: {ignore_checks: [W3]}}
      synthgate: {suppress: [{rule: sqs-queue-unencrypted, reason: ours}]}
    # trivy:ignore:AVD-AWS-0001:exp:2026-02-01
    Properties:
      QueueName: a
"""


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("tool", "rule_id", "is_accepted"),
    [
        ("cdk-nag", "AwsSolutions-SQS3", True),
        ("cdk-nag", "AwsSolutions-SQS4", False),
        ("cdk-nag", "AwsSolutions-IAM5[Action::s3:*]", True),
        ("cdk-nag", "AwsSolutions-IAM5[Resource::arn]", True),
        ("cdk-nag", "AwsSolutions-IAM5[Resource::b]", False),
        ("cdk-nag", "AwsSolutions-IAM5", False),
        ("checkov", "CKV_AWS_173", True),
        ("semgrep", "CKV_AWS_173", False),
        ("guard", "OUR_RULE", True),
        ("cfn-lint", "W3045", True),
        ("cfn-validate", "W3045", True),
        ("cfn-lint", "W2001", False),
    ],
)
def test_what_a_template_suppresses_in_the_words_of_a_tool_is_set_aside_of_that_tool(
    scan: Scan, tmp_path: Path, tool: str, rule_id: str, is_accepted: bool
) -> None:
    """Whether a rule of ours has that meaning or not, and whether the tool reads it itself."""
    (tmp_path / "t.yaml").write_text(EXCUSED)
    word = said(tool, rule_id, "Q")
    [finding] = [one for one in of(scan(word), "Q") if one.sources[0].tool == tool]
    assert finding.is_active is not is_accepted
    if is_accepted:
        assert finding.accepted
        assert finding.accepted.by.startswith(tool.replace("guard", "guard-registry")[:3])
    assert all(it.is_active for it in of(scan(word, untrusted=True), "Q"))
    counts = next(one for one in scan(word).tools if one.run.tool == tool)
    assert (counts.failed, counts.accepted) == (int(not is_accepted), int(is_accepted))


@pytest.mark.parametrize(
    ("line", "day", "is_active"),
    [
        (17, "2026-01-01", False),
        (17, "2026-02-01", True),
        (3, "2026-01-01", True),
    ],
)
def test_it_holds_for_its_lines_and_to_its_day(
    scan: Scan, tmp_path: Path, line: int, day: str, is_active: bool
) -> None:
    (tmp_path / "t.yaml").write_text(EXCUSED)
    word = said("trivy", "AWS-0001", "Q", spot=Spot("t.yaml", "Q", line=line))
    [finding] = [
        one for one in of(scan(word, **{"as-of": day}), "Q") if one.sources[0].tool == "trivy"
    ]
    assert finding.is_active is is_active


GRANTS = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: "s3:Abort*", Resource: "arn:aws:s3:::b"}
              - {Effect: Allow, Action: "*", Resource: !Sub "${Files.Arn}/*"}
"""


@pytest.mark.parametrize(
    ("named", "is_joined"),
    [("Action::*", True), ("Resource::<Files.Arn>/*", True), ("Action::s3:Abort*", False)],
)
def test_a_granular_finding_is_near_to_what_is_found_where_its_text_stands(
    scan: Scan, tmp_path: Path, named: str, is_joined: bool
) -> None:
    (tmp_path / "t.yaml").write_text(GRANTS)
    word = said("cdk-nag", f"AwsSolutions-IAM5[{named}]", "Role")
    found = of(scan(word, select=["iam-policy-every-action"]), "Role")
    assert [[one.nearness for one in it.sources] for it in found] == (
        [["same", "wider"]] if is_joined else [["same"], ["same"]]
    )


def test_what_is_near_to_a_rule_that_a_finding_only_speaks_for_is_told_apart(
    scan: Scan, tmp_path: Path
) -> None:
    """CKV_AWS_260 is about port 80; the finding, about 22, speaks for a rule about all ports."""
    entry = "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}"
    group = f"{{GroupDescription: a, SecurityGroupIngress: [{entry}]}}"
    (tmp_path / "t.yaml").write_text(
        f"Resources: {{G: {{Type: AWS::EC2::SecurityGroup, Properties: {group}}}}}"
    )
    rules = ["sg-ingress-ssh-open", "sg-ingress-world-open"]
    found = of(scan(said("checkov", "CKV_AWS_260", "G"), select=rules), "G")
    assert [one.rule.id for one in found] == ["sg-ingress-ssh-open", "checkov:CKV_AWS_260"]
    assert "sg-ingress-world-open" in found[0].also


ENTRIES = """
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: a
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 9000, ToPort: 9000, CidrIp: 0.0.0.0/0}
        - {IpProtocol: tcp, FromPort: 79, ToPort: 81, CidrIp: 0.0.0.0/0}
"""
STATEMENTS = """
Resources:
  Group:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: a
      Users: [a]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: ["s3:GetObject"], Resource: "*"}
          - {Effect: Allow, Action: ["sqs:Send*"], Resource: "*"}
          - {Effect: Allow, Action: ["iam:PutUserPolicy"], Resource: "*"}
"""


@pytest.mark.parametrize(
    ("template", "rule", "check", "at"),
    [
        (ENTRIES, "sg-ingress-world-open", "CKV_AWS_260", ["Properties.SecurityGroupIngress[1]"]),
        (ENTRIES, "sg-ingress-world-open", "CKV_AWS_27", []),
        (STATEMENTS, "iam-policy-wildcard-resource", "CKV_AWS_108", ["Statement[0]"]),
        (STATEMENTS, "iam-policy-wildcard-resource", "CKV_AWS_111", ["Statement[1]"]),
        (STATEMENTS, "iam-policy-wildcard-resource", "CKV_AWS_109", ["Statement[2]"]),
        (STATEMENTS, "iam-policy-wildcard-resource", "CKV_AWS_110", ["Statement[2]"]),
        (STATEMENTS, "iam-policy-wildcard-resource", "CKV_AWS_107", []),
    ],
)
def test_a_check_that_names_no_entry_is_near_to_the_one_that_it_holds_of(
    scan: Scan, tmp_path: Path, template: str, rule: str, check: str, at: list[str]
) -> None:
    (tmp_path / "t.yaml").write_text(template)
    found = of(scan(said("checkov", check, "Group"), select=[rule]), "Group")
    ours = [one for one in found if one.rule.id == rule]
    joined = [one for one in ours if len(one.sources) > 1]
    paths = [one.location.property_path for one in joined]
    assert len(ours) == (2 if template is ENTRIES else 3)
    assert len(paths) == len(at)
    assert all(wanted in path for wanted, path in zip(at, paths, strict=True))
    assert (f"checkov:{check}" in {one.rule.id for one in found}) is (not at)


@pytest.mark.parametrize(("port", "at"), [(9000, []), (22, ["[0]"]), (3389, ["[1]"])])
def test_a_port_that_a_check_names_leads_to_the_entry(
    scan: Scan, tmp_path: Path, port: int, at: list[str]
) -> None:
    """An id of cfn-validate's own, which means no rule of cfn-lint."""
    opened = ENTRIES.replace("9000", "22").replace("FromPort: 79", "FromPort: 3389")
    (tmp_path / "t.yaml").write_text(opened.replace("ToPort: 81", "ToPort: 3389"))
    word = said("cfn-validate", "W2508", "Group", message=f"access to sensitive port {port} (…)")
    found = of(scan(word, select=["sg-ingress-ssh-open", "sg-ingress-rdp-open"]), "Group")
    joined = [one.location.property_path for one in found if len(one.sources) > 1]
    assert [one for one in at if one in "".join(joined)] == at
    assert len(joined) == len(at)
    assert len(found) == 2 + (not at)


def test_who_could_not_evaluate_a_rule_has_not_found_what_others_have(scan: Scan) -> None:
    threw = said("cdk-nag", SAME["cdk-nag"], "Shut", status=Status.UNKNOWN, message="it threw")
    [finding] = of(scan(threw, said("checkov", SAME["checkov"], "Shut")), "Shut")
    assert [one.tool for one in finding.sources] == ["checkov"]
    assert "it threw" not in finding.message.en


CLUSTER = "Resources: {C: {Type: 'AWS::RDS::DBCluster'}, F: {Type: 'AWS::Lambda::Function'}}"


@pytest.mark.parametrize(
    ("logical_id", "ids", "nearness"),
    [
        ("C", ["cdk-nag:AwsSolutions-RDS6", "checkov:CKV_AWS_162"], ["same", "same"]),
        ("C", ["checkov:CKV_AWS_162", "cdk-nag:AwsSolutions-RDS6"], ["same", "same"]),
        ("F", ["cdk-nag:HIPAA.Security-LambdaDLQ", "checkov:CKV_AWS_116"], ["same", "same"]),
    ],
)
def test_tools_that_say_one_thing_say_it_once_where_our_rule_was_not_asked(
    scan: Scan, tmp_path: Path, logical_id: str, ids: list[str], nearness: list[str]
) -> None:
    (tmp_path / "t.yaml").write_text(CLUSTER)
    words = [said(tool, id_, logical_id) for tool, _, id_ in (one.partition(":") for one in ids)]
    [finding] = of(scan(*words), logical_id)
    assert [one.nearness for one in finding.sources] == nearness
    assert {f"{one.tool}:{one.rule_id}" for one in finding.sources} == {*ids}
    accepted = replace(words[1], accepted=Acceptance("x", verbatim("known")))
    [finding] = of(scan(words[0], accepted), logical_id)
    assert not finding.is_active


def test_two_checks_of_one_tool_are_two_findings_however_near_to_one_rule(
    scan: Scan, tmp_path: Path
) -> None:
    (tmp_path / "t.yaml").write_text(CLUSTER)
    words = [
        said("cdk-nag", f"HIPAA.Security-{one}", "F")
        for one in ("LambdaDLQ", "LambdaAsyncFailureDestination")
    ]
    assert len(of(scan(*words), "F")) == 2


@pytest.mark.parametrize(
    ("rule_id", "rule"),
    [
        ("AwsSolutions-CFR4", "cloudfront-viewer-outdated-tls"),
        ("AwsSolutions-DOC5[LogExport::authenticate]", "docdb-cluster-logs-unexported"),
    ],
)
def test_ids_of_packs_lead_to_the_rules_of_the_long_names(rule_id: str, rule: str) -> None:
    meant = Equivalents(load_catalog(synthgate_rules.CARDS).rules).of("cdk-nag", rule_id)
    assert meant.near[rule] == "wider"


SITE = """
Resources:
  Site: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true}}}
  Template: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {}}}
"""


@pytest.mark.parametrize("turned", [False, True])
def test_a_check_that_has_a_rule_of_its_own_is_told_with_what_it_comes_near_to(
    scan: Scan, tmp_path: Path, turned: bool
) -> None:
    """CFR4 lets TLS 1.1 pass, CKV_AWS_174 does not; neither rule of ours was asked."""
    (tmp_path / "t.yaml").write_text(SITE)
    words = [said("cdk-nag", "AwsSolutions-CFR4", "Site"), said("checkov", "CKV_AWS_174", "Site")]
    [finding] = of(scan(*reversed(words) if turned else words), "Site")
    assert {(one.rule_id, one.nearness) for one in finding.sources} == {
        ("CKV_AWS_174", "same"),
        ("AwsSolutions-CFR4", "narrower"),
    }


def test_ids_of_two_packs_for_one_check_are_one_finding(scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(SITE)
    ids = ["HIPAA.Security-EC2IMDSv2Enabled", "NIST.800.53.R5-EC2IMDSv2Enabled"]
    [finding] = of(scan(*(said("cdk-nag", one, "Template") for one in ids)), "Template")
    assert [one.rule_id for one in finding.sources] == ids


@pytest.mark.parametrize("logical_id", ["Open", "Shut"])
def test_what_cdk_nag_said_in_synth_and_says_again_is_one_source(
    scan: Scan, logical_id: str
) -> None:
    in_synth = Spot("t.yaml", logical_id, "Stack/Queue/Resource")
    report = scan(
        said("cdk-nag", SAME["cdk-nag"], logical_id, severity="error"),
        said("cdk-nag", SAME["cdk-nag"], logical_id, severity="Error", spot=in_synth),
    )
    [finding] = of(report, logical_id)
    assert [one.severity for one in finding.sources if one.tool == "cdk-nag"] == ["Error"]
