"""Secrets that a template gives away, and the ways in which it does.

Rules see resolved values, in which a literal and the default of a parameter are the same. Who
may read a secret is decided by how it is written, so these look at the template itself
(CloudFormation User Guide, "Get values stored in other services using dynamic references"
and "CloudFormation template Parameters syntax", NoEcho).

A card about a new secret adds a line to `SECRETS` and imports `written` into the module
beside it; where a type has secrets of several cards, each takes its own by `written_at`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.parameters import SSM_TYPE
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.strings import PLACEHOLDER, literal
from synthgate.resolve.values import Decider, Unknown, causes_of, unknown
from synthgate.rule.api import Place, View
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

SECRETS: dict[str, tuple[str, ...]] = {
    "AWS::DMS::Endpoint": (
        "Password",
        "GcpMySQLSettings.Password",
        "KafkaSettings.SaslPassword",
        "KafkaSettings.SslClientKeyPassword",
        "MicrosoftSqlServerSettings.Password",
        "MongoDbSettings.Password",
        "OracleSettings.AsmPassword",
        "OracleSettings.SecurityDbEncryption",
        "RedisSettings.AuthPassword",
    ),
    "AWS::DirectoryService::MicrosoftAD": ("Password",),
    "AWS::IAM::User": ("LoginProfile.Password",),
}
"""The properties of each type that hold a secret; ``*`` is every item of a list or mapping."""


class Exposure(Enum):
    """Who may read a value."""

    WRITTEN = "whoever reads the template"
    SHOWN = "whoever may describe the stack, or get the Parameter Store parameter"
    MASKED = "nobody, unless the resource itself repeats it: a parameter with NoEcho"


Found = Iterator[tuple[Truth, Exposure]]
"""The ways in which a value is exposed, each with whether it is in this world."""

Check = Callable[[Resource, View], Iterator[Place]]

DYNAMIC = re.compile(r"\{\{resolve:([\w-]+):(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}")
"""Single braces may stand in it; two end the search, so that it is linear in the text."""
NODE = re.compile("\0(\\d+)\0")
MOST_STACKS = 20


def written(resource: Resource, view: View) -> Iterator[Place]:
    """Secrets of the resource that stand in the template, literally or as a default."""
    yield from exposed(resource, view, SECRETS[resource.type], {Exposure.WRITTEN})


def shown(resource: Resource, view: View) -> Iterator[Place]:
    """Secrets of the resource that CloudFormation or Parameter Store show in plain text."""
    yield from exposed(resource, view, SECRETS[resource.type], {Exposure.SHOWN})


def written_at(*paths: str) -> Check:
    """The same as `written`, of some of a type's secrets."""

    def check(resource: Resource, view: View) -> Iterator[Place]:
        yield from exposed(resource, view, paths, {Exposure.WRITTEN})

    return check


def exposed(
    resource: Resource,
    view: View,
    paths: Collection[str],
    ways: Collection[Exposure],
    below: Route = ("Properties",),
) -> Iterator[Place]:
    """Each value at one of the paths that is exposed in one of these ways.

    The place does not say what it saw: a report is no place for a secret.
    """
    raw = view.resolver.template.resources[resource.logical_id]
    for path in paths:
        steps = (*below, *path.split("."))
        for there, route, value in _values(raw, steps, (), view.resolver):
            found = disjunction(
                truth for truth, way in _exposures(value, view.resolver, 0) if way in ways
            )
            truth = conjunction((there, found))
            if truth is not False:
                yield Place(route, {}, causes_of(truth))


def _values(
    node: Any, steps: Route, route: Route, resolver: Resolver
) -> Iterator[tuple[Truth, Route, Any]]:
    """What the steps lead to, in every branch of each `Fn::If` on the way."""
    for there, value in _branches(node, resolver):
        if not steps:
            yield there, route, value
            continue
        for key, item in _items(value, steps[0]):
            for deeper, whole, found in _values(item, steps[1:], (*route, key), resolver):
                yield conjunction((there, deeper)), whole, found


def _items(value: Any, step: str | int) -> list[tuple[str | int, Any]]:
    if step == "*":
        return list(enumerate(value)) if is_list(value) else list(_members(value))
    return [(key, item) for key, item in _members(value) if key == step]


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    yield from value.items() if is_mapping(value) else ()


def _branches(node: Any, resolver: Resolver) -> Iterator[tuple[Truth, Any]]:
    """A value, or those of an `Fn::If` with whether each is taken."""
    name, argument = _function(node)
    if name != "Fn::If" or not (is_list(argument) and len(argument) == 3):
        yield True, node
        return
    holds = resolver.condition(str(argument[0]))
    for taken, branch in ((holds, argument[1]), (negation(holds), argument[2])):
        if taken is not False:
            for deeper, value in _branches(branch, resolver):
                yield conjunction((taken, deeper)), value


def _function(node: Any) -> tuple[str, Any]:
    return next(iter(node.items())) if is_mapping(node) and len(node) == 1 else ("", node)


def _exposures(node: Any, resolver: Resolver, depth: int) -> Found:
    for taken, value in _branches(node, resolver):
        for truth, way in _ways(value, resolver, depth):
            yield conjunction((taken, truth)), way


def _ways(node: Any, resolver: Resolver, depth: int) -> Found:
    name, argument = _function(node)
    if name == "Ref":
        yield from _of_reference(str(argument), resolver, depth)
    elif name in {"Fn::Sub", "Fn::Join"}:
        yield from _of_pieces(list(_pieces(name, argument)), resolver, depth)
    elif is_list(node) or is_mapping(node):
        yield from _of_other(node, resolver, depth)
    elif node is not None:
        yield from _of_pieces([str(node)], resolver, depth)


