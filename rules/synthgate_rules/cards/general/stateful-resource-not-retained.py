"""Data that goes with the stack."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, compile_path
from synthgate_rules.cards.general.retaining import deleted

KEPT_WHILE_FULL = ("AWS::Backup::BackupVault", "AWS::S3::Bucket")
"""What is deleted only when it is empty: with something in it the deletion fails, and nothing is
lost (S3 API Reference, "DeleteBucket", ``BucketNotEmpty``; AWS Backup, "Deleting a vault")."""

EMPTYING = ("Custom::S3AutoDeleteObjects",)
"""What the CDK empties a bucket with before CloudFormation deletes it (`auto_delete_objects`)."""

EMPTIED = compile_path("$.Properties.BucketName")


def unretained(resource: Resource, view: View) -> Iterator[Place]:
    """Where CloudFormation is let delete the data, and does not refuse while there are any."""
    if resource.type not in KEPT_WHILE_FULL or view.related(EMPTYING, EMPTIED):
        yield from deleted(resource)
