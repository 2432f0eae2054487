"""Artifact locations of SARIF as paths (SARIF 2.1.0, 3.4; RFC 8089 for ``file:``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from urllib.parse import unquote

from synthgate.adapters.sarif.shapes import Json, entry, mapping, text
from synthgate.records import dataclass

_FILE = re.compile(r"file:(?://[^/]*)?(?=/)|file:", re.IGNORECASE)
_ROOTED = re.compile(r"/|[A-Za-z]:(?:/|\Z)|[A-Za-z][A-Za-z0-9+.-]*:/")
_DEEPEST = 8
"""How many bases may stand on one another."""
_LONGEST = 4096
"""How long a path may be (PATH_MAX of Linux)."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a run: its bases, and the files that results name by their index."""

    bases: Json
    artifacts: object = field(default=())

    def of(self, location: object) -> str:
        """The address of an artifact location, with ``/`` between its parts; empty for none.

        A base that has no address of its own is where the tool ran: the address stays relative.
        """
        one = mapping(location)
        if not text(one.get("uri")):
            one = mapping(mapping(entry(self.artifacts, one.get("index"))).get("location"))
        return self._resolved(one)

    def _resolved(self, one: Json) -> str:
        written = ""
        for _ in range(_DEEPEST):
            part = text(one.get("uri"))
            if len(part) + len(written) > _LONGEST:
                return ""
            part = part.replace("\\", "/")
            written = f"{part.rstrip('/')}/{written}" if part and written else part or written
            if _ROOTED.match(written):
                break
            base = self.bases.get(text(one.get("uriBaseId")))
            if base is None:
                break
            one = mapping(base)
        return written


def paths_of(address: str) -> Iterator[str]:
    """The paths that an address may mean: as it is written, and with its escapes read.

    Tools escape what they should, what they need not, or nothing. An address of the Web is none.
    """
    path = _FILE.sub("", address, count=1) if _FILE.match(address) else address
    if "://" not in path:
        yield from (one for one in dict.fromkeys((path, unquote(path))) if one.isprintable())
