"""What stacks write into Parameter Store, and what they read from there, by name.

`AWS::SSM::Parameter`, and `Custom::CrossRegionExportWriter`, by which the CDK hands values to
stacks of other Regions: it writes them there as parameters, for `Custom::CrossRegionExportReader`
(aws-cdk-lib, `core/lib/custom-resource-provider/cross-region-export-providers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.change.stacks.calls import output_holds
from synthgate.change.stacks.state import Place, State
from synthgate.evaluate import Stack
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, known
from synthgate.rule.surroundings.view import WHOLE
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

PARAMETER = "AWS::SSM::Parameter"
WRITER = "Custom::CrossRegionExportWriter"
READER = "Custom::CrossRegionExportReader"
_RESOLVE = re.compile(r"\{\{resolve:ssm:([^:}]+)(?::[^}]*)?\}\}")


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A parameter that a stack writes; of the CDK's, the value that it hands over."""

    stack: Stack
    logical_id: str
    place: Place
    name: str
    holds: Truth
    value: Any = ABSENT


def written_by(stack: Stack, state: State) -> Iterator[Written]:
    """The parameters of a stack whose names are known."""
    place = state.place(stack)
    for logical_id, body in stack.template.resources.items():
        of_type = _WRITERS.get(body["Type"])
        holds = stack.resolver.exists(logical_id) if of_type else False
        if of_type and holds is not False:
            for where, name, value in of_type(stack.resolver.resource(logical_id), place):
                yield Written(stack, logical_id, where, name, holds, value)


def _of_parameter(resource: Resource, place: Place) -> Iterator[tuple[Place, str, Any]]:
    name = known(resource.properties.get("Name", ABSENT))
    if isinstance(name, str):
        yield place, name, ABSENT


def _of_writer(resource: Resource, place: Place) -> Iterator[tuple[Place, str, Any]]:
    props = resource.properties.get("WriterProps")
    exports = props.get("exports") if is_mapping(props) else None
    region = known(props.get("region")) if is_mapping(props) else None
    there = (place[0], region) if isinstance(region, str) else place
    for name, value in exports.items() if is_mapping(exports) else ():
        yield there, name, value


_WRITERS = {PARAMETER: _of_parameter, WRITER: _of_writer}


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A place that asks Parameter Store for a name: in a resource, or in the stack as a `WHOLE`."""

    stack: Stack
    logical_id: str
    route: Route
    name: str
    holds: Truth


def read_by(stack: Stack) -> Iterator[Read]:
    """What a stack asks for: dynamic references, and parameters that are fetched."""
    text = stack.template.text
    if "AWS::SSM::Parameter::Value" in text:
        for name in stack.template.section("Parameters"):
            stored = stack.resolver.stored_under(name)
            if stored:
                yield Read(stack, WHOLE, ("Parameters", name, "Default"), stored, True)
    if "resolve:ssm:" in text:
        yield from _dynamic(stack)


def _dynamic(stack: Stack) -> Iterator[Read]:
    for logical_id, body in stack.template.resources.items():
        holds = stack.resolver.exists(logical_id)
        if holds is not False:
            for route, name in _names_in(body, ()):
                yield Read(stack, logical_id, route, name, holds)
    for name, output in stack.template.section("Outputs").items():
        holds = output_holds(stack.resolver, output)
        if holds is not False:
            for route, stored in _names_in(output, ("Outputs", name)):
                yield Read(stack, WHOLE, route, stored, holds)


def _names_in(node: Any, route: Route) -> Iterator[tuple[Route, str]]:
    """The names in the texts of a node, as they are written."""
    if isinstance(node, str):
        yield from ((route, name) for name in _RESOLVE.findall(node))
        return
    items = node.items() if is_mapping(node) else enumerate(node) if is_list(node) else ()
    for step, item in items:
        if route or step != "Metadata":
            yield from _names_in(item, (*route, step))


def handed_over(resource: Mapping[str, Any]) -> Iterator[str]:
    """The names that a reader of the CDK's reads for its stack."""
    properties = resource.get("Properties")
    props = properties.get("ReaderProps") if is_mapping(properties) else None
    imports = props.get("imports") if is_mapping(props) else None
    yield from imports if is_mapping(imports) else ()
