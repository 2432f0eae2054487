"""``cdk.json``: how the CDK app in a folder is run, and where it writes its cloud assembly.

The key ``app`` is the command, ``output`` names the folder, by default ``cdk.out`` (AWS CDK
Developer Guide, "Configure the AWS CDK CLI", the options of ``cdk.json``).
"""

from __future__ import annotations

from pathlib import Path

import orjson

from synthgate.model import Message, Text
from synthgate.sources.places import exists, read_bounded
from synthgate.template.data import is_mapping

FILE_NAME = "cdk.json"
MAX_BYTES = 1_000_000


def output_of(folder: Path) -> str | None:
    """The output that the ``cdk.json`` of a folder names; None where it names none."""
    return _named(folder, "output")


def app_of(folder: Path) -> str | None:
    """The command that runs the app of a folder; None where its ``cdk.json`` names none."""
    return _named(folder, "app")


def _named(folder: Path, key: str) -> str | None:
    try:
        held = orjson.loads(read_bounded(folder / FILE_NAME, MAX_BYTES))
    except (OSError, ValueError):  # whoever runs the app is told of it by the CDK
        return None
    value = held.get(key) if is_mapping(held) else None
    return value if isinstance(value, str) and value.strip() else None


def wrong_in(folder: Path) -> Text | None:
    """What is wrong with the ``cdk.json`` of a folder, as far as it is to say where output goes."""
    if not exists(folder / FILE_NAME):
        return None
    try:
        held = orjson.loads(read_bounded(folder / FILE_NAME, MAX_BYTES))
    except (OSError, ValueError):
        return _UNREADABLE
    if not is_mapping(held):
        return _UNREADABLE
    output = held.get("output", "cdk.out")
    return None if isinstance(output, str) and output.strip() else _NO_FOLDER


_UNREADABLE = Message("cannot be read as JSON, so that cdk.out is scanned, wherever the app writes")
_NO_FOLDER = Message("'output' names no folder, so that cdk.out is scanned")
