"""SAM templates: expanded by AWS's translator, found at what a person wrote."""

from __future__ import annotations

import json
import socket
import time
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthgate.problem_code import ProblemCode
from synthgate.resolve import sam
from synthgate.template.read import read_template

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
        *("scan", "t.yaml", "--profile", "all", "--environment", "development"),
        *("--format", "json"),
        files={"t.yaml": template},
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
def test_what_sam_makes_of_a_construct_leads_to_that(cli: Callable[..., Any]) -> None:
    """In an assembly: the construct path and the line of the program of what somebody wrote."""
    metadata = [
        {"type": "aws:cdk:logicalId", "data": "Orders"},
        {"type": "aws:cdk:creationStack", "data": ["x (/build/app.py:2)"]},
    ]
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "App.template.json"},
        "metadata": {"/App/Orders": metadata},
    }
    template = read_template("t.yaml", TEMPLATE.encode()).data
    files = {
        "app.py": "import cdk\nCfnFunction()\n",
        "cdk.out/cdk.out": '{"version": "55.0.0"}',
        "cdk.out/manifest.json": json.dumps({"artifacts": {"App": stack}}),
        "cdk.out/App.template.json": json.dumps(template),
    }
    words = ("scan", "cdk.out", "--profile", "all", "--environment", "development")
    report = cli(*words, "--format", "json", files=files).report
    (made,) = (
        one
        for one in report["findings"]
        if (one["rule_id"], one["resource"]["logical_id"])
        == ("iam-policy-wildcard-action", "OrdersRole")
    )
    assert made["resource"]["construct_path"] == "App/Orders"
    assert (made["source"]["path"], made["source"]["line"]) == ("app.py", 2)


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
    (problem,) = [one for one in ran.report["problems"] if one["kind"] != "notice"]
    assert ran.code == 3
    assert "synthgate[sam]" in problem["message"]


EVERYTHING = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Trace: {Type: String, Default: Active}}
Globals:
  Function: {Runtime: python3.13, Tracing: !Ref Trace, Environment: {Variables: {A: b}}}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata: {SamResourceId: Orders, BuildMethod: x}
    Connectors: {Mine: {Properties: {Destination: {Id: Table}, Permissions: [Read]}}}
    Properties:
      CodeUri: ./src
      Handler: app.handler
      AutoPublishAlias: live
      DeploymentPreference: {Type: AllAtOnce}
      Policies: [{S3ReadPolicy: {BucketName: b}}, AWSLambdaExecute]
      Events:
        Api: {Type: Api, Properties: {Path: "/{id}", Method: get, RestApiId: !Ref Api}}
        Http: {Type: HttpApi}
        Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 1}}
        Time: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: !Sub "${Trace}", Auth: {DefaultAuthorizer: AWS_IAM}, Cors: "'*'"}
  Table: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: id, Type: String}}}
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: ./layer}}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {Definition: {StartAt: A}, Policies: [{LambdaInvokePolicy: {FunctionName: x}}]}
  Queue: {Type: AWS::SQS::Queue}
"""


def nodes(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value below one."""
    steps = value.items() if isinstance(value, dict) else ()
    steps = enumerate(value) if isinstance(value, list) else steps
    below = [way for step, inner in steps for way in nodes(inner, (*here, step))]
    return [here, *below] if here else below


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    st.sampled_from(["\ud800", "${", "{{resolve:ssm:x}}", "{" * 50, "arn:aws:x", "Orders"]),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from([{}, [], [[]], {"Ref": ["x"]}, {"Fn::Sub": {}}, {"Fn::GetAtt": "Orders"}]),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)


@needs_translator
@given(data=st.data())
@settings(max_examples=25)
def test_whatever_the_translator_stumbles_over_is_told(data: st.DataObject) -> None:
    """Any value in any place: a template comes of it, or the template as it is with a problem."""
    template = read_template("t.yaml", EVERYTHING.encode())
    for way in data.draw(st.lists(st.sampled_from(nodes(template.data)), min_size=1, max_size=3)):
        parent: Any = template.data
        try:
            for step in way[:-1]:
                parent = parent[step]
            parent[way[-1]] = data.draw(odd)
        except (TypeError, KeyError, IndexError):  # a way that leads through another's new value
            continue
    made, problems = sam.expanded(template, {"Trace": "Active"})
    assert (made is template) == bool(problems)
    json.dumps(made.data)


@needs_translator
@pytest.mark.parametrize(
    "made", [None, [], {}, {"Resources": 1}, {"Resources": {1: {}}}, {"Resources": {"A": {1}}}]
)
def test_what_the_translator_makes_may_be_nonsense(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it has refused the template."""
    from samtranslator.translator.translator import Translator

    monkeypatch.setattr(Translator, "translate", lambda *_, **__: made)
    template = read_template("t.yaml", TEMPLATE.encode())
    same, problems = sam.expanded(template, {})
    assert same is template
    assert [problem.code for problem in problems] == [ProblemCode.SAM_NOT_EXPANDED]


@needs_translator
def test_a_note_of_the_translator_may_be_nonsense() -> None:
    """A resource that was made leads to the one whose name its own begins with, then."""
    text = EVERYTHING.replace("SamResourceId: Orders", "SamResourceId: [x]")
    made, problems = sam.expanded(read_template("t.yaml", text.encode()), {})
    assert problems == []
    assert made.aliases["Resources", "OrdersRole"] == ("Resources", "Orders")


@needs_translator
def test_no_more_is_given_to_the_translator_than_templates_hold() -> None:
    """Aliases that make a small text large, or a parameter that does so to a string."""
    bomb = "".join(
        f"    - &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdef")
    )
    text = f"{EVERYTHING}Metadata:\n  X:\n    - &a [1, 2, 3]\n{bomb}"
    large = EVERYTHING.replace("${Trace}", "${Trace}" * 10_000)
    for template, value in ((text, "x"), (large, "x" * 4096)):
        read = read_template("t.yaml", template.encode())
        same, problems = sam.expanded(read, {"Trace": value})
        assert same is read
        assert [problem.code for problem in problems] == [ProblemCode.LIMIT]


@needs_translator
def test_a_translator_that_does_not_end_is_stopped(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template has no verdict, for what it will be is not known."""
    monkeypatch.setattr(sam, "SECONDS", 0.05)
    monkeypatch.setattr(sam, "_translated", lambda *_: time.sleep(60))
    report = found(cli)
    assert [(one["code"], one["kind"]) for one in report["problems"]] == [
        ("timed-out", "incomplete")
    ]
    assert report["templates"][0]["status"] == "failed"
    assert report["findings"] == []


@needs_translator
@pytest.mark.parametrize(
    ("policies", "path"),
    [
        ("PowerUserAccess", "Policies"),
        ("[AWSXRayDaemonWriteAccess, PowerUserAccess]", "Policies[1]"),
    ],
)
def test_a_managed_policy_is_told_where_the_function_names_it(
    cli: Callable[..., Any], policies: str, path: str
) -> None:
    """The role that is made of it nobody sees."""
    text = TEMPLATE.partition("      Policies:")[0] + f"      Policies: {policies}\n"
    name = "iam-near-admin-managed-policy"
    (finding,) = [one for one in found(cli, text)["findings"] if one["rule_id"] == name]
    assert finding["location"]["line"] == text[: text.index("Policies")].count("\n") + 1
    assert f"{path} is arn:aws:iam::aws:policy/PowerUserAccess" in finding["message"]
