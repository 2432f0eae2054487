"""What a card states, as bytes: by these it is named, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson


def without_examples(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a card says, but for the templates that no report of a scan depends on."""
    return {key: value for key, value in body.items() if key != "examples"}


def written_of(body: Mapping[str, Any]) -> bytes | None:
    """The words of a card as JSON; None where that would lose something of them."""
    try:
        written = orjson.dumps(body)
    except TypeError:  # an integer of more than 64 bits, say
        return None
    return written if orjson.loads(written) == body else None  # not so for infinity
