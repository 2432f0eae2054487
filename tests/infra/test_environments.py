"""What differs between the environments, and where each goes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.infra.conftest import System

import synth

if TYPE_CHECKING:
    from collections.abc import Callable

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
    if system.name == "development":
        expected |= {"Purpose": "learning"}
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


def zones(prefix: str, count: int, *, but: int | None = None) -> set[str]:
    return {f"{prefix}-az{number}" for number in range(1, count + 1) if number != but}


ZONES = {
    "us-east-1": zones("use1", 6, but=3),
    "us-west-2": zones("usw2", 4),
    "ap-northeast-1": zones("apne1", 4, but=3),
    "ap-northeast-2": zones("apne2", 4),
}
"""The zones that a region has (AWS Regions and Availability Zones, "AWS Availability Zones"), less
those that take no new customers, or lack services: as of Amazon EFS User Guide, "Supported
Availability Zones for One Zone file systems", and ``RegionFacts``."""


def test_every_region_has_two_zones_that_take_networks() -> None:
    """Two that are there, of the region, and none of those that are closed or lack services."""
    from production.sizes import REGIONS

    assert REGIONS.keys() == ZONES.keys()
    for region, facts in REGIONS.items():
        assert len({*facts.zone_ids}) == 2
        assert {*facts.zone_ids} <= ZONES[region], region


@pytest.mark.exhaustive
def test_zones_are_named_by_what_they_are_called_in_every_account(
    system: System, recovered: System
) -> None:
    """A zone's name is each account's own, and may be that of a zone without Lambda or SQS."""
    if system.name == "development":
        return  # it has no network
    for one, region in ((system, "us-east-1"), (recovered, "us-west-2")):
        subnets = [each["Properties"] for each in one.find("AWS::EC2::Subnet").values()]
        assert len({subnet["AvailabilityZoneId"] for subnet in subnets}) == 2
        for subnet in subnets:
            assert subnet["AvailabilityZoneId"] in ZONES[region]
            assert "AvailabilityZone" not in subnet


def reserved(system: System) -> int:
    return sum(
        function["Properties"]["ReservedConcurrentExecutions"]
        for function in system.find("AWS::Lambda::Function").values()
    )


def surged(system: System) -> int:
    """Return what is reserved once remediation has raised all that it may raise."""
    more = 0
    for function in system.find("AWS::Lambda::Function").values():
        limits = function["Properties"]["Environment"]["Variables"].get("LIMITS")
        text = "".join(p for p in limits["Fn::Join"][1] if isinstance(p, str)) if limits else ""
        pairs = re.findall(r'"Throttles": {"usual": (\d+), "most": (\d+)', text)
        more += sum(int(most) - int(usual) for usual, most in pairs)
    return reserved(system) + more


UNRESERVED = 100
"""What Lambda keeps of an account's quota (AWS Lambda Developer Guide, "Reserved concurrency")."""


def test_the_readme_says_what_quota_it_takes(systems: dict[str, System]) -> None:
    """For each environment, and for all of them in one account, before and after every surge."""
    rows = {name: (reserved(system), surged(system)) for name, system in systems.items()}
    rows["all in one account"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    readme = (Path(__file__).parents[2] / "infra" / "README.md").read_text("utf-8")
    for name, (usual, most) in rows.items():
        assert f"| {name} | {usual} | {most} | {most + UNRESERVED} |" in readme


def test_regions_are_paired() -> None:
    """Whatever is copied into the pair can be made there, and copies go back."""
    from production.sizes import REGIONS

    for region, facts in REGIONS.items():
        assert REGIONS[facts.pair].pair == region != facts.pair
        assert len({facts.s3_prefix_list, facts.dynamodb_prefix_list}) == 2


@pytest.mark.exhaustive
def test_another_region_brings_its_pair(assemble: Callable[..., Path]) -> None:
    """Of Seoul the copies go to Tokyo; the bill's alarm stays where AWS keeps the bills."""
    seoul = System.read(assemble("production", "region=ap-northeast-2"), "production")
    regions = {
        name: artifact["environment"].rpartition("/")[2]
        for name, artifact in seoul.artifacts.items()
    }
    assert (regions.pop("Recovery"), regions.pop("Cost")) == ("ap-northeast-1", "us-east-1")
    assert set(regions.values()) == {"ap-northeast-2"}
    [network] = seoul.find("AWS::EC2::VPC")
    assert network.stack == "Network"
    assert "us-east-1" not in json.dumps(
        {name: template for name, template in seoul.templates.items() if name == "Network"}
    )


@pytest.mark.exhaustive
def test_what_is_for_one_environment_leaves_the_others(assemble: Callable[..., Path]) -> None:
    """As the pipeline makes them all alike: of the others no region, table or limit moves."""
    moved = assemble(
        "all",
        "production:region=us-west-2",
        "production:restored_table=orders-restored",
        "development:account_limit_usd=50",
    )
    for name in ("development", "staging", "production"):
        system = System.read(moved, name)
        restored = "orders-restored" in json.dumps(system.templates["Service"])
        region = system.artifacts["Service"]["environment"].rpartition("/")[2]
        expected = (True, "us-west-2") if name == "production" else (False, "us-east-1")
        assert (restored, region) == expected
        watched = [
            one["Properties"]["Threshold"]
            for one in system.templates["Cost"]["Resources"].values()
            if one["Type"] == "AWS::CloudWatch::Alarm"
        ]
        assert watched == {"development": [50], "staging": [], "production": [1250]}[name]


@pytest.mark.exhaustive  # it starts the app
def test_an_amount_that_is_none_is_named(
    tmp_path: Path, clean_environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """In the error, with what would be one."""
    pytest.importorskip("jsii")
    arguments = ["--output", str(tmp_path), "--context", "account_limit_usd=fifty"]
    assert synth.main(arguments, clean_environ) == 1
    assert "account_limit_usd is 'fifty'" in capsys.readouterr().err


def test_no_trail_takes_the_name_of_another_regions(production: System, recovered: System) -> None:
    """One of all regions is seen in each: while both are there, they are told apart."""
    names = [
        trail["Properties"]["TrailName"]
        for system in (production, recovered)
        for trail in system.find("AWS::CloudTrail::Trail").values()
    ]
    assert len(set(names)) == 2


@pytest.mark.parametrize(("alias", "name"), [("dev", "development"), ("prod", "production")])
def test_the_tutorials_names_of_environments_are_understood(alias: str, name: str) -> None:
    """They are the same environments: stacks, and what is in them, have the long names."""
    pytest.importorskip("jsii")
    from production.settings import settings_for

    assert settings_for(alias) is settings_for(name)
    assert settings_for(alias).qualified_name == f"my-cdk-app-{name}"


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
