"""The program itself, as far as it decides what a scan comes to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import synthgate_rules

LIBRARIES = (
    "aws-sam-translator",
    "google-re2",
    "jsonpath-ng",
    "orjson",
    "policy-sentry",
    "PyYAML",
)
"""What reads templates, expands them, or answers for patterns and actions; some is optional."""


@cache
def fingerprint() -> str:
    """A name for the code and the libraries by which a template is read and judged.

    The version alone would not do: who works on the rules or on the program changes them
    between two versions.
    """
    digest = hashlib.sha256()
    for package in (Path(__file__).parent, Path(synthgate_rules.__path__[0])):
        with suppress(OSError):  # in an archive, say
            for path in sorted(_sources(str(package))):
                digest.update(path[len(str(package)) :].replace(os.sep, "/").encode() + b"\0")
                with open(path, "rb", 0) as file:  # noqa: PTH123 - a thousand, at every start
                    digest.update(file.read())
    for name, found in _versions():
        digest.update(f"{name}={found}\n".encode())
    return digest.hexdigest()


def _sources(folder: str) -> Iterator[str]:
    """The Python below a folder."""
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.name != "__pycache__" and entry.is_dir():
            yield from _sources(entry.path)


def _versions() -> Iterator[tuple[str, str | None]]:
    # Takes long to import, and few runs ask.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, None
