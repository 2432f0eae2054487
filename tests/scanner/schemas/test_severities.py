"""Every finding of checkov and cdk-nag has a severity, by the kinds that our own rules have."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

import severities as tool
from synthgate.choosing import built_in_and_own
from synthgate.model import Rule, Severity
from synthgate.rule.cards.faults import FAULTS, severities_of
from synthgate.schemas.nag_ids import FAILED, nag_ids
from synthgate.schemas.severities import PRODUCTION, Graded, severities, severity_of

ROOT = Path(__file__).parents[3]
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "severities.txt"
PAGE = (ROOT / "docs" / "severity.md").read_text("utf-8")
CONTROLS = ROOT / "tests" / "rules" / "security_hub_controls.txt"
CARDS = built_in_and_own().cards

_OF_SEVERAL_RULES = {
    ("cdk-nag", "ALBHttpToHttpsRedirection"): "it does not ask who reaches the load balancer",
    ("cdk-nag", "APIGWExecutionLoggingEnabled"): "no logs, and logs of some methods: the worse one",
    ("cdk-nag", "AppSyncGraphQLRequestLogging"): "no logs, and logs without content: the worse one",
    (
        "cdk-nag",
        "CloudFrontDistributionS3OriginAccessControl",
    ): "an open bucket, and one with an identity: the worse of the two",
    ("cdk-nag", "CognitoUserPoolMFA"): "off and optional alike: the worse of the two",
    ("cdk-nag", "CognitoUserPoolStrongPasswordPolicy"): "weak, and unsaid: the worse of the two",
    ("cdk-nag", "ALBWAFEnabled"): "most load balancers face the internet",
    ("cdk-nag", "ECSTaskDefinitionUserForHostMode"): "most containers are not privileged",
    ("cdk-nag", "EC2EBSVolumeEncrypted"): "plain disks, and such as nobody describes: the worse",
    (
        "cdk-nag",
        "EKSClusterNoEndpointPublicAccess",
    ): "open to all is what an endpoint is by default",
    ("cdk-nag", "ELBTlsHttpsListenersOnly"): "it asks about clients; what lies behind is an aside",
    ("cdk-nag", "EMREncryptionInTransit"): "it asks about traffic, and not about disks",
    ("cdk-nag", "EMRLocalDiskEncryption"): "without a configuration disks are in plain text",
    (
        "cdk-nag",
        "ElastiCacheRedisClusterEncryption",
    ): "at rest and in transit: the worse of the two",
    ("cdk-nag", "IAMPolicyNoStatementsWithFullAccess"): "it fails all actions of one service too",
    (
        "cdk-nag",
        "KinesisDataAnalyticsFlinkCheckpointing",
    ): "off, or left to the default: the worse of the two",
    ("cdk-nag", "LambdaFunctionPublicAccessProhibited"): "it asks for a principal of '*' alone",
    (
        "cdk-nag",
        "NeptuneClusterAutomaticMinorVersionUpgrade",
    ): "off and unstated alike: the worse of the two",
    ("cdk-nag", "NeptuneClusterMultiAZ"): "one zone and no subnet group: the worse of the two",
    (
        "cdk-nag",
        "OpenSearchNoUnsignedOrAnonymousAccess",
    ): "it does not ask where the domain is, and what else guards it",
    ("cdk-nag", "RedshiftClusterConfiguration"): "encryption and logging: the worse of the two",
    (
        "cdk-nag",
        "RedshiftClusterMaintenanceSettings",
    ): "upgrades, window, snapshots: the middle one",
    ("cdk-nag", "RedshiftRequireTlsSSL"): "a loose group and none alike: the worse of the two",
    ("cdk-nag", "S3BucketLevelPublicAccessProhibited"): "it passes a bucket that says nothing",
    (
        "cdk-nag",
        "StepFunctionStateMachineAllLogsToCloudWatch",
    ): "no logs and some alike: the worse of the two",
    ("cdk-nag", "S3BucketPublicReadProhibited"): "it fails a bucket that says nothing, too",
    ("cdk-nag", "S3BucketPublicWriteProhibited"): "it fails a bucket that says nothing, too",
    ("cdk-nag", "SQSRedrivePolicy"): "it fails queues for dead letters, which want none",
    ("cdk-nag", "VPCDefaultSecurityGroupClosed"): "cdk-nag sees VPCs that constructs made",
    ("checkov", "CKV2_AWS_20"): "it does not ask who reaches the load balancer: the worse one",
    ("checkov", "CKV_AWS_2"): "it does not ask who reaches the load balancer: the worse of the two",
    ("checkov", "CKV_AWS_27"): "it fails a queue that names no key, which AWS encrypts",
    ("checkov", "CKV_AWS_81"): "encryption at rest cannot be switched off",
    ("checkov", "CKV_AWS_82"): "declined, and left to the default: the worse of the two",
    ("checkov", "CKV_AWS_94"): "metadata and passwords: the worse of the two",
    ("checkov", "CKV_AWS_123"): "it fails silence, too: the worse of the two",
    ("checkov", "CKV_AWS_103"): "listeners without TLS have a check of their own, CKV_AWS_2",
}
"""Ids that several rules of ours mean the same as, of unlike severity: why the table's is theirs.

