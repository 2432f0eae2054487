"""What cfn-guard says in its sentences alone: the route of a value, and the value itself.

``Value traversed to [Path=/Resources/Bucket/Properties[L:9,C:6] Value={"BucketName":"x"}]``
(cfn-guard 3.2). Values are those of a template, and stand in no report. Its lines count from
zero, in its SARIF too: in a template of ten lines the properties on the tenth are on line 9.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from synthgate.model import Spot
from synthgate.template.document import property_path

_VALUE = re.compile(r"\s?Value=")
_PATH = re.compile(r"Path=/Resources/([^\s\[\]]{1,1000})\[L:")
_DECODER = json.JSONDecoder(strict=False)
_DIGITS = re.compile(r"\d{1,6}")


def without_values(message: str) -> str:
    """A sentence without the values in it."""
    kept, at = list[str](), 0
    while found := _VALUE.search(message, at):
        kept.append(message[at : found.start()])
        try:
            _, at = _DECODER.raw_decode(message, found.end())
        except (ValueError, RecursionError):
            return "".join(kept)  # nobody knows where the value ends
    return "".join((*kept, message[at:]))


def spot_of(spot: Spot, message: str, resources: Mapping[str, str]) -> Spot:
    """A spot with what the sentence tells besides, and with the line that is meant."""
    line = spot.line + 1 if spot.line else 0
    there = replace(spot, line=line, end_line=line)
    path = _PATH.search(message)
    name, *rest = path[1].split("/") if path else [""]
    if name not in resources:
        return there
    route = tuple(int(part) if _DIGITS.fullmatch(part) else part for part in rest)
    return replace(there, logical_id=name, property_path=property_path(route)[:500])
