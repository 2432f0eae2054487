"""The numbers of an `xlsx`, as openpyxl reads its rows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook


def table(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings."""
    head, *others = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in others]


def counted(content: bytes) -> dict[str, int | None]:
    book = load_workbook(BytesIO(content))
    found = [row["status"] for row in table(book, "Findings")]
    return {
        "active": found.count("fault"),
        "accepted": len(table(book, "Accepted")),
        "unknown": found.count("doubt"),
        "problems": sum(row["kind"] == "problem" for row in table(book, "Problems")),
    }
