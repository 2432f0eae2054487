"""The program itself, as far as it decides what a scan comes to."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import synthgate_rules
from synthgate.rule.cards import unchanged

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
    packages = (Path(__file__).parent, Path(synthgate_rules.__path__[0]))
    code = unchanged.PROCESS.answer("program", packages, lambda: _code(packages))
    digest = hashlib.sha256(f"{code}\n".encode())
    for name, found in _versions():
        digest.update(f"{name}={found}\n".encode())
    return digest.hexdigest()


def _code(packages: Iterable[Path]) -> str:
    """The source of packages as one number."""
    digest = hashlib.sha256()
    for package in packages:
        with suppress(OSError):  # in an archive, say
            for name, content in _modules(str(package)):
                digest.update(name.encode() + b"\0")
                digest.update(content)
    return digest.hexdigest()


def _modules(package: str) -> Iterator[tuple[str, bytes]]:
    """The modules of a package by their names below it: hundreds, at every start."""
    start = len(package) + 1
    for folder, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                path = f"{folder}{os.sep}{name}"
                with open(path, "rb", 0) as file:  # noqa: PTH123
                    yield path[start:].replace(os.sep, "/"), file.read()


def _versions() -> Iterator[tuple[str, str | None]]:
    """The releases that are installed, by the names of the folders that say so (PEP 376, 427).

    `importlib.metadata` tells the same, and takes a tenth of a short run to be imported.
    """
    found = dict(_installed(sys.path))
    for name in LIBRARIES:
        yield name, found.get(_plain(name))


_SAID = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-[^-]+)*\.(?:dist|egg)-info\Z")


def _installed(folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and releases, so that of two of a name the one that is imported comes last."""
    for folder in reversed([*folders]):
        with suppress(OSError):  # an archive, or nothing
            for name in os.listdir(folder or "."):  # noqa: PTH208
                said = _SAID.match(name)
                if said:
                    yield _plain(said["name"]), said["version"]


def _plain(name: str) -> str:
    """A name as all ways to write it are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
