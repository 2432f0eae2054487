"""Functions of lists: ``Fn::Select``, ``Fn::Split``, ``Fn::Cidr``, ``Fn::Length``."""

from __future__ import annotations

import ipaddress
import re
from itertools import islice
from typing import Any

from synthgate.resolve.calls import Resolving, impossible, malformed, not_known
from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.shapes import item_of
from synthgate.resolve.strings import first_items
from synthgate.resolve.strings import split as split_text
from synthgate.resolve.values import Unknown, causes_of, known, scalar_text
from synthgate.template.data import is_list, is_mapping

MOST_RANGES = 256
"""How many ranges `Fn::Cidr` gives."""
_WHOLE = re.compile(r"[0-9]{1,18}\Z")


def select(resolver: Resolving, argument: Any) -> Any:
    """The item at an index; of a text split up, as far as that is known."""
    if not (is_list(argument) and len(argument) == 2):
        return malformed("Fn::Select")
    index = resolver.resolve(argument[0])
    items, start = _items(resolver, argument[1])
    if isinstance(index, Unknown) and index.choices:
        numbers = dict.fromkeys(map(_whole, index.choices))
        found = tuple(_selected(number, items, start) for number in numbers)
        return Unknown(index.causes, found)
    number = _whole(index)
    return not_known("Fn::Select", index) if number is None else _selected(number, items, start)


def _selected(number: int | None, items: Any, start: list[Any]) -> Any:
    if number is None:
        return impossible("Fn::Select")
    if is_list(items):
        if any(may_be_left_out(item) for item in items[: number + 1]):
            return not_known("Fn::Select", items)
        return items[number] if number < len(items) else impossible("Fn::Select")
    if number < len(start):
        return start[number]
    return item_of(items) if isinstance(items, Unknown) else not_known("Fn::Select", items)


def _items(resolver: Resolving, node: Any) -> tuple[Any, list[Any]]:
    """A list; of a split also the items that come before anything unknown in the text.

    The last of these may be a piece of a reference, and whatever stands behind it.
    """
    if not (is_mapping(node) and len(node) == 1 and is_list(node.get("Fn::Split"))):
        return resolver.resolve(node), []
    argument = node["Fn::Split"]
    if not (resolver.takes(1) and len(argument) == 2 and isinstance(argument[0], str)):
        return resolver.resolve(node), []
    delimiter, text = argument[0], known(resolver.resolve(argument[1]))
    return _pieces(delimiter, text), first_items(delimiter, text)


def _whole(value: object) -> int | None:
    """A number of items or bits, as a number or in digits; None of what is none."""
    is_number = isinstance(value, str | int) and not isinstance(value, bool)
    digits = scalar_text(value) if is_number else ""
    return int(digits) if _WHOLE.match(digits) else None


def split(resolver: Resolving, argument: Any) -> Any:
    """The pieces of a text."""
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return malformed("Fn::Split")
    return _pieces(argument[0], known(resolver.resolve(argument[1])))


def _pieces(delimiter: str, text: object) -> list[Any] | Unknown:
    return split_text(delimiter, text) or malformed("Fn::Split")


def cidr(resolver: Resolving, argument: Any) -> Any:
    """The first `count` ranges of a block, each with 32 - `bits` (IPv6: 128) bits of prefix.

    Of 1 to 256 ranges (CloudFormation Template Reference, "Fn::Cidr").
    """
    written = resolver.resolve(argument)
    parts = [*map(known, written)] if is_list(written) else written
    if not (is_list(parts) and len(parts) in {2, 3}):
        return not_known("Fn::Cidr", parts)
    if causes_of(parts):
        return Unknown(causes_of(parts))
    count, bits = _whole(parts[1]), _whole(parts[2]) if len(parts) == 3 else 8
    if count is None or bits is None or not isinstance(parts[0], str):
        return malformed("Fn::Cidr")
    if not 1 <= count <= MOST_RANGES:
        return impossible("Fn::Cidr")
    try:
        block = ipaddress.ip_network(parts[0], strict=False)
        ranges = block.subnets(new_prefix=block.max_prefixlen - bits)
        return [str(network) for network in islice(ranges, count)]
    except ValueError:
        return malformed("Fn::Cidr")


def length(resolver: Resolving, argument: Any) -> Any:
    """How many items a list has."""
    items = resolver.resolve(argument)
    if not is_list(items) or any(may_be_left_out(item) for item in items):
        return not_known("Fn::Length", items)
    return len(items)
