"""One small function for each intrinsic function, and the tables that name them.

CloudFormation Template Reference, "Intrinsic function reference". Each function takes
the resolver and the argument as it stands in the template.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.kleene import Truth
from synthgate.resolve.strings import PLACEHOLDER, dynamic, joined, json_text, literal, split
from synthgate.resolve.values import (
    Decider,
    Partial,
    Reference,
    Unknown,
    causes_of,
    unknown,
)
from synthgate.template.data import is_list, is_mapping

MAX_CHOICES = 64
"""Rows of a mapping beyond which an unknown key may lead to anything."""


class Resolving(Protocol):
    """What an intrinsic function may ask."""

    def resolve(self, node: object) -> Any: ...  # noqa: D102
    def ref(self, name: str) -> Any: ...  # noqa: D102
    def attribute(self, logical_id: str, attribute: str) -> Any: ...  # noqa: D102
    def condition(self, name: str) -> Truth: ...  # noqa: D102
    def decide(self, node: object) -> Truth: ...  # noqa: D102
    def mapping(self, name: str) -> object: ...  # noqa: D102
    def imported(self, name: object) -> Any: ...  # noqa: D102
    def stack_output(self, wanted: Mapping[str, Any]) -> Any: ...  # noqa: D102
    def dynamic_reference(self, text: str) -> Any: ...  # noqa: D102


Function = Callable[[Resolving, Any], Any]


def _ref(resolver: Resolving, argument: Any) -> Any:
    name = argument if isinstance(argument, str) else resolver.resolve(argument)
    return resolver.ref(name) if isinstance(name, str) else _open("Ref", name)


def _get_att(resolver: Resolving, argument: Any) -> Any:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not (is_list(argument) and len(argument) == 2):
        return _malformed("Fn::GetAtt")
    logical_id, attribute = (resolver.resolve(part) for part in argument)
    if isinstance(logical_id, str) and isinstance(attribute, str):
        return resolver.attribute(logical_id, attribute)
    return _open("Fn::GetAtt", [logical_id, attribute])


def _sub(resolver: Resolving, argument: Any) -> Any:
    own: Any = {}
    template = argument
    if is_list(argument) and len(argument) == 2:
        template, own = argument
    if not (isinstance(template, str) and is_mapping(own)):
        return _malformed("Fn::Sub")
    pieces: list[Any] = []
    for index, piece in enumerate(PLACEHOLDER.split(template)):
        name = piece.strip()
        if index % 2 == 0:
            pieces.append(literal(piece))
        elif name in own:
            pieces.append(resolver.resolve(own[name]))
        elif "." in name:
            pieces.append(resolver.attribute(*name.split(".", 1)))
        else:
            pieces.append(resolver.ref(name))
    return dynamic(joined(pieces), resolver.dynamic_reference)


def _join(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::Join")
    items = resolver.resolve(argument[1])
    if not is_list(items) or any(may_be_left_out(item) for item in items):
        return _open("Fn::Join", items)
    pieces: list[Any] = []
    for item in items:
        pieces.extend((argument[0], item))
    return dynamic(joined(pieces[1:]), resolver.dynamic_reference)


def _select(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2):
        return _malformed("Fn::Select")
    index = resolver.resolve(argument[0])
    if isinstance(index, Unknown) and index.choices:
        found = tuple(_selected(resolver, str(choice), argument[1]) for choice in index.choices)
        return Unknown(index.causes, found)
    known = isinstance(index, str | int) and str(index).isdecimal()
    return _selected(resolver, str(index), argument[1]) if known else _open("Fn::Select", index)


def _selected(resolver: Resolving, index: str, node: Any) -> Any:
    items, number = resolver.resolve(node), int(index)
    if is_list(items):
        if any(may_be_left_out(item) for item in items[: number + 1]):
            return _open("Fn::Select", items)
        return items[number] if number < len(items) else _impossible("Fn::Select")
    before = _known_start(resolver, node)
    return before[number] if number < len(before) else _open("Fn::Select", items)


def _known_start(resolver: Resolving, node: Any) -> list[str]:
    """The items of a split that come before anything unknown in the text."""
    if not (is_mapping(node) and is_list(node.get("Fn::Split")) and len(node["Fn::Split"]) == 2):
        return []
    delimiter, text = node["Fn::Split"][0], resolver.resolve(node["Fn::Split"][1])
    if not (isinstance(text, Partial) and isinstance(delimiter, str) and delimiter):
        return []
    return text.prefix.split(delimiter)[:-1]


def _split(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::Split")
    return split(argument[0], resolver.resolve(argument[1])) or _malformed("Fn::Split")


def _find_in_map(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) in {3, 4}):
        return _malformed("Fn::FindInMap")
    name, first, second = (resolver.resolve(part) for part in argument[:3])
    if not isinstance(name, str):
        return _open("Fn::FindInMap", name)
    table = resolver.mapping(name)
    if not is_mapping(table):
        return unknown(Decider.MISSING, f"Mappings.{name}")
    found = [
        resolver.resolve(row[column])
        for row in (table[key] for key in _keys(table, first))
        if is_mapping(row)
        for column in _keys(row, second)
    ]
    causes = causes_of([first, second])
    if found and not causes:
        return found[0]
    options: Mapping[str, Any] = argument[3] if len(argument) == 4 else {}
    if is_mapping(options) and "DefaultValue" in options:
        found.append(resolver.resolve(options["DefaultValue"]))
        if not causes:
            return found[-1]
    if not causes or not found:
        return _impossible(f"Mappings.{name}.{_shown(first)}.{_shown(second)}")
    return Unknown(causes, tuple(found) if len(found) <= MAX_CHOICES else ())


def _keys(table: Mapping[str, Any], key: object) -> list[str]:
    """The keys that a key may turn out to be."""
    if isinstance(key, Unknown):
        excluded = {str(value) for value in key.excluded}
        likely = [str(choice) for choice in key.choices] or list(table)
        return [name for name in likely if name in table and name not in excluded]
    if isinstance(key, Partial | Reference):
        return list(table)
    return [str(key)] if str(key) in table else []


def _shown(key: object) -> str:
    return str(key) if isinstance(key, str | int) else "*"


def _if(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 3 and isinstance(argument[0], str)):
        return _malformed("Fn::If")
    holds = resolver.condition(argument[0])
    if not isinstance(holds, Unknown):
        return resolver.resolve(argument[1 if holds else 2])
    first, second = (resolver.resolve(branch) for branch in argument[1:])
    return either(argument[0], holds, first, second)


def either(condition: str, holds: Unknown, first: Any, second: Any) -> Unknown:
    """The value of an `Fn::If` whose condition is open: one branch or the other."""
    causes = [*unknown(Decider.CONDITION, condition).causes, *holds.causes]
    return Unknown(tuple(dict.fromkeys(causes)), (first, second))


def _import_value(resolver: Resolving, argument: Any) -> Any:
    return resolver.imported(resolver.resolve(argument))


def _stack_output(resolver: Resolving, argument: Any) -> Any:
    """An output of another stack by its name: what CDK writes for a weak reference.

    (CloudFormation Template Reference, "Fn::GetStackOutput".)
    """
    written = resolver.resolve(argument)
    return resolver.stack_output(written if is_mapping(written) else {})


def _base64(resolver: Resolving, argument: Any) -> Any:
    # The text itself: a rule about user data asks what it says, not how it is sent.
    return resolver.resolve(argument)


def _get_azs(resolver: Resolving, argument: Any) -> Any:
    region = causes_of(resolver.resolve(argument))
    return Unknown((*unknown(Decider.PSEUDO, "Fn::GetAZs").causes, *region))


def _cidr(resolver: Resolving, argument: Any) -> Any:
    """The first `count` ranges of a block, each with 32 - `bits` (IPv6: 128) bits of prefix."""
    parts = resolver.resolve(argument)
    if not (is_list(parts) and len(parts) in {2, 3}):
        return _open("Fn::Cidr", parts)
    if causes_of(parts):
        return Unknown(causes_of(parts))
    try:
        block = ipaddress.ip_network(str(parts[0]), strict=False)
        bits = int(parts[2]) if len(parts) == 3 else 8
        ranges = block.subnets(new_prefix=block.max_prefixlen - bits)
        return [str(network) for network, _ in zip(ranges, range(int(parts[1])), strict=False)]
    except ValueError:
        return _malformed("Fn::Cidr")


def _length(resolver: Resolving, argument: Any) -> Any:
    items = resolver.resolve(argument)
    if not is_list(items) or any(may_be_left_out(item) for item in items):
        return _open("Fn::Length", items)
    return len(items)


def _to_json_string(resolver: Resolving, argument: Any) -> Any:
    return joined(list(json_text(resolver.resolve(argument))))


def _transform(_: Resolving, argument: Any) -> Any:
    name = argument.get("Name") if is_mapping(argument) else None
    return unknown(Decider.FUNCTION, str(name or "Fn::Transform"))


def _open(function: str, value: object) -> Unknown:
    """An argument that is not known yet; or, where there is nothing to know, not right."""
    causes = causes_of(value)
    return Unknown(causes) if causes else _malformed(function)


def _malformed(function: str) -> Unknown:
    return unknown(Decider.FUNCTION, function)


def _impossible(name: str) -> Unknown:
    return unknown(Decider.IMPOSSIBLE, name)


FUNCTIONS: dict[str, Function] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::GetStackOutput": _stack_output,
    "Fn::Base64": _base64,
    "Fn::GetAZs": _get_azs,
    "Fn::Cidr": _cidr,
    "Fn::Length": _length,
    "Fn::ToJsonString": _to_json_string,
    "Fn::Transform": _transform,
}
