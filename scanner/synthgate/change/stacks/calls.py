"""The intrinsic functions in a template, each with whether it counts: conditions decide that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.evaluate import Stack
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.strings import PLACEHOLDER
from synthgate.rule.surroundings.view import WHOLE
from synthgate.template.data import is_container, is_list, is_mapping
from synthgate.template.document import Route

_BRANCHES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """An intrinsic function in a resource, or in an output: then of the stack as a `WHOLE`.

    `route` leads to it from there; `holds` says whether conditions let it be.
    """

    stack: Stack
    logical_id: str
    route: Route
    name: str
    argument: Any
    holds: Truth


def calls_in(stack: Stack) -> Iterator[Call]:
    """Every call in what a stack deploys and gives out; what conditions take away is left out."""
    for logical_id in stack.template.resources:
        yield from calls_of(stack, logical_id)
    for name, output in stack.template.section("Outputs").items():
        holds = output_holds(stack.resolver, output)
        if holds is not False:
            yield from _Walk(stack, WHOLE).of(("Outputs", name), output, holds)


def calls_of(stack: Stack, logical_id: str) -> list[Call]:
    """Those in one resource; what is in its metadata is no part of it."""
    holds = stack.resolver.exists(logical_id)
    if holds is False:
        return []
    body = stack.template.resources[logical_id]
    parts = {key: value for key, value in body.items() if key != "Metadata"}
    return _Walk(stack, logical_id).of((), parts, holds)


def output_holds(resolver: Resolver, output: object) -> Truth:
    """Whether its condition, and those of the stacks around it, let an output be."""
    condition = output.get("Condition") if is_mapping(output) else None
    own = resolver.condition(condition) if isinstance(condition, str) else True
    return conjunction((resolver.stack_exists, own))


class _Walk:
    """Gathers the calls in one thing. A list, for generators within generators take twice as long.

    What holds nothing but texts and numbers is not gone into.
    """

    def __init__(self, stack: Stack, logical_id: str) -> None:
        self._stack, self._logical_id = stack, logical_id
        self._found: list[Call] = []

    def of(self, route: Route, node: Any, holds: Truth) -> list[Call]:
        """The calls in a node."""
        self._node(route, node, holds)
        return self._found

    def _node(self, route: Route, node: Any, holds: Truth) -> None:
        if is_list(node):
            for index, item in enumerate(node):
                if is_container(item):
                    self._node((*route, index), item, holds)
        elif is_mapping(node):
            branches = node.get("Fn::If")
            if is_list(branches) and len(branches) == _BRANCHES and isinstance(branches[0], str):
                self._branches((*route, "Fn::If"), branches, holds)
            else:
                self._members(route, node, holds)

    def _members(self, route: Route, node: Mapping[str, Any], holds: Truth) -> None:
        for key, value in node.items():
            if len(node) == 1 and (key == "Ref" or key.startswith("Fn::")):
                call = Call(self._stack, self._logical_id, route, key, value, holds)
                self._found.append(call)
            if is_container(value):
                self._node((*route, key), value, holds)

    def _branches(self, route: Route, branches: list[Any], holds: Truth) -> None:
        chosen = self._stack.resolver.condition(branches[0])
        for index, truth in ((1, chosen), (2, negation(chosen))):
            both = conjunction((holds, truth))
            if both is not False:
                self._node((*route, index), branches[index], both)


def named_in(call: Call) -> Iterator[tuple[str, str | None]]:
    """The names that a call asks for, with the attribute: of `Ref`, `Fn::GetAtt` and `Fn::Sub`."""
    match call.name, call.argument:
        case "Ref", str(name):
            yield name, None
        case "Fn::GetAtt", str(path):
            name, _, attribute = path.partition(".")
            yield name, attribute
        case "Fn::GetAtt", [str(name), str(attribute)]:
            yield name, attribute
        case "Fn::Sub", str(text):
            yield from _in_text(text, {})
        case "Fn::Sub", [str(text), own]:
            yield from _in_text(text, own if is_mapping(own) else {})
        case _:
            return


def _in_text(text: str, own: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for written in PLACEHOLDER.findall(text):
        name, dot, attribute = written.strip().partition(".")
        if written.strip() not in own:
            yield name, attribute if dot else None
