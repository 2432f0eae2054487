"""The program itself, as far as it decides what a scan comes to."""

from __future__ import annotations

import hashlib
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
            for path in sorted(package.rglob("*.py")):
                digest.update(path.relative_to(package).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    for name, found in _versions():
        digest.update(f"{name}={found}\n".encode())
    return digest.hexdigest()


def _versions() -> Iterator[tuple[str, str | None]]:
    # Takes long to import, and few runs ask.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, None
