"""Values as text, in the manner of the template that they are written into."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from synthgate.fixing.words import is_function
from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping
from synthgate.template.yaml_scalar import needs_quotes

_PLAIN = re.compile(r"[A-Za-z0-9_./$][\w./$+-]*(?:[: ](?=\S)[\w./$+-]+)*", re.ASCII)
"""What YAML reads as it stands, in brackets as well."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a template is written: the spaces of a level, of lists below their key, and its quotes.

    In what is `quoted`, all keys and texts are, as in JSON.
    """

    step: int = 2
    list_step: int = 2
    quote: str = '"'
    quoted: bool = False
    newline: str = "\n"
    tabs: bool = False
    gap: str = " "
    """What stands behind commas and colons in brackets: nothing in minified JSON."""
    key_quote: str = ""
    """The quotes of keys in blocks of YAML, if all have some."""


def flow(value: Any, manner: Manner) -> str:
    """A value in one line."""
    if is_function(value) and not manner.quoted and isinstance(value.get("Ref"), str):
        return f"!Ref {value['Ref']}"
    if is_mapping(value):
        colon, comma = f":{manner.gap}", f",{manner.gap}"
        pairs = (f"{scalar(key, manner)}{colon}{flow(one, manner)}" for key, one in value.items())
        return "{" + comma.join(pairs) + "}"
    if is_list(value):
        return "[" + f",{manner.gap}".join(flow(one, manner) for one in value) + "]"
    return scalar(value, manner)


def scalar(value: Any, manner: Manner) -> str:
    """A single value; a text in quotes where it would be read as something else."""
    if not isinstance(value, str) or manner.quoted:
        return json.dumps(value, ensure_ascii=False)
    if manner.key_quote:  # whoever quotes keys quotes values
        return f"'{value}'" if manner.key_quote == "'" and "'" not in value else json.dumps(value)
    if _PLAIN.fullmatch(value) and not needs_quotes(value):
        return value
    return f"'{value}'" if manner.quote == "'" and "'" not in value else json.dumps(value)


def member(key: str, value: Any, manner: Manner) -> list[str]:
    """A key with its value, in as many lines as a person would take for it."""
    name = f"{manner.key_quote}{key}{manner.key_quote}" if manner.key_quote else scalar(key, manner)
    if not (is_mapping(value) or is_list(value)) or is_function(value) or not value:
        return [f"{name}: {flow(value, manner)}"]
    is_short = is_list(value) and not any(map(is_mapping, value)) and len(value) == 1
    if manner.quoted:
        return _indented(f"{name}: ", _json(value, manner))
    if is_short and manner.list_step == 0:
        return [f"{name}:", *block(value, manner)]
    inset = manner.list_step if is_list(value) else manner.step
    return [f"{name}:", *(" " * inset + line for line in block(value, manner))]


def block(value: Any, manner: Manner) -> list[str]:
    """A value as lines, of which the first stands where the others do."""
    if manner.quoted:
        return _json(value, manner)
    if is_mapping(value) and value and not is_function(value):
        return [line for key, one in value.items() for line in member(key, one, manner)]
    if is_list(value) and value:
        return [line for one in value for line in item(one, manner)]
    return [flow(value, manner)]


def item(value: Any, manner: Manner) -> list[str]:
    """An entry of a list, with its dash."""
    return [*_dashed(block(value, manner))]


def _dashed(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"- {line}" if number == 0 else f"  {line}"


def _json(value: Any, manner: Manner) -> list[str]:
    indent = "\t" if manner.tabs else manner.step
    return json.dumps(value, indent=indent, ensure_ascii=False).split("\n")


def _indented(head: str, lines: list[str]) -> list[str]:
    return [head + lines[0], *lines[1:]]
