"""Breaches that once passed in silence: each closes the gate of `recommended`, and is told once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthgate import scan
from synthgate.choosing import catalog_for
from synthgate.config import Config
from synthgate.model import Severity

BREACHES = {
    "sg-ingress-everything-open",
    "sg-ingress-risky-port-open",
    "sg-ingress-ssh-open",
    "sg-ingress-rdp-open",
    "nacl-entry-risky-port-open",
    "apigwv2-route-open",
    "appsync-api-guarded-by-key-alone",
    "event-bus-policy-open",
    "secret-policy-open",
    "opensearch-domain-policy-open",
    "opensearch-domain-policy-open-inside",
    "ecr-policy-open",
    "codeartifact-policy-open",
    "iam-role-trusts-any-github-repository",
    "iam-near-admin-managed-policy",
    "iam-policy-escalates",
    "ecs-container-privileged",
    "batch-container-privileged",
    "codebuild-project-privileged",
    "ecs-task-public-address",
    "emr-cluster-public-address",
    "msk-cluster-public",
    "cloudfront-origin-plaintext",
    "dms-endpoint-plaintext",
    "ec2-disk-unencrypted",
}
WORLD = {"CidrIp": "0.0.0.0/0"}
RISKY_PORTS = (
    *(20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333),
    *(5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300),
)
"""Those of Security Hub's EC2.19, but for 22 and 3389, which have rules of their own."""


def test_each_closes_the_gate() -> None:
    """In the profile that most use, and by what it is about."""
    cards = catalog_for(Config()).cards
    assert not BREACHES - cards.keys()
    assert all(cards[id_].rule.severity.reaches(Severity.HIGH) for id_ in BREACHES)
    assert {cards[id_].rule.maturity for id_ in BREACHES} == {"stable"}


OF_MORE = {"sg-rule-undescribed", "sg-egress-unstated"}
"""What the group lacks besides the entry."""


ONCE = "id: once\ntitle: {en: Each fault once}\nextends: all\nrepeats: silent\n"


def told(
    folder: Path, entry: dict[str, Any], profile: str = "./once.yaml", **others: Any
) -> list[str]:
    """The rules about security groups that speak of one with an entry; none in preview."""
    (folder / "once.yaml").write_text(ONCE)
    group = {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": "own",
            "SecurityGroupIngress": [entry],
            "VpcId": "vpc-1",
        },
    }
    (folder / "t.json").write_text(json.dumps({"Resources": {"Group": group, **others}}))
    report = scan("t.json", folder=folder, config=None, profile=profile)
    rules = [one.rule.id for one in report.findings if one.status == "fail" and one.is_active]
    return [id_ for id_ in rules if id_.startswith("sg-") and id_ not in OF_MORE]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("protocol", "first", "last", "rule"),
    [
        ("-1", 0, 0, "sg-ingress-everything-open"),
        ("tcp", 0, 65535, "sg-ingress-everything-open"),
        ("tcp", 20, 30, "sg-ingress-ssh-open"),
        ("6", 3389, 3389, "sg-ingress-rdp-open"),
        ("tcp", 6379, 6379, "sg-ingress-risky-port-open"),
        ("tcp", 443, 443, "sg-ingress-world-open"),
    ],
)
def test_one_entry_is_one_finding(
    tmp_path: Path, protocol: str, first: int, last: int, rule: str
) -> None:
    """Of all the rules that it breaks, the one that says most."""
    entry = {"IpProtocol": protocol, "FromPort": first, "ToPort": last, **WORLD}
    assert told(tmp_path, entry) == [rule]


@pytest.mark.sampled(12)
@pytest.mark.parametrize("port", RISKY_PORTS)
@pytest.mark.parametrize("source", [WORLD, {"CidrIp": "128.0.0.0/1"}, {"CidrIpv6": "::/0"}])
def test_every_port_of_the_list_is_risky(tmp_path: Path, port: int, source: dict[str, str]) -> None:
    """From the world, and from half of it."""
    entry = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}
    assert told(tmp_path, entry, "recommended") == ["sg-ingress-risky-port-open"]


@pytest.mark.parametrize("port", [80, 443])
def test_a_load_balancer_may_face_the_internet(tmp_path: Path, port: int) -> None:
    """Its group is no finding of any rule, as long as nothing else has it."""
    entry = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **WORLD}
    balancer = {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"SecurityGroups": [{"Ref": "Group"}]},
    }
    assert "sg-ingress-world-open" not in told(tmp_path, entry, Balancer=balancer)
    assert not told(tmp_path, entry, "recommended", Balancer=balancer)
