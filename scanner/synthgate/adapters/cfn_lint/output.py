"""What cfn-lint prints with ``--format json``, read with care: a list of matches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Linted:
    """A match in a template, by the template's name in reports; `path` is a route of keys."""

    template: str
    rule_id: str
    level: str
    message: str
    title: str
    link: str
    path: tuple[str | int, ...]
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Matches:
    """What one run says; `odd` counts what has another form than is known."""

    found: tuple[Linted, ...] = ()
    odd: int = 0


def read(output: bytes, names: Mapping[str, str]) -> Matches | None:
    """The matches, by the names of templates that were laid before it; None if it is no list."""
    try:
        value: Any = json.loads(output)
    except (ValueError, RecursionError):
        return None
    if not is_list(value):
        return None
    found = [_linted(one, names) for one in value]
    return Matches(tuple(one for one in found if one), found.count(None))


def _linted(one: Any, names: Mapping[str, str]) -> Linted | None:
    rule, location = _mapping(one, "Rule"), _mapping(one, "Location")
    path: Any = location.get("Path")
    rule_id: Any = rule.get("Id")
    file: Any = one.get("Filename") if is_mapping(one) else None
    if not isinstance(rule_id, str) or not isinstance(file, str) or file not in names:
        return None
    return Linted(
        names[file],
        rule_id,
        _text(one.get("Level")),
        _text(one.get("Message")),
        _text(rule.get("ShortDescription")),
        _text(rule.get("Source")),
        tuple(step if isinstance(step, int) else str(step) for step in path)
        if is_list(path)
        else (),
        _line(location, "Start"),
        _line(location, "End"),
    )


def _mapping(value: Any, key: str) -> Mapping[str, Any]:
    inner: Any = value.get(key) if is_mapping(value) else None
    return inner if is_mapping(inner) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(location: Mapping[str, Any], end: str) -> int:
    line: Any = _mapping(location, end).get("LineNumber")
    return line if isinstance(line, int) and line > 0 else 0
