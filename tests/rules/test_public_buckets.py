"""Which condition keys keep a bucket policy for everyone from being public: those that S3 lists.

S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'": fixed
values of these keys; a value with wildcards fixes nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from synthgate import scan
from synthgate.model import Status

if TYPE_CHECKING:
    from pathlib import Path

RULE = "s3-bucket-policy-open"
KEYS = {
    "aws:SourceAccount": "123456789012",
    "aws:SourceVpc": "vpc-1a2b3c4d",
    "aws:SourceVpce": "vpce-1a2b3c4d",
    "aws:SourceOwner": "123456789012",
    "aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:orders",
    "aws:SourceIp": "203.0.113.0/24",
    "aws:PrincipalOrgID": "o-a1b2c3d4e5",
    "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/",
    "aws:PrincipalArn": "arn:aws:iam::123456789012:role/reader",
    "aws:VpceAccount": "123456789012",
    "aws:VpceOrgID": "o-a1b2c3d4e5",
    "aws:VpceOrgPaths": "o-a1b2c3d4e5/r-ab12/",
    "s3:DataAccessPointAccount": "123456789012",
    "s3:DataAccessPointArn": "arn:aws:s3:us-east-1:123456789012:accesspoint/reader",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:123456789012:key/1",
}
BESIDE = {
    "aws:Referer": "https://example.com/",
    "aws:UserAgent": "reader",
    "aws:SecureTransport": "true",
    "s3:prefix": "public/",
}


def status_where(folder: Path, key: str, value: str) -> Status:
    """What is said of a bucket that everyone may read under one condition."""
    operator = "IpAddress" if key == "aws:SourceIp" else "StringEquals"
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::orders/*",
        "Condition": {operator: {key: value}},
    }
    properties = {"Bucket": "orders", "PolicyDocument": {"Statement": [statement]}}
    policy = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}
    (folder / "t.json").write_text(json.dumps({"Resources": {"Policy": policy}}))
    report = scan("t.json", folder=folder, config=None, profile="all")
    [status] = {one.status for one in report.findings if one.rule.id == RULE} or {Status.PASS}
    return status


@pytest.mark.sampled(3)
@pytest.mark.parametrize("key", KEYS)
def test_a_fixed_value_limits_who_is_let_in(tmp_path: Path, key: str) -> None:
    """Whoever it fits is known, so that the bucket is not public."""
    assert status_where(tmp_path, key, KEYS[key]) is Status.PASS


@pytest.mark.sampled(2)
@pytest.mark.parametrize("key", BESIDE)
def test_what_any_caller_can_say_limits_nobody(tmp_path: Path, key: str) -> None:
    """A header, or an address of objects, is the caller's to choose."""
    assert status_where(tmp_path, key, BESIDE[key]) is Status.FAIL
