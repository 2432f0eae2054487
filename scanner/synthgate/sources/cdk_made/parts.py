"""The rows of the table, and the resources that most of them are made of."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import field
from typing import Any

from synthgate.records import dataclass
from synthgate.sources.cdk_made.shapes import (
    Shape,
    anything,
    asset,
    document,
    each,
    exactly,
    execution_policy,
    inline_policies,
    only,
    reference,
    runtime,
    text,
    trust,
    variables,
)

FUNCTION, ROLE, POLICY = "AWS::Lambda::Function", "AWS::IAM::Role", "AWS::IAM::Policy"
MACHINE, LOG_GROUP = "AWS::StepFunctions::StateMachine", "AWS::Logs::LogGroup"

Props = Mapping[str, str]
"""By the path of a property (``LoggingConfig.LogGroup``): the prop of the construct that sets it.

It has the name that it has in Python. An empty path is the resource as a whole; an empty name is
that of a property that something else sets (``Tags``, by `Tags.of()`).
"""
TAGS: Props = {"Tags": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """A resource that a construct makes: where below it, and what no user can set there.

    `needed` are the properties that are there whatever the version.
    """

    type: str
    path: str
    fixed: Mapping[str, Shape]
    needed: frozenset[str]
    props: Props = field(default_factory=dict[str, str])
    is_open: bool = False
    """Whether it may have any property besides."""

    def holds(self, properties: Mapping[str, Any]) -> bool:
        """Whether the properties are what the CDK writes, but for those that props set."""
        if not self.needed <= properties.keys():
            return False
        settable = {path.partition(".")[0] for path in self.props}
        return all(self._is_written(name, settable, it) for name, it in properties.items())

    def _is_written(self, name: str, settable: Container[str], value: Any) -> bool:
        shape = None if name in self.props else self.fixed.get(name)
        return shape(value) if shape else self.is_open or name in settable


@dataclass(frozen=True, slots=True)
class Row:
    """A construct that the CDK makes by itself, and the resources in it.

    `construct` is what the user wrote, as far as one can say; `id` is the id that the CDK gives,
    a pattern, or nothing where the user does, in which case `fqns` has to tell (`constructInfo` of
    ``tree.json``). `seen` are the versions of aws-cdk-lib that were looked at.
    """

    construct: str
    id: str
    parts: tuple[Part, ...]
    fqns: frozenset[str] = frozenset()
    needs_tree: bool = False
    seen: tuple[str, ...] = ("2.140.0", "2.275.0")

    def pattern(self, part: Part) -> re.Pattern[str]:
        """The paths of a part; its group `construct` is what `fqns` is about."""
        path = f"/{part.path}" if self.id and part.path else part.path
        above = rf"(?P<construct>(?:.+/)?{self.id})" if self.id else "(?P<construct>.+)/"
        return re.compile(above + path)


_HANDLER, _NO_VARIABLES = exactly("index.handler"), variables()


def function(
    path: str = "Resource",
    handler: Shape = _HANDLER,
    code: Shape = asset,
    *,
    timeout: tuple[int, ...] = (),
    memory: tuple[int, ...] = (),
    environment: Shape = _NO_VARIABLES,
    props: Props = TAGS,
) -> Part:
    """A function; without props, or tags, it is none that a construct for users made."""
    fixed: dict[str, Shape] = {
        "Architectures": exactly(["arm64"], ["x86_64"]),
        "Code": code,
        "Description": text,
        "Environment": environment,
        "Handler": handler,
        "Layers": each(reference),
        "LoggingConfig": only(
            ApplicationLogLevel=exactly("FATAL"), LogFormat=exactly("JSON"), LogGroup=reference
        ),
        "Role": reference,
        "Runtime": runtime,
    }
    if timeout:
        fixed["Timeout"] = exactly(*timeout)
    if memory:
        fixed["MemorySize"] = exactly(*memory)
    needed = frozenset({"Code", "Handler", "Role", "Runtime"})
    return Part(FUNCTION, path, fixed, needed, props)


def role(
    path: str = "ServiceRole/Resource",
    service: str = "lambda.amazonaws.com",
    statements: tuple[Shape, ...] = (),
    props: Props = TAGS,
) -> Part:
    """A role of a service, with what functions need to run and the statements written into it."""
    fixed = {
        "AssumeRolePolicyDocument": trust(service),
        "ManagedPolicyArns": each(execution_policy),
        "Policies": inline_policies(*statements),
    }
    return Part(ROLE, path, fixed, frozenset({"AssumeRolePolicyDocument"}), props)


def policy(*statements: Shape, path: str = "ServiceRole/DefaultPolicy/Resource") -> Part:
    """A policy of a role, of which no user can write the statements."""
    fixed = {
        "PolicyDocument": document(*statements),
        "PolicyName": text,
        "Roles": each(reference),
    }
    return Part(POLICY, path, fixed, frozenset({"PolicyDocument", "Roles"}))


def log_group(path: str = "LogGroup/Resource", props: Props = TAGS) -> Part:
    """The log group of a function (``@aws-cdk/aws-lambda:useCdkManagedLogGroup``)."""
    fixed = {"LogGroupName": text, "RetentionInDays": exactly(731)}
    return Part(LOG_GROUP, path, fixed, frozenset({"LogGroupName"}), props)


def layer(path: str) -> Part:
    """A layer with a tool that a function of the CDK runs."""
    fixed: dict[str, Shape] = {"Content": asset, "Description": anything}
    return Part("AWS::Lambda::LayerVersion", path, fixed, frozenset({"Content"}))


def custom(kind: str, path: str, props: Props | None = None) -> Part:
    """A custom resource. What it hands to its function is the program's business.

    That a function of the CDK serves it is asked besides (`decide`).
    """
    return Part(kind, path, {}, frozenset({"ServiceToken"}), props or {}, is_open=True)
