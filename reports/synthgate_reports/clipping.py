"""Words that are cut where a consumer takes no more of them."""

from __future__ import annotations


def clipped(text: str, most: int) -> str:
    """The text, or its beginning and how many characters more there are."""
    left_out = len(text) - most
    return f"{text[:most]}… (+{left_out})" if left_out > 0 else text
