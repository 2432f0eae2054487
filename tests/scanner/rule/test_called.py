"""What a resource is called: by what its schema says, in the right place, in an ARN with others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import App, Placement, Resolver
from synthgate.rule.cards.card import Card, read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

HERE = Placement("111122223333", "eu-west-1")


def made_card(of: str, check: dict[str, Any]) -> Card:
    body = {
        "id": "called-so",
        "title": {"en": "t"},
        "severity": "low",
        "pillar": "security",
        "resources": [of],
        "check": check,
        "why": {"en": "w"},
        "fix": {"en": "f"},
        "examples": {"fails": "", "passes": ""},
    }
    made, mistakes = read_card(Path("c.yaml"), json.dumps(body).encode())
    assert made, mistakes
    return made


def said(of: str, check: dict[str, Any], text: str) -> dict[str, str]:
    """What a check says of each resource of a type."""
    made = made_card(of, check)
    app = App()
    template = read_template("t.yaml", text.encode())
    app.stacks["t"] = Resolver(template, HERE, app=app, identity="t")
    results = evaluate(Stack(app.stacks["t"], {}), Index([made]))
    assert not results.problems
    return {one.subject.logical_id: str(one.status) for one in results.verdicts}


CLUSTER = "AWS::RDS::DBCluster"
INSTANCE = "AWS::RDS::DBInstance"
MEMBERS = """\
Parameters: {Open: {Type: String}}
Resources:
  C: {Type: "AWS::RDS::DBCluster", Properties: {DBClusterIdentifier: Orders}}
  Other: {Type: "AWS::RDS::DBCluster", Properties: {DBClusterIdentifier: archive}}
  Unnamed: {Type: "AWS::RDS::DBCluster"}
  I: {Type: "AWS::RDS::DBInstance", Properties: {DBClusterIdentifier: %s}}
"""


@pytest.mark.parametrize(
    ("written", "of_cluster", "of_unnamed"),
    [
        ("Orders", "pass", "fail"),
        ("orders", "pass", "fail"),
        ("elsewhere", "fail", "fail"),
        ("!Ref C", "pass", "fail"),
        ("!Ref Open", "unknown", "unknown"),
        ("!Sub '${AWS::StackName}-orders'", "fail", "fail"),
    ],
)
def test_a_member_that_names_its_cluster_by_its_identifier(
    written: str, of_cluster: str, of_unnamed: str
) -> None:
    """In both directions; RDS keeps identifiers in small letters."""
    text = MEMBERS % written
    there = {"related": INSTANCE, "by": "$.Properties.DBClusterIdentifier"}
    found = said(CLUSTER, there, text)
    assert (found["C"], found["Unnamed"]) == (of_cluster, of_unnamed)
    back = {
        "refers": "$.Properties.DBClusterIdentifier",
        "to": CLUSTER,
        "all": {"path": "$.Properties.DBClusterIdentifier", "equals": "Orders"},
    }
    found_back = said(INSTANCE, back, text)["I"]
    assert found_back == ("pass" if of_cluster == "pass" else "unknown")


STAGES = """\
Parameters: {Open: {Type: String}}
Resources:
  Api: {Type: "AWS::ApiGateway::RestApi"}
  Twin: {Type: "AWS::ApiGateway::RestApi"}
  Own: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Api, StageName: prod}}
  Same: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Twin, StageName: prod}}
  M: {Type: "AWS::ApiGateway::BasePathMapping", Properties: {%s}}
"""


@pytest.mark.parametrize(
    ("mapping", "own", "same"),
    [
        ("RestApiId: !Ref Api, Stage: prod", "pass", "fail"),
        ("RestApiId: !Ref Twin, Stage: prod", "fail", "pass"),
        ("RestApiId: !Ref Open, Stage: prod", "unknown", "unknown"),
        ("RestApiId: !Ref Api, Stage: test", "fail", "fail"),
        ("Note: !Ref Api, Stage: prod", "pass", "fail"),
        ("Stage: prod", "unknown", "unknown"),
        ("Stage: !Ref Own", "pass", "fail"),
    ],
)
def test_a_stage_is_called_so_within_its_api(mapping: str, own: str, same: str) -> None:
    """Two APIs may both have a stage ``prod``."""
    check = {"related": "AWS::ApiGateway::BasePathMapping", "by": "$.Properties.Stage"}
    found = said("AWS::ApiGateway::Stage", check, STAGES % mapping)
    assert (found["Own"], found["Same"]) == (own, same)


ASSOCIATION = """\
Parameters: {Open: {Type: String}}
Resources:
  Api: {Type: "AWS::ApiGateway::RestApi"}
  Twin: {Type: "AWS::ApiGateway::RestApi"}
  Own: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Api, StageName: prod}}
  Same: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Twin, StageName: prod}}
  Made: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Api}}
  Waf: {Type: "AWS::WAFv2::WebACLAssociation", Properties: {ResourceArn: !Sub "%s"}}
