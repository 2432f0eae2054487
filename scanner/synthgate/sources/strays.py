"""What lies in the folder of an assembly and is no part of it: it could hide a template."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from synthgate.sources.places import exists, read_bounded, resolved
from synthgate.sources.suffixes import GUESSED, NOT_ENTERED, PARSED, suffix_of
from synthgate.template.proof import cannot_be_template
from synthgate.template.read import MAX_BYTES

MOST_FILES = 5_000
"""Files of a suffix of templates that are looked at; assets may hold whole packages."""
_OF_CDK = (".assets.json", ".metadata.json")
_FILES_OF_CDK = frozenset({"manifest.json", "tree.json", "cdk.context.json"})


def strays(folder: Path, followed: Collection[Path], opened: Collection[Path]) -> Iterator[Path]:
    """Files that may be templates, and assemblies, that nothing led to; links are not followed.

    `followed` are the folders of assemblies that were read, `opened` the files, links resolved.
    """
    yield from islice(_every(folder, followed, opened), MOST_FILES)


def _every(folder: Path, followed: Collection[Path], opened: Collection[Path]) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        inner = [here / name for name in sorted(folders)]
        folders[:] = [path.name for path in inner if not _is_assembly(path) and _is_to_enter(path)]
        for path in inner:
            if resolved(path) not in followed and (_is_assembly(path) or path.name in NOT_ENTERED):
                yield path
        for name in sorted(files):
            if _may_be_template(here / name) and resolved(here / name) not in opened:
                yield here / name


def _is_assembly(folder: Path) -> bool:
    """By its name or its marker; an asset may hold a manifest of another kind."""
    named = folder.name.startswith("assembly-") or exists(folder / "cdk.out")
    return named and exists(folder / "manifest.json")


def _is_to_enter(folder: Path) -> bool:
    return folder.name not in NOT_ENTERED and not folder.is_symlink()


def _may_be_template(path: Path) -> bool:
    """Whether a file that CDK does not write for itself can be a template."""
    if path.name in _FILES_OF_CDK or path.name.endswith(_OF_CDK):
        return False
    if suffix_of(path.name) not in PARSED | GUESSED:
        return False
    try:
        return not cannot_be_template(read_bounded(path, MAX_BYTES))
    except OSError:
        return True
