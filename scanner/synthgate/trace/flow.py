"""Plain data on one line, as YAML has it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.values import scalar_text
from synthgate.rule.terms.parameters import named
from synthgate.template.data import is_list, is_mapping

LONGEST = 120
"""How many characters of a value, or of an expression, are shown."""

_NOT_PLAIN = re.compile(r"""\A\Z|\A[\s!&*%@`|>\[\]{}#'"-]|:(?:\s|\Z)|\s(?:#|\Z)""")
_NOT_PLAIN_INSIDE = re.compile(rf"{_NOT_PLAIN.pattern}|[,\[\]{{}}]")
"""What YAML would not take for a string without quotes: by itself, or inside brackets."""

Parameter = Callable[[str], str | None]
"""How a parameter is shown that stands in the place of a value; None where it is none."""


def flow(node: Any, parameter: Parameter = lambda _: None, *, inside: bool = False) -> str:
    """Plain data as YAML on one line, with intrinsic functions in their short form."""
    name = named(node)
    shown_as = parameter(name) if name is not None else None
    if shown_as is not None:
        return shown_as
    if is_mapping(node):
        return _call(node, inside=inside) or _braced(node, parameter)
    if is_list(node):
        return f"[{', '.join(flow(item, parameter, inside=True) for item in node)}]"
    if isinstance(node, str) and (_NOT_PLAIN_INSIDE if inside else _NOT_PLAIN).search(node):
        return json.dumps(node, ensure_ascii=False)
    return "null" if node is None else scalar_text(node)


def _braced(node: dict[str, Any], parameter: Parameter) -> str:
    members = (f"{key}: {flow(value, parameter, inside=True)}" for key, value in node.items())
    return "{" + ", ".join(members) + "}"


def _call(node: dict[str, Any], *, inside: bool) -> str | None:
    name, argument = next(iter(node.items()), ("", None))
    if len(node) != 1 or not (name in FUNCTIONS or name.startswith("Fn::") or name == "Condition"):
        return None
    if name == "Fn::GetAtt" and is_list(argument) and all(isinstance(p, str) for p in argument):
        argument = ".".join(argument)
    return f"!{name.removeprefix('Fn::')} {flow(argument, inside=inside)}"


def cut(text: str) -> str:
    """The start of a text that is too long for a line."""
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