"""
ARN = "arn:aws:apigateway:eu-west-1::/restapis/${%s}/stages/%s"


@pytest.mark.parametrize(
    ("arn", "found"),
    [
        (ARN % ("Api", "prod"), ["pass", "fail", "fail"]),
        (ARN % ("Twin", "prod"), ["fail", "pass", "fail"]),
        (ARN % ("Api", "test"), ["fail", "fail", "fail"]),
        (ARN % ("Api", "${Open}"), ["unknown", "fail", "unknown"]),
        ("arn:aws:sqs:eu-west-1::${Api}/stages/prod", ["fail", "fail", "fail"]),
    ],
)
def test_an_arn_leads_to_what_its_reference_and_its_name_say_together(
    arn: str, found: list[str]
) -> None:
    """A literal stage in the ARN of an API that is referred to."""
    check = {"related": "AWS::WAFv2::WebACLAssociation", "by": "$.Properties.ResourceArn"}
    verdicts = said("AWS::ApiGateway::Stage", check, ASSOCIATION % arn)
    assert [verdicts["Own"], verdicts["Same"], verdicts["Made"]] == found


@pytest.mark.parametrize(
    ("arn", "status"),
    [
        (ARN % ("Api", "prod"), "pass"),
        (ARN % ("Api", "test"), "unknown"),
        ("arn:aws:sqs:eu-west-1::${Api}/stages/prod", "fail"),
    ],
)
def test_and_the_other_way(arn: str, status: str) -> None:
    """What may be a stage that somebody else made is unknown; a queue's ARN is of no stage."""
    check = {
        "refers": "$.Properties.ResourceArn",
        "to": "AWS::ApiGateway::Stage",
        "count": {"at-least": 1},
        "all": {"path": "$.Properties.StageName", "equals": "prod"},
    }
    assert said("AWS::WAFv2::WebACLAssociation", check, ASSOCIATION % arn)["Waf"] == status


def test_the_arn_of_the_api_itself_still_leads_to_the_api() -> None:
    """What refers to a resource points at it, whatever else it says."""
    check = {"related": "AWS::WAFv2::WebACLAssociation", "by": "$.Properties.ResourceArn"}
    found = said("AWS::ApiGateway::RestApi", check, ASSOCIATION % (ARN % ("Api", "prod")))
    assert found == {"Api": "pass", "Twin": "fail"}


PROD, DEV = Placement("111122223333", "eu-west-1"), Placement("444455556666", "eu-west-1")
ALARM = {"related": "AWS::CloudWatch::Alarm", "by": "$.Properties.Dimensions[*].Value"}
WORKER = 'F: {Type: "AWS::Lambda::Function", Properties: {FunctionName: worker}}'
WATCHED = 'A: {Type: "AWS::CloudWatch::Alarm", Properties: {Dimensions: [{Value: worker}]}}'


@pytest.mark.parametrize(
    ("first", "second", "own", "status"),
    [
        (PROD, DEV, "", "fail"),
        (PROD, PROD, "", "pass"),
        (PROD, Placement("111122223333", "us-east-1"), "", "fail"),
        (PROD, Placement(), "", "unknown"),
        (Placement(), Placement(), "", "pass"),
        (Placement(environment="production"), Placement(environment="test"), "", "unknown"),
        (PROD, PROD, WORKER, "fail"),
    ],
)
def test_a_bare_name_is_of_its_own_account_and_region(
    first: Placement, second: Placement, own: str, status: str
) -> None:
    """And of what stands beside it, if that is called so: equal names are usual in an app."""
    texts = (f"Resources:\n  {WORKER}\n", f"Resources:\n  {WATCHED}\n  {own}\n")
    app = App()
    for identity, placement, text in zip("ab", (first, second), texts, strict=True):
        template = read_template(f"{identity}.yaml", text.encode())
        app.stacks[identity] = Resolver(template, placement, app=app, identity=identity)
    made = made_card("AWS::Lambda::Function", ALARM)
    results = evaluate(Stack(app.stacks["a"], {}), Index([made]))
    assert [str(one.status) for one in results.verdicts] == [status]


AT = "eu-west-1:111122223333"
PARTS = """\
Resources:
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: one-data}}
  Other: {Type: "AWS::S3::Bucket", Properties: {BucketName: one}}
  T: {Type: "AWS::DynamoDB::Table", Properties: {TableName: orders}}
  L: {Type: "AWS::Logs::LogGroup", Properties: {LogGroupName: /a/b}}
  P: {Type: "AWS::IAM::Policy", Properties: {Resource: "%s"}}
"""


@pytest.mark.parametrize(
    ("of", "arn", "found"),
    [
        ("AWS::S3::Bucket", "arn:aws:s3:::one-data/*", {"B": "pass", "Other": "fail"}),
        ("AWS::S3::Bucket", "arn:aws:s3:::one-data/x/one", {"B": "pass", "Other": "fail"}),
        ("AWS::S3::Bucket", "arn:aws:s3:::one-data", {"B": "pass", "Other": "fail"}),
        ("AWS::DynamoDB::Table", f"arn:aws:dynamodb:{AT}:table/orders/index/*", {"T": "pass"}),
        ("AWS::DynamoDB::Table", f"arn:aws:dynamodb:{AT}:table/other/orders", {"T": "fail"}),
        ("AWS::Logs::LogGroup", f"arn:aws:logs:{AT}:log-group:/a/b:log-stream:x", {"L": "pass"}),
    ],
)  # fmt: skip
def test_an_arn_of_what_is_in_a_resource_leads_to_the_resource(
    of: str, arn: str, found: dict[str, str]
) -> None:
    """An object to its bucket, an index to its table."""
    check = {"related": "AWS::IAM::Policy", "by": "$.Properties.Resource"}
    assert said(of, check, PARTS % arn) == found
