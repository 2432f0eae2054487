"""What the verbose text counts: it is told as in `text`."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

counted: Callable[[str], dict[str, int | None]] = run_path(
    str(Path(__file__).with_name("counting_text.py"))
)["counted"]