A finding that joins one of the rules has that rule's severity.
"""


def test_every_id_of_cdk_nag_has_a_severity() -> None:
    """Whatever pack wrote it; and no row is of a rule that cdk-nag does not have."""
    ids = [f"{pack}-{suffix}" for pack, of in nag_ids().packs.items() for suffix in of]
    assert len(ids) == 463
    assert [id_ for id_ in (*ids, *nag_ids().rules) if severity_of("cdk-nag", id_) is None] == []
    assert {id_ for name, id_ in severities() if name == "cdk-nag"} == nag_ids().rules


def test_every_id_of_checkov_that_is_named_here_has_a_severity() -> None:
    """Those of cards. (`tools/severities.py` asks checkov itself.)"""
    rules = [card.rule for card in CARDS.values()]
    named = set(chain.from_iterable(rule.equivalents.get("checkov", ()) for rule in rules))
    for rule in rules:
        named.update(*rule.near.get("checkov", {}).values())
    assert len(named) > 90
    assert [id_ for id_ in named if severity_of("checkov", id_) is None] == []


@pytest.mark.parametrize(
    "written",
    [
        "AwsSolutions-IAM5",
        "AwsSolutions-IAM5[Resource::*]",
        "AwsSolutions::AwsSolutions-IAM5[Action::s3:*]",
        "Annotation::AwsSolutions-IAM5",
        "OurPack-IAMNoWildcardPermissions",
        "IAMNoWildcardPermissions",
    ],
)
def test_an_id_is_found_however_it_is_spelt(written: str) -> None:
    """As releases of cdk-nag and of the CDK write it."""
    assert severity_of("cdk-nag", written) == Graded("low", "hygiene")


@pytest.mark.parametrize(
    ("of", "written"),
    [
        ("cdk-nag", "AwsSolutions-RDS99"),
        ("cdk-nag", "OurPack-Naming"),
        ("cdk-nag", FAILED),
        ("cdk-nag", ""),
        ("checkov", "CKV_OURS_1"),
        ("checkov", "IAMNoWildcardPermissions"),
        ("trivy", "CKV_AWS_2"),
    ],
)
def test_what_nobody_graded_has_no_severity(of: str, written: str) -> None:
    """Rather than one that somebody guessed."""
    assert severity_of(of, written) is None


def test_a_severity_may_differ_in_production() -> None:
    """As that of the kind of faults does."""
    graded = severities()["checkov", "CKV_AWS_21"]
    assert graded == Graded("low", "unrecoverable", "medium")
    environments = (None, "staging", PRODUCTION)
    assert [graded.severity_for(one) for one in environments] == ["low", "low", "medium"]
    assert Graded("low", "hygiene").severity_for(PRODUCTION) == "low"


def test_the_table_is_sorted_and_names_nothing_twice() -> None:
    """So that a change to it shows as a change."""
    rows = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rows == sorted(rows)
    assert len(severities()) == len(rows)


def test_a_severity_is_that_of_its_source() -> None:
    """Of a kind of faults the kind's, of an exception the rule's; a control has to be there."""
    controls = {line.split()[0] for line in CONTROLS.read_text("utf-8").splitlines()}
    for id_, graded in severities().items():
        word, _, its_id = graded.source.partition(" ")
        if not its_id:
            assert (id_, _words(graded)) == (id_, _of_source(word))
        elif word == "security-hub":
            assert its_id in controls
        else:
            assert word in {"prisma", "kics"}
        assert Severity(graded.severity)


def test_where_a_rule_means_the_same_the_two_agree() -> None:
    """Or it is told above which of several rules the table follows."""
    several: set[tuple[str, str]] = set()
    for id_, rules in _of_same_meaning().items():
        severities_there = {_of_rule(rule) for rule in rules}
        assert (id_, _words(severities()[id_]) in severities_there) == (id_, True)
        if len(severities_there) > 1:
            several.add(id_)
    assert several == _OF_SEVERAL_RULES.keys()


def test_the_page_counts_the_table() -> None:
    """By source, for each tool."""
    counts = Counter((name, _publisher(graded)) for (name, _), graded in severities().items())
    section = PAGE.split("## Severities of other tools' findings")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)`: .+ \| (\d+) \| (\d+) \|$", section, re.MULTILINE)
    told = {("checkov", word): int(number) for word, number, _ in rows}
    told |= {("cdk-nag", word): int(number) for word, _, number in rows}
    assert {key: number for key, number in told.items() if number} == counts


def test_the_tool_tells_what_the_table_lacks() -> None:
    """And what it has too much of."""
    listed = "|  0 | CKV_AWS_2 | x |\n| 12 | CKV2_AWS_999 | x |\n"
    lacking, unknown = tool.compared(listed)
    assert lacking == ["checkov CKV2_AWS_999"]
    assert "checkov CKV_AWS_3" in unknown
    assert "checkov CKV_AWS_2" not in unknown


def _publisher(graded: Graded) -> str:
    word, _, its_id = graded.source.partition(" ")
    return word if its_id else "kinds" if word in FAULTS else "exceptions"


def _words(graded: Graded) -> tuple[str, str]:
    return graded.severity, graded.severity_for(PRODUCTION)


def _of_source(word: str) -> tuple[str, str]:
    """Of a kind, or of an exception; elsewhere and in production."""
    body = {"fault": word} if word in FAULTS else CARDS[word].body
    of = severities_of(body)
    assert word in FAULTS or "severity-reason" in body
    return of["default"], of.get(PRODUCTION, of["default"])


def _of_rule(rule: Rule) -> tuple[str, str]:
    return rule.severity, rule.severity_for(PRODUCTION)


def _of_same_meaning() -> dict[tuple[str, str], list[Rule]]:
    found: dict[tuple[str, str], list[Rule]] = {}
    for card in CARDS.values():
        for name in ("checkov", "cdk-nag"):
            for id_ in card.rule.equivalents.get(name, ()):
                found.setdefault((name, id_), []).append(card.rule)
    return found
