"""`synthgate explain` shows a resource as CloudFormation would see it, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """
Parameters:
  P: {Type: String, Default: 'true'}
  Q: {Type: String}
  Few: {Type: String, AllowedValues: [x, y]}
  L: {Type: CommaDelimitedList, Default: 'a,b'}
Mappings: {M: {x: {y: z}, y: {y: w}}}
Conditions: {C: !Equals [!Ref Q, a], D: !Equals [a, a]}
Resources:
  Key: {Type: AWS::KMS::Key}
  R:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      BucketName: !Sub '${P}-${Q}-${AWS::Region}'
      PublicAccessBlockConfiguration: !If
        - D
        - {BlockPublicAcls: !Ref P, BlockPublicPolicy: !If [C, true, false]}
        - !Ref AWS::NoValue
      Tags:
        - {Key: first, Value: !FindInMap [M, x, y]}
        - !If [D, !Ref AWS::NoValue, {Key: e, Value: f}]
        - {Key: last, Value: !Select [1, !Ref L]}
      Few: !Ref Few
      Key: !GetAtt Key.Arn
      Secret: '{{resolve:secretsmanager:s}}'
      Gone: !Ref Gone
"""


def explained(cli: Callable[..., Any], *flags: str) -> list[str]:
    ran = cli("explain", "t.yaml", "--resource", "R", *flags, files={"t.yaml": TEXT})
    assert ran.code == 0, ran.err
    return [line.strip() for line in ran.out.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "# t.yaml",
        "R:",
        "Type: AWS::S3::Bucket",
        "DeletionPolicy: Retain",
        "BucketName: true-<Q>-<AWS::Region>  # Fn::Sub",
        "Value: z  # mapping M.x.y",
        "Value: b  # Fn::Select; parameter L, its default",
        "Key: <Key.Arn>  # Fn::GetAtt",
    ],
)
def test_each_value_says_where_it_is_from(cli: Callable[..., Any], line: str) -> None:
    """Parameter, mapping, condition branch, resource."""
    assert line in explained(cli)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("PublicAccessBlockConfiguration", ["condition D is true", "condition C is open"]),
        ("Few", ["one of x | y", "parameter Few"]),
        ("Gone", ["Gone is not in the template"]),
    ],
)
def test_each_unknown_says_why(cli: Callable[..., Any], key: str, words: list[str]) -> None:
    """By the name of what decides it."""
    (line,) = [line for line in explained(cli) if line.startswith(f"{key}: ")]
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("$.Properties.Few", "one of x | y"),
        ("$.Properties.Tags[0].Value", "z"),
        ("$.Properties.Nothing", "<not set>"),
        ("$.DeletionPolicy", "Retain"),
        ("$.Properties.Secret", "secretsmanager"),
        ("$.Properties.Tags[1].Value", "b  # Fn::Select"),
    ],
)
def test_a_path_shows_only_what_it_leads_to(cli: Callable[..., Any], path: str, shown: str) -> None:
    """Of the resource as it is resolved."""
    lines = explained(cli, "--path", path)
    assert len(lines) == 3
    assert shown in lines[2]


def test_a_path_through_a_condition_shows_the_value_below(cli: Callable[..., Any]) -> None:
    """Not the whole block that the condition puts there."""
    path = "$.Properties.PublicAccessBlockConfiguration.BlockPublicAcls"
    assert explained(cli, "--path", path)[2].startswith("true")


def test_what_is_given_is_told_from_a_default(cli: Callable[..., Any]) -> None:
    """With --parameters, and past defaults with --all-scenarios."""
    cli("explain", "t.yaml", "--resource", "R", files={"t.yaml": TEXT, "p.json": '{"Few": "x"}'})
    assert "Few: x  # parameter Few, as given" in explained(cli, "--parameters", "p.json")
    (line,) = [line for line in explained(cli, "--all-scenarios") if line.startswith("BucketName")]
    assert "<P>-<Q>-<AWS::Region>" in line


def test_in_korean(cli: Callable[..., Any]) -> None:
    """The notes, not the values."""
    assert any("매핑 M.x.y" in line for line in explained(cli, "--lang", "ko"))


def test_a_resource_that_is_not_there_is_wrong_usage(cli: Callable[..., Any]) -> None:
    """Said by its name; a path that is none likewise."""
    ran = cli("explain", "t.yaml", "--resource", "Nope", files={"t.yaml": TEXT})
    assert (ran.code, ran.out) == (2, "")
    assert "Nope" in ran.err
    ran = cli("explain", "t.yaml", "--resource", "R", "--path", "$[", files={"t.yaml": TEXT})
    assert ran.code == 2
