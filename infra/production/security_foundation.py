"""What everything else stands on: a key, a place for security logs, a role."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from production.settings import EnvironmentSettings

SEVEN_YEARS = Duration.days(2555)
"""How long a security log is kept."""

ONE_YEAR = Duration.days(365)

INCOMPLETE_UPLOAD = Duration.days(7)
"""When the parts of an upload that was never completed, invisible but billed, go."""


class SecurityFoundation(Construct):
    """The key that encrypts, the buckets that remember, the role that functions run as.

    The role starts with no permission but to use the key. A construct that needs
    more grants it for the resource in question, as ``SecureLambda`` does.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: EnvironmentSettings
    ) -> None:
        """Create the key, the buckets and the role."""
        super().__init__(scope, construct_id)
        self.key = self._key(settings)
        self.access_log_bucket = self._access_log_bucket(settings.removal_policy)
        self.security_bucket = self._security_bucket(settings.removal_policy)
        self.execution_role = self._execution_role(settings)
        self._keep_policies_with_buckets(settings.removal_policy)

    def _key(self, settings: EnvironmentSettings) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=f"alias/{settings.qualified_name}",
            description=f"Encrypts what {settings.qualified_name} stores",
            enable_key_rotation=True,
            removal_policy=settings.removal_policy,
        )
        key.add_to_resource_policy(_log_groups_may_use_key(Stack.of(self)))
        return key

    def _access_log_bucket(self, removal_policy: RemovalPolicy) -> s3.Bucket:
        """Return the bucket for the security bucket's own access logs.

        It is encrypted with S3's key, as server access logs cannot be delivered
        to a bucket that encrypts with KMS by default; and it keeps no access
        logs of its own, as those would beget more of them for ever.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        """
        return s3.Bucket(
            self,
            "AccessLogBucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="AccessLogsLifecycle",
                    expiration=ONE_YEAR,
                    noncurrent_version_expiration=Duration.days(30),
                    abort_incomplete_multipart_upload_after=INCOMPLETE_UPLOAD,
                )
            ],
            removal_policy=removal_policy,
        )

    def _security_bucket(self, removal_policy: RemovalPolicy) -> s3.Bucket:
        return s3.Bucket(
            self,
            "SecurityBucket",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            versioned=True,
            server_access_logs_bucket=self.access_log_bucket,
            server_access_logs_prefix="security-bucket/",
            lifecycle_rules=[_security_log_lifecycle()],
            removal_policy=removal_policy,
        )

    def _keep_policies_with_buckets(self, removal_policy: RemovalPolicy) -> None:
        """Have a bucket that outlives the stack keep its policy.

        Otherwise it would go on without TLS being enforced or its access logged.
        """
        for bucket in (self.access_log_bucket, self.security_bucket):
            if bucket.policy:
                bucket.policy.apply_removal_policy(removal_policy)

    def _execution_role(self, settings: EnvironmentSettings) -> iam.Role:
        """Return a role without managed policies.

        ``AWSLambdaBasicExecutionRole`` would allow writing to every log group of
        the account.
        https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
        """
        role = iam.Role(
            self,
            "ExecutionRole",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"Functions of {settings.qualified_name}",
        )
        self.key.grant_decrypt(role)
        return role


def _log_groups_may_use_key(stack: Stack) -> iam.PolicyStatement:
    """Let CloudWatch Logs use the key, for log groups of this account and region only.

    Creating an encrypted log group fails without it. Actions and condition are
    those that the CloudWatch Logs user guide prescribes.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    log_groups = stack.format_arn(
        service="logs",
        resource="log-group",
        resource_name="*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return iam.PolicyStatement(
        sid="LogGroupsOfThisAccount",
        principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
        actions=[
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
        # In a key policy "*" is the key that the policy belongs to.
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
    )


def _security_log_lifecycle() -> s3.LifecycleRule:
    """Move logs to ever cheaper storage, and forget them after seven years.

    A noncurrent version of a log is one that was overwritten or deleted, which
    nobody should do: keep it for a year, so that there is time to notice.
    """
    return s3.LifecycleRule(
        id="SecurityLogsLifecycle",
        transitions=[
            _move(s3.StorageClass.INFREQUENT_ACCESS, days=90),
            _move(s3.StorageClass.GLACIER, days=365),
            _move(s3.StorageClass.DEEP_ARCHIVE, days=730),
        ],
        expiration=SEVEN_YEARS,
        noncurrent_version_expiration=ONE_YEAR,
        abort_incomplete_multipart_upload_after=INCOMPLETE_UPLOAD,
    )


def _move(storage_class: s3.StorageClass, *, days: int) -> s3.Transition:
    return s3.Transition(storage_class=storage_class, transition_after=Duration.days(days))
