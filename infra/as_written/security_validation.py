"""Section 1.1: the Aspects of SecurityFoundation, none of which ever speaks."""

from collections.abc import Mapping
from typing import Any, cast

import jsii
from aws_cdk import Annotations, IAspect
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import IConstruct


@jsii.implements(IAspect)
class SecurityValidation:
    """What the seed wanted to hold of buckets, functions and roles.

    Fault aspects-see-nothing: of a bucket, function or role made the usual way, none of
    the three conditions is ever true.
    """

    def visit(self, node: IConstruct) -> None:
        """Look at one construct."""
        # The L1 in every `s3.Bucket` has the id "Resource": only a CfnBucket made by hand,
        # and named so, gets past the first condition.
        if (
            "Bucket" in node.node.id
            and isinstance(node, s3.CfnBucket)
            and not node.bucket_encryption
        ):
            Annotations.of(node).add_error("S3 버킷에는 암호화가 활성화되어야 합니다")
        # In an L1 the property is `variables`; `Variables` exists only in the template.
        if (
            isinstance(node, lambda_.CfnFunction)
            and not node.kms_key_arn
            and _get(node.environment, "Variables")
        ):
            Annotations.of(node).add_warning(
                "Lambda 함수는 환경 변수에 KMS 암호화를 사용해야 합니다"
            )
        # The document of an `iam.Role` is an object that renders itself: it has no `Statement`.
        if isinstance(node, iam.CfnRole):
            statements: list[Any] = _get(node.assume_role_policy_document, "Statement") or []
            for statement in statements:
                principal = _get(statement, "Principal")
                if principal == "*" or _get(principal, "AWS") == "*":
                    Annotations.of(node).add_error(
                        "IAM 역할은 모든 주체(*)가 역할을 맡는 것을 허용하지 않아야 합니다"
                    )


def _get(value: Any, key: str) -> Any:
    """Read as JavaScript's `?.` does, of objects and mappings alike."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value).get(key)
    return getattr(value, key, None)
