"""The apps of a folder of the workspace, and where their assemblies lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from synthgate.editor.texts import stamp_of
from synthgate.records import dataclass
from synthgate.sources.cdk_json import FILE_NAME, output_of
from synthgate.sources.places import resolved, within

MANIFEST = "manifest.json"
MOST_APPS = 20
_MOST_FOLDERS = 2_000
_DEEPEST = 3
_PRUNED = frozenset(("node_modules", "__pycache__", "venv", "site-packages", "cdk.out"))


@dataclass(frozen=True, slots=True)
class App:
    """An app: its folder, the folder that its assembly is written to, and the workspace's."""

    folder: Path
    assembly: Path
    root: Path

    @property
    def stamp(self) -> tuple[int, int] | None:
        """What tells two assemblies there apart: the manifest is what is written last."""
        return stamp_of(self.assembly / MANIFEST)

    @property
    def synthesized(self) -> float:
        """When that was, in seconds; nought where there is no assembly."""
        return self.stamp[0] / 1e9 if self.stamp else 0.0


def apps_in(root: Path, assembly: str) -> list[App]:
    """The apps of a folder: what `assembly` names; else its own, and those a few folders below.

    An assembly that lies elsewhere by the word of a ``cdk.json`` is not looked at.
    """
    root = resolved(root)
    if assembly:
        return [App(root, resolved(root / assembly), root)]
    folders = [root, *(folder for folder in _with_cdk_json(root) if folder != root)]
    every = (App(one, resolved(one / (output_of(one) or "cdk.out")), root) for one in folders)
    return [app for app in every if within(app.assembly, root)][:MOST_APPS]


def _with_cdk_json(root: Path) -> Iterator[Path]:
    """The folders that hold a ``cdk.json``, as far as they are looked into."""
    for number, (parent, folders, files) in enumerate(os.walk(root)):
        if number > _MOST_FOLDERS:
            return
        is_deepest = len(Path(parent).relative_to(root).parts) >= _DEEPEST
        wanted = (it for it in folders if not (it.startswith(".") or it in _PRUNED))
        folders[:] = [] if is_deepest else sorted(wanted)
        if FILE_NAME in files:
            yield Path(parent)
