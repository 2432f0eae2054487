"""The addresses of frameworks and their controls within the page: `#isms-p/2.6.1`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from synthgate_reports.html.tables import name

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOR_SCRIPT = ("row-", "finding-", "number-")
"""What ids begin with that the script gives."""
_ANOTHER = "."


class Addresses:
    """Gives each part of the page an id that no other has, and that says what it is of."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*taken}

    def of(self, *parts: str) -> str:
        """The id: its parts as they are called, without blanks, which an id of HTML has none of."""
        address = "_".join("/".join(map(name, parts)).split()) or _ANOTHER
        while address in self._taken or address.startswith(_FOR_SCRIPT):
            address = f"{_ANOTHER}{address}"
        self._taken.add(address)
        return address


def link_to(address: str) -> str:
    """A link to an id of the page, whatever signs it has."""
    return f"#{quote(address, safe='/', errors='replace')}"
