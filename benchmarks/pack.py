"""A pack of synthetic rule cards, as large as one likes."""

from __future__ import annotations

import os
from pathlib import Path

TYPES = (
    "S3::Bucket", "SQS::Queue", "SNS::Topic", "Lambda::Function", "DynamoDB::Table",
    "EC2::Instance", "EC2::SecurityGroup", "EC2::Volume", "EC2::Subnet", "EC2::VPC",
    "RDS::DBInstance", "RDS::DBCluster", "ECS::Service", "ECS::TaskDefinition", "ECS::Cluster",
    "EKS::Cluster", "KMS::Key", "Logs::LogGroup", "IAM::Role", "IAM::ManagedPolicy",
    "CloudFront::Distribution", "ApiGateway::Stage", "ApiGateway::Method", "Events::Rule",
    "StepFunctions::StateMachine", "Kinesis::Stream", "KinesisFirehose::DeliveryStream",
    "ElastiCache::ReplicationGroup", "OpenSearchService::Domain", "EFS::FileSystem",
    "Backup::BackupVault", "SecretsManager::Secret", "ElasticLoadBalancingV2::LoadBalancer",
    "ElasticLoadBalancingV2::Listener", "AutoScaling::AutoScalingGroup", "CodeBuild::Project",
    "WAFv2::WebACL", "Redshift::Cluster", "MSK::Cluster", "CloudWatch::Alarm",
)  # fmt: skip
"""Forty types, among which the cards take turns."""

CHECKS = (
    "{{path: $.Properties.Key{n}, exists: true}}",
    "{{path: $.Properties.Level{n}, in: [one, two, three], default: one}}",
    "{{path: $.Properties.Name{n}, matches: '^[a-z]{{1,{n}}}$'}}",
    "{{path: $.Properties.Days{n}, at-least: 7}}",
    "{{path: '$.Properties.Items[?(@.Kind == \"k{n}\")].Value', equals: enabled}}",
    "{{all-of: [{{path: $.Properties.A{n}, exists: true}}, {{not: {{tag: B{n}, exists: true}}}}]}}",
    "{{path: '$.Properties.Rules[*]', none: {{path: $.From{n}, equals: 0.0.0.0/0}}}}",
    "{{related: AWS::CloudWatch::Alarm, by: $..Value, any: {{path: $.Metric{n}, exists: true}}}}",
    "{{tag: Owner{n}, exists: true}}",
    "{{python: check}}",
)
CARD = """\
id: synthetic-{n}
title: {{en: The synthetic setting {n} is off, ko: 합성 설정 {n}이(가) 꺼져 있음}}
severity: {{default: medium, production: high}}
pillar: security
resources: [AWS::{kind}]
when: {{path: $.Properties.Applies{n}, exists: true}}
check: {check}
why:
  en: >-
    Whoever finds the setting {n} off can read what nobody was meant to read, and nobody
    will know that it was read, by whom, or when.
  ko: >-
    설정 {n}이(가) 꺼져 있으면 누구나 비공개 데이터를 읽을 수 있으며, 누가 언제 읽었는지
    알 수 없습니다.
fix:
  en: Set it, as the construct does by default.
  ko: 구성 요소의 기본값처럼 설정하세요.
  cdk-python: setting_{n}=True
  cdk-typescript: "setting{n}: true"
link: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/{n}
config-rule: synthetic-{n}
equivalents: {{checkov: [CKV_AWS_{n}], cdk-nag: [Synthetic{n}], kics: [synthetic_{n}]}}
examples:
{examples}"""
PYTHON = """\
def check(resource, view):
    yield from ()
"""


def make_pack(folder: Path, cards: int) -> None:
    """Install a pack of synthetic cards into a folder, which is then to be on PYTHONPATH.

    Its profile `every` selects them, and all built-in rules.
    """
    info, below = folder / "many-1.0.dist-info", folder / "many" / "cards"
    for each in (info, below):
        each.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: many\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[synthgate.packs]\nmany = many\n")
    for n in range(cards):
        check = CHECKS[n % len(CHECKS)].format(n=n)
        examples = "".join(_example(kind, n) for kind in ("fails", "passes"))
        kind = TYPES[n % len(TYPES)]
        card = CARD.format(n=n, kind=kind, check=check, examples=examples)
        (below / f"synthetic-{n}.yaml").write_text(card, "utf-8")
        if "python" in check:
            (below / f"synthetic-{n}.py").write_text(PYTHON)
    profile = "id: every\ntitle: {en: Every, ko: 전체}\nextends: all\nselect: ['*']\n"
    (folder / "many" / "profiles").mkdir()
    (folder / "many" / "profiles" / "every.yaml").write_text(profile, "utf-8")


def _example(kind: str, n: int) -> str:
    """As long as those of most built-in cards."""
    mark = "  # finding" if kind == "fails" else ""
    resources = "".join(
        f"      R{each}:\n        Type: AWS::{TYPES[n % len(TYPES)]}{mark}\n"
        f"        Properties: {{Applies{n}: true, Name: r-{each}}}\n"
        for each in range(10)
    )
    return f"  {kind}: |\n    Resources:\n{resources}"


def beside_us(folder: Path) -> str:
    """What PYTHONPATH has to be for the pack in a folder to be found."""
    return os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))
