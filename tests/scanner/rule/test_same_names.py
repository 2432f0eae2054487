"""Names and ARNs with open pieces: the same open value is the same letters on both sides."""

from __future__ import annotations

import pytest

from .test_called import said

NAMED = """\
Parameters:
  Open: {{Type: String}}
  Other: {{Type: String}}
  Short: {{Type: String, AllowedPattern: "acme-[a-z]{{3}}"}}
  Any: {{Type: String, AllowedPattern: "[a-z]+(/.*)?"}}
  Deep: {{Type: String, AllowedPattern: "x/[a-z]+"}}
Resources:
  Named: {{Type: "{kind}", Properties: {{{key}: !Sub "{name}"}}}}
  V: {{Type: AWS::SSM::Parameter, Properties: {{Type: String, Value: !Sub "{value}"}}}}
"""
BUCKET = ("AWS::S3::Bucket", "BucketName")
ROLE = ("AWS::IAM::Role", "RoleName")
QUEUE = ("AWS::SQS::Queue", "QueueName")
GROUP = ("AWS::Logs::LogGroup", "LogGroupName")
OWN = "data-${AWS::AccountId}-${AWS::Region}"
HERE = "${AWS::Region}:${AWS::AccountId}"


@pytest.mark.parametrize(
    ("named", "name", "value", "expected"),
    [
        (BUCKET, OWN, OWN, "pass"),
        (BUCKET, OWN, f"arn:aws:s3:::{OWN}", "pass"),
        (BUCKET, OWN, f"arn:${{AWS::Partition}}:s3:::{OWN}/*", "pass"),
        (BUCKET, OWN, f"arn:aws:s3:::{OWN}/${{Open}}/*", "pass"),
        (BUCKET, OWN, f"arn:aws:s3:::{OWN}-x/*", "fail"),
        (BUCKET, OWN, f"{OWN}-x", "fail"),
        (BUCKET, OWN, f"arn:aws:s3:::{OWN}${{Open}}", "unknown"),
        (BUCKET, OWN, "arn:aws:s3:::other-${AWS::AccountId}/*", "fail"),
        (BUCKET, OWN, "other-${AWS::AccountId}", "fail"),
        (BUCKET, OWN, "arn:aws:s3:::data-${AWS::Region}-${AWS::AccountId}/*", "fail"),
        (BUCKET, OWN, "arn:aws:s3:::data-${Open}/*", "unknown"),
        (BUCKET, "${Open}-logs", "arn:aws:s3:::${Open}-logs/*", "pass"),
        (BUCKET, "${Open}-logs", "arn:aws:s3:::${Other}-logs/*", "unknown"),
        (BUCKET, "${Open}-logs", "arn:aws:s3:::${Open}-data/*", "fail"),
        (BUCKET, "${Short}-logs", "arn:aws:s3:::${Short}-logs/*", "pass"),
        (BUCKET, "${Short}-logs", "arn:aws:s3:::acme-${AWS::AccountId}-logs", "fail"),
        (BUCKET, "a-x", "arn:aws:s3:::a-${Deep}", "pass"),
        (
            ROLE,
            "app-${AWS::Region}",
            "arn:aws:iam::${AWS::AccountId}:role/app-${AWS::Region}",
            "pass",
        ),
        (
            ROLE,
            "app-${AWS::Region}",
            "arn:aws:iam::${AWS::AccountId}:role/a-${AWS::Region}",
            "fail",
        ),
        (BUCKET, "a-y", "arn:aws:s3:::a-${Deep}", "fail"),
        (BUCKET, "a-y", "arn:aws:s3:::a-${Any}", "unknown"),
        (ROLE, "app", "arn:aws:iam::${AWS::AccountId}:role/${Open}/app", "unknown"),
        (QUEUE, "q-${AWS::StackName}", f"arn:aws:sqs:{HERE}:q-${{AWS::StackName}}", "pass"),
        (QUEUE, "q-${AWS::StackName}", f"arn:aws:sqs:{HERE}:q-${{AWS::StackName}}-dlq", "fail"),
        (QUEUE, "q-${AWS::StackName}", f"arn:aws:sqs:{HERE}:q-app", "unknown"),
        (QUEUE, "q-${Open}", "arn:aws:sqs:${Open}:${AWS::AccountId}:q-${Open}", "unknown"),
        (
            GROUP,
            "/api/${AWS::StackName}",
            f"arn:aws:logs:{HERE}:log-group:/api/${{AWS::StackName}}:*",
            "pass",
        ),
        (
            GROUP,
            "/api/${AWS::StackName}",
            f"arn:aws:logs:{HERE}:log-group:/x/${{AWS::StackName}}:*",
            "fail",
        ),
    ],
)
def test_a_name_with_open_pieces(
    named: tuple[str, str], name: str, value: str, expected: str
) -> None:
    """What is open in both is the same; what is open in one may be what fits it."""
    text = NAMED.format(kind=named[0], key=named[1], name=name, value=value)
    asked = {"refers": "$.Properties.Value", "to": named[0], "count": {"at-least": 1}}
    assert said("AWS::SSM::Parameter", {**asked, "elsewhere": "fail"}, text) == {"V": expected}
