"""The form of a page of ``man``: man(7), of which these are the few requests that are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def entry(term: str, text: str) -> Iterator[str]:
    """Yield a term, in roff, and what is said of it."""
    yield ".TP"
    yield term
    yield escaped(text)


def escaped(text: str) -> str:
    """Text that man shows as it is: hyphens can be searched for, and no line is a request."""
    plain = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


def quoted(text: str) -> str:
    """An argument of a request."""
    return '"' + escaped(text).replace('"', r"\(dq") + '"'


def joined(lines: Iterable[str]) -> str:
    """A page, without breaks that have nothing to part: before a heading, or behind one."""
    every = [*lines, ".SH"]
    kept = [
        line
        for before, line, after in zip(["", *every], every, every[1:], strict=False)
        if line not in _BREAKS or not (before.startswith(_HEADINGS) or after.startswith(_HEADINGS))
    ]
    return "\n".join(kept) + "\n"


_BREAKS = (".PP", ".br")
_HEADINGS = (".SH", ".SS")
