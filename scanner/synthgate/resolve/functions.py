"""One small function for each intrinsic function, and the tables that name them.

CloudFormation Template Reference, "Intrinsic function reference". Each function takes
the resolver and the argument as it stands in the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from synthgate.resolve.kleene import Truth, conjunction, disjunction, equal, negation
from synthgate.resolve.values import (
    NO_VALUE,
    Decider,
    Partial,
    Reference,
    Unknown,
    text_of,
    unknown,
)
from synthgate.template.data import is_list, is_mapping

MAX_CHOICES = 64


class Resolving(Protocol):
    """What an intrinsic function may ask."""

    def resolve(self, node: object) -> Any: ...  # noqa: D102
    def ref(self, name: str) -> Any: ...  # noqa: D102
    def attribute(self, logical_id: str, attribute: str) -> Any: ...  # noqa: D102
    def condition(self, name: str) -> Truth: ...  # noqa: D102
    def decide(self, node: object) -> Truth: ...  # noqa: D102
    def mapping(self, name: str) -> object: ...  # noqa: D102


Function = Callable[[Resolving, Any], Any]


def _ref(resolver: Resolving, argument: Any) -> Any:
    return resolver.ref(argument) if isinstance(argument, str) else _malformed("Ref")


def _get_att(resolver: Resolving, argument: Any) -> Any:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::GetAtt")
    attribute = resolver.resolve(argument[1])
    return resolver.attribute(argument[0], attribute if isinstance(attribute, str) else "?")


_PLACEHOLDER = re.compile(r"\$\{([^!{}][^{}]*)\}")
_LITERAL = re.compile(r"\$\{!([^{}]*)\}")


def _sub(resolver: Resolving, argument: Any) -> Any:
    own: Any = {}
    template = argument
    if is_list(argument) and len(argument) == 2:
        template, own = argument
    if not (isinstance(template, str) and is_mapping(own)):
        return _malformed("Fn::Sub")
    pieces: list[Any] = []
    for index, piece in enumerate(_PLACEHOLDER.split(template)):
        name = piece.strip()
        if index % 2 == 0:
            pieces.append(_LITERAL.sub(r"${\1}", piece))
        elif name in own:
            pieces.append(resolver.resolve(own[name]))
        elif "." in name:
            pieces.append(resolver.attribute(*name.split(".", 1)))
        else:
            pieces.append(resolver.ref(name))
    return _text(pieces)


def _join(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::Join")
    items = resolver.resolve(argument[1])
    if not is_list(items):
        return items if isinstance(items, Unknown) else _malformed("Fn::Join")
    pieces: list[Any] = []
    for item in items:
        pieces.extend((argument[0], item))
    return _text(pieces[1:])


def _text(pieces: list[Any]) -> Any:
    """A string of pieces; one piece alone stays what it is, so a reference stays one."""
    pieces = [piece for piece in pieces if piece != "" and piece is not NO_VALUE]
    if len(pieces) == 1 and isinstance(pieces[0], Unknown | Reference | Partial):
        return pieces[0]
    return text_of(pieces)


def _select(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2):
        return _malformed("Fn::Select")
    index, items = resolver.resolve(argument[0]), resolver.resolve(argument[1])
    for part in (index, items):
        if isinstance(part, Unknown):
            return Unknown(part.causes)
    if not (is_list(items) and str(index).isdecimal() and int(index) < len(items)):
        return _malformed("Fn::Select")
    return items[int(index)]


def _split(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return _malformed("Fn::Split")
    text = resolver.resolve(argument[1])
    if isinstance(text, str):
        return text.split(argument[0])
    if isinstance(text, Unknown | Partial):
        return Unknown(text.causes)
    return Unknown((text.cause,)) if isinstance(text, Reference) else _malformed("Fn::Split")


def _find_in_map(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) in {3, 4}):
        return _malformed("Fn::FindInMap")
    name, first, second = (resolver.resolve(part) for part in argument[:3])
    table = resolver.mapping(name) if isinstance(name, str) else None
    if not is_mapping(table):
        return unknown(Decider.MISSING, f"Mappings.{name}")
    found = [
        row[column]
        for row in _entries(table, first)
        if is_mapping(row)
        for column in _keys(row, second)
        if column in row
    ]
    causes = [part for part in (first, second) if isinstance(part, Unknown)]
    if not causes and found:
        return found[0]
    if len(argument) == 4 and is_mapping(argument[3]) and "DefaultValue" in argument[3]:
        default = resolver.resolve(argument[3]["DefaultValue"])
        if not causes:
            return default
        found.append(default)
    if not causes or not found:
        return unknown(Decider.MISSING, f"Mappings.{name}.{_shown(first)}.{_shown(second)}")
    choices = tuple(found) if len(found) <= MAX_CHOICES else ()
    return Unknown(tuple(cause for part in causes for cause in part.causes), choices)


def _entries(table: dict[str, Any], key: object) -> list[Any]:
    return [table[name] for name in _keys(table, key) if name in table]


def _keys(table: dict[str, Any], key: object) -> list[str]:
    """The keys that a key may turn out to be."""
    if isinstance(key, Unknown | Partial | Reference):
        choices = key.choices if isinstance(key, Unknown) else ()
        return [str(choice) for choice in choices] or list(table)
    return [str(key)]


def _shown(key: object) -> str:
    return str(key) if isinstance(key, str | int) else "*"


def _if(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 3 and isinstance(argument[0], str)):
        return _malformed("Fn::If")
    holds = resolver.condition(argument[0])
    if isinstance(holds, Unknown):
        branches = tuple(resolver.resolve(branch) for branch in argument[1:])
        return unknown(Decider.CONDITION, argument[0], branches)
    return resolver.resolve(argument[1 if holds else 2])


def _import_value(resolver: Resolving, argument: Any) -> Any:
    name = resolver.resolve(argument)
    return unknown(Decider.IMPORT, name if isinstance(name, str) else "Fn::ImportValue")


def _base64(resolver: Resolving, argument: Any) -> Any:
    # The text itself: a rule about user data asks what it says, not how it is sent.
    return resolver.resolve(argument)


def _get_azs(_: Resolving, __: Any) -> Any:
    return unknown(Decider.PSEUDO, "Fn::GetAZs")


def _undetermined(name: str) -> Function:
    return lambda _, __: unknown(Decider.FUNCTION, name)


def _malformed(name: str) -> Unknown:
    return unknown(Decider.FUNCTION, name)


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
    "Fn::Base64": _base64,
    "Fn::GetAZs": _get_azs,
    "Fn::Cidr": _undetermined("Fn::Cidr"),
    "Fn::Transform": _undetermined("Fn::Transform"),
}


def _condition(resolver: Resolving, argument: Any) -> Truth:
    return resolver.condition(argument) if isinstance(argument, str) else _malformed("Condition")


def _equals(resolver: Resolving, argument: Any) -> Truth:
    if not (is_list(argument) and len(argument) == 2):
        return _malformed("Fn::Equals")
    return equal(resolver.resolve(argument[0]), resolver.resolve(argument[1]))


def _not(resolver: Resolving, argument: Any) -> Truth:
    operand = argument[0] if is_list(argument) and argument else argument
    return negation(resolver.decide(operand))


def _and(resolver: Resolving, argument: Any) -> Truth:
    operands = argument if is_list(argument) else []
    return conjunction(resolver.decide(operand) for operand in operands)


def _or(resolver: Resolving, argument: Any) -> Truth:
    operands = argument if is_list(argument) else []
    return disjunction(resolver.decide(operand) for operand in operands)


CONDITION_FUNCTIONS: dict[str, Callable[[Resolving, Any], Truth]] = {
    "Condition": _condition,
    "Fn::Equals": _equals,
    "Fn::Not": _not,
    "Fn::And": _and,
    "Fn::Or": _or,
}
