"""Trails that CloudFormation may make before the policy that lets CloudTrail into their bucket."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Message, Place, Resource, View, causes_of, compile_path
from synthgate_rules.cards.cloudformation.order import waits_for

_BUCKET = compile_path("$.Properties.S3BucketName")
_OF_POLICY = compile_path("$.Properties.Bucket")
_LATE = Message("the policy of its bucket may come after the trail: {policy}")


def may_be_early(resource: Resource, view: View) -> Iterator[Place]:
    """The bucket whose policy is of the same deployment as the trail, which does not wait for it.

    What another stack holds is there before, or of another deployment.
    """
    for match in _BUCKET.find(resource.body):
        for bucket, there in view.targets(match.value, ["AWS::S3::Bucket"]):
            if bucket.is_whole or bucket.resolver is not view.resolver:
                continue
            for policy, meant in bucket.referring(["AWS::S3::BucketPolicy"], _OF_POLICY):
                name = policy.resource.logical_id
                if policy.resolver is view.resolver and name not in waits_for(view):
                    causes = (*causes_of(there), *causes_of(meant))
                    yield Place(match.route, match.value, causes, _LATE.format(policy=name))
