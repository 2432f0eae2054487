"""The form of a page of ``man``: man(7), of which these are the few requests that are needed."""

from __future__ import annotations

from collections.abc import Iterator


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


def joined(lines: Iterator[str]) -> str:
    """A page."""
    return "\n".join(lines) + "\n"
