"""Texts as SARIF and GitHub want them: with a full stop, of a length that is taken."""

from __future__ import annotations

HOME = "https://github.com/synthgate/synthgate"
LONGEST_TEXT = 1024
"""How many characters of a description GitHub takes."""


def full_stop(text: str) -> str:
    """The sentence with its end: viewers cut a message at the first."""
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def clipped(text: str, longest: int = LONGEST_TEXT) -> str:
    """As much of a text as is taken."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
