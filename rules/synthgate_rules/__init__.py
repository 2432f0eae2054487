"""The built-in rules: one card each, by service, under `cards/`; and profiles of them."""

from __future__ import annotations

from pathlib import Path

CARDS = Path(__file__).with_name("cards")
"""The folder of the built-in rule cards."""

PROFILES = Path(__file__).with_name("profiles")
"""The folder of the built-in profiles."""
