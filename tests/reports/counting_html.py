"""What the HTML report says there is of each kind, read back from its data and its page."""

from __future__ import annotations

import base64
import json
import re
import zlib
from itertools import accumulate
from typing import Any


def data(text: str) -> dict[str, Any]:
    """What the page's script reads, with whole numbers in place of differences."""
    (packed,) = re.findall(r'<script type="text/plain" id="data">([A-Za-z0-9+/=]+)</script>', text)
    read = json.loads(zlib.decompress(base64.b64decode(packed)))
    for name in ("rules", "subjects", "sources"):
        columns = [list(accumulate(column)) for column in read[name]]
        read[name] = [list(row) for row in zip(*columns, strict=True)]
    read["columns"] = {name: list(accumulate(it)) for name, it in read["columns"].items()}
    read["lists"] = [list(accumulate(it)) for it in read["lists"]]
    read["fingerprints"] = read["fingerprints"].split("\n") if read["fingerprints"] else []
    return read


def counted(text: str) -> dict[str, int | None]:
    """How many there are of each kind; problems are those of the page, which the data has not.

    Findings after the first `count` are of controls alone.
    """
    read = data(text)
    columns = {name: column[: read["count"]] for name, column in read["columns"].items()}
    rows = zip(columns.get("status", ()), columns.get("disposition", ()), strict=True)
    kinds = [
        (read["statuses"][status], read["dispositions"][disposition])
        for status, disposition in rows
    ]
    return {
        "active": kinds.count(("fail", "active")),
        "accepted": sum(disposition != "active" for _, disposition in kinds),
        "unknown": kinds.count(("unknown", "active")),
        "problems": number(text, "problems"),
    }


def number(text: str, name: str) -> int:
    """A number that the page has at its head."""
    (found,) = re.findall(rf'<dd id="number-{name}">(\d+)</dd>', text)
    return int(found)
