"""Where a text leads that is made with references, or that holds the name of a resource."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import NOWHERE, App, Resolver
from synthgate.rule.cards.card import read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = {
    "id": "led",
    "title": {"en": "Led"},
    "severity": "low",
    "pillar": "security",
    "why": {"en": "w"},
    "fix": {"en": "f"},
    "examples": {"fails": "", "passes": ""},
}
TYPES = {
    "bucket": "AWS::S3::Bucket",
    "function": "AWS::Lambda::Function",
    "queue": "AWS::SQS::Queue",
    "group": "AWS::Logs::LogGroup",
    "parameter": "AWS::SSM::Parameter",
    "repository": "AWS::ECR::Repository",
    "machine": "AWS::StepFunctions::StateMachine",
    "balancer": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "cluster": "AWS::RDS::DBCluster",
    "api": "AWS::ApiGateway::RestApi",
    "role": "AWS::IAM::Role",
    "policy": "AWS::IAM::ManagedPolicy",
    "key": "AWS::KMS::Key",
}
AROUND = """\
Parameters:
  Open: {Type: String}
  Given: {Type: String, Default: orders}
  OfKeys: {Type: String, AllowedPattern: '^alias/aws/[a-z]+$'}
  Boundary: {Type: String, AllowedPattern: '^arn:aws:iam::[0-9]{12}:policy/Ours$'}
  Queues: {Type: String, AllowedPattern: '^arn:aws:sqs:[a-z0-9-]+:[0-9]{12}:[a-z]+$'}
  Topics: {Type: String, AllowedPattern: '^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[a-z]+$'}
