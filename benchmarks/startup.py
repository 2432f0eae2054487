"""Time the start of synthgate with many rules: the help, and one template, cold and warm.

Makes a pack of synthetic cards beside the built-in ones, and counts the processor time of whole
processes. Python's own start is the floor; the best run of each counts.

Usage: python benchmarks/startup.py [--cards N] [--runs N] [--bytecode]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GOALS = {"help": 0.15, "warm": 0.3, "cold": 1.0}
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
TEMPLATE = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties: {BucketEncryption: {ServerSideEncryptionConfiguration: []}}
  Work:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: alias/own, Applies1: true}
  Run:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.13, Handler: main.run, Applies3: true}
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with an installed pack, a template and a cache."""

    folder: Path
    bytecode: bool

    @property
    def cache(self) -> Path:
        """The folder of the cache."""
        return self.folder / "cache"

    def run(self, *words: str) -> None:
        """Run Python where the pack is installed."""
        subprocess.run(
            [sys.executable, *words],
            cwd=self.folder / "work",
            env=self._environment,
            check=False,
            capture_output=True,
            timeout=600,
        )

    @property
    def _environment(self) -> dict[str, str]:
        hidden = ("PYTHON", "SYNTHGATE_")
        said = {name: it for name, it in os.environ.items() if not name.startswith(hidden)}
        said |= {"PYTHONPATH": str(self.folder), "SYNTHGATE_CACHE": str(self.cache)}
        said |= {"XDG_STATE_HOME": str(self.folder / "state")}  # where the key of the cache is
        if self.bytecode:
            return said | {"PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        return said | {"PYTHONDONTWRITEBYTECODE": "1"}


def main() -> int:
    """Run every candidate in turn and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--no-bytecode", action="store_true", help="as where PYTHONDONTWRITEBYTECODE is set"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), not options.no_bytecode)
        make_pack(site.folder, options.cards)
        best = measured(candidates(site), options.runs)
    print(f"{options.cards} cards in a pack; best of {options.runs}; user + system | wall")
    for name, (processor, wall) in best.items():
        goal = f"   (goal: {GOALS[name]:.2f} s)" if name in GOALS else ""
        ratio = processor / best["python"][0]
        print(f"{name:8} {processor:6.3f} s | {wall:6.3f} s   {ratio:5.1f} x python{goal}")
    return 0


def make_pack(folder: Path, cards: int) -> None:
    """Install a pack of synthetic cards, and write a template beside it."""
    info, below, work = folder / "many-1.0.dist-info", folder / "many" / "cards", folder / "work"
    for each in (info, below, work):
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
    (work / "t.yaml").write_text(TEMPLATE)
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


def candidates(site: Site) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """What is run, each with what has to be done before."""
    scan = ("-m", "synthgate", "scan", "t.yaml", "--profile", "every")

    def forget() -> None:
        shutil.rmtree(site.cache, ignore_errors=True)

    def remember() -> None:
        if not site.cache.exists():
            site.run(*scan)

    yield "python", lambda: None, lambda: site.run("-c", "pass")
    yield "help", lambda: None, lambda: site.run("-m", "synthgate", "--help")
    yield "cold", forget, lambda: site.run(*scan)
    yield "warm", remember, lambda: site.run(*scan)


def measured(
    every: Iterator[tuple[str, Callable[[], None], Callable[[], None]]], runs: int
) -> dict[str, tuple[float, float]]:
    """The least processor time and the least wall time of each, which take turns."""
    known = [*every]
    best = {name: (float("inf"), float("inf")) for name, _, _ in known}
    for _ in range(runs):
        for name, prepare, run in known:
            prepare()
            started, spent = time.perf_counter(), _spent()
            run()
            wall, processor = time.perf_counter() - started, _spent() - spent
            best[name] = min(best[name][0], processor), min(best[name][1], wall)
    return best


def _spent() -> float:
    """The processor time of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
