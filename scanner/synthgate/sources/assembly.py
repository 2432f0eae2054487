"""A cloud assembly, read from its manifest and never by glob.

The manifest names stacks and nested assemblies (stages); the metadata of a stack maps
construct paths to logical ids and tells which construct is a template of its own
(nested stack, Service Catalog product). (aws-cdk-lib, `cloud-assembly-schema`; the
shapes of older versions, which keep the metadata in the manifest, are read as well.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthgate.cdk.recorder import FILE_NAME
from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.sources.artifact import StackArtifact, placement_of, text_or
from synthgate.sources.assembly_files import AssemblyFiles
from synthgate.sources.constructs import Constructs
from synthgate.sources.loaded import Unit
from synthgate.sources.lookups import key_of, touched
from synthgate.sources.manifest import NESTED_ASSEMBLY, STACK, major, oddities
from synthgate.sources.nesting import MAX_TEMPLATES, NestingReader
from synthgate.sources.order import DeploymentOrder
from synthgate.sources.places import Places, is_file, resolved
from synthgate.sources.recorded import recorded_in
from synthgate.sources.validation_report.in_assembly import heard_in
from synthgate.template.data import is_list, is_mapping

MAX_STAGES = 32
"""How deep assemblies may nest: stages in stages, of which real apps have two or three."""


def load_assembly(folder: Path, places: Places, environment: str | None = None) -> Unit:
    """Read every template that an assembly's manifest leads to."""
    reader = _AssemblyReader(folder, places, environment)
    stage = folder.name.removeprefix("assembly-") if folder.name.startswith("assembly-") else None
    reader.read_manifest(folder, stage, depth=0)
    return reader.unit()


