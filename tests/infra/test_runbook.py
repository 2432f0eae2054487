"""The runbook of disaster recovery, in English and in Korean, against what is really deployed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.infra.conftest import System

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "en": DOCS / "runbook-disaster-recovery.md",
    "ko": DOCS / "runbook-disaster-recovery.ko.md",
}


@pytest.fixture(params=PAGES.values(), ids=[*PAGES])
def page(request: pytest.FixtureRequest) -> str:
    return " ".join(request.param.read_text("utf-8").split())


def lifted_by(system: System) -> set[str]:
    """The permissions that lift a lock of governance mode, of buckets and of vaults.

    Amazon S3 User Guide, "Locking objects with Object Lock"; a vault's is that of compliance mode
    where it names ``ChangeableForDays`` (AWS Backup Developer Guide, "AWS Backup Vault Lock").
    """
    found: set[str] = set()
    for bucket in system.find("AWS::S3::Bucket").values():
        rule = bucket["Properties"].get("ObjectLockConfiguration", {}).get("Rule", {})
        if rule.get("DefaultRetention", {}).get("Mode") == "GOVERNANCE":
            found.add("s3:BypassGovernanceRetention")
    for vault in system.find("AWS::Backup::BackupVault").values():
        if "ChangeableForDays" not in vault["Properties"]["LockConfiguration"]:
            found.add("backup:DeleteBackupVaultLockConfiguration")
    return found


def test_what_lifts_a_lock_is_named(page: str, production: System) -> None:
    """Of each lock that can be lifted: nothing is promised that an administrator can undo."""
    findings = (DOCS / "infra-findings.md").read_text("utf-8")
    lifting = lifted_by(production)
    assert len(lifting) == 2
    for permission in lifting:
        assert f"`{permission}`" in page
        assert f"`{permission}`" in findings


def test_what_waits_elsewhere_is_no_failure_of_drift_detection(
    page: str, recovered: System
) -> None:
    """Way D has Backup wait, which the detector there looks for: the page says what comes of it."""
    [detector] = [
        function["Properties"]["Environment"]["Variables"]["STACKS"]
        for function in recovered.find("AWS::Lambda::Function").values()
        if "STACKS" in function["Properties"]["Environment"]["Variables"]
    ]
    assert "my-cdk-app-production-Backup" in detector
    [way] = re.findall(r"## D\. (.*?) ## E\. ", page)
    assert "05:00" in way
    assert "Backup" not in {name for line in deployed(way) for name in line}


def test_commands_find_what_they_name(page: str) -> None:
    """In the folder that the page begins with, where the CDK CLI finds the app."""
    infra = DOCS.parent / "infra"
    assert "`infra`" in page.partition(" ## ")[0]
    assert (infra / "cdk.json").is_file()
    scripts = re.findall(r"\bpython (\S+)", page)
    assert scripts
    assert all((infra / script).is_file() for script in scripts)


def test_outputs_and_names_are_there(page: str, production: System, recovered: System) -> None:
    """Each output, vault and alias of a key that a command asks for, in both regions."""
    outputs = {key for one in production.templates.values() for key in one.get("Outputs", {})}
    named = set(re.findall(r"`([A-Z]\w+(?:Name|Url))`", page))
    assert len(named) > 4
    assert named <= outputs
    for system in (production, recovered):
        aliases = {
            one["Properties"]["AliasName"] for one in system.find("AWS::KMS::Alias").values()
        }
        vaults = {
            one["Properties"]["BackupVaultName"]
            for one in system.find("AWS::Backup::BackupVault").values()
        }
        assert set(re.findall(r"(?<=key-id )alias/\S+", page)) <= aliases
        assert set(re.findall(r"my-cdk-app-production\S*-vault\b(?=`|\")", page)) <= vaults | {
            alias.removeprefix("alias/") for alias in aliases
        }


def test_what_way_d_needs_of_another_region_is_said(page: str, recovered: System) -> None:
    """Its stacks make roles, for which IAM has one place for all regions.

    IAM User Guide, "Resilience in AWS Identity and Access Management": US East (N. Virginia).
    """
    [way] = re.findall(r"## D\. (.*?) ## E\. ", page)
    assert recovered.find("AWS::IAM::Role")
    assert way.index("disaster-recovery-resiliency") < way.index("aws-cdk@2 deploy")


def deployed(text: str) -> list[list[str]]:
    """The stacks that each deployment of a text names."""
    found = re.findall(r"aws-cdk@2 deploy ((?:my-cdk-app-production/\w+ )+)", text)
    assert found
    return [re.findall(r"production/(\w+)", line) for line in found]


def test_the_pipeline_is_held_before_anything_is_deployed_elsewhere(page: str) -> None:
    """And what a push to main would lack is named, as the app and ``cdk.json`` have it."""
    [way] = re.findall(r"## D\. (.*?) ## E\. ", page)
    held = way.index("gh workflow disable deploy.yml")
    assert held < way.index("aws-cdk@2 deploy")
    given = set(re.findall(r"--context (\w+)=", way)) - {"environment", "notification_email"}
    assert given == {"region", "recovery_region", "restored_table"}
    for key in given:
        assert held < way.index(f"`production:{key}`") < way.index("aws-cdk@2 deploy")
    assert "`AWS_REGION`" in way
