"""The rules that a CDK program acknowledges, as its assembly records them."""

from __future__ import annotations

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A rule of which a CDK program says that it need not hold, for a construct and all below it.

    `construct` is a path without the first slash, `id` stands as it is written, `path` is the file
    of the assembly that records it, and `line` that of the program (``app.py:23``), if it is known.
    """

    construct: str
    id: str
    reason: str
    path: str
    line: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Acknowledgements:
    """All that a stack of the manifest acknowledges. Templates of one stack share the very same."""

    entries: tuple[Acknowledged, ...] = ()


NOTHING_ACKNOWLEDGED = Acknowledgements()
