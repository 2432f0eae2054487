"""Who may do what, and what is encrypted with which key."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.infra.conftest import System

KEYS = {
    "AWS::Backup::BackupVault": ["EncryptionKeyArn"],
    "AWS::CloudTrail::Trail": ["KMSKeyId"],
    "AWS::Lambda::Function": ["KmsKeyArn"],
    "AWS::Logs::LogGroup": ["KmsKeyId"],
    "AWS::SNS::Topic": ["KmsMasterKeyId"],
    "AWS::SQS::Queue": ["KmsMasterKeyId"],
}
"""Where a type names its key."""

ASKED_BEFORE = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
}
"""Actions that Lambda asks for while there is no interface yet: allowed on all, or refused.

AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"; the
error is "The provided execution role does not have permissions to call DeleteNetworkInterface on
EC2" (hashicorp/terraform-provider-aws#20698).
"""

EVERYTHING = "arn:aws:ec2:us-east-1:<AWS::AccountId>:*/*"
"""All of EC2 in an account and Region, as that guide writes it."""

OF_INTERFACES = {
    *ASKED_BEFORE,
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
}
"""What a function in a network needs, by Lambda's guide, and its code does not."""

NO_RESOURCE = {
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
"""Actions that AWS defines no resource for."""


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def written(value: Any) -> str:
    """Return a text with the names of what it refers to."""
    if isinstance(value, str):
        return value
    _, parts = value["Fn::Join"]
    return "".join(one if isinstance(one, str) else f"<{one['Ref']}>" for one in parts)


def statements(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    return policy["PolicyDocument"]["Statement"]


def allowed(system: System) -> Iterator[tuple[str, Any]]:
    """Yield every action that a role is allowed, with what it is allowed on."""
    for policy in system.find("AWS::IAM::Policy").values():
        for statement in statements(policy["Properties"]):
            if statement["Effect"] == "Deny":
                continue
            for action in as_list(statement["Action"]):
                yield from ((action, resource) for resource in as_list(statement["Resource"]))


REASONS = {
    "X-Ray's two actions have no resource to name.": {
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    },
    "EC2's actions for describing have no resource to name.": {
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
    },
    "Describing groups has no group to name.": {"ec2:DescribeSecurityGroups"},
}
"""What may be allowed on ``*``, by the reason that cdk-nag's finding is let be for."""


def test_each_statement_on_everything_is_let_be_for_a_reason_of_its_own(
    systems: dict[str, System], validation_report: list[dict[str, Any]]
) -> None:
    """What cdk-nag says of ``*`` is acknowledged for one statement: another one would show.

    The reason is that of its actions, and no role has one for whatever comes.
    """
    paths = {
        resource["Metadata"]["aws:cdk:path"]: statements(resource["Properties"])
        for system in systems.values()
        for _, resource in system.all()
        if resource["Type"] == "AWS::IAM::Policy"
    }
    acknowledged = {
        occurrence["constructPath"]: each["reason"]
        for report in validation_report
        for each in report["suppressedViolations"]
        if each["ruleName"] == "AwsSolutions-IAM5[Resource::*]"
        for occurrence in each["violatingConstructs"]
    }
    for path, reason in acknowledged.items():
        [statement] = paths[path]
        assert set(as_list(statement["Action"])) == REASONS[reason]
    assert set(acknowledged) == {
        path
        for path, found in paths.items()
        if any(one["Resource"] == "*" and one["Effect"] == "Allow" for one in found)
    }


def test_actions_on_everything_know_no_resource() -> None:
    """By AWS's reference: a name could be given for none of them."""
    database = pytest.importorskip("synthgate.rule.iam.actions").database()
    for name in NO_RESOURCE:
        [action] = [
            each for each in database.services[name.partition(":")[0]] if each.name == name.lower()
        ]
        assert not action.limitable


@pytest.mark.parametrize("resource_type", KEYS)
def test_everything_is_encrypted_with_a_key_of_ours(system: System, resource_type: str) -> None:
    """A key of ours can be taken away from whoever should no longer read."""
    if resource_type == "AWS::CloudTrail::Trail" and system.name != "production":
        return
    keys = system.find("AWS::KMS::Key")
    for place, resource in system.find(resource_type).items():
        [name] = KEYS[resource_type]
        assert system.target(place.stack, resource["Properties"][name]) in keys


def test_keys_are_rotated(system: System) -> None:
    """No environment forgoes it."""
    for key in system.find("AWS::KMS::Key").values():
        assert key["Properties"]["EnableKeyRotation"] is True


def test_services_may_use_keys_for_this_account_only(system: System) -> None:
    """A service acts for anybody: without a condition it is anybody's way in."""
    for key in system.find("AWS::KMS::Key").values():
        for statement in key["Properties"]["KeyPolicy"]["Statement"]:
            if "Service" in statement["Principal"]:
                assert "AWS::AccountId" in str(statement["Condition"])


def test_no_role_may_do_everything_of_a_kind(system: System) -> None:
    """No action is a pattern, and only what has no resource is allowed on all."""
    for action, resource in allowed(system):
        assert "*" not in action
        if resource == "*":
            assert action in NO_RESOURCE


def test_functions_have_roles_of_their_own(system: System) -> None:
    """A permission for one is none for the others, and none comes from a managed policy.

    But for drift detection's, which has to read the settings of everything.
    """
    roles = system.find("AWS::IAM::Role")
    used = [
        system.target(place.stack, function["Properties"]["Role"])
        for place, function in system.find("AWS::Lambda::Function").items()
    ]
    assert len(used) == len(set(used))
    for role in used:
        managed = "ManagedPolicyArns" in roles[role]["Properties"]
        assert managed == role.logical_id.startswith("DriftDetector")


def denied(system: System) -> set[str]:
    """Return what the detector may not do, though AWS's policy for reading lets it."""
    [actions] = [
        statement["Action"]
        for place, policy in system.find("AWS::IAM::Policy").items()
        for statement in statements(policy["Properties"])
        if statement["Effect"] == "Deny" and place.logical_id.startswith("DriftDetector")
    ]
    return set(actions)


@pytest.fixture(scope="session")
def read_only() -> list[str]:
    """Return the actions and patterns of ReadOnlyAccess, as moto has them from AWS."""
    policies = pytest.importorskip("moto.iam.aws_managed_policies")
    document = json.loads(policies.aws_managed_policies_data)["ReadOnlyAccess"]["Document"]
    return [action for each in document["Statement"] for action in as_list(each["Action"])]


def grants(patterns: list[str], action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def test_no_denial_is_for_nothing(system: System, read_only: list[str]) -> None:
    """What AWS's policy does not allow need not be denied, and would look like protection."""
    assert not {action for action in denied(system) if not grants(read_only, action)}


CONTENTS = re.compile(
    r":(\w*GetItem|GetRecords|(Start)?Query|Scan|\w*Select|\w*ForReplication|SearchVectors"
    r"|GetObject(Version)?(Torrent)?|GetDataAccess|ReceiveMessage|GetRecoveryPointRestoreMetadata"
    r"|\w*LogEvents|GetLogRecord|GetQueryResults|StartLiveTail|GetLayerVersion|GetDurableExecution\w*"
    r"|GetSampledRequests|GetDecryptedAPIKey|GetPasswordData|GetConsole(Output|Screenshot))$",
    re.IGNORECASE,
)
"""How actions that hand out contents are called, in the services that the application has."""

SERVICES = (
    *("backup", "dynamodb", "ec2", "events", "firehose", "kms", "lambda", "logs", "s3"),
    *("sns", "sqs", "wafv2"),
)


def test_drift_detection_reads_no_contents(system: System, read_only: list[str]) -> None:
    """Of the application's services all that hands out contents is denied, and told otherwise.

    But for the code of functions, by which CloudFormation compares them.
    """
    database = pytest.importorskip("synthgate.rule.iam.actions").database()
    contents = {
        action.name
        for service in SERVICES
        for action in database.services[service]
        if CONTENTS.search(action.name) and grants(read_only, action.name)
    }
    assert len(contents) > 20
    assert contents <= {action.lower() for action in denied(system)}


def test_drift_detection_can_read_what_it_compares(system: System) -> None:
    """No denied action is one that CloudFormation reads a type of ours with."""
    package = pytest.importorskip("cfnlint")
    folder = Path(package.__file__).parent / "data" / "schemas" / "resources"
    types = {resource["Type"] for _, resource in system.all()}
    needed: set[str] = set()
    for schema in map(json.loads, (file.read_text("utf-8") for file in folder.glob("*.json"))):
        if schema["typeName"] in types:
            needed |= set(schema.get("handlers", {}).get("read", {}).get("permissions", ()))
    assert "lambda:GetFunction" in needed
    assert not {action for action in denied(system) if grants(sorted(needed), action)}


def test_lambda_may_make_interfaces_and_the_code_of_functions_may_not(production: System) -> None:
    """Each function in the network: its role allows all that Lambda asks for, its code nothing."""
    functions = production.find("AWS::Lambda::Function").items()
    inside = [(place, one) for place, one in functions if "VpcConfig" in one["Properties"]]
    assert len(inside) == 3
    for place, function in inside:
        role = production.target(place.stack, function["Properties"]["Role"])
        said = [
            statement
            for at, policy in production.find("AWS::IAM::Policy").items()
            if role in production.targets(at.stack, policy["Properties"]["Roles"])
            for statement in statements(policy["Properties"])
        ]
        allowed_on = {
            action: statement["Resource"]
            for statement in said
            if statement["Effect"] == "Allow"
            for action in as_list(statement["Action"])
        }
        assert set(allowed_on) >= OF_INTERFACES
        for action in OF_INTERFACES - {"ec2:CreateNetworkInterface"}:
            text = written(allowed_on[action])
            assert text == (EVERYTHING if action in ASKED_BEFORE else "*")
        [denied] = [statement for statement in said if statement["Effect"] == "Deny"]
        assert set(denied["Action"]) == OF_INTERFACES
        assert denied["Resource"] == "*"
        assert list(denied["Condition"]) == ["ArnLike"]
        assert list(denied["Condition"]["ArnLike"]) == ["lambda:SourceFunctionArn"]


def test_functions_may_do_their_work_and_nothing_else(production: System) -> None:
    """What taking an order needs is allowed, by the letter."""
    actions = {
        action
        for place, policy in production.find("AWS::IAM::Policy").items()
        if place.logical_id.startswith("OrdersCreateOrder")
        for statement in statements(policy["Properties"])
        if statement["Effect"] == "Allow"
        for action in as_list(statement["Action"])
    }
    assert actions - NO_RESOURCE == {
        "dynamodb:PutItem",
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "sqs:SendMessage",
    }


@pytest.mark.parametrize(
    ("resource_type", "policy_type", "reference"),
    [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ],
)
def test_whatever_is_reached_over_the_network_demands_tls(
    system: System, resource_type: str, policy_type: str, reference: str
) -> None:
    """Every bucket, queue and topic has a policy that denies everybody plain HTTP."""
    protected = {
        system.target(place.stack, target)
        for place, policy in system.find(policy_type).items()
        for target in as_list(policy["Properties"][reference])
        if any(map(denies_plain_http, statements(policy["Properties"])))
    }
    assert protected == set(system.find(resource_type))


def denies_plain_http(statement: Mapping[str, Any]) -> bool:
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] in ("*", {"AWS": "*"})
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    )


def test_buckets_are_closed_versioned_and_tidy(system: System) -> None:
    """No bucket is public, forgets an overwritten object, or pays for broken uploads."""
    from aws_cdk.assertions import Match, Template

    for name in ("Foundation", "Data"):
        Template.from_json(system.templates[name]).all_resources_properties(
            "AWS::S3::Bucket",
            {
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": True,
                    "BlockPublicPolicy": True,
                    "IgnorePublicAcls": True,
                    "RestrictPublicBuckets": True,
                },
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "AbortIncompleteMultipartUpload": Match.any_value(),
                            "NoncurrentVersionExpiration": Match.any_value(),
                            "Status": "Enabled",
                        }
                    ]
                },
            },
        )


