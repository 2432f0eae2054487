"""``cdk.json``: where the CDK app in a folder writes its cloud assembly.

The key ``output`` names the folder, by default ``cdk.out`` (AWS CDK Developer Guide, "Configure the
AWS CDK CLI", the options of ``cdk.json``).
"""

from __future__ import annotations

from pathlib import Path

import orjson

from synthgate.model import Message, Text
from synthgate.sources.places import read_bounded
from synthgate.template.data import is_mapping

FILE_NAME = "cdk.json"
MAX_BYTES = 1_000_000


def output_of(folder: Path) -> tuple[str | None, Text | None]:
    """The output that the ``cdk.json`` of a folder names, and what is wrong with the file.

    None for either that there is not.
    """
    try:
        held = orjson.loads(read_bounded(folder / FILE_NAME, MAX_BYTES))
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError):
        return None, _UNREADABLE
    if not is_mapping(held):
        return None, _UNREADABLE
    output = held.get("output")
    if isinstance(output, str) and output.strip():
        return output, None
    return None, None if output is None else _NO_FOLDER


_UNREADABLE = Message("cannot be read as JSON, so that cdk.out is scanned, wherever the app writes")
_NO_FOLDER = Message("'output' names no folder, so that cdk.out is scanned")