class _AssemblyReader:
    """Gathers the templates of one assembly; nothing outside its root is opened."""

    def __init__(self, root: Path, places: Places, environment: str | None) -> None:
        self._root = root
        self._files = AssemblyFiles(root, places)
        self._templates = NestingReader(self._files, environment)
        self._folders: dict[Path, Path] = {}
        self._told: set[Text] = set()
        self._missing: list[Any] = []
        self._schema: int | None = None
        self._order = DeploymentOrder()
        self._recorded = recorded_in(root)

    def unit(self) -> Unit:
        """All that was read; to have read nothing is a problem."""
        self._mention_missing()
        self._mention_recorded()
        for folder in self._folders.values():
            self._files.mention_strays(folder, self._folders)
        loading = self._files.loading
        loading.templates[:] = self._order.told(loading.templates)
        if not loading.templates and not any(p.kind == "incomplete" for p in loading.problems):
            self._files.say(
                self._root / "manifest.json",
                Message(
                    "names no stack, so nothing was scanned; add one to the app and run cdk synth"
                ),
                ProblemCode.ASSEMBLY_EMPTY,
            )
        told = heard_in(self._root, loading.templates, self._files.shown)
        unit = self._files.unit()
        return replace(unit, heard=told.heard, unheard=told.problems, schema=self._schema)

    def read_manifest(self, folder: Path, stage: str | None, depth: int) -> None:
        """Read one manifest: its stacks, then the assemblies nested in it."""
        self._folders[resolved(folder)] = folder
        manifest = self._files.json(folder / "manifest.json")
        artifacts = manifest.get("artifacts") if manifest else None
        if not manifest or not is_mapping(artifacts):
            if manifest is not None:
                self._files.say(
                    folder / "manifest.json",
                    Message(
                        "no 'artifacts': not the manifest of a cloud assembly; run cdk synth again"
                    ),
                )
            return
        self._mention_oddities(folder, manifest)
        missing = manifest.get("missing")
        if depth == 0:
            self._schema = major(manifest.get("version"))
            self._missing = missing if is_list(missing) else []
        for artifact_id, artifact in artifacts.items():
            if not is_mapping(artifact):
                continue
            properties = artifact.get("properties")
            properties = properties if is_mapping(properties) else {}
            if artifact.get("type") == STACK:
                self._stack(folder, artifact_id, artifact, properties, stage)
            elif artifact.get("type") == NESTED_ASSEMBLY:
                self._nested(folder, properties, depth)

    def _mention_oddities(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """What the schema of manifests does not have; of a newer one, once."""
        beside = folder / "cdk.out"
        marker = self._files.json(beside) if is_file(beside) and "version" not in manifest else {}
        for code, said in oddities(manifest, marker or {}):
            if code is not ProblemCode.ASSEMBLY_NEWER or said not in self._told:
                self._told.add(said)
                self._files.tell(folder / "manifest.json", said, code)

    def _nested(self, folder: Path, properties: Mapping[str, Any], depth: int) -> None:
        name = properties.get("directoryName")
        if len(self._folders) >= MAX_TEMPLATES:
            self._files.tell(folder / "manifest.json", _TOO_MANY, ProblemCode.LIMIT)
            return
        path = self._files.inside(folder, name)
        if path is None:
            return
        if depth >= MAX_STAGES or resolved(path) in self._folders:
            self._files.say(
                folder / "manifest.json",
                Message(
                    "assembly {name} was read before or nests without end, so it was not read "
                    "here; run cdk synth again"
                ).format(name=name),
            )
            return
        stage = text_or(properties.get("displayName"), str(name)).removeprefix("assembly-")
        self.read_manifest(path, stage, depth + 1)

    def _stack(
        self,
        folder: Path,
        artifact_id: str,
        artifact: Mapping[str, Any],
        properties: Mapping[str, Any],
        stage: str | None,
    ) -> None:
        if not self._templates.has_room(folder / "manifest.json"):
            return
        path = self._files.inside(folder, properties.get("templateFile"))
        if path is None:
            return
        stack = StackArtifact(
            folder,
            artifact_id,
            properties,
            placement_of(artifact, properties, artifact_id),
            stage,
            self._constructs(folder, artifact_id, artifact, properties.get("templateFile")),
            folder / text_or(artifact.get("additionalMetadataFile"), "manifest.json"),
        )
        self._order.note(folder, artifact_id, artifact, self._templates.read(stack, path))

    def _constructs(
        self, folder: Path, artifact_id: str, artifact: Mapping[str, Any], template_file: object
    ) -> Constructs:
        """The metadata of a stack: in the manifest, in a file beside it, or both."""
        entries: dict[str, Any] = {}
        inline = artifact.get("metadata")
        if is_mapping(inline):
            entries.update(inline)
        name = artifact.get("additionalMetadataFile")
        path = self._files.inside(folder, name) if name else None
        if path:
            entries.update(self._files.json(path) or {})
        display = text_or(artifact.get("displayName"), artifact_id)
        return Constructs.of(f"/{display}", template_file, entries, self._recorded)

    def _mention_recorded(self) -> None:
        """What cannot be used of the lines that the program has recorded."""
        said, at = self._recorded.wrong, self._recorded.position
        if said:
            path = self._files.shown(self._root / FILE_NAME)
            problem = Problem(ProblemCode.LINES_INVALID, said, path, at)
            self._files.loading.problems.append(problem)

    def _mention_missing(self) -> None:
        """Look-ups that synth could not make leave made-up values in the templates."""
        templates = [one.template for one in self._files.loading.templates if one.template]
        for entry in self._missing:
            self._files.tell(
                self._root / "manifest.json",
                Message(
                    "look-up {key!r} was not resolved, so templates hold dummy values: run cdk "
                    "synth with credentials and commit cdk.context.json"
                ).format(key=key_of(entry)),
                ProblemCode.LOOKUP_UNRESOLVED,
                touched(entry, templates),
            )


_TOO_MANY = Message(
    "leads to more than {most:,} assemblies; those after them were not read: scan the "
    "folders of its stages (assembly-…) one by one"
).format(most=MAX_TEMPLATES)