def test_security_logs_grow_cheaper_with_age_and_go_after_seven_years(production: System) -> None:
    """The tutorial's schedule: 90, 365 and 730 days, gone after 2555."""
    from aws_cdk.assertions import Template

    rule = {
        "ExpirationInDays": 2555,
        "Transitions": [
            {"StorageClass": "STANDARD_IA", "TransitionInDays": 90},
            {"StorageClass": "GLACIER", "TransitionInDays": 365},
            {"StorageClass": "DEEP_ARCHIVE", "TransitionInDays": 730},
        ],
    }
    Template.from_json(production.templates["Foundation"]).has_resource_properties(
        "AWS::S3::Bucket", {"LifecycleConfiguration": {"Rules": [rule]}}
    )


def test_nobody_deletes_what_the_trail_recorded(system: System) -> None:
    """In production each record is locked for its seven years, and no other log goes for good.

    Elsewhere nothing is locked: an environment that is done with can be taken away.
    """
    buckets = system.find("AWS::S3::Bucket")
    locked = {
        place for place, each in buckets.items() if "ObjectLockConfiguration" in each["Properties"]
    }
    protected = {
        system.target(place.stack, policy["Properties"]["Bucket"])
        for place, policy in system.find("AWS::S3::BucketPolicy").items()
        for statement in statements(policy["Properties"])
        if (statement["Effect"], statement["Action"]) == ("Deny", "s3:DeleteObjectVersion")
    }
    if system.name != "production":
        assert not locked
        assert not protected
        return
    [(place, trail)] = system.find("AWS::CloudTrail::Trail").items()
    assert locked == {system.target(place.stack, trail["Properties"]["S3BucketName"])}
    [records] = locked
    rule = buckets[records]["Properties"]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    [lifecycle] = buckets[records]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert rule == {"Days": lifecycle["ExpirationInDays"], "Mode": "GOVERNANCE"}
    [(place, stream)] = system.find("AWS::KinesisFirehose::DeliveryStream").items()
    to = stream["Properties"]["ExtendedS3DestinationConfiguration"]["BucketARN"]
    assert protected == {system.target(place.stack, to)}


