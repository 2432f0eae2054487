"""Python pairs in one app of the real aws-cdk-lib: two stacks for each card."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import aws_cdk as cdk

ENVIRONMENT = cdk.Environment(account="111122223333", region="eu-central-1")
UNVALIDATED = (
    {"builtin_cloud_formation_validation": False}
    if hasattr(cdk.AppProps, "builtin_cloud_formation_validation")
    else {}
)
"""What keeps the CDK from validating its templates, which takes half the time, where it does."""

LIKE_ITS_CLI = {"aws:cdk:enable-path-metadata": True}
"""What `cdk synth` adds to the context: templates tell the paths of constructs."""


def synthesize(
    pairs: Mapping[str, str], folder: Path, *, validated: bool = False
) -> dict[str, str]:
    """Put each of some lines into a stack of its own, by its name; what went wrong, by name."""
    options = {} if validated else UNVALIDATED
    app = cdk.App(outdir=str(folder), analytics_reporting=False, context=LIKE_ITS_CLI, **options)
    wrong: dict[str, str] = {}
    for name, lines in pairs.items():
        stack = cdk.Stack(app, name, env=ENVIRONMENT)
        try:
            exec(compile(lines, name, "exec"), {}, Scope(stack))  # noqa: S102 - our own cards
        except Exception as error:  # noqa: BLE001 - whatever a card has written
            stack.node.scope.node.try_remove_child(name)  # type: ignore[union-attr]
            wrong[name] = f"{type(error).__name__}: {error}"[:600]
    app.synth()
    return wrong


class Scope(dict[str, Any]):
    """What names mean in a pair: `self` is the stack, and what else is needed is made on demand.

    A module of the CDK has the name of its service (`s3`, `lambda_`), what the examples of its
    pages call a thing is one: `key`, `vpc`, `bucket`, `role`, `function`, `topic`, …
    """

    def __init__(self, stack: cdk.Stack) -> None:
        super().__init__(self=stack, cdk=cdk)

    def __missing__(self, name: str) -> Any:
        if name in GIVEN:
            self[name] = GIVEN[name](self)
        elif hasattr(cdk, name):  # Duration, RemovalPolicy
            self[name] = getattr(cdk, name)
        else:
            self[name] = module(name)
        return self[name]


def module(name: str) -> ModuleType:
    """`aws_cdk.aws_s3` by `s3`; names that Python takes for itself end in an underscore."""
    plain = name.removesuffix("_") if keyword.iskeyword(name.removesuffix("_")) else name
    try:
        return importlib.import_module(f"aws_cdk.aws_{SHORT.get(plain, plain)}")
    except ModuleNotFoundError:
        raise KeyError(name) from None


SHORT = {
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancingv2",
    "firehose": "kinesisfirehose",
    "opensearch": "opensearchservice",
}

GIVEN: Mapping[str, Callable[[Scope], Any]] = {
    "bucket": lambda it: it["s3"].Bucket(it["self"], "GivenBucket"),
    "certificate": lambda it: it["acm"].Certificate(
        it["self"], "GivenCertificate", domain_name="www.example.com"
    ),
    "acm": lambda _: module("certificatemanager"),
    "identitypool": lambda _: module("cognito_identitypool"),
    "cw_actions": lambda _: module("cloudwatch_actions"),
    "destinations": lambda _: module("lambda_destinations"),
    "event_sources": lambda _: module("lambda_event_sources"),
    "subscriptions": lambda _: module("sns_subscriptions"),
    "targets": lambda _: module("events_targets"),
    "origins": lambda _: module("cloudfront_origins"),
    "integrations": lambda _: module("apigatewayv2_integrations"),
    "authorizers": lambda _: module("apigatewayv2_authorizers"),
    "definition": lambda it: it["appsync"].Definition.from_file(
        str(Path(__file__).with_name("schema.graphql"))
    ),
    "function": lambda it: it["lambda_"].Function(
        it["self"],
        "GivenFunction",
        runtime=it["lambda_"].Runtime.PYTHON_3_13,
        handler="index.handler",
        code=it["lambda_"].Code.from_inline("def handler(event, context): pass"),
    ),
    "key": lambda it: it["kms"].Key(it["self"], "GivenKey"),
    "log_group": lambda it: it["logs"].LogGroup(it["self"], "GivenLogGroup"),
    "queue": lambda it: it["sqs"].Queue(it["self"], "GivenQueue"),
    "role": lambda it: it["iam"].Role(
        it["self"], "GivenRole", assumed_by=it["iam"].ServicePrincipal("ec2.amazonaws.com")
    ),
    "secret": lambda it: it["secretsmanager"].Secret(it["self"], "GivenSecret"),
    "table": lambda it: it["dynamodb"].Table(
        it["self"],
        "GivenTable",
        partition_key=it["dynamodb"].Attribute(name="id", type=it["dynamodb"].AttributeType.STRING),
    ),
    "topic": lambda it: it["sns"].Topic(it["self"], "GivenTopic"),
    "vpc": lambda it: it["ec2"].Vpc(it["self"], "GivenVpc", max_azs=2),
}
