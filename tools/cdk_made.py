"""The table on the page of what the CDK makes by itself, made of the table that decides it.

Usage: python tools/cdk_made.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from synthgate.sources.cdk_made.parts import Part, Row
from synthgate.sources.cdk_made.table import ROWS

PAGE = Path(__file__).parents[1] / "docs" / "cdk-made.md"
_TABLE = re.compile(r"(<!-- table -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")


def written(page: str) -> str:
    """A page with its table as the rows have it."""
    lines = "".join(f"| {' | '.join(cells)} |\n" for cells in _lines())
    return _TABLE.sub(lambda found: f"{found[1]}{lines}{found[2]}", page)


def _lines() -> Iterator[tuple[str, ...]]:
    yield ("made for", "resource", "construct", "fixed", "set by a prop", "seen in")
    yield ("---",) * 6
    for row in sorted(ROWS, key=lambda it: it.construct.lower()):
        for part in row.parts:
            yield (row.construct, *_part(row, part), ", ".join(row.seen))


def _part(row: Row, part: Part) -> Iterator[str]:
    yield f"`{part.type}`"
    above = row.id or "…"
    yield f"`{above}/{part.path}`".replace("|", "\\|")
    fixed = sorted(part.needed.union(part.fixed).difference(part.props))
    yield ", ".join(f"`{name}`" for name in fixed)
    yield ", ".join(f"`{path or 'all'}`: {prop or '–'}" for path, prop in part.props.items())


if __name__ == "__main__":
    main()