def test_logs_are_added_by_the_archive_and_not_changed(system: System) -> None:
    """Its role adds under two prefixes, and can do no more with what lies there than read it."""
    acts = {
        (action, "".join(one for one in resource["Fn::Join"][1] if isinstance(one, str)))
        for place, policy in system.find("AWS::IAM::Policy").items()
        if place.logical_id.startswith("SecurityLogArchiveDeliverer")
        for statement in statements(policy["Properties"])
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        if "Fn::Join" in resource
    }
    assert acts == {
        (f"s3:{action}", f"/{prefix}/*")
        for action in ("AbortMultipartUpload", "GetObject", "PutObject")
        for prefix in ("logs", "log-errors")
    }


def test_no_role_here_bypasses_a_lock(system: System) -> None:
    """Of the trail or of a vault; nor deletes a version of anything, or a recovery point."""
    assert not {action for action, _ in allowed(system)} & {
        "s3:BypassGovernanceRetention",
        "s3:DeleteObjectVersion",
        "s3:PutObjectRetention",
        "backup:DeleteBackupVaultAccessPolicy",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteRecoveryPoint",
        "backup:PutBackupVaultAccessPolicy",
        "backup:PutBackupVaultLockConfiguration",
    }


def test_trail_records_all_regions_and_signs(production: System) -> None:
    """What the seed's props promise: a record that cannot be changed unnoticed."""
    [trail] = production.find("AWS::CloudTrail::Trail").values()
    properties = trail["Properties"]
    for switch in ("EnableLogFileValidation", "IsLogging", "IsMultiRegionTrail"):
        assert properties[switch] is True
    assert "CloudWatchLogsLogGroupArn" in properties


