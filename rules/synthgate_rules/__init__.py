"""The built-in rules: one card each, by service, under `cards/`; profiles and frameworks."""

from __future__ import annotations

from pathlib import Path

CARDS = Path(__file__).with_name("cards")
"""The folder of the built-in rule cards."""

PROFILES = Path(__file__).with_name("profiles")
"""The folder of the built-in profiles."""

FRAMEWORKS = Path(__file__).with_name("frameworks")
"""The folder of the built-in frameworks, whose controls name rules."""
