"""Spares a synthesis the collection of garbage that a large program pays for; nothing heavy."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def few_collections() -> Generator[None]:
    """Look for cycles rarely, as the command line does, and after that as the program had it."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
