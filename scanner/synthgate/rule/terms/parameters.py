"""The parameters of a rule: what a profile or a configuration may set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text, in_context
from synthgate.rule.terms.mistakes import Mistake, meant, told, wrong_kind
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_KINDS = (
    (bool, Message("true or false")),
    ((int, float), Message("a number")),
    (str, in_context("value of a parameter", "a text")),
    (list, Message("a list")),
)


def refuse_setting(declared: Mapping[str, Any], name: str, value: object) -> None:
    """Make sure that a value may be given to a parameter: there is one, of that kind.

    Raises:
        CardError: there is no such parameter, or its default is of another kind.
    """
    if name not in declared:
        raise CardError(_no_parameter(name, declared))
    kind = _kind(declared[name])
    if kind is not _kind(value):
        raise CardError(wrong_kind(kind or Message("a value"), value))


def _kind(value: object) -> Text | None:
    return next((text for kind, text in _KINDS if isinstance(value, kind)), None)


def _no_parameter(name: str, declared: Mapping[str, Any]) -> Text:
    return Message("no parameter {name!r}{meant}").format(name=name, meant=meant(name, declared))


def named(node: object) -> str | None:
    """The parameter that stands in the place of a value: ``{parameter: NAME}``."""
    if is_mapping(node) and node.keys() == {"parameter"}:
        name = node["parameter"]
        return name if isinstance(name, str) else None
    return None


def filled_in(node: Any, values: Mapping[str, Any]) -> Any:
    """A condition with the values of its parameters in their places."""
    name = named(node)
    if name is not None:
        return values.get(name, node)
    if is_mapping(node):
        return {key: filled_in(item, values) for key, item in node.items()}
    return [filled_in(item, values) for item in node] if is_list(node) else node


def unknown_names(node: Any, values: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    """Parameters that a condition names and the card does not have."""
    name = named(node)
    if name is not None:
        if name not in values:
            yield told(route, _no_parameter(name, values))
    elif is_mapping(node):
        for key, item in node.items():
            yield from unknown_names(item, values, (*route, key))
    elif is_list(node):
        for index, item in enumerate(node):
            yield from unknown_names(item, values, (*route, index))
