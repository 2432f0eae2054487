"""What the cards about buckets share: whose policy it is, which buckets are for logs.

No card of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import ABSENT, Place, View, causes_of, compile_path, equal

BUCKET = "AWS::S3::Bucket"
POLICY = "AWS::S3::BucketPolicy"
POLICY_BUCKET = compile_path("$.Properties.Bucket")
POLICY_DOCUMENT = compile_path("$.Properties.PolicyDocument")
DESTINATION = compile_path("$.Properties.LoggingConfiguration.DestinationBucketName")

LOG_TARGETS = (
    (BUCKET, DESTINATION),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        compile_path(
            '$.Properties.LoadBalancerAttributes[?(@.Key=="access_logs.s3.bucket")].Value'
        ),
    ),
    (
        "AWS::ElasticLoadBalancing::LoadBalancer",
        compile_path("$.Properties.AccessLoggingPolicy.S3BucketName"),
    ),
)


def bucket_of(policy: Resource, view: View) -> Resource | None:
    """The bucket of the app that a bucket policy surely is of."""
    memo, key = view.resolver.memo, ("buckets.bucket_of", policy.logical_id)
    if key not in memo:
        targets = view.targets(POLICY_BUCKET.first(policy.body), (BUCKET,))
        memo[key] = next((target.resource for target, _ in targets if not target.is_whole), None)
    found: Resource | None = memo[key]
    return found


def may_use_kms(resource: Resource, view: View) -> Iterator[Place]:
    """Not so a bucket for access logs of S3 or of load balancers (for `when`).

    They are delivered under S3's own keys only (S3 User Guide, "Enabling Amazon S3 server access
    logging"; Elastic Load Balancing, "Enable access logs for your Application Load Balancer"). A
    Network Load Balancer takes a KMS key.
    """
    for kind, target in LOG_TARGETS:
        for other, meant in view.related((kind,), target):
            takes_keys = equal(other.properties.get("Type", ABSENT), "network")
            if meant is True and takes_keys is not True:
                yield Place((), causes=causes_of(takes_keys))
