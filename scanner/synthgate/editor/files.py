"""What an editor calls files, whose folders may be reached by links."""

from __future__ import annotations

import os
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path

from synthgate.sources.places import resolved


def path_of(uri: str) -> Path | None:
    """Where a document lies, links followed; None where that is no file here."""
    path = to_fs_path(uri)
    if not path or "\0" in path:
        return None
    return resolved(Path(os.path.normpath(path)))


class Names:
    """The addresses of files as the editor has them: it knows a folder by one name only."""

    def __init__(self) -> None:
        self.folders: dict[Path, Path] = {}
        """The folders of the workspace: where they lie, and what they are called."""
        self.open: dict[Path, str] = {}
        """The addresses of documents that are open."""

    def add(self, uri: str) -> Path | None:
        """A folder of the workspace, links followed; None where it is none of this machine."""
        path, called = path_of(uri), to_fs_path(uri)
        if path is None or called is None:
            return None
        self.folders[path] = Path(os.path.normpath(called))
        return path

    def uri(self, path: Path) -> str:
        """The address of a file."""
        if path in self.open:
            return self.open[path]
        root = self.root(path)
        called = self.folders[root] / path.relative_to(root) if root else path
        return from_fs_path(str(called)) or ""

    def root(self, path: Path) -> Path | None:
        """The innermost folder of the workspace that a file lies in."""
        around = [root for root in self.folders if path.is_relative_to(root)]
        return max(around, key=lambda root: len(root.parts), default=None)
