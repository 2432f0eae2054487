"""The built-in rules: one card each, by service, under `cards/`."""

from __future__ import annotations

from pathlib import Path

CARDS = Path(__file__).with_name("cards")
"""The folder of the built-in rule cards."""
