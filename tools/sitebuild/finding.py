"""An index to search for each language: the theme has one for all, and finds each page twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

INDEX = Path("search") / "search_index.json"
_KOREAN = "ko/"


def split(site: Path) -> None:
    """Give each language the index of its own pages, which pages of that language ask for."""
    whole: dict[str, Any] = json.loads((site / INDEX).read_text("utf-8"))
    korean = [it for it in whole["docs"] if it["location"].startswith(_KOREAN)]
    english = [it for it in whole["docs"] if not it["location"].startswith(_KOREAN)]
    placed = [{**it, "location": it["location"].removeprefix(_KOREAN)} for it in korean]
    _write(site / INDEX, {**whole, "docs": english})
    _write(site / _KOREAN / INDEX, {**whole, "docs": placed})


def _write(file: Path, index: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
