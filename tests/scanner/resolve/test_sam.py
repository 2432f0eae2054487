"""SAM templates: expanded by AWS's translator, found at what a person wrote."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.resolve import sam

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Trace: {Type: String, Default: Active}
Globals:
  Function: {Runtime: python3.8, Tracing: !Ref Trace}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src
      Handler: app.handler
      Policies:
        - Statement: [{Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::b/*"}]
      Events:
        Api: {Type: Api, Properties: {Path: /, Method: get}}
  Elsewhere:
    Type: AWS::Serverless::Application
    Properties:
      Location: {ApplicationId: arn:aws:serverlessrepo:us-east-1:111122223333:applications/x, SemanticVersion: 1.0.0}
  Queue: {Type: AWS::SQS::Queue}
"""  # noqa: E501 - an ARN is a line


needs_translator = pytest.mark.skipif(
    find_spec("samtranslator") is None, reason="the extra 'sam' is not installed"
)


def found(cli: Callable[..., Any], template: str = TEMPLATE) -> Any:
    return cli(
        "scan", "t.yaml", "--profile", "all", "--format", "json", files={"t.yaml": template}
    ).report


@needs_translator
def test_what_sam_makes_is_checked(cli: Callable[..., Any]) -> None:
    """The role that a function gets has the statements that a person wrote for it."""
    report = found(cli)
    made = {
        (finding["rule_id"], finding["resource"]["logical_id"], finding["location"]["line"])
        for finding in report["findings"]
    }
    assert ("iam-policy-wildcard-action", "OrdersRole", 13) in made
    assert ("lambda-runtime-out-of-support", "Orders") in {row[:2] for row in made}
    assert report["problems"] == []


@needs_translator
def test_globals_and_parameters_count(cli: Callable[..., Any]) -> None:
    """`Globals` reach every function, with the values that parameters have."""
    untraced = "lambda-function-untraced"
    assert untraced not in {f["rule_id"] for f in found(cli)["findings"]}
    passive = TEMPLATE.replace("Default: Active", "Default: PassThrough")
    assert untraced in {f["rule_id"] for f in found(cli, passive)["findings"]}


@needs_translator
def test_no_network_is_asked(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the application repository, nor AWS for a region."""

    def refused(*_: Any, **__: Any) -> None:
        message = "the network was asked"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    report = found(cli)
    assert report["problems"] == []
    assert report["templates"][0]["resources"] > 3


@needs_translator
def test_what_sam_refuses_is_told_and_the_rest_is_checked(cli: Callable[..., Any]) -> None:
    """A mistake in one function hides no other resource."""
    broken = TEMPLATE.replace("      Handler: app.handler\n", "      Nonsense: [a]\n") + (
        "  Bucket: {Type: AWS::S3::Bucket}\n"
    )
    report = found(cli, broken)
    (problem,) = report["problems"]
    assert problem["line"] == 1
    assert "s3-bucket-unencrypted" in {finding["rule_id"] for finding in report["findings"]}


def test_without_the_translator_it_is_said(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not silence: the report is incomplete, and names the way out."""
    monkeypatch.setattr(sam, "find_spec", lambda _: None)
    ran = cli("scan", "t.yaml", "--format", "json", files={"t.yaml": TEMPLATE})
    (problem,) = ran.report["problems"]
    assert ran.code == 3
    assert "synthgate[sam]" in problem["message"]
