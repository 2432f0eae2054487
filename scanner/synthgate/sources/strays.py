"""What lies in the folder of an assembly and is no part of it: it could hide a template."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from synthgate.sources.places import exists, is_link, read_bounded, resolved, walk
from synthgate.sources.suffixes import GUESSED, NOT_ENTERED, PARSED, suffix_of
from synthgate.template.proof import cannot_be_template
from synthgate.template.read import MAX_BYTES, Meaning, suspected


def strays(folder: Path, followed: Collection[Path], opened: Collection[Path]) -> Iterator[Path]:
    """Files that may be templates, and assemblies, that nothing led to; links are not followed.

    `followed` are the folders of assemblies that were read, `opened` the files, links resolved.
    """
    for parent, folders, files in walk(folder):
        here = Path(parent)
        inner = [here / name for name in sorted(folders)]
        folders[:] = [path.name for path in inner if not _is_assembly(path) and _is_to_enter(path)]
        for path in inner:
            if resolved(path) not in followed and (_is_assembly(path) or _is_closed(path, folder)):
                yield path
        for name in sorted(files):
            if _may_be_template(here / name) and resolved(here / name) not in opened:
                yield here / name


def _is_assembly(folder: Path) -> bool:
    """By its name or its marker; an asset may hold a manifest of another kind."""
    named = folder.name.startswith("assembly-") or exists(folder / "cdk.out")
    return named and exists(folder / "manifest.json")


def _is_to_enter(folder: Path) -> bool:
    return folder.name not in NOT_ENTERED and not is_link(folder)


def _is_closed(path: Path, folder: Path) -> bool:
    """Whether a folder is one that no walk enters; an asset holds packages, as it should."""
    in_asset = any(part.startswith("asset.") for part in path.relative_to(folder).parts)
    return path.name in NOT_ENTERED and not in_asset


def _may_be_template(path: Path) -> bool:
    """Whether a file is a template, whatever it is called, or cannot be read."""
    if path.name == "manifest.json" or suffix_of(path.name) not in PARSED | GUESSED:
        return False
    try:
        content = read_bounded(path, MAX_BYTES)
    except OSError:
        return True
    possible = not cannot_be_template(content)
    return possible and suspected(path.name, content) is Meaning.TEMPLATE