"""


def said(check: Any, of: str, *stacks: dict[str, str]) -> dict[str, str]:
    """What a check says of the resources of a type in an app."""
    made, mistakes = read_card(
        Path("led.yaml"), json.dumps({**CARD, "resources": [of], "check": check}).encode()
    )
    assert made, mistakes
    app = App()
    for number, lines in enumerate(stacks):
        body = "".join(f"  {name}: {line}\n" for name, line in lines.items())
        template = read_template(f"{number}.yaml", f"{AROUND}Resources:\n{body}".encode())
        app.stacks[str(number)] = Resolver(template, NOWHERE, app=app, identity=str(number))
    found: dict[str, str] = {}
    for stack in app.stacks.values():
        results = evaluate(Stack(stack, {}), Index([made]))
        assert not results.problems
        found |= {one.subject.logical_id: str(one.status) for one in results.verdicts}
    return found


def resource(kind: str, **properties: str) -> str:
    return f"{{Type: {kind}, Properties: {json.dumps(properties)}}}"


def holder(text: str) -> str:
    return f"{{Type: AWS::X::Holder, Properties: {{Text: {text}}}}}"


RELATED = {"related": "AWS::X::Holder", "by": "$.Properties.Text"}


def leads(kind: str, text: str, **properties: str) -> str:
    """Whether a text leads to a resource X, by who is asked what refers to it."""
    x = {"X": resource(TYPES[kind], **properties), "H": holder(text)}
    return said(RELATED, TYPES[kind], x)["X"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bucket", "!Sub '${X}'"),
        ("bucket", "!Sub '${X}/logs'"),
        ("bucket", "!Sub '${X.Arn}/*'"),
        ("bucket", "!Sub '${X.Arn}*'"),
        ("bucket", "!Sub 'arn:aws:s3:::${X}'"),
        ("bucket", "!Sub 'arn:${AWS::Partition}:s3:::${X}/logs/*'"),
        ("bucket", "!Sub 's3://${X}/logs'"),
        ("bucket", "!Sub 'https://${X}.s3.${AWS::Region}.${AWS::URLSuffix}/a'"),
        ("bucket", "!Sub '${X}.s3.amazonaws.com'"),
        ("function", "!Sub '${X.Arn}:live'"),
        ("function", "!Sub '${X}:live'"),
        ("function", "!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${X}'"),
        ("function", "!Sub '${AWS::AccountId}:function:${X}:3'"),
        (
            "function",
            "!Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${X.Arn}/invoke'",
        ),
        ("function", "!Sub '/aws/lambda/${X}'"),
        ("group", "!Sub 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${X}:*'"),
        ("group", "!Sub '${X.Arn}:*'"),
        ("parameter", "!Sub 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter${X}'"),
        ("repository", "!Sub '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/${X}:latest'"),
        ("repository", "!Sub '${X.RepositoryUri}@sha256:0'"),
        ("machine", "!Sub '${X}'"),
        ("balancer", "!Sub 'dualstack.${X.DNSName}'"),
        ("balancer", "!Sub 'http://${X.DNSName}:8080/'"),
        ("cluster", "!Sub '/aws/rds/cluster/${X}/audit'"),
        ("api", "!Sub 'API-Gateway-Execution-Logs_${X}/prod'"),
        ("api", "!Sub 'https://${X}.execute-api.${AWS::Region}.amazonaws.com/prod'"),
    ],
)
def test_a_reference_that_stands_as_a_word_leads(kind: str, text: str) -> None:
    """In an ARN, in a URL, before a path; in the log group that a service names after it."""
    assert leads(kind, text) == "pass"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bucket", "!Sub '${X}-logs'"),
        ("bucket", "!Join ['-', [!Ref X, logs]]"),
        ("bucket", "!Sub 'my${X}'"),
        ("bucket", "!Sub 'arn:aws:s3:::${X}-logs/*'"),
        ("bucket", "!Sub '${X}${AWS::Region}'"),
        ("bucket", "!Sub '${X}.example'"),
        ("bucket", "!Sub 'logs.${X}'"),
        ("queue", "!Sub '${X.QueueName}.fifo'"),
        ("queue", "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${X.QueueName}-dlq'"),
        ("function", "!Sub '${X}-canary'"),
        ("function", "!Sub '/aws/lambda/${X}-old'"),
        ("function", "!Sub '/aws/lambda/pre-${X}'"),
        ("function", "!Sub '/aws/lambda/${X}/x'"),
        ("function", "!Sub '/app/${X}'"),
        ("group", "!Sub '${X}/x'"),
        ("group", "!Sub 'x/${X}'"),
        ("group", "!Sub 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${X}/x'"),
        ("machine", "!Sub '${X}-x'"),
        ("machine", "!Sub '${X}${X}'"),
        ("function", "!Sub 'arn:aws:s3:::${X}'"),
        ("cluster", "!Sub '/aws/rds/cluster/${X}'"),
        ("api", "!Sub 'API-Gateway-Execution-Logs_${X}'"),
    ],
)
def test_what_is_glued_to_a_reference_makes_another_name(kind: str, text: str) -> None:
    """Whether or not the template says how the resource is called."""
    assert leads(kind, text) == "fail"
    assert leads(kind, text, **{f"{TYPES[kind].rsplit('::')[-1]}Name": "orders"}) == "fail"


@pytest.mark.parametrize("text", ["!Sub '${X}${Open}'", "!Sub '${Open}${X}'"])
def test_what_is_open_beside_a_reference_may_be_nothing(text: str) -> None:
    """Or a path, or more of a name."""
    assert leads("bucket", text) == "unknown"


@pytest.mark.parametrize(
    ("kind", "name", "text", "status"),
    [
        ("queue", "orders-dlq", "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Y}-dlq", "pass"),
        ("queue", "orders", "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Y}-dlq", "fail"),
        ("bucket", None, "other.${Open}", "fail"),
        ("bucket", None, "other-${Open}", "unknown"),
        ("bucket", "orders-x", "${Y}-x", "pass"),
        ("bucket", "y-x", "${Z}-x", "unknown"),
        ("bucket", "y", "${Z}-x", "fail"),
        ("function", "orders-v2", "/aws/lambda/${Y}-v2", "pass"),
        ("function", "orders", "/aws/lambda/orders", "pass"),
        ("function", "orders", "/aws/lambda/${Given}", "pass"),
        ("function", "orders", "/aws/lambda/${Open}", "unknown"),
        ("function", "orders", "/aws/lambda/p-${Open}", "fail"),
        ("function", "orders", "/aws/lambda/orders/x", "fail"),
        ("function", "orders", "orders:live", "pass"),
        ("function", "orders", "${AWS::AccountId}:function:orders", "pass"),
        ("function", "orders", "${AWS::AccountId}:function:other", "fail"),
        ("function", "orders", "123456789012:function:orders", "unknown"),
        ("cluster", "orders", "/aws/rds/cluster/orders/audit", "pass"),
        ("cluster", "orders", "/aws/rds/cluster/orders", "fail"),
        ("api", "orders", "API-Gateway-Execution-Logs_orders/prod", "fail"),
    ],
)
def test_another_name_is_compared_as_text(
    kind: str, name: str | None, text: str, status: str
) -> None:
    """With the names that are known in it; Y is called orders, and Z as CloudFormation likes."""
    named = {"cluster": "DBClusterIdentifier", "api": "Name"}
    key = named.get(kind, f"{TYPES[kind].rsplit('::')[-1]}Name")
    stack = {
        "X": resource(TYPES[kind], **({key: name} if name else {})),
        "Y": resource("AWS::DynamoDB::Table", TableName="orders"),
        "Z": resource("AWS::DynamoDB::Table"),
        "H": holder(f"!Sub '{text}'"),
    }
    assert said(RELATED, TYPES[kind], stack)["X"] == status


@pytest.mark.parametrize("name", ["!Sub 'f-${AWS::Region}'", "!Sub 'f-${Open}'", "!Ref Open"])
def test_the_same_open_name_is_the_same(name: str) -> None:
    """In the name of a function, and in that of its log group."""
    inside = name.removeprefix("!Sub 'f-").removesuffix("'") if "Sub" in name else "${Open}"
    group = f"!Sub '/aws/lambda/{'f-' if 'Sub' in name else ''}{inside}'"
    function = f"{{Type: AWS::Lambda::Function, Properties: {{FunctionName: {name}}}}}"
    stack = {"X": function, "H": holder(group)}
    assert said(RELATED, TYPES["function"], stack)["X"] == "pass"


def test_a_log_group_of_another_stack_is_found_by_name() -> None:
    """Both go to one place."""
    function = resource(TYPES["function"], FunctionName="orders")
    group = {"H": holder("/aws/lambda/orders")}
    assert said(RELATED, TYPES["function"], {"X": function}, group)["X"] == "pass"


@pytest.mark.parametrize(
    ("text", "others", "status"),
    [
        ("!Ref Open", {}, "unknown"),
        ("!Ref OfKeys", {"K": "key"}, "fail"),
        ("!Sub 'alias/aws/${Open}'", {"K": "key"}, "fail"),
        ("'alias/aws/{{resolve:ssm:/x}}'", {"K": "key"}, "fail"),
        ("!Sub 'alias/${Open}'", {}, "fail"),
        ("!Ref Boundary", {"R": "role"}, "fail"),
        ("!Ref Boundary", {"R": "policy"}, "unknown"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:policy/${Open}'", {"R": "role"}, "fail"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:${Open}/x'", {"R": "role"}, "unknown"),
        ("!Sub 'other-${Open}'", {"B": "bucket"}, "unknown"),
        ("!Sub '${B}-x'", {"B": "bucket"}, "fail"),
        ("!Sub '${B}/x'", {"B": "bucket"}, "pass"),
        ("!Sub '${B}${Open}'", {"B": "bucket"}, "unknown"),
    ],
)
def test_what_nothing_in_the_app_fits_is_not_of_it(
    text: str, others: dict[str, str], status: str
) -> None:
    """The letters that are known decide, also those of a pattern that a parameter has to fit."""
    stack = {name: resource(TYPES[kind]) for name, kind in others.items()}
    check = {"path": "$.Properties.Text", "all": {"is": "in-app"}}
    assert said(check, "AWS::X::Holder", {"H": holder(text), **stack})["H"] == status


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("!Ref Open", "orders", "unknown"),
        ("!Ref Queues", "orders", "unknown"),
        ("!Ref Topics", "orders", "fail"),
        ("!Sub 'x-${Open}'", "orders", "fail"),
        ("!Sub 'o${Open}'", "orders", "unknown"),
        ("!Sub '${Y}-x'", "orders", "fail"),
        ("!Sub '${Y}-x'", "y-x", "unknown"),
    ],
)
def test_a_text_that_fits_nothing_is_elsewhere(text: str, name: str, status: str) -> None:
    """Though pieces of it are open."""
    stack = {
        "H": holder(text),
        "Q": resource(TYPES["queue"], QueueName=name),
        "Y": resource("AWS::DynamoDB::Table"),
    }
    check = {"refers": "$.Properties.Text", "to": TYPES["queue"], "elsewhere": "fail"}
    assert said(check, "AWS::X::Holder", stack)["H"] == status


_NAMES = st.text("ab-", min_size=1, max_size=3)
_PLACES = st.sampled_from(
    ["", "arn:aws:s3:::", "arn:aws:sqs:::", "/aws/lambda/", "arn:aws:lambda:::function:"]
)


@given(st.sampled_from(["bucket", "function", "queue"]), _NAMES, _NAMES, _PLACES, _NAMES, _NAMES)
def test_a_name_that_is_written_and_one_that_is_referred_to_are_one(
    kind: str, mine: str, other: str, before: str, left: str, right: str
) -> None:
    """Whatever stands around a reference, the text leads where it does with the name in it."""
    kinds = {"X": mine, "Y": other}
    key = f"{TYPES[kind].rsplit('::')[-1]}Name"
    own = {name: resource(TYPES[kind], **{key: called}) for name, called in kinds.items()}
    attribute = "X.QueueName" if kind == "queue" else "X"
    for start, end in ((left, ""), ("", right), ("", "")):
        made = {**own, "H": holder(f"!Sub '{before}{start}${{{attribute}}}{end}'")}
        plain = {**own, "H": holder(json.dumps(f"{before}{start}{mine}{end}"))}
        by_reference, by_name = (said(RELATED, TYPES[kind], one) for one in (made, plain))
        for name in kinds:
            assert {by_reference[name], by_name[name]} != {"pass", "fail"} or mine == other


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("!Ref Open", "!Sub '/aws/lambda/${Open}'", "unknown"),
        ("!Sub 'f-${Open}'", "!Sub '/aws/lambda/f-${Open}'", "unknown"),
        ("!Ref Open", "!Ref Open", "unknown"),
        ("!Sub 'f-${AWS::Region}'", "!Sub '/aws/lambda/f-${AWS::Region}'", "pass"),
    ],
)
def test_parameters_of_two_stacks_are_two(name: str, text: str, status: str) -> None:
    """Though they are called the same; the Region is that of both."""
    function = f"{{Type: AWS::Lambda::Function, Properties: {{FunctionName: {name}}}}}"
    assert said(RELATED, TYPES["function"], {"X": function}, {"H": holder(text)})["X"] == status


_PIECES = st.lists(
    st.sampled_from(
        ["arn:aws:s3:::", "/aws/lambda/", "a", "b-", "/", ":", ".", "alias/", "${Open}", "${X}"]
    ),
    min_size=1,
    max_size=4,
)
_GIVEN = st.sampled_from(["a", "b", "b-a", "a-b", "/", ":x", "aws/s3", "arn:aws:s3:::a"])


@given(
    kind=st.sampled_from(["bucket", "function"]), pieces=_PIECES, given_=_GIVEN, named=st.booleans()
)
def test_what_is_decided_of_an_open_text_stays_so(
    kind: str, pieces: list[str], given_: str, *, named: bool
) -> None:
    """Whatever the parameter is given, for who is referred to, and for one that is called `a`."""
    key = f"{TYPES[kind].rsplit('::')[-1]}Name"
    own = {
        "X": resource(TYPES[kind], **({key: "b"} if named else {})),
        "Y": resource(TYPES[kind], **{key: "a"}),
    }
    text = "".join(pieces)
    inside = {"path": "$.Properties.Text", "all": {"is": "in-app"}}
    refers = {"refers": "$.Properties.Text", "to": TYPES[kind], "elsewhere": "fail"}
    holding = ((inside, "AWS::X::Holder"), (refers, "AWS::X::Holder"))
    for check, of in ((RELATED, TYPES[kind]), *holding):
        before = said(check, of, {**own, "H": holder(f"!Sub '{text}'")})
        filled = text.replace("${Open}", given_)
        after = said(check, of, {**own, "H": holder(f"!Sub '{filled}'")})
        for name, status in before.items():
            assert status in ("unknown", after[name]) or after[name] == "unknown"
