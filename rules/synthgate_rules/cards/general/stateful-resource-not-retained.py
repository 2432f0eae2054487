"""Data that goes with the stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.model import Severity
from synthgate.rule.api import Message, Place, Resource, View, compile_path
from synthgate_rules.cards.general.retaining import deleted

KEPT_WHILE_FULL = ("AWS::Backup::BackupVault", "AWS::S3::Bucket")
"""What is deleted only when it is empty: with something in it the deletion fails, and nothing is
lost (CloudFormation, "DeletionPolicy attribute"; AWS Backup, "Deleting a backup vault")."""

EMPTYING = ("Custom::S3AutoDeleteObjects",)
"""What the CDK empties a bucket with before CloudFormation deletes it (`auto_delete_objects`)."""

EMPTIED = compile_path("$.Properties.BucketName")

ONLY_EMPTY = Message("deleted only if it is empty, for nothing here empties it")


def unretained(resource: Resource, view: View) -> Iterator[Place]:
    """Where CloudFormation is let delete the data; mild where it refuses while there are any."""
    harmless = resource.type in KEPT_WHILE_FULL and not view.related(EMPTYING, EMPTIED)
    for place in deleted(resource):
        yield _mild(place) if harmless and not place.causes else place


def _mild(place: Place) -> Place:
    return replace(place, note=ONLY_EMPTY, severity=Severity.LOW)
