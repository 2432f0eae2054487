"""Which entry or statement a check of another tool may be about, though it does not say so."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.judge.inline.places import PLACED, places_in


def checks_of(kind: str, properties: dict[str, Any]) -> set[str]:
    """The checks of checkov that may be about a resource, by the numbers of their ids."""
    found = places_in(kind, {"Properties": properties})
    assert all(path.startswith("Properties") for path, _ in found)
    names = {name for _, name in places_in(kind, {"Properties": properties})}
    assert {name.partition(" ")[0] for name in names} <= PLACED
    return {name.rpartition("_")[2] for name in names if name.startswith("checkov:")}


NONE: set[str] = set()


@pytest.mark.parametrize(
    ("entry", "checks"),
    [
        ({"FromPort": 22, "ToPort": 22}, {"24"}),
        ({"FromPort": "3389", "ToPort": "3389"}, {"25"}),
        ({"FromPort": 0, "ToPort": 100}, {"24", "260"}),
        ({"FromPort": 443, "ToPort": 443}, NONE),
        ({"FromPort": 80, "ToPort": {"Ref": "Last"}}, {"25", "260"}),
        ({"IpProtocol": "-1"}, {"24", "25", "260"}),
        ({"IpProtocol": -1, "FromPort": 443, "ToPort": 443}, {"24", "25", "260"}),
    ],
)
def test_an_entry_may_be_about_the_ports_that_it_opens(
    entry: dict[str, Any], checks: set[str]
) -> None:
    entry = {"IpProtocol": "tcp", "CidrIp": "0.0.0.0/0", **entry}
    assert checks_of("AWS::EC2::SecurityGroupIngress", entry) == checks
    chosen = {"Fn::If": ["C", entry, {"Ref": "AWS::NoValue"}]}
    assert checks_of("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": [chosen]}) == checks
    assert checks_of("AWS::EC2::SecurityGroup", {"SecurityGroupEgress": [entry]}) == NONE


@pytest.mark.parametrize(
    ("statement", "checks"),
    [
        ({"Action": "s3:GetObject"}, {"108"}),
        ({"Action": ["S3:PUTOBJECT"]}, {"111"}),
        ({"Action": ["s3:Put*"]}, {"109", "111"}),
        ({"Action": ["iam:PassRole"], "Resource": ["arn:aws:iam::1:role/a", "*"]}, {"109", "110"}),
        ({"Action": "*"}, {"107", "108", "109", "110", "111"}),
        ({"NotAction": "s3:*"}, {"107", "108", "109", "110", "111"}),
        ({"Action": "s*:*"}, {"107", "108", "109", "110", "111"}),
        ({"Action": "s3:PutObject", "Resource": "arn:aws:s3:::a/*"}, NONE),
        ({"Action": "s3:PutObject", "Condition": {"Bool": {"a": "b"}}}, NONE),
        ({"Action": "*", "Effect": "Deny"}, NONE),
        ({"Action": "sts:GetSessionToken", "Resource": "arn:aws:s3:::a"}, {"107"}),
        ({"Action": [{"Ref": "Open"}, 3]}, NONE),
    ],
)
def test_a_statement_may_be_about_what_its_actions_do(
    statement: dict[str, Any], checks: set[str]
) -> None:
    """As checkov asks: of statements that allow, without conditions, of every resource."""
    document = {"Statement": [{"Effect": "Allow", "Resource": "*", **statement}]}
    assert checks_of("AWS::IAM::Policy", {"PolicyDocument": document}) == checks
    inline = {"Policies": [{"PolicyDocument": document}]}
    assert checks_of("AWS::IAM::Role", inline) == checks
    assert checks_of("AWS::SQS::QueuePolicy", {"PolicyDocument": document}) == NONE
