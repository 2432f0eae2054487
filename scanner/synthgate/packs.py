"""Packs: cards, profiles and policies in installed packages, of which no code is imported.

A package says that it is one by an entry point of the group ``synthgate.packs``, whose value is
the name of the package that holds `cards/`, `profiles/`, `policies/`, or some of them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.catalog import Pack

GROUP = "synthgate.packs"
_SEPARATORS = re.compile(r"[-_.]+")
_PACKAGE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*\Z")


def find_packs() -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """The packs that are installed, by name, and what is wrong with them."""
    packs: dict[Path, Pack] = {}
    problems: list[Problem] = []
    for name, package in sorted(_declared()):
        folder = _folder(package)
        if folder is None:
            problems.append(_broken(_NO_PACKAGE, name, package))
            continue
        pack = packs.setdefault(folder, Pack(name, package, folder))
        if not any(folder.is_dir() for folder in (pack.cards, pack.profiles, pack.policies)):
            problems.append(_broken(_NO_FOLDERS, name, package))
    return tuple(packs.values()), tuple(problems)


def _declared() -> set[tuple[str, str]]:
    """The entry points of the group: name and value.

    Read as `importlib.metadata` does, whose import alone takes a tenth of a scan: of two
    packages with one name the first counts. Only what an archive may hold is left to it.
    """
    try:
        found = [one for folder in sys.path for one in _installed(folder or ".")]
    except NotADirectoryError:
        from importlib.metadata import entry_points  # noqa: PLC0415 - see above

        return {(point.name, point.value) for point in entry_points(group=GROUP)}
    first = dict(reversed(found))
    return {point for info in first.values() for point in _entry_points(info)}


def _installed(folder: str) -> list[tuple[str, Path]]:
    """The packages of a folder by their normal names (PEP 503), each with what describes it."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - importlib.metadata's, in its order
    except NotADirectoryError:
        raise
    except OSError:
        return []
    return [
        (
            _SEPARATORS.sub("-", name.rpartition(".")[0].partition("-")[0]).lower(),
            Path(folder, name),
        )
        for name in names
        if name.endswith((".dist-info", ".egg-info"))
    ]


def _entry_points(info: Path) -> Iterator[tuple[str, str]]:
    """Those of the group that a package declares; what cannot be read declares none."""
    try:
        text = (info / "entry_points.txt").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    section = ""
    for line in map(str.strip, text.splitlines() if GROUP in text else ()):
        name, equals, value = (part.strip() for part in line.partition("="))
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif section == GROUP and equals and not line.startswith("#"):
            yield name, value


def _folder(package: str) -> Path | None:
    """The folder of a package. Only its first part is looked up: the rest would import that."""
    first, *rest = package.split(".") if _PACKAGE.match(package) else [""]
    try:
        spec = find_spec(first) if first else None
    except (ImportError, ValueError):  # a ValueError: a module that runs has no place of its own
        return None
    places = [Path(place, *rest) for place in (spec and spec.submodule_search_locations) or ()]
    return next((place for place in places if place.is_dir()), None)


def _broken(text: Message, name: str, package: str) -> Problem:
    return Problem(ProblemCode.PACK, text.format(name=name, package=package))


_NO_PACKAGE = Message(
    "pack {name!r}: no package {package!r} is installed; install the pack again, or tell its owner"
)
_NO_FOLDERS = Message(
    "pack {name!r}: package {package!r} has neither 'cards' nor 'profiles' nor 'policies'; tell "
    "the pack's owner"
)
