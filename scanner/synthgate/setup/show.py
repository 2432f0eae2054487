"""``synthgate config show``: each key, its value, and who says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from synthgate.config import Config
from synthgate.model import Message
from synthgate.rule.cards.sheet import refuse
from synthgate.settings import SETTINGS, SWITCHES
from synthgate.workbench.console import Console

_DEFAULT = "default"
_HEAD = Message("What synthgate goes by here, and where it stands; written as synthgate.yaml is.")
_SWITCHES = Message("Options and variables only:")


def show(config: Config, form: str, console: Console) -> None:
    """Write the configuration in force, in the order of the table of settings.

    Raises:
        UsageError: it has mistakes; it tells all of them.
    """
    refuse(config.mistakes)
    if form == "json":
        console.data({key: _row(config, key) for key in (*SETTINGS, *SWITCHES)})
        return
    console.line(f"# {_HEAD[console.language]}")
    for line in _lines(config, [*SETTINGS]):
        console.line(line)
    console.line(f"# {_SWITCHES[console.language]}")
    for line in _lines(config, [*SWITCHES]):
        console.line(f"# {line}")


def _lines(config: Config, keys: list[str]) -> Iterator[str]:
    """A line of YAML for each key, with its origin as a comment in a column of its own."""
    rows = {key: _row(config, key) for key in keys}
    values = {
        key: f"{key}: {json.dumps(row['value'], ensure_ascii=False)}" for key, row in rows.items()
    }
    width = min(max(map(len, values.values())), 50)
    for key, row in rows.items():
        place = [row["from"], *(str(row[one]) for one in ("line", "column") if row[one])]
        line = f"{values[key]:<{width}}  # {':'.join(place)}"
        yield f"# {line}" if row["value"] is None else line  # no value, which the file cannot say


def _row(config: Config, key: str) -> dict[str, Any]:
    """The value of a key, and its place."""
    said = config.said.get(key)
    if said is None:
        value = {**SETTINGS, **SWITCHES}[key].default
        return {"value": value, "from": _DEFAULT, "line": None, "column": None}
    at = said.source.locate((key,))
    place = {"line": at and at.line, "column": at and at.column}
    return {"value": said.value, "from": said.source.name, **place}
