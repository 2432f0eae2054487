"""What a property is like where the CDK writes it: values as a template has them, unresolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from synthgate.template.data import is_list, is_mapping

Shape = Callable[[Any], bool]
"""Whether a value is as the CDK writes it."""

_REFERENCES = frozenset({"Ref", "Fn::GetAtt", "Fn::ImportValue"})
_RUNTIME = re.compile(r"(?:nodejs|python)[\d.]+x?\Z")
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:[\w/.-]+")
_EXECUTION = re.compile(r":policy/service-role/AWSLambda(?:Basic|VPCAccess)ExecutionRole\Z")


def exactly(*values: Any) -> Shape:
    """One of some values."""
    return lambda value: value in values


def containing(*marks: str) -> Shape:
    """Text with some marks in it, whatever else a version of the CDK writes."""
    return lambda value: isinstance(value, str) and all(mark in value for mark in marks)


def only(**shapes: Shape) -> Shape:
    """A mapping with these keys, or some of them, and no others."""

    def holds(value: Any) -> bool:
        if not is_mapping(value) or not value.keys() <= shapes.keys():
            return False
        return all(shapes[key](item) for key, item in value.items())

    return holds


def each(shape: Shape) -> Shape:
    """A list of nothing else."""
    return lambda value: is_list(value) and all(shape(item) for item in value)


def anything(_: Any) -> bool:
    """Something that says nothing of what the resource may do: a description, a size."""
    return True


def text(value: Any) -> bool:
    """Text, or text put together."""
    return isinstance(value, str) or (is_mapping(value) and value.keys() == {"Fn::Join"})


def reference(value: Any) -> bool:
    """The name or an attribute of something else in the app."""
    return is_mapping(value) and len(value) == 1 and value.keys() <= _REFERENCES


def runtime(value: Any) -> bool:
    """A runtime, or a table of them by Region (`determineLatestNodeRuntimeName`)."""
    if is_mapping(value):
        found: Any = value.get("Fn::FindInMap")
        return is_list(found) and str(found[0]).startswith("LatestNodeRuntime")
    return isinstance(value, str) and _RUNTIME.match(value) is not None


asset: Shape = only(S3Bucket=anything, S3Key=anything)
"""Code that is no part of the template."""


def inline(*marks: str) -> Shape:
    """Code within the template that has some marks."""
    return only(ZipFile=containing(*marks))


def variables(**shapes: Shape) -> Shape:
    """The variables of a function, which hold no secret: constants, and references."""
    regional = exactly("regional")
    return only(Variables=only(**{"AWS_STS_REGIONAL_ENDPOINTS": regional, **shapes}))


def trust(service: str) -> Shape:
    """A role that a service may assume, and nobody else; older versions name it in its Region."""
    region = re.compile(re.escape(service).replace(r"\.", r"\.(?:[a-z0-9-]+\.)?", 1))

    def is_it(value: Any) -> bool:
        return isinstance(value, str) and region.fullmatch(value) is not None

    statement = only(
        Action=exactly("sts:AssumeRole"), Effect=exactly("Allow"), Principal=only(Service=is_it)
    )
    return only(Statement=each(statement), Version=exactly("2012-10-17"))


def execution_policy(value: Any) -> bool:
    """A managed policy of AWS by which functions write logs, or have a network interface."""
    if not is_mapping(value):
        return False
    (written,) = value.values() if len(value) == 1 else ("",)
    if value.keys() == {"Fn::Join"} and is_list(written) and is_list(written[-1]):
        written = written[-1][-1]
    return isinstance(written, str) and _EXECUTION.search(written) is not None


def statement(*actions: str, anywhere: bool = False) -> Shape:
    """A statement that allows these actions, or some of them, on something that it names.

    `anywhere` lets it be on ``*``. A condition only narrows it.
    """
    known = {action.lower() for action in actions}
    resources = anything if anywhere else _named

    def holds(value: Any) -> bool:
        if not is_mapping(value) or value.get("Effect") != "Allow":
            return False
        if not value.keys() <= {"Action", "Effect", "Resource", "Condition", "Sid"}:
            return False
        found = value.get("Action")
        named = found if is_list(found) else [found]
        return {str(action).lower() for action in named} <= known and resources(
            value.get("Resource")
        )

    return holds


def _named(value: Any) -> bool:
    """Not everything: each resource by something that the template knows of it."""
    if is_list(value):
        return bool(value) and all(_named(item) for item in value)
    if isinstance(value, str):
        return _ARN.match(value) is not None
    return is_mapping(value) and len(value) == 1


def document(*statements: Shape) -> Shape:
    """A policy of some of these statements and no others."""
    allowed = each(lambda value: any(holds(value) for holds in statements))
    return only(Version=exactly("2012-10-17"), Statement=allowed)


def inline_policies(*statements: Shape) -> Shape:
    """The policies of a role that is written with them."""
    return each(only(PolicyName=exactly("Inline"), PolicyDocument=document(*statements)))


def names_of(shapes: Mapping[str, Shape]) -> str:
    """The properties that are held against a shape, for the documentation."""
    return ", ".join(f"`{name}`" for name in sorted(shapes))
