"""In which ways a value is exposed: by how it is written, not by what it comes to.

Resolved values do not tell: in them a literal and the default of a parameter are the same. Who
may read a secret is decided by how it is written, so this looks at the template itself
(CloudFormation User Guide, "Get values stored in other services using dynamic references"
and "CloudFormation template Parameters syntax", NoEcho).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from synthgate.records import dataclass, replaced
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.parameters import is_fetched
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.strings import PLACEHOLDER, literal
from synthgate.resolve.values import Unknown, unknown
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route


class Exposure(Enum):
    """Who may read a value."""

    WRITTEN = "whoever reads the template"
    SHOWN = "whoever may describe the stack, or get the Parameter Store parameter"
    MASKED = "nobody, unless the resource itself repeats it: a parameter with NoEcho"
    RETURNED = "whoever may read the place: a resource returns it when it is made"


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """A way in which a value is exposed, and whether it is in this world.

    `text` is what is written there, with holes for what is not; `pieces` are those that stand
    in the template by themselves. `before` is what comes before it in a text around.
    """

    truth: Truth
    way: Exposure
    text: str = ""
    pieces: tuple[str, ...] = ()
    before: str = ""

    def where(self, also: Truth) -> Exposed:
        """The same where something else has to be so as well."""
        return replaced(self, truth=conjunction((also, self.truth)))


Found = Iterator[Exposed]

DYNAMIC = re.compile(r"\{\{resolve:([\w-]+):(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}")
"""Single braces may stand in it; two end the search, so that it is linear in the text."""
NODE = re.compile("\0(\\d+)\0")
MOST_STACKS = 20
ITEMS, MEMBERS = "*", "**"
"""Steps to every item of a list, and to every member of a mapping."""
HOLE = "\0"
"""What stands in a text for a piece that the template does not write out."""


def values_at(
    node: Any, steps: Route, route: Route, resolver: Resolver
) -> Iterator[tuple[Truth, Route, Any]]:
    """What the steps lead to, in every branch of each `Fn::If` on the way."""
    for there, value in branches(node, resolver):
        if not steps:
            yield there, route, value
            continue
        for key, item in _items(value, steps[0]):
            for deeper, whole, found in values_at(item, steps[1:], (*route, *key), resolver):
                yield conjunction((there, deeper)), whole, found


def _items(value: Any, step: str | int) -> list[tuple[Route, Any]]:
    """The members that a step leads to; what is no list counts as a list of one."""
    if step == ITEMS:
        return [((at,), it) for at, it in enumerate(value)] if is_list(value) else [((), value)]
    return [((key,), it) for key, it in _members(value) if step in (key, MEMBERS)]


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    yield from value.items() if is_mapping(value) else ()


def branches(node: Any, resolver: Resolver) -> Iterator[tuple[Truth, Any]]:
    """A value, or those of an `Fn::If` with whether each is taken."""
    name, argument = function_of(node)
    if name != "Fn::If" or not (is_list(argument) and len(argument) == 3):
        yield True, node
        return
    holds = True if argument[1] == argument[2] else resolver.condition(str(argument[0]))
    for taken, branch in ((holds, argument[1]), (negation(holds), argument[2])):
        if taken is not False:
            for deeper, value in branches(branch, resolver):
                yield conjunction((taken, deeper)), value


def function_of(node: Any) -> tuple[str, Any]:
    """An intrinsic function with its argument; what is none has no name."""
    return next(iter(node.items())) if is_mapping(node) and len(node) == 1 else ("", node)


def exposures(node: Any, resolver: Resolver, depth: int = 0) -> Found:
    """The ways in which a value is exposed, in every branch of each `Fn::If`."""
    for taken, value in branches(node, resolver):
        for one in _ways(value, resolver, depth):
            yield one.where(taken)


def _ways(node: Any, resolver: Resolver, depth: int) -> Found:
    name, argument = function_of(node)
    if name == "Ref":
        yield from _of_reference(str(argument), resolver, depth)
    elif name in {"Fn::Sub", "Fn::Join"}:
        yield from _of_pieces(list(pieces_of(name, argument)), resolver, depth)
    elif name == "Fn::GetAtt":
        yield Exposed(True, Exposure.RETURNED)
    elif is_list(node) or is_mapping(node):
        yield from _of_other(node, resolver, depth)
    elif node is not None:
        yield from _of_pieces([str(node)], resolver, depth)


def _of_reference(name: str, resolver: Resolver, depth: int) -> Found:
    """A parameter; what a resource returns is no secret that the template tells."""
    declared = resolver.template.section("Parameters").get(name)
    if is_mapping(declared):
        yield from _of_parameter(name, declared, resolver, depth)
    elif name in resolver.template.resources:
        yield Exposed(True, Exposure.RETURNED)
    elif not name.startswith("AWS::"):
        yield Exposed(unknown(Decider.MISSING, name), Exposure.WRITTEN)


def _of_parameter(name: str, declared: dict[str, Any], resolver: Resolver, depth: int) -> Found:
    """Its default, or what the parent stack passes; without `NoEcho` it is shown, whatever it is.

    The default of an SSM parameter type is a name. A default that is a dynamic reference
    is what the stack shows.
    """
    nested_in = resolver.app.parent(resolver.identity) if resolver.is_passed(name) else None
    masked = equal(declared.get("NoEcho", False), True)
    default = declared.get("Default")
    by_name = is_fetched(declared)
    told: list[Exposed] = []
    if nested_in and depth < MOST_STACKS:
        parent, logical_id = nested_in
        passed = ("Properties", "Parameters", name)
        for there, _, value in values_at(parent.template.resources[logical_id], passed, (), parent):
            told += [one.where(there) for one in exposures(value, parent, depth + 1)]
    elif default not in (None, "") and not by_name:
        told = list(_ways(default, resolver, depth))
        if not told:
            return
    yield from told
    if not any(one.way is Exposure.WRITTEN for one in told):
        yield Exposed(True, Exposure.MASKED if masked is True else Exposure.SHOWN)


def pieces_of(name: str, argument: Any) -> Iterator[Any]:
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
        yield Exposed(True, Exposure.SHOWN)
    if rest and not nodes and not services:
        yield Exposed(True, Exposure.WRITTEN, rest)
    found = {index: [*exposures(pieces[int(index)], resolver, depth)] for index in nodes}
    first = _first_texts(found)
    for index, ways in found.items():
        before = rest.partition(f"\0{index}\0")[0]
        for one in ways:
            if one.way is not Exposure.WRITTEN or not one.text:
                yield replaced(one, before=before)
            else:
                yield _whole(one, one.text, rest, {**first, index: one.text})


def _first_texts(found: dict[str, list[Exposed]]) -> dict[str, str]:
    """What stands for each function in a text: the first thing that is written of it."""
    return {
        index: next((one.text for one in ways if one.text), HOLE) for index, ways in found.items()
    }


def _whole(one: Exposed, written: str, text: str, texts: dict[str, str]) -> Exposed:
    """What is written in a function within a text, as it comes to stand in that."""
    literals = (piece for piece in NODE.split(text)[::2] if piece)
    whole = NODE.sub(lambda node: texts[node[1]], text)
    return replaced(one, text=whole, pieces=(*one.pieces, written, *literals))


def _of_other(node: Any, resolver: Resolver, depth: int) -> Found:
    """Any other function: what it chooses from, what the parameters in it are, what it comes to.

    The values of a mapping stand in the template, whatever decides which of them it is.
    """
    written = [*_chosen(node, resolver)]
    for value in written:
        yield from exposures(value, resolver, depth)
    if written:
        return
    parameters = resolver.template.section("Parameters").keys() & set(names_in(node))
    if parameters and "Fn::FindInMap" not in node:
        for name in sorted(parameters):
            yield from _of_reference(name, resolver, depth)
        return
    value = resolver.resolve(node)
    choices = value.choices if isinstance(value, Unknown) else (value,)
    for choice in choices:
        if isinstance(choice, str | int | float) and choice != "":
            yield Exposed(True, Exposure.WRITTEN, str(choice))


def _chosen(node: Any, resolver: Resolver) -> Iterator[Any]:
    """The values, as they are written, of which a function takes one."""
    name, argument = function_of(node)
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


def names_in(node: Any) -> Iterator[str]:
    """Whatever `Ref`, or a text of `Fn::Sub`, names inside a value."""
    name, argument = function_of(node)
    if name == "Ref":
        yield str(argument)
    if name == "Fn::Sub":
        pieces = pieces_of(name, argument)
        yield from (str(piece["Ref"]) for piece in pieces if is_mapping(piece) and "Ref" in piece)
    for item in node.values() if is_mapping(node) else node if is_list(node) else ():
        yield from names_in(item)
