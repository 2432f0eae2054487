"""The ARNs of resources, by their types (Service Authorization Reference, "Resource types")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Pattern, Wild


@dataclass(frozen=True, slots=True)
class Format:
    """How an ARN of a type is written.

    What stands before the name and behind it, and whether Region and account are left out.
    `is_named` where it ends with the name that the template gives, not with one that AWS makes.
    """

    service: str
    before: str = ""
    behind: Pattern = ()
    in_region: bool = True
    in_account: bool = True
    is_named: bool = True
    has_path: bool = False

    def start(self, properties: Mapping[str, Any]) -> Pattern:
        """What stands before the name: of IAM's resources, their path, too."""
        path = properties.get("Path", "/") if self.has_path else ""
        return (*self.before, *(path if isinstance(path, str) else (Wild.ANY,)))


_RANDOM: Pattern = ("-", *([Wild.ONE] * 6))
"""What Secrets Manager puts behind the name of a secret."""
FORMATS: Mapping[str, Format] = {
    "AWS::S3::Bucket": Format("s3", in_region=False, in_account=False),
    "AWS::SQS::Queue": Format("sqs"),
    "AWS::SNS::Topic": Format("sns"),
    "AWS::Lambda::Function": Format("lambda", "function:"),
    "AWS::DynamoDB::Table": Format("dynamodb", "table/"),
    "AWS::DynamoDB::GlobalTable": Format("dynamodb", "table/"),
    "AWS::Logs::LogGroup": Format("logs", "log-group:"),
    "AWS::KMS::Key": Format("kms", "key/", is_named=False),
    "AWS::SecretsManager::Secret": Format("secretsmanager", "secret:", _RANDOM),
    "AWS::Kinesis::Stream": Format("kinesis", "stream/"),
    "AWS::KinesisFirehose::DeliveryStream": Format("firehose", "deliverystream/"),
    "AWS::StepFunctions::StateMachine": Format("states", "stateMachine:"),
    "AWS::ECR::Repository": Format("ecr", "repository/"),
    "AWS::Events::EventBus": Format("events", "event-bus/"),
    "AWS::CodeBuild::Project": Format("codebuild", "project/"),
    "AWS::IAM::Role": Format("iam", "role", in_region=False, has_path=True),
    "AWS::IAM::User": Format("iam", "user", in_region=False, has_path=True),
    "AWS::Backup::BackupVault": Format("backup", "backup-vault:"),
}
"""Of other types only the service is known, and that the name comes last."""
