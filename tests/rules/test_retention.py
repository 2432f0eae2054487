"""What CloudFormation refuses to delete is no loss: a full bucket, unless it is emptied."""

from __future__ import annotations

from pathlib import Path

from synthgate import scan
from synthgate.model import Severity

TEMPLATE = """
Metadata: {synthgate: {environment: production}}
Resources:
  Full: {Type: AWS::S3::Bucket}
  Vault: {Type: AWS::Backup::BackupVault, Properties: {BackupVaultName: nightly}}
  Emptied: {Type: AWS::S3::Bucket}
  Table: {Type: AWS::DynamoDB::Table}
  Emptying:
    Type: Custom::S3AutoDeleteObjects
    Properties: {ServiceToken: !GetAtt Provider.Arn, BucketName: !Ref Emptied}
"""


def test_what_is_deleted_only_when_it_is_empty_is_no_loss(tmp_path: Path) -> None:
    """What something empties before is deleted with all that was in it."""
    file = tmp_path / "t.yaml"
    file.write_text(TEMPLATE, "utf-8")
    found = {
        finding.subject.logical_id: finding.severity
        for finding in scan(file, profile="all").findings
        if finding.rule.id == "stateful-resource-not-retained"
    }
    assert found == {"Emptied": Severity.HIGH, "Table": Severity.HIGH}
