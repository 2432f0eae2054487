"""What a template knows of a value is known: properties as attributes, pieces of JSON and URLs."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from synthgate.model import Status
from synthgate.resolve.resolver import Placement, Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
AROUND = """\
Parameters:
  Open: {Type: String}
  Block: {Type: String, AllowedPattern: '10[.][0-9.]+/24'}
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.1.0.0/16}}
  OpenVpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: !Ref Block}}
  Silent: {Type: "AWS::EC2::VPC"}
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "${Vpc.CidrBlock}-q"}}
  Cluster: {Type: "AWS::RDS::DBCluster", Properties: {DBClusterIdentifier: Orders}}
  Custom: {Type: "Custom::Made", Properties: {CidrBlock: 10.1.0.0/16}}
  Round: {Type: "AWS::SQS::Queue", Properties: {QueueName: !GetAtt Round.QueueName}}
  R: {Type: "T::T::R", Properties: {X: %s}}
"""


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(check: str, value: str) -> Status:
    template = read_template("t.yaml", (AROUND % value).encode())
    resolver = Resolver(template, Placement())
    resource = resolver.resource("R")
    condition = Compiler(no_python).condition(yaml.safe_load(check))
    return condition(View(resource, resolver), resource.body).status


def of_x(words: str) -> str:
    return f"{{path: $.Properties.X, {words}}}"


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("cidr-within: 10.0.0.0/8", "!GetAtt Vpc.CidrBlock", PASS),
        ("cidr-includes: 0.0.0.0/0", "!GetAtt Vpc.CidrBlock", FAIL),
        ("prefix-length: 16", "!GetAtt [Vpc, CidrBlock]", PASS),
        ("equals: 10.1.0.0/16", "!GetAtt Vpc.CidrBlock", PASS),
        ("equals: 10.2.0.0/16", "!GetAtt Vpc.CidrBlock", FAIL),
        ("in: [10.1.0.0/16]", "!Sub '${Vpc.CidrBlock}'", PASS),
        ("equals: a10.1.0.0/16", "!Sub 'a${Vpc.CidrBlock}'", PASS),
        ("starts-with: '10.1.'", "!GetAtt Queue.QueueName", PASS),
        ("contains: 10.1.0.0/16", "[!GetAtt Vpc.CidrBlock]", PASS),
        ("prefix-length: 24", "!GetAtt OpenVpc.CidrBlock", PASS),
        ("equals: 10.1.0.0/16", "!GetAtt OpenVpc.CidrBlock", FAIL),
        ("equals: 10.1.0.0/16", "!GetAtt Silent.CidrBlock", UNKNOWN),
        ("equals: 10.1.0.0/16", "!GetAtt Custom.CidrBlock", UNKNOWN),
        ("equals: Orders", "!GetAtt Cluster.DBClusterIdentifier", UNKNOWN),
        ("equals: q", "!GetAtt Round.QueueName", UNKNOWN),
        ("equals: 10.1.1.0/24", "!Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]", PASS),
        ("equals: 10.1.0.0", "!Select [0, !Split [/, !GetAtt Vpc.CidrBlock]]", PASS),
        ("exists: true", "!GetAtt Vpc.CidrBlock", PASS),
    ],
)
def test_an_attribute_that_is_a_property_is_that_property(
    words: str, value: str, status: Status
) -> None:
    """Where the resource states it, and it is no custom resource's, and is written as it is."""
    assert ask(of_x(words), value) is status


def test_it_leads_to_its_resource_nevertheless() -> None:
    """What is known of an attribute takes no reference away."""
    check = "{refers: $.Properties.X, to: 'AWS::EC2::VPC', count: 1}"
    assert ask(check, "!GetAtt Vpc.CidrBlock") is PASS


STATEMENTS = "path: '$.Properties.X.Statement[*]'"
STAR = f"{{{STATEMENTS}, none: {{actions-include: 's3:*'}}}}"
TO_ONE = f"{{{STATEMENTS}, all: {{path: $.Resource, matches: '^arn:aws:s3:::[^*]'}}}}"


@pytest.mark.parametrize(
    ("check", "text", "status"),
    [
        (STAR, '{"Statement": [{"Action": "s3:*", "Resource": "${Open}"}]}', FAIL),
        (STAR, '{"Statement": [{"Action": "s3:GetObject", "Resource": "${Open}"}]}', PASS),
        (STAR, '{"Statement": [{"Action": "${Open}", "Resource": "a"}]}', UNKNOWN),
        (STAR, '{"Statement": [{"Action": "s3:Get${Open}", "Resource": "a"}]}', PASS),
        (STAR, '{"Statement": [{"Action": ${Open}, "Resource": "a"}]}', UNKNOWN),
        (STAR, '{"Statement": [{"${Open}": "s3:*"}]}', UNKNOWN),
        (STAR, '{"Statement": ${Open}}', UNKNOWN),
        (STAR, '{"Statement": [ ${Open}', UNKNOWN),
        (TO_ONE, '{"Statement": [{"Resource": "arn:aws:s3:::x-${Open}"}]}', PASS),
        (TO_ONE, '{"Statement": [{"Resource": "arn:aws:sqs:${Open}"}]}', FAIL),
        (TO_ONE, '{"Statement": [{"Resource": "arn:aws:s3:::a\\"${Open}"}]}', PASS),
    ],
)
def test_json_with_an_open_piece_is_known_where_it_is_known(
    check: str, text: str, status: Status
) -> None:
    """A piece in quotes is text; outside of them it may be anything; no key may be open."""
    assert ask(check, f"!Sub '{text}'") is status


