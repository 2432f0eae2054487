"""How every bucket is made."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Sequence

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

INCOMPLETE_UPLOAD = Duration.days(7)
"""When the parts of an upload that was never completed, invisible but billed, go."""


def private_bucket(
    scope: Construct,
    construct_id: str,
    *,
    removal_policy: RemovalPolicy,
    lifecycle_rules: Sequence[s3.LifecycleRule],
    key: kms.IKey | None = None,
    access_logs: s3.IBucket | None = None,
    lock: s3.ObjectLockRetention | None = None,
) -> s3.Bucket:
    """Return a bucket that is closed, versioned, encrypted and reached over TLS only.

    Without a key it is encrypted with S3's. Its policy stays as long as it does:
    otherwise a bucket that outlives its stack would go on without TLS enforced. With a lock,
    nothing that is put into it can be deleted before its time.
    """
    bucket = s3.Bucket(
        scope,
        construct_id,
        encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
        encryption_key=key,
        bucket_key_enabled=True if key else None,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        versioned=True,
        object_lock_default_retention=lock,
        lifecycle_rules=list(lifecycle_rules),
        removal_policy=removal_policy,
    )
    if access_logs:
        _log_access(bucket, access_logs, f"{construct_id}/")
    if bucket.policy:
        bucket.policy.apply_removal_policy(removal_policy)
    return bucket


def _log_access(bucket: s3.Bucket, to: s3.IBucket, prefix: str) -> None:
    """Have access logged, by a bucket whose policy lets this account's buckets log to it.

    CDK would add a statement for each bucket, and for one of another stack a
    statement without conditions, by which any account's bucket could log there.
    """
    resource = bucket.node.default_child
    if not isinstance(resource, s3.CfnBucket):
        raise TypeError(f"{bucket.node.path} is no bucket of this app's")
    resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
        destination_bucket_name=to.bucket_name, log_file_prefix=prefix
    )


def move(storage_class: s3.StorageClass, *, days: int) -> s3.Transition:
    """Return a move to another storage class, so many days after creation."""
    return s3.Transition(storage_class=storage_class, transition_after=Duration.days(days))