def test_all_logs_come_together(system: System) -> None:
    """Every log group but the trail's, which is in the bucket already, feeds the archive."""
    [stream] = system.find("AWS::KinesisFirehose::DeliveryStream")
    fed = {
        system.target(place.stack, subscription["Properties"]["LogGroupName"])
        for place, subscription in system.find("AWS::Logs::SubscriptionFilter").items()
        if system.target(place.stack, subscription["Properties"]["DestinationArn"]) == stream
    }
    exempt = {"SecurityTrailLogGroup", "SecurityLogArchiveDeliveryErrors"}
    for place in set(system.find("AWS::Logs::LogGroup")) - fed:
        assert place.logical_id.rstrip("0123456789ABCDEF") in exempt


def test_no_service_makes_a_log_group_of_its_own(system: System) -> None:
    """A stage that logs its errors finds the log group that it would make, with our key."""
    groups = system.find("AWS::Logs::LogGroup")
    for place, stage in system.find("AWS::ApiGateway::Stage").items():
        [settings] = stage["Properties"]["MethodSettings"]
        assert settings["LoggingLevel"] == "ERROR"
        name = [
            "",
            [
                "API-Gateway-Execution-Logs_",
                stage["Properties"]["RestApiId"],
                f"/{stage['Properties']['StageName']}",
            ],
        ]
        [made] = [
            where.logical_id
            for where, group in groups.items()
            if group["Properties"].get("LogGroupName") == {"Fn::Join": name}
            and where.stack == place.stack
        ]
        assert made in stage["DependsOn"]


