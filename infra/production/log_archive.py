"""Where the logs of everything come together, to be kept and searched."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_logs_destinations as destinations
from aws_cdk import aws_s3 as s3
from constructs import Construct

from production.acknowledged import acknowledge_wildcards
from production.settings import EnvironmentSettings

PREFIXES = ("logs", "log-errors")
"""Where in the bucket the stream puts what it delivers, and what it could not."""


class LogArchive(Construct):
    """A delivery stream that log groups are subscribed to, into one bucket.

    A log group forgets after its retention. What went through it stays in the
    bucket, as one JSON line an event, for as long as the security logs do.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bucket: s3.IBucket,
        key: kms.IKey,
        settings: EnvironmentSettings,
    ) -> None:
        """Create the stream, and the role that CloudWatch Logs writes to it with."""
        super().__init__(scope, construct_id)
        errors = logs.LogGroup(
            self,
            "DeliveryErrors",
            encryption_key=key,
            retention=settings.log_retention,
            removal_policy=settings.removal_policy,
        )
        self.deliverer = role = self._deliverer(bucket, errors)
        self.stream = firehose.DeliveryStream(
            self,
            "Stream",
            role=role.without_policy_updates(),
            destination=_into(bucket, key, errors, role.without_policy_updates()),
            encryption=firehose.StreamEncryption.customer_managed_key(key),
        )
        # Not before the role may do it.
        self.stream.node.add_dependency(role.node.find_child("DefaultPolicy"))
        self.writer = self._writer()

    def subscribe(self, scope: Construct, log_group: logs.ILogGroup) -> None:
        """Send everything that a log group gets to the archive as well."""
        logs.SubscriptionFilter(
            scope,
            "Archive",
            log_group=log_group,
            destination=destinations.FirehoseDestination(self.stream, role=self.writer),
            filter_pattern=logs.FilterPattern.all_events(),
        )

    def _deliverer(self, bucket: s3.IBucket, errors: logs.ILogGroup) -> iam.Role:
        """Return the role of the stream, which can look around, and tell of errors.

        The actions are those that are documented, but for those that add logs, which the
        security foundation allows.
        https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
        """
        role = iam.Role(
            self,
            "Deliverer",
            assumed_by=iam.ServicePrincipal("firehose.amazonaws.com"),
            description="Delivers log events to the archive",
        )
        objects = [bucket.arn_for_objects(f"{prefix}/*") for prefix in PREFIXES]
        for actions, resources in (
            (["s3:GetObject"], objects),
            (
                ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                [bucket.bucket_arn],
            ),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        errors.grant_write(role)
        arn = Stack.of(self).resolve(bucket.bucket_arn)["Fn::GetAtt"]
        acknowledge_wildcards(
            role,
            "A stream names its objects by the hour.",
            [f"<{'.'.join(arn)}>/{prefix}/*" for prefix in PREFIXES],
        )
        return role

    def _writer(self) -> iam.Role:
        """Return the role of CloudWatch Logs, when it acts for a log group of ours."""
        groups = Stack.of(self).format_arn(
            service="logs", resource="*", arn_format=ArnFormat.NO_RESOURCE_NAME
        )
        role = iam.Role(
            self,
            "Writer",
            assumed_by=iam.ServicePrincipal(
                "logs.amazonaws.com", conditions={"StringLike": {"aws:SourceArn": groups}}
            ),
            description="Sends log events to the archive",
        )
        self.stream.grant_put_records(role)
        return role


def _into(
    bucket: s3.IBucket, key: kms.IKey, errors: logs.ILogGroup, role: iam.IRole
) -> firehose.S3Bucket:
    """Return the bucket as a destination: by date, unpacked, one event a line, compressed."""
    return firehose.S3Bucket(
        bucket,
        role=role,
        data_output_prefix="logs/!{timestamp:yyyy/MM/dd}/",
        error_output_prefix="log-errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        buffering_interval=Duration.minutes(5),
        compression=firehose.Compression.GZIP,
        encryption_key=key,
        logging_config=firehose.EnableLogging(errors),
        processors=[
            firehose.DecompressionProcessor(),
            firehose.CloudWatchLogProcessor(data_message_extraction=True),
            firehose.AppendDelimiterToRecordProcessor(),
        ],
    )
