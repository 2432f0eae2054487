"""``cdk.json``: how the CDK app in a folder is run, and where it writes its cloud assembly.

The key ``app`` is the command, ``output`` names the folder, by default ``cdk.out`` (AWS CDK
Developer Guide, "Configure the AWS CDK CLI", the options of ``cdk.json``).
"""

from __future__ import annotations

from pathlib import Path

import orjson

from synthgate.sources.places import read_bounded
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
