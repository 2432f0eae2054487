"""Who did what in the account: recorded, signed, and locked away."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import Stack
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from production import key_policies
from production.settings import EnvironmentSettings

PREFIX = "trail"


class AuditTrail(Construct):
    """A trail of all regions, into a bucket of its own and a log group."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        key: kms.Key,
        records: s3.Bucket,
        log_group: logs.ILogGroup,
    ) -> None:
        """Let CloudTrail use key and bucket, and then make the trail.

        The name is one that no other region's trail has: a trail of all regions is seen in each
        of them, as its shadow, and in the recovery region the name would be taken.

        The bucket is passed by name: given as it is, CDK would let it be written to by
        every trail of the account, and not by this one alone.
        """
        super().__init__(scope, construct_id)
        self.name = f"{settings.qualified_name}-{settings.region}"
        for statement in key_policies.trails(Stack.of(self)):
            key.add_to_resource_policy(statement)
        for statement in self._may_write(records):
            records.add_to_resource_policy(statement)
        self.trail = cloudtrail.Trail(
            self,
            "Trail",
            trail_name=self.name,
            bucket=s3.Bucket.from_bucket_name(self, "Records", records.bucket_name),
            s3_key_prefix=PREFIX,
            encryption_key=key,
            enable_file_validation=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            send_to_cloud_watch_logs=True,
            cloud_watch_log_group=log_group,
        )
        if records.policy:
            self.trail.node.add_dependency(records.policy)

    def _may_write(self, records: s3.Bucket) -> list[iam.PolicyStatement]:
        """Return what CloudTrail needs of a bucket.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
        """
        stack = Stack.of(self)
        arn = stack.format_arn(service="cloudtrail", resource="trail", resource_name=self.name)
        files = records.arn_for_objects(f"{PREFIX}/AWSLogs/{stack.account}/*")
        owned = {"s3:x-amz-acl": "bucket-owner-full-control"}
        return [
            iam.PolicyStatement(
                sid=sid,
                principals=[iam.ServicePrincipal("cloudtrail.amazonaws.com")],
                actions=[action],
                resources=[resource],
                conditions={"StringEquals": {"aws:SourceArn": arn, **more}},
            )
            for sid, action, resource, more in (
                ("TrailLooks", "s3:GetBucketAcl", records.bucket_arn, {}),
                ("TrailWrites", "s3:PutObject", files, owned),
            )
        ]
