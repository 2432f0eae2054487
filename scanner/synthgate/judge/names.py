"""Names of files as a text has them that people write: of whatever bytes they are."""

from __future__ import annotations


def writable(path: str) -> str:
    r"""A path in UTF-8, each byte that is none escaped as reports have it: ``\udcff``.

    Python knows such a byte by half a surrogate pair (PEP 383), which no encoding takes.
    """
    if path.isascii():
        return path
    return "".join(rf"\u{ord(one):x}" if "\ud800" <= one <= "\udfff" else one for one in path)
