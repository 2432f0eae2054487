"""The files of one cloud assembly: opened within it, read once, problems noted."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError
from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.sources.loaded import Loading, Unit
from synthgate.sources.places import Places, is_file, read_bounded, resolved, unreadable
from synthgate.sources.strays import strays
from synthgate.template import json_text
from synthgate.template.data import is_mapping
from synthgate.template.document import Template
from synthgate.template.read import MAX_BYTES

MANIFEST = "manifest.json"
_MOST_STRAYS = 100
"""So many strays of one folder are named."""
_MAX_METADATA_BYTES = 128 * 1024 * 1024
"""Metadata of an app of 4,510 resources takes a fortieth of it."""
_MOST_PROBLEMS = 1000
"""So many problems of one assembly are told one by one."""


class AssemblyFiles:
    """Opens what a manifest names; nothing outside the assembly's root."""

    def __init__(self, root: Path, places: Places) -> None:
        self.loading = Loading()
        self.root = resolved(root)
        self._places = places
        self._untold = 0
        self._templates: dict[Path, Template | None] = {}
        self._opened: set[Path] = set()
        self._manifests: dict[str, str] = {}

    def shown(self, path: Path) -> str:
        """A path as reports show it."""
        return self._places.shown(path)

    def inside(self, folder: Path, name: object) -> Path | None:
        """A path that the manifest of a folder names, if it stays in the assembly."""
        manifest = folder / MANIFEST
        if not isinstance(name, str) or not name or "\0" in name:
            self.say(
                manifest,
                Message("a file name is missing; run cdk synth again"),
            )
            return None
        path = folder / name
        if not self._is_inside(path):
            self.say(
                manifest,
                Message(
                    "names {name!r}, which is outside the assembly; it was not opened: scan the "
                    "folder that cdk synth wrote, as a whole"
                ).format(name=name),
            )
            return None
        return path

    def _is_inside(self, path: Path) -> bool:
        try:
            return resolved(path).is_relative_to(self.root)
        except (OSError, ValueError):
            return False

    def template(self, path: Path, stack: str, manifest: Path) -> Template | None:
        """A template that a manifest names for a stack."""
        self._opened.add(resolved(path))
        if path in self._templates:
            return self._templates[path]
        try:
            content = read_bounded(path, MAX_BYTES)
        except OSError:
            named_by = self.shown(manifest)
            self.say(
                path,
                Message(
                    "named by {named_by} (stack {stack}) but not there; run cdk synth again"
                ).format(named_by=named_by, stack=stack),
            )
            return None
        self._templates[path] = self.loading.read(self.shown(path), content)
        return self._templates[path]

    def json(self, path: Path) -> dict[str, Any] | None:
        """A JSON object; None, and a problem, where there is none."""
        try:
            content = _content(path)
            if path.name == MANIFEST:
                self._manifests[self.shown(path)] = hashlib.sha256(content).hexdigest()
            data = json_text.parse(content)
        except OSError as error:
            problem = Problem(ProblemCode.FILE_UNREADABLE, unreadable(error), self.shown(path))
            self.loading.problems.append(problem)
        except TemplateError as error:
            problem = Problem(
                ProblemCode.ASSEMBLY_INVALID, error.text, self.shown(path), error.position
            )
            self.loading.problems.append(problem)
        else:
            if is_mapping(data):
                return data
            self.say(
                path,
                Message("not a JSON object; run cdk synth again"),
            )
        return None

    def mention_strays(self, folder: Path, followed: Collection[Path]) -> None:
        """Templates and assemblies that lie in a folder, and that its manifest does not name."""
        there = is_file(folder / MANIFEST)  # else it is no folder that can be listed
        found = [*strays(folder, followed, self._opened)] if there else []
        for path in found[:_MOST_STRAYS]:
            self.tell(path, _STRAY, ProblemCode.TEMPLATE_STRAY)
        more = len(found) - _MOST_STRAYS
        if more > 0:
            said = _MORE_STRAYS.format(count=f"{more:,}")
            self.tell(folder, said, ProblemCode.TEMPLATE_STRAY)

    def unit(self) -> Unit:
        """All that was read and told."""
        if self._untold:
            self.loading.say(
                self.shown(self.root / MANIFEST),
                Message("{number:,} more problems like those before; run cdk synth again").format(
                    number=self._untold
                ),
                ProblemCode.ASSEMBLY_INVALID,
            )
        return replace(self.loading.unit(), manifests=tuple(self._manifests.items()))

    def say(self, path: Path, told: Text, code: ProblemCode = ProblemCode.ASSEMBLY_INVALID) -> None:
        """Note a problem of a file."""
        self.tell(path, told, code)

    def tell(
        self, path: Path, said: Text, code: ProblemCode, touches: tuple[str, ...] | None = None
    ) -> None:
        """Note a problem of a file, as long as there are not too many."""
        if code.kind == "incomplete" and len(self.loading.problems) >= _MOST_PROBLEMS:
            self._untold += 1
        else:
            self.loading.say(self.shown(path), said, code, touches)


def _content(path: Path) -> bytes:
    content = read_bounded(path, _MAX_METADATA_BYTES)
    if len(content) > _MAX_METADATA_BYTES:
        raise TemplateError(_TOO_LARGE)
    return content


_TOO_LARGE = Message("larger than {size} MiB, which no app comes to; run cdk synth again").format(
    size=_MAX_METADATA_BYTES // 2**20
)
_MORE_STRAYS = Message(
    "{count} more files that may be templates are in no manifest, so they were not scanned: "
    "scan the folder that cdk synth wrote, and no other files in it"
)
_STRAY = Message(
    "in no manifest, so it was not scanned: left over from an earlier synth, "
    "or written by a second App into the same folder"
)