URL = "https://${Queue}.execute-api.${AWS::Region}.amazonaws.com/prod"
LEADS = "{refers: $.Properties.X, to: 'AWS::SQS::Queue', count: 1}"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (f"!Select [2, !Split [/, !Sub '{URL}']]", PASS),
        (f"!Sub ['${{D}}', {{D: !Select [2, !Split [/, !Sub '{URL}']]}}]", PASS),
        (f"!Select [0, !Split [/, !Sub '{URL}']]", UNKNOWN),
        (f"!Select [3, !Split [/, !Sub '{URL}']]", UNKNOWN),
        ("!Select [5, !Split [':', !GetAtt Queue.Arn]]", PASS),
        ("!Select [1, !Split [/, !GetAtt Cluster.Arn]]", FAIL),
    ],
)
def test_a_piece_of_a_reference_leads_where_that_does(value: str, status: Status) -> None:
    """The piece in which it begins, and any of what is nothing else: to that and no other."""
    assert ask(LEADS, value) is status
    if status is PASS:
        assert ask("{refers: $.Properties.X, to: 'AWS::EC2::VPC', count: 0}", value) is PASS


def test_two_pieces_of_one_reference_are_not_the_same() -> None:
    """Nobody knows which texts they are."""
    pieces = (f"!Select [{index}, !Split [':', !GetAtt Queue.Arn]]" for index in (0, 1))
    assert ask("{path: $.Properties.X, distinct: true}", f"[{', '.join(pieces)}]") is UNKNOWN


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("empty: false", "!Ref Queue", PASS),
        ("empty: false", "!GetAtt Queue.Arn", UNKNOWN),
        ("length: 0", "!Ref Queue", FAIL),
        ("empty: false", "[!Ref Queue]", PASS),
    ],
)
def test_a_name_is_never_empty(words: str, value: str, status: Status) -> None:
    """What `Ref` gives of a resource is a name; an attribute may be an empty list."""
    assert ask(of_x(words), value) is status


def test_the_other_property_is_known_as_well() -> None:
    """What a `value-of` leads to may be an attribute that is a property."""
    check = "{path: $.Properties.X.A, equals: {value-of: $.Properties.X.B}}"
    assert ask(check, "{A: 10.1.0.0/16, B: !GetAtt Vpc.CidrBlock}") is PASS


NAMED = """\
Resources:
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: orders}}
  Bus: {Type: "AWS::Events::EventBus", Properties: {Name: other}}
  Vpc: {Type: "AWS::EC2::VPC"}
  R: {Type: "T::T::R", Properties: {X: %s}}
"""


@pytest.mark.parametrize(
    ("check", "value", "status"),
    [
        ("{path: $.Properties.X, equals: orders}", "!Ref B", PASS),
        ("{path: $.Properties.X, equals: default}", "!Ref Bus", FAIL),
        ("{path: $.Properties.X, ends-with: '-x'}", "!Sub '${B}-x'", PASS),
        ("{path: $.Properties.X, is: reference}", "!Ref B", PASS),
        ("{refers: $.Properties.X, to: 'AWS::S3::Bucket', count: 1}", "!Ref B", PASS),
        ("{path: '$.Properties.X[*]', all: {is: reference}}", "!GetAtt B.Arn", PASS),
        ("{path: '$.Properties.X[*]', count: 1}", "!GetAtt B.Arn", PASS),
        ("{path: '$.Properties.X[*]', count: 1}", "!GetAtt Vpc.CidrBlockAssociations", UNKNOWN),
        ("{refers: '$.Properties.X[*]', to: 'AWS::S3::Bucket', count: 1}", "!GetAtt B.Arn", PASS),
    ],
)
def test_what_ref_and_a_single_attribute_give(check: str, value: str, status: Status) -> None:
    """The name that the template gives; one value where the schema says that it is no list."""
    resolver = Resolver(read_template("t.yaml", (NAMED % value).encode()), Placement())
    resource = resolver.resource("R")
    condition = Compiler(no_python).condition(yaml.safe_load(check))
    assert condition(View(resource, resolver), resource.body).status is status


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        ("not-starts-with: arn", "arn:aws:x", FAIL),
        ("not-starts-with: [arn, x]", "y", PASS),
        ("not-starts-with: arn", '!Sub "${Open}-x"', UNKNOWN),
        ("not-ends-with: '*'", "a/*", FAIL),
        ("not-ends-with: '/*'", '!Sub "x${Open}"', UNKNOWN),
        ("not-ends-with: x", "!Ref AWS::NoValue", PASS),
    ],
)
def test_what_a_text_shall_not_begin_or_end_with(check: str, value: str, expected: Status) -> None:
    """The contrary of the positive word; what is absent begins with nothing."""
    assert ask(of_x(check), value) is expected