def _of_reference(name: str, resolver: Resolver, depth: int) -> Found:
    """A parameter; what a resource returns is no secret that the template tells."""
    declared = resolver.template.section("Parameters").get(name)
    if is_mapping(declared):
        yield from _of_parameter(name, declared, resolver, depth)
    elif name not in resolver.template.resources and not name.startswith("AWS::"):
        yield unknown(Decider.MISSING, name), Exposure.WRITTEN


def _of_parameter(name: str, declared: dict[str, Any], resolver: Resolver, depth: int) -> Found:
    """Its default, or what the parent stack passes; without `NoEcho` it is shown, whatever it is.

    The default of an SSM parameter type is a name. A default that is a dynamic reference
    is what the stack shows.
    """
    nested_in = resolver.app.parent(resolver.identity) if resolver.is_passed(name) else None
    masked = equal(declared.get("NoEcho", False), True)
    default = declared.get("Default")
    by_name = str(declared.get("Type")).startswith(SSM_TYPE)
    told: list[tuple[Truth, Exposure]] = []
    if nested_in and depth < MOST_STACKS:
        parent, logical_id = nested_in
        passed = ("Properties", "Parameters", name)
        for there, _, value in _values(parent.template.resources[logical_id], passed, (), parent):
            for truth, way in _exposures(value, parent, depth + 1):
                told.append((conjunction((there, truth)), way))
    elif default not in (None, "") and not by_name:
        told = list(_ways(default, resolver, depth))
        if not told:
            return
    yield from told
    if not any(way is Exposure.WRITTEN for _, way in told):
        yield True, Exposure.MASKED if masked is True else Exposure.SHOWN


def _pieces(name: str, argument: Any) -> Iterator[Any]:
    """Text and what stands between, of an `Fn::Sub` or `Fn::Join`; pseudo parameters are text."""
    if name == "Fn::Join" and is_list(argument) and len(argument) == 2 and is_list(argument[1]):
        for index, item in enumerate(argument[1]):
            yield from (argument[0], item) if index else (item,)
        return
    own: Any = {}
    if is_list(argument) and len(argument) == 2:
        argument, own = argument
    for index, piece in enumerate(PLACEHOLDER.split(str(argument))):
        if index % 2 == 0:
            yield literal(piece)
        elif is_mapping(own) and piece.strip() in own:
            yield own[piece.strip()]
        elif piece.strip().startswith("AWS::"):
            yield piece
        else:
            yield {"Fn::GetAtt" if "." in piece else "Ref": piece.strip()}


def _of_pieces(pieces: list[Any], resolver: Resolver, depth: int) -> Found:
    """A string: what is literal all through is written; else it is as safe as its parts.

    What stands in the braces of a dynamic reference only names the secret.
    """
    text = "".join(
        f"\0{index}\0" if is_list(piece) or is_mapping(piece) else str(piece).replace("\0", "")
        for index, piece in enumerate(pieces)
    )
    services: list[str] = DYNAMIC.findall(text)
    rest = DYNAMIC.sub("", text)
    nodes: list[str] = NODE.findall(rest)
    if "ssm" in services:
        yield True, Exposure.SHOWN
    if rest and not nodes and not services:
        yield True, Exposure.WRITTEN
    for index in nodes:
        yield from _exposures(pieces[int(index)], resolver, depth)


def _of_other(node: Any, resolver: Resolver, depth: int) -> Found:
    """Any other function: what it chooses from, what the parameters in it are, what it comes to.

    The values of a mapping stand in the template, whatever decides which of them it is.
    """
    written = [*_chosen(node, resolver)]
    for value in written:
        yield from _exposures(value, resolver, depth)
    if written:
        return
    parameters = resolver.template.section("Parameters").keys() & set(_names(node))
    if parameters and "Fn::FindInMap" not in node:
        for name in sorted(parameters):
            yield from _of_reference(name, resolver, depth)
        return
    value = resolver.resolve(node)
    choices = value.choices if isinstance(value, Unknown) else (value,)
    if any(isinstance(choice, str | int | float) and choice != "" for choice in choices):
        yield True, Exposure.WRITTEN


def _chosen(node: Any, resolver: Resolver) -> Iterator[Any]:
    """The values, as they are written, of which a function takes one."""
    name, argument = _function(node)
    if not (is_list(argument) and len(argument) in (2, 3)):
        return
    if name == "Fn::Select" and is_list(argument[1]):
        yield from _at(dict(enumerate(argument[1])), resolver.resolve(argument[0]))
    elif name == "Fn::FindInMap" and len(argument) == 3 and isinstance(argument[0], str):
        first, second = map(resolver.resolve, argument[1:])
        for row in _at(resolver.mapping(argument[0]), first):
            yield from _at(row, second)


def _at(found: Any, key: Any) -> Iterator[Any]:
    """What a key leads to, or may lead to where it is not known."""
    for name, value in found.items() if is_mapping(found) else ():
        if equal(str(name), key) is not False:
            yield value


def _names(node: Any) -> Iterator[str]:
    """Whatever `Ref` names inside a value."""
    name, argument = _function(node)
    if name == "Ref":
        yield str(argument)
    for item in node.values() if is_mapping(node) else node if is_list(node) else ():
        yield from _names(item)
