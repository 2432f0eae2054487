"""Packs: cards and profiles that come in installed packages, of which no code is imported.

A package says that it is one by an entry point of the group ``synthgate.packs``, whose value is
the name of the package that holds `cards/`, `profiles/`, or both.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from synthgate.model import Problem, Text
from synthgate.rule.catalog import Pack

GROUP = "synthgate.packs"
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
        if not (pack.cards.is_dir() or pack.profiles.is_dir()):
            problems.append(_broken(_NO_FOLDERS, name, package))
    return tuple(packs.values()), tuple(problems)


def _declared() -> set[tuple[str, str]]:
    """The entry points of the group: name and value.

    Importing `importlib.metadata` takes a tenth of a scan, looking for the group's name in the
    files that it would read a hundredth. So it is asked only where there is something to find.
    """
    if not any(map(_mentions_packs, sys.path)):
        return set()
    from importlib.metadata import entry_points  # noqa: PLC0415 - see above

    return {(found.name, found.value) for found in entry_points(group=GROUP)}


def _mentions_packs(folder: str) -> bool:
    """Whether an installed package there may be a pack; of an archive one never knows."""
    try:
        return any(GROUP.encode() in content for content in _entry_point_files(folder or "."))
    except NotADirectoryError:
        return True
    except OSError:
        return False


def _entry_point_files(folder: str) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        installed = [it.path for it in entries if it.name.endswith((".dist-info", ".egg-info"))]
    for path in installed:
        file = Path(path, "entry_points.txt")
        if file.is_file():
            yield file.read_bytes()


def _folder(package: str) -> Path | None:
    """The folder of a package. Only its first part is looked up: the rest would import that."""
    first, *rest = package.split(".") if _PACKAGE.match(package) else [""]
    try:
        spec = find_spec(first) if first else None
    except (ImportError, ValueError):  # a ValueError: a module that runs has no place of its own
        return None
    places = [Path(place, *rest) for place in (spec and spec.submodule_search_locations) or ()]
    return next((place for place in places if place.is_dir()), None)


def _broken(text: Text, name: str, package: str) -> Problem:
    return Problem(text.format(name=name, package=package), kind="configuration")


_NO_PACKAGE = Text(
    "pack {name!r}: no package {package!r} is installed; install the pack again, or tell its owner",
    "팩 {name!r}: 패키지 {package!r}이(가) 설치되어 있지 않습니다. "
    "팩을 다시 설치하거나 담당자에게 알려 주세요",
)
_NO_FOLDERS = Text(
    "pack {name!r}: package {package!r} has neither 'cards' nor 'profiles'; tell the pack's owner",
    "팩 {name!r}: 패키지 {package!r}에 'cards'도 'profiles'도 없습니다. 팩 담당자에게 알려 주세요",
)