def test_functions_with_data_reach_three_services_and_no_more(production: System) -> None:
    """No rule names an address, nothing leads to the internet, and each is on TLS's port."""
    assert "AWS::EC2::InternetGateway" not in {r["Type"] for _, r in production.all()}
    assert "AWS::EC2::NatGateway" not in {r["Type"] for _, r in production.all()}
    rules = [
        rule
        for group in production.find("AWS::EC2::SecurityGroup").values()
        for rule in group["Properties"].get("SecurityGroupEgress", [])
    ]
    rules += [r["Properties"] for r in production.find("AWS::EC2::SecurityGroupEgress").values()]
    for rule in rules:
        if rule.get("CidrIp") == "255.255.255.255/32":
            continue  # how CDK says that a group lets nothing out
        assert "CidrIp" not in rule
        assert (rule["FromPort"], rule["ToPort"]) == (443, 443)
        assert rule["Description"]


def test_functions_that_touch_data_are_in_the_network(production: System) -> None:
    """The three of the service are, and those that only talk to control planes are not."""
    inside = {
        place.stack
        for place, function in production.find("AWS::Lambda::Function").items()
        if "VpcConfig" in function["Properties"]
    }
    outside = {
        place.stack
        for place, function in production.find("AWS::Lambda::Function").items()
        if "VpcConfig" not in function["Properties"]
    }
    assert inside == {"Service"}
    assert outside == {"Network", "Operations"}


def test_the_api_is_for_known_callers(system: System) -> None:
    """Each method demands a signature and a request of the right shape, behind a firewall."""
    methods = system.find("AWS::ApiGateway::Method")
    assert len(methods) == 2
    for method in methods.values():
        assert method["Properties"]["AuthorizationType"] == "AWS_IAM"
        assert "RequestValidatorId" in method["Properties"]
    [association] = system.find("AWS::WAFv2::WebACLAssociation").items()
    stages = set(system.find("AWS::ApiGateway::Stage"))
    place, resource = association
    assert stages & set(system.targets(place.stack, resource["Properties"]["ResourceArn"]))
