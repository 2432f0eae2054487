"""One small function for each intrinsic function, and the tables that name them.

CloudFormation Template Reference, "Intrinsic function reference". Each function takes
the resolver and the argument as it stands in the template.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.kleene import Truth
from synthgate.resolve.strings import PLACEHOLDER, dynamic, joined, json_text, literal, split
from synthgate.resolve.values import (
    ABSENT,
    Cause,
    Decider,
    Partial,
    Reference,
    Unknown,
    causes_of,
    distinct,
    scalar_text,
    unknown,
)
from synthgate.template.data import is_container, is_list, is_mapping

MAX_CHOICES = 64
"""Rows of a mapping beyond which an unknown key may lead to anything."""


MOST_RANGES = 256
"""How many ranges `Fn::Cidr` gives."""
_WHOLE = re.compile(r"[0-9]{1,18}\Z")


class Resolving(Protocol):
    """What an intrinsic function may ask."""

    def resolve(self, node: object) -> Any: ...  # noqa: D102
    def ref(self, name: str) -> Any: ...  # noqa: D102
    def attribute(self, logical_id: str, attribute: str) -> Any: ...  # noqa: D102
    def condition(self, name: str) -> Truth: ...  # noqa: D102
    def decide(self, node: object) -> Truth: ...  # noqa: D102
    def mapping(self, name: str) -> object: ...  # noqa: D102
    def cell(self, name: str, row: str, column: str) -> Any: ...  # noqa: D102
    def takes(self, steps: int) -> bool: ...  # noqa: D102
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
    written = PLACEHOLDER.split(template)
    if not resolver.takes(len(written)):
        return unknown(Decider.EFFORT, "Fn::Sub")
    values: dict[str, Any] = {}
    pieces: list[Any] = []
    for index, piece in enumerate(written):
        if index % 2 == 0:
            pieces.append(literal(piece))
            continue
        name = piece.strip()
        if name not in values:
            values[name] = _named(resolver, name, own)
        pieces.append(values[name])
    return dynamic(joined(pieces), resolver.dynamic_reference)


def _named(resolver: Resolving, name: str, own: Mapping[str, Any]) -> Any:
    """What a name in the text of an `Fn::Sub` stands for."""
    if name in own:
        return resolver.resolve(own[name])
    if "." in name:
        return resolver.attribute(*name.split(".", 1))
    return resolver.ref(name)


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
    items, start = _items(resolver, argument[1])
    if isinstance(index, Unknown) and index.choices:
        numbers = dict.fromkeys(map(_whole, index.choices))
        found = tuple(_selected(number, items, start) for number in numbers)
        return Unknown(index.causes, found)
    number = _whole(index)
    return _open("Fn::Select", index) if number is None else _selected(number, items, start)


def _selected(number: int | None, items: Any, start: list[str]) -> Any:
    if number is None:
        return _impossible("Fn::Select")
    if is_list(items):
        if any(may_be_left_out(item) for item in items[: number + 1]):
            return _open("Fn::Select", items)
        return items[number] if number < len(items) else _impossible("Fn::Select")
    return start[number] if number < len(start) else _open("Fn::Select", items)


def _items(resolver: Resolving, node: Any) -> tuple[Any, list[str]]:
    """A list; of a split also the items that come before anything unknown in the text."""
    if not (is_mapping(node) and len(node) == 1 and is_list(node.get("Fn::Split"))):
        return resolver.resolve(node), []
    argument = node["Fn::Split"]
    if not (resolver.takes(1) and len(argument) == 2 and isinstance(argument[0], str)):
        return resolver.resolve(node), []
    delimiter, text = argument[0], resolver.resolve(argument[1])
    start = text.prefix.split(delimiter)[:-1] if isinstance(text, Partial) and delimiter else []
    return _pieces(delimiter, text), start


def _whole(value: object) -> int | None:
    """A number of items or bits, as a number or in digits; None of what is none."""
    is_number = isinstance(value, str | int) and not isinstance(value, bool)
    digits = scalar_text(value) if is_number else ""
    return int(digits) if _WHOLE.match(digits) else None


def _split(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::Split")
    return _pieces(argument[0], resolver.resolve(argument[1]))


def _pieces(delimiter: str, text: object) -> list[str] | Unknown:
    return split(delimiter, text) or _malformed("Fn::Split")


def _find_in_map(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) in {3, 4}):
        return _malformed("Fn::FindInMap")
    name, first, second = (resolver.resolve(part) for part in argument[:3])
    if not isinstance(name, str):
        return _open("Fn::FindInMap", name)
    table = resolver.mapping(name)
    if not is_mapping(table):
        return unknown(Decider.MISSING, f"Mappings.{name}")
    causes = causes_of([first, second])
    options: Mapping[str, Any] = argument[3] if len(argument) == 4 else {}
    default = options.get("DefaultValue", ABSENT) if is_mapping(options) else ABSENT
    if causes:
        if not resolver.takes(len(table)):
            return unknown(Decider.EFFORT, f"Mappings.{name}")
        return _one_of(resolver, name, causes, _cells(table, first, second), default)
    cell = next(_cells(table, first, second), None)
    if cell:
        return resolver.cell(name, *cell)
    if default is not ABSENT:
        return resolver.resolve(default)
    return _impossible(f"Mappings.{name}.{_shown(first)}.{_shown(second)}")


def _one_of(
    resolver: Resolving,
    name: str,
    causes: tuple[Cause, ...],
    cells: Iterator[tuple[str, str]],
    default: Any,
) -> Unknown:
    """What a key that is not known may lead to in a mapping."""
    likely = [*islice(cells, MAX_CHOICES + 1)]
    found = [] if default is ABSENT else [default]
    if len(likely) + len(found) > MAX_CHOICES:
        return Unknown(causes)
    choices = (
        *(resolver.cell(name, *cell) for cell in likely),
        *(resolver.resolve(value) for value in found),
    )
    return Unknown(causes, choices) if choices else _impossible(f"Mappings.{name}.*.*")


def _cells(table: Mapping[str, Any], first: object, second: object) -> Iterator[tuple[str, str]]:
    """The cells of a mapping that two keys may lead to, by their rows and columns."""
    for key in _keys(table, first):
        row = table[key]
        if is_mapping(row):
            for column in _keys(row, second):
                yield key, column


def _keys(table: Mapping[str, Any], key: object) -> list[str]:
    """The keys that a key may turn out to be."""
    if isinstance(key, Unknown):
        excluded = set(map(_key, key.excluded))
        likely = [*map(_key, key.choices)] or list(table)
        return [name for name in likely if name in table and name not in excluded]
    if isinstance(key, Partial | Reference):
        return list(table)
    return [_key(key)] if _key(key) in table else []


def _key(value: object) -> str:
    """A key as it stands in a mapping; no list or mapping is one."""
    return "" if value is None or is_container(value) else scalar_text(value)


def _shown(key: object) -> str:
    return scalar_text(key) if isinstance(key, str | int) else "*"


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
    own = unknown(Decider.CONDITION, condition).causes
    return Unknown(distinct((*own, *holds.causes)), (first, second))


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
    """The first `count` ranges of a block, each with 32 - `bits` (IPv6: 128) bits of prefix.

    Of 1 to 256 ranges (CloudFormation Template Reference, "Fn::Cidr").
    """
    parts = resolver.resolve(argument)
    if not (is_list(parts) and len(parts) in {2, 3}):
        return _open("Fn::Cidr", parts)
    if causes_of(parts):
        return Unknown(causes_of(parts))
    count, bits = _whole(parts[1]), _whole(parts[2]) if len(parts) == 3 else 8
    if count is None or bits is None or not isinstance(parts[0], str):
        return _malformed("Fn::Cidr")
    if not 1 <= count <= MOST_RANGES:
        return _impossible("Fn::Cidr")
    try:
        block = ipaddress.ip_network(parts[0], strict=False)
        ranges = block.subnets(new_prefix=block.max_prefixlen - bits)
        return [str(network) for network in islice(ranges, count)]
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
    return unknown(Decider.FUNCTION, name if isinstance(name, str) and name else "Fn::Transform")


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
