"""The parameters whose defaults make a value what it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from synthgate.resolve.origins import conditions_in, origins
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.strings import PLACEHOLDER
from synthgate.resolve.values import Unknown
from synthgate.template.data import is_list, is_mapping

MOST_DEFAULTS = 10
"""How many parameters of one value are told; a reader who has to change more looks himself."""

Named = tuple[str, Resolver]
"""A name, and the stack in whose template it is one."""
Asked = tuple[Any, Resolver]
"""A node, and the stack in whose template it is written."""


def defaults(node: Any, resolver: Resolver) -> Iterator[Named]:
    """The parameters of which the default went into a value, also by conditions; the first ten."""
    return islice(_defaults(node, resolver), MOST_DEFAULTS)


def _defaults(node: Any, resolver: Resolver) -> Iterator[Named]:
    told: set[tuple[str, int]] = set()
    for name, there in _names(node, resolver):
        key = name, id(there)
        if key not in told and _is_default(name, there):
            told.add(key)
            yield name, there


def _is_default(name: str, resolver: Resolver) -> bool:
    """Whether a parameter has the value that its default gives it, and no other."""
    declared = resolver.template.section("Parameters").get(name)
    if not is_mapping(declared) or declared.get("Default") is None or resolver.is_given(name):
        return False
    return not isinstance(resolver.ref(name), Unknown)


def _names(node: Any, resolver: Resolver) -> Iterator[Named]:
    """The names that the functions of a node ask for, and then those of its conditions."""
    waiting = [(node, resolver)]
    seen: set[tuple[str, int]] = set()
    while waiting:
        for origin in origins(*waiting.pop(0)):
            name, argument = next(iter(origin.node.items()))
            there = origin.resolver
            if name == "Ref" and isinstance(argument, str):
                yield argument, there
            elif name == "Fn::Sub":
                yield from ((one, there) for one in _in_text(argument))
            elif name == "Fn::If" and is_list(argument) and argument:
                waiting.extend(_conditions(str(argument[0]), there, seen))


def _in_text(argument: Any) -> Iterator[str]:
    """The names in the text of an `Fn::Sub` that are not its own."""
    text, own = argument, {}
    if is_list(argument) and len(argument) == 2:
        text, own = argument
    for piece in PLACEHOLDER.split(text)[1::2] if isinstance(text, str) else ():
        if is_mapping(own) and piece.strip() not in own:
            yield piece.strip()


def _conditions(name: str, resolver: Resolver, seen: set[tuple[str, int]]) -> Iterator[Asked]:
    """A condition and those that it asks, as far as they are decided; each once."""
    waiting = [name]
    while waiting:
        asked = waiting.pop(0)
        if (asked, id(resolver)) in seen or isinstance(resolver.condition(asked), Unknown):
            continue
        seen.add((asked, id(resolver)))
        declared = resolver.template.section("Conditions").get(asked)
        yield declared, resolver
        waiting.extend(conditions_in(declared))
