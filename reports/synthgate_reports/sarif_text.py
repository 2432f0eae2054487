"""Texts as SARIF and GitHub want them: with a full stop, of a length that is taken."""

from __future__ import annotations

HOME = "https://github.com/synthgate/synthgate"
LONGEST_TEXT = 1024
"""How many characters of a description GitHub takes."""


def full_stop(text: str) -> str:
    """The sentence with its end: viewers cut a message at the first."""
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."
