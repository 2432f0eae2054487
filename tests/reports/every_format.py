"""A report, in every format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from synthgate.model import Report


def in_every_format(report: Report) -> dict[str, str]:
    """What each format says of it, by their names."""
    texts: dict[str, str] = {}
    for name, write in FORMATS.items():
        stream = io.StringIO()
        write(report, stream)
        texts[name] = stream.getvalue()
    return texts
