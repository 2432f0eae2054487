"""What differs between the environments, and where each goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.infra.conftest import System

HOLDS_DATA = (
    "AWS::Backup::BackupVault",
    "AWS::DynamoDB::GlobalTable",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SQS::Queue",
)


@pytest.mark.parametrize("resource_type", HOLDS_DATA)
def test_data_outlives_the_stack_in_production_and_only_there(
    system: System, resource_type: str
) -> None:
    """Deleting a production stack, or replacing a resource in it, destroys nothing.

    A bucket's policy stays with the bucket. CloudFormation itself deletes what
    names no policy, so that counts as "Delete".
    """
    expected = "Retain" if system.name == "production" else "Delete"
    for resource in system.find(resource_type).values():
        assert resource.get("DeletionPolicy", "Delete") == expected
        assert resource.get("UpdateReplacePolicy", "Delete") == expected


def test_logs_are_kept_longer_the_more_they_matter(system: System) -> None:
    """A month in development, a year in production, in staging something between."""
    days = {"development": 30, "staging": 90, "production": 365}[system.name]
    for log_group in system.find("AWS::Logs::LogGroup").values():
        assert log_group["Properties"]["RetentionInDays"] == days


def test_only_production_is_protected_from_termination(system: System) -> None:
    """Nobody deletes production by accident, and nothing else is a nuisance to delete."""
    for artifact in system.artifacts.values():
        protected = artifact["properties"].get("terminationProtection", False)
        assert protected == (system.name == "production")
    [table] = system.find("AWS::DynamoDB::GlobalTable").values()
    [replica] = table["Properties"]["Replicas"]
    assert replica["DeletionProtectionEnabled"] == (system.name == "production")


def test_tags_name_owner_and_environment(system: System) -> None:
    """Whatever can be tagged is tagged alike, with what budgets and audits select by."""
    expected = {
        "Application": "my-cdk-app",
        "CostCenter": "production" if system.name == "production" else "development",
        "CreatedBy": "AWS CDK",
        "Environment": system.name,
    }
    if system.name == "production":
        expected |= {
            "BackupRequired": "true",
            "ComplianceLevel": "high",
            "DataClassification": "confidential",
        }
    for artifact in system.artifacts.values():
        assert artifact["properties"]["tags"] == expected
    tagged = 0
    for _, resource in system.all():
        tags = resource.get("Properties", {}).get("Tags")
        if isinstance(tags, list):
            tagged += 1
            assert expected.items() <= {tag["Key"]: tag["Value"] for tag in tags}.items()
    assert tagged > 30


def test_production_pays_for_capacity_and_others_by_request(system: System) -> None:
    """Only provisioned units scale with a target, and are covered by reserved capacity."""
    [table] = system.find("AWS::DynamoDB::GlobalTable").values()
    provisioned = "WriteProvisionedThroughputSettings" in table["Properties"]
    assert provisioned == (system.name == "production")
    assert provisioned != ("WriteOnDemandThroughputSettings" in table["Properties"])


def test_stateful_stacks_hold_all_data(system: System) -> None:
    """The others can be deleted and made again, but for their logs and failed events."""
    stateless = {"Network", "Service", "Operations"} & system.templates.keys()
    for resource_type in ("AWS::S3::Bucket", "AWS::KMS::Key", "AWS::DynamoDB::GlobalTable"):
        assert not stateless & {place.stack for place in system.find(resource_type)}


def test_stacks_stand_in_their_regions(production: System) -> None:
    """Copies of backups are in another region than what they are copies of."""
    regions = {
        name: artifact["environment"].rpartition("/")[2]
        for name, artifact in production.artifacts.items()
    }
    assert regions.pop("Recovery") == "us-west-2"
    assert set(regions.values()) == {"us-east-1"}


def test_stacks_are_for_any_account_unless_told(production: System, recovered: System) -> None:
    """The CDK CLI's variable decides; without it nothing is pinned or looked up."""
    for artifact in production.artifacts.values():
        assert artifact["environment"].startswith("aws://unknown-account/")
    for artifact in recovered.artifacts.values():
        assert artifact["environment"].startswith("aws://123456789012/")


def test_production_can_be_made_in_the_recovery_region(recovered: System) -> None:
    """As the runbook has it: elsewhere, and all use the table that was restored there."""
    assert recovered.artifacts["Data"]["environment"] == "aws://123456789012/us-west-2"
    assert recovered.artifacts["Recovery"]["environment"] == "aws://123456789012/us-east-1"
    assert recovered.artifacts["Cost"]["environment"] == "aws://123456789012/us-east-1"
    tables = {
        function["Properties"]["Environment"]["Variables"].get("TABLE_NAME")
        for function in recovered.find("AWS::Lambda::Function").values()
    }
    assert tables == {None, "orders-restored"}


def test_mail_goes_to_whoever_is_named(production: System, recovered: System) -> None:
    """Both topics mail one address."""
    for system, name in ((production, "success"), (recovered, "bounce")):
        subscriptions = system.find("AWS::SNS::Subscription").values()
        assert len(subscriptions) == 2
        endpoints = {each["Properties"]["Endpoint"] for each in subscriptions}
        assert endpoints == {f"{name}@simulator.amazonses.com"}
        assert {each["Properties"]["Protocol"] for each in subscriptions} == {"email"}


def test_dependencies_between_stacks_have_an_order(production: System) -> None:
    """A circle of stacks cannot be deployed."""
    prefix = "mycdkappproduction"
    before = {
        name: {
            other[len(prefix) :].rstrip("0123456789ABCDEF")
            for other in artifact["dependencies"]
            if other.startswith(prefix) and not other.endswith(".assets")
        }
        for name, artifact in production.artifacts.items()
    }
    done: set[str] = set()
    while before:
        ready = {name for name, needs in before.items() if needs <= done}
        assert ready, before
        done |= ready
        before = {name: needs for name, needs in before.items() if name not in ready}
