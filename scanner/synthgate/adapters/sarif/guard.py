"""What cfn-guard says in its sentences alone: the route of a value, and the value itself.

``Value traversed to [Path=/Resources/Bucket/Properties[L:9,C:6] Value={"BucketName":"x"}]``
(cfn-guard 3.1 and 3.2). Values are those of a template, and stand in no report. Lines count from
zero, in its SARIF too; where a value is compared with one of the rule, the line in SARIF is that of
the rule's, and that in the sentence is the template's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from synthgate.model import Spot
from synthgate.secrets.hearsay import CUT
from synthgate.template.document import property_path

_PATH = re.compile(r"Path=/Resources/([^\s\[\]]{1,1000})\[L:(\d{1,7}),")
_DIGITS = re.compile(r"\d{1,6}")


def without_values(message: str) -> str:
    """A sentence without the values in it, and with what the rule's author says after them.

    Values look like JSON, but quotes in them are not escaped: none can be told from what follows.
    So all from the first value to the last end of a sentence is left out.
    """
    before, value, rest = message.partition("Value=")
    if not value:
        return message
    if message.endswith(CUT):
        return before.rstrip()
    return f"{before.rstrip()}]. {rest.rpartition('].')[2]}" if "]." in rest else before.rstrip()


def spot_of(spot: Spot, message: str, resources: Mapping[str, str]) -> Spot:
    """A spot with what the sentence tells besides, and with the line that is meant."""
    path = _PATH.search(message)
    line = int(path[2]) + 1 if path else spot.line + 1 if spot.line > 1 else 0
    there = replace(spot, line=line, end_line=line)
    name, *rest = path[1].split("/") if path else [""]
    if name not in resources:
        return there
    route = tuple(int(part) if _DIGITS.fullmatch(part) else part for part in rest)
    return replace(there, logical_id=name, property_path=property_path(route)[:500])
