"""Names and ARNs with open pieces: the same open value is the same letters on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synthgate.resolve.kleene import conjunction, disjunction
from synthgate.resolve.resolver import Placement, Resolver
from synthgate.rule.surroundings.named import Named
from synthgate.rule.surroundings.names import names
from synthgate.template.read import read_template

from .test_called import said

if TYPE_CHECKING:
    from synthgate.resolve.resolver import Resource

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


OTHERS = """\
Parameters:
  Open: {Type: String}
Resources:
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: data}}
  R: {Type: "AWS::IAM::Role", Properties: {RoleName: !Sub "app-${Open}"}}
  U: {Type: "AWS::IAM::Role"}
  Q: {Type: "AWS::SQS::Queue", Properties: {QueueName: app}}
  D: {Type: "AWS::DynamoDB::Table", Properties: {TableName: !Ref Open}}
  C: {Type: "Custom::Role", Properties: {Name: app}}
  V: {Type: "AWS::SSM::Parameter", Properties: {Type: String, Value: !Sub "%s"}}
"""


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:iam::${AWS::AccountId}:role/app",
        "arn:aws:iam::${AWS::AccountId}:role/${Open}",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/app-${Open}",
        "arn:aws:${Open}:${AWS::Region}:${AWS::AccountId}:app",
        "arn:aws:s3:::${Open}/*",
        "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Q.QueueName}",
        "arn:aws:${Open}",
        "${Open}:iam::1:role/app",
        "arn:aws:iam::${AWS::AccountId}:role/${R}",
        "app-${Open}",
    ],
)
def test_what_an_arn_may_name_is_sought_where_its_service_has_names(value: str) -> None:
    """And found as if each resource were asked."""
    resolver = Resolver(read_template("t.yaml", (OTHERS % value).encode()), Placement())
    every = [(resolver, resolver.resource(one)) for one in "BRUQDCV"]
    holder = every[-1]
    read = holder[1].properties["Value"]
    asked = disjunction(
        conjunction((stack.exists(one.logical_id), names(read, one, stack, holder)))
        for stack, one in every
    )
    assert Named(every).meant(read, holder) == asked


def test_an_arn_is_compared_with_no_name_of_another_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many resources there are."""
    seen: list[str] = []

    def counted(value: object, one: Resource, *rest: Any) -> Any:
        seen.append(one.logical_id)
        return names(value, one, *rest)

    monkeypatch.setattr("synthgate.rule.surroundings.named.names", counted)
    text = OTHERS % "arn:aws:iam::${AWS::AccountId}:role/app"
    resolver = Resolver(read_template("t.yaml", text.encode()), Placement())
    every = [(resolver, resolver.resource(one)) for one in "BRUQDCV"]
    Named(every).meant(every[-1][1].properties["Value"], every[-1])
    assert seen == ["R", "U"]
