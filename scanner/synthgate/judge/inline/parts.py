"""What a finding is about, in the words of cdk-nag's granular checks.

cdk-nag's `IAMNoWildcardPermissions` (AwsSolutions-IAM5) names each action and each resource of an
Allow statement that holds a ``*``; `IAMNoManagedPolicies` (AwsSolutions-IAM4) each managed policy
of AWS. References are written flat: ``<Bucket.Arn>/*`` (cdk-nag, `utils/flatten-cfn-reference.ts`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from synthgate.model import Finding
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, property_path

_MANAGED = ":iam::aws:"
_WHOLE = re.compile(r"Action::\*+(?::\*+)?")
_KINDS = ("Action", "Resource")
_ASKED = "AWS::IAM::"
"""What types begin with that those checks ask: groups, users, roles and policies."""


def parts_of(rule: str, finding: Finding, body: Mapping[str, Any]) -> frozenset[str]:
    """What a finding of ours about a resource is about, as a check of cdk-nag would name it.

    Empty where that cannot be told: the check names nothing, or the place is in no statement.
    """
    read = _READERS.get(rule)
    return frozenset(read(finding, body)) if read else frozenset()


def texts_in(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that those checks name in a resource, each with the path of what holds it.

    That is a statement, or a managed policy in its list; of types that they do not ask, nothing.
    """
    if kind.startswith(_ASKED):
        yield from _texts(body.get("Properties"), ("Properties",))


def _texts(node: Any, route: Route) -> Iterator[tuple[str, str]]:
    if is_mapping(node) and node.get("Effect") == "Allow":
        for one in _KINDS:
            yield from ((property_path(route), text) for text in _named(one, node.get(one)))
        return
    for step, child in _children(node):
        if route[-1] == "ManagedPolicyArns" and _MANAGED in flat(child):
            yield property_path((*route, step)), f"Policy::{flat(child)}"
        else:
            yield from _texts(child, (*route, step))


def _wildcards(finding: Finding, body: Mapping[str, Any]) -> Iterator[str]:
    """The wildcards of the action or resource that it is about, else those of its statement.

    One about every action is about the resources, too: together they are what is so bad.
    """
    route, node = _deepest(body, finding.location.property_path)
    _, statement = _deepest(body, finding.entry)
    kind = next((step for step in reversed(route) if step in _KINDS), None)
    here = [*_named(str(kind), node)] if kind else []
    if here and not any(map(_WHOLE.fullmatch, here)):
        yield from here
    elif is_mapping(statement) and statement.get("Effect") == "Allow":
        for one in _KINDS:
            yield from _named(one, statement.get(one))


def _named(kind: str, node: Any) -> Iterator[str]:
    for one in node if is_list(node) else [node]:
        text = flat(one)
        if "*" in text:
            yield f"{kind}::{text}"


def _managed_policies(finding: Finding, body: Mapping[str, Any]) -> Iterator[str]:
    _, node = _deepest(body, finding.location.property_path)
    for one in node if is_list(node) else [node]:
        text = flat(one)
        if _MANAGED in text:
            yield f"Policy::{text}"


_READERS: Mapping[str, Callable[[Finding, Mapping[str, Any]], Iterator[str]]] = {
    "IAMNoWildcardPermissions": _wildcards,
    "IAMNoManagedPolicies": _managed_policies,
}
NAMING = frozenset(_READERS)
"""The checks whose findings name what stands in a resource."""


def _deepest(body: Any, path: str) -> tuple[Route, Any]:
    """The node that a path of a report leads to, or the last one on the way that there is."""
    route: Route = ()
    node = body
    while property_path(route) != path:
        found = next((one for one in _children(node) if _leads((*route, one[0]), path)), None)
        if found is None:
            break
        route, node = (*route, found[0]), found[1]
    return route, node


def _children(node: Any) -> Iterator[tuple[str | int, Any]]:
    if is_mapping(node):
        yield from node.items()
    elif is_list(node):
        yield from enumerate(node)


def _leads(route: Route, path: str) -> bool:
    return is_within(path, property_path(route))


def is_within(path: str, other: str) -> bool:
    """Whether what one path leads to is that of another one, or inside of it."""
    return path == other or path.startswith((f"{other}.", f"{other}["))


def flat(node: Any) -> str:
    """A value of CloudFormation as cdk-nag writes it: references between ``<`` and ``>``."""
    if isinstance(node, str):
        return node.replace("${", "<").replace("}", ">")
    if is_mapping(node):
        for function, write in _FLAT.items():
            if node.get(function):
                return write(node[function])
    return json.dumps(node, separators=(",", ":"), ensure_ascii=False)


def _joined(value: Any) -> str:
    if not (is_list(value) and len(value) == 2 and isinstance(value[0], str) and is_list(value[1])):
        return ""
    return value[0].join(map(flat, value[1]))


def _attribute(value: Any) -> str:
    return f"<{'.'.join(map(flat, value))}>" if is_list(value) else ""


_FLAT: Mapping[str, Callable[[Any], str]] = {
    "Fn::Join": _joined,
    "Fn::Sub": flat,
    "Fn::GetAtt": _attribute,
    "Fn::ImportValue": flat,
    "Ref": lambda name: f"<{flat(name)}>",
}
