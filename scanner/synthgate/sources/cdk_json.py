"""``cdk.json``: where the CDK app in a folder writes its cloud assembly.

The key ``output`` names the folder, by default ``cdk.out`` (AWS CDK Developer Guide, "Configure the
AWS CDK CLI", the options of ``cdk.json``).
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
    try:
        held = orjson.loads(read_bounded(folder / FILE_NAME, MAX_BYTES))
    except (OSError, ValueError):  # whoever runs the app is told of it by the CDK
        return None
    output = held.get("output") if is_mapping(held) else None
    return output if isinstance(output, str) and output.strip() else None
