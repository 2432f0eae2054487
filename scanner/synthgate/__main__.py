"""``python -m synthgate``."""

from synthgate.cli import run

run()
