"""Texts that are cut where a consumer takes no more of them, each as that consumer counts."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udbff]\\Z")


def clipped(text: str, most: int) -> str:
    """At most so many characters of a text, as those count who count by UTF-16 (Java, JavaScript).

    What was cut off is an ellipsis at the end.
    """
    units = text[: most + 1].encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * most:
        return text
    kept = units[: 2 * (most - 1)].decode("utf-16-le", "surrogatepass")
    # A character that takes two was perhaps cut in the middle.
    return f"{_HALF.sub('', kept)}…"


def shortened(text: str, most: int) -> str:
    """At most so many characters, as those count who count code points: the last is an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def counted_cut(text: str, most: int) -> str:
    """The text, or so many characters of its beginning and how many more there are."""
    left_out = len(text) - most
    return f"{text[:most]}… (+{left_out})" if left_out > 0 else text
