"""What everything else stands on: a key, places for security logs, an audit trail."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from dataclasses import dataclass

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from production import key_policies
from production.audit_trail import AuditTrail
from production.log_archive import PREFIXES, LogArchive
from production.private_bucket import INCOMPLETE_UPLOAD, move, private_bucket
from production.settings import EnvironmentSettings

SEVEN_YEARS = Duration.days(2555)
"""How long a security log is kept."""

ONE_YEAR = Duration.days(365)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityFoundationProps:
    """Whose foundation it is, and whether it records what is done in the account."""

    settings: EnvironmentSettings
    audit_trail: bool


class SecurityFoundation(Construct):
    """The key that encrypts, the buckets that remember, the trail that records.

    The seed has one execution role for all functions. Here each function has its
    own, from ``execution_role``: permission for one is not permission for all.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, props: SecurityFoundationProps
    ) -> None:
        """Create the key, the buckets, the archive of logs and the trail."""
        super().__init__(scope, construct_id)
        self.settings = props.settings
        self.key = self._key()
        self.access_log_bucket = self._access_log_bucket()
        self.security_bucket = self._security_bucket()
        self.archive = LogArchive(
            self, "LogArchive", bucket=self.security_bucket, key=self.key, settings=props.settings
        )
        self.grant_security_logs_write(self.archive.deliverer, *PREFIXES)
        if props.audit_trail:
            AuditTrail(
                self,
                "Audit",
                settings=self.settings,
                key=self.key,
                records=self._bucket_of_logs("AuditBucket", _lock(self.settings.audit_lock_days)),
                log_group=self.log_group(self, "TrailLogGroup"),
            )

    def execution_role(self, scope: Construct, construct_id: str) -> iam.Role:
        """Return a role for one function, with no permission but to use the key.

        It has no managed policy: ``AWSLambdaBasicExecutionRole`` would allow writing
        to every log group of the account.
        https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
        """
        role = iam.Role(
            scope,
            construct_id,
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"A function of {self.settings.qualified_name}",
        )
        self.grant_key_access(role, "kms:Decrypt")
        return role

    def grant_key_access(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Let somebody do these things with the key."""
        return self.key.grant(grantee, *actions)

    def grant_security_logs_write(self, role: iam.Role, *prefixes: str) -> None:
        """Let a role add to the security logs; CDK's grant would let it delete as well."""
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:AbortMultipartUpload", "s3:PutObject"],
                resources=[self.security_bucket.arn_for_objects(f"{one}/*") for one in prefixes],
            )
        )
        self.grant_key_access(role, *key_policies.WRITES)

    def log_group(
        self, scope: Construct, construct_id: str, *, name: str | None = None
    ) -> logs.LogGroup:
        """Return an encrypted log group, kept as long as the environment says.

        CloudFormation names it, unless a service writes to one name and no other: a name
        of our own would keep a retained log group from ever being created again.
        """
        return logs.LogGroup(
            scope,
            construct_id,
            log_group_name=name,
            encryption_key=self.key,
            retention=self.settings.log_retention,
            removal_policy=self.settings.removal_policy,
        )

    def _key(self) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=f"alias/{self.settings.qualified_name}",
            description=f"Encrypts what {self.settings.qualified_name} logs and configures",
            enable_key_rotation=True,
            removal_policy=self.settings.removal_policy,
        )
        key.add_to_resource_policy(key_policies.log_groups(Stack.of(self)))
        return key

    def _access_log_bucket(self) -> s3.Bucket:
        """Return the bucket for other buckets' access logs.

        It is encrypted with S3's key, as server access logs cannot be delivered
        to a bucket that encrypts with KMS by default; and it keeps no access
        logs of its own, as those would beget more of them for ever.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        """
        rule = s3.LifecycleRule(
            id="AccessLogsLifecycle",
            expiration=ONE_YEAR,
            noncurrent_version_expiration=Duration.days(30),
            abort_incomplete_multipart_upload_after=INCOMPLETE_UPLOAD,
        )
        bucket = private_bucket(
            self,
            "AccessLogBucket",
            removal_policy=self.settings.removal_policy,
            lifecycle_rules=[rule],
        )
        bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid="BucketsOfThisAccountLog",
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
                actions=["s3:PutObject"],
                resources=[bucket.arn_for_objects("*")],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        return bucket

    def _security_bucket(self) -> s3.Bucket:
        """Return the bucket of logs, from which a policy lets nobody delete for good.

        Not a lock, as on the trail's: S3 takes nothing into a locked bucket without a
        checksum, which Firehose is not documented to send. Lifecycles heed no policy.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
        """
        bucket = self._bucket_of_logs("SecurityBucket")
        if self.settings.audit_lock_days:
            bucket.add_to_resource_policy(
                iam.PolicyStatement(
                    sid="NobodyDeletesForGood",
                    effect=iam.Effect.DENY,
                    principals=[iam.AnyPrincipal()],
                    actions=["s3:DeleteObjectVersion"],
                    resources=[bucket.arn_for_objects("*")],
                )
            )
        return bucket

    def _bucket_of_logs(
        self, construct_id: str, lock: s3.ObjectLockRetention | None = None
    ) -> s3.Bucket:
        return private_bucket(
            self,
            construct_id,
            removal_policy=self.settings.removal_policy,
            lifecycle_rules=[_security_log_lifecycle()],
            key=self.key,
            access_logs=self.access_log_bucket,
            lock=lock,
        )


def _security_log_lifecycle() -> s3.LifecycleRule:
    """Move logs to ever cheaper storage, and forget them after seven years.

    A noncurrent version of a log is one that was overwritten or deleted, which
    nobody should do: keep it for a year, so that there is time to notice.
    """
    return s3.LifecycleRule(
        id="SecurityLogsLifecycle",
        transitions=[
            move(s3.StorageClass.INFREQUENT_ACCESS, days=90),
            move(s3.StorageClass.GLACIER, days=365),
            move(s3.StorageClass.DEEP_ARCHIVE, days=730),
        ],
        expiration=SEVEN_YEARS,
        noncurrent_version_expiration=ONE_YEAR,
        abort_incomplete_multipart_upload_after=INCOMPLETE_UPLOAD,
    )


def _lock(days: int | None) -> s3.ObjectLockRetention | None:
    """Return the lock on every record, in governance mode.

    Who deletes one before its time needs ``s3:BypassGovernanceRetention`` besides, which no
    role here has, and leaves another record. Compliance mode would bind the account's root, and
    so its owner too, for seven years, mistakes included.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
    """
    return s3.ObjectLockRetention.governance(Duration.days(days)) if days else None
