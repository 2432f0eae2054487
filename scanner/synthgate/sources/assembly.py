"""A cloud assembly, read from its manifest and never by glob.

The manifest names stacks and nested assemblies (stages); the metadata of a stack maps
construct paths to logical ids and tells which construct is a template of its own
(nested stack, Service Catalog product). (aws-cdk-lib, `cloud-assembly-schema`; the
shapes of older versions, which keep the metadata in the manifest, are read as well.)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from synthgate.problem_code import ProblemCode
from synthgate.sources.artifact import StackArtifact, placement_of
from synthgate.sources.assembly_files import AssemblyFiles
from synthgate.sources.constructs import Constructs
from synthgate.sources.frames import SourceFinder
from synthgate.sources.loaded import Unit
from synthgate.sources.nesting import NestingReader
from synthgate.sources.places import Places, is_file, resolved
from synthgate.template.data import is_list, is_mapping

MAX_STAGES = 32
"""How deep assemblies may nest: stages in stages, of which real apps have two or three."""


def is_assembly(folder: Path) -> bool:
    """Whether a folder is a cloud assembly: the version marker beside the manifest."""
    return is_file(folder / "manifest.json") and is_file(folder / "cdk.out")


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
        self._templates = NestingReader(self._files, SourceFinder(places, root), environment)
        self._folders: dict[Path, Path] = {}

    def unit(self) -> Unit:
        """All that was read; to have read nothing is a problem."""
        for folder in self._folders.values():
            self._files.mention_strays(folder)
        loading = self._files.loading
        if not loading.templates and not any(p.kind == "incomplete" for p in loading.problems):
            self._files.say(
                self._root / "manifest.json",
                "names no stack, so nothing was scanned; add one to the app and run cdk synth",
                "스택이 없어 아무것도 스캔하지 않았습니다. 앱에 스택을 추가하고 "
                "cdk synth를 실행하세요",
                ProblemCode.ASSEMBLY_EMPTY,
            )
        return loading.unit()

    def read_manifest(self, folder: Path, stage: str | None, depth: int) -> None:
        """Read one manifest: its stacks, then the assemblies nested in it."""
        self._folders[resolved(folder)] = folder
        manifest = self._files.json(folder / "manifest.json")
        artifacts = manifest.get("artifacts") if manifest else None
        if not is_mapping(artifacts):
            if manifest is not None:
                self._files.say(
                    folder / "manifest.json",
                    "no 'artifacts': not the manifest of a cloud assembly; run cdk synth again",
                    "'artifacts'가 없어 클라우드 어셈블리의 매니페스트가 아닙니다. "
                    "cdk synth를 다시 실행하세요",
                )
            return
        if depth == 0:
            self._mention_missing(folder, manifest or {})
        for artifact_id, artifact in artifacts.items():
            if not is_mapping(artifact):
                continue
            properties = artifact.get("properties")
            properties = properties if is_mapping(properties) else {}
            if artifact.get("type") == "aws:cloudformation:stack":
                self._stack(folder, artifact_id, artifact, properties, stage)
            elif artifact.get("type") == "cdk:cloud-assembly":
                self._nested(folder, properties, depth)

    def _nested(self, folder: Path, properties: Mapping[str, Any], depth: int) -> None:
        name = properties.get("directoryName")
        path = self._files.inside(folder, name)
        if path is None:
            return
        if depth >= MAX_STAGES or resolved(path) in self._folders:
            self._files.say(
                folder / "manifest.json",
                f"assembly {name} was read before or nests without end, so it was not read "
                "here; run cdk synth again",
                f"어셈블리 {name}은(는) 이미 읽었거나 끝없이 중첩되어 여기서 읽지 않았습니다. "
                "cdk synth를 다시 실행하세요",
            )
            return
        stage = str(properties.get("displayName") or name).removeprefix("assembly-")
        self.read_manifest(path, stage, depth + 1)

    def _stack(
        self,
        folder: Path,
        artifact_id: str,
        artifact: Mapping[str, Any],
        properties: Mapping[str, Any],
        stage: str | None,
    ) -> None:
        path = self._files.inside(folder, properties.get("templateFile"))
        if path is None or not self._templates.has_room(folder / "manifest.json"):
            return
        stack = StackArtifact(
            folder,
            artifact_id,
            properties,
            placement_of(artifact, properties, artifact_id),
            stage,
            self._constructs(folder, artifact_id, artifact, properties.get("templateFile")),
        )
        self._templates.read(stack, path)

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
        display = str(artifact.get("displayName") or artifact_id)
        return Constructs.of(f"/{display}", template_file, entries)

    def _mention_missing(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Look-ups that synth could not make leave made-up values in the templates."""
        missing = manifest.get("missing")
        for entry in missing if is_list(missing) else []:
            key = str(entry.get("key") if is_mapping(entry) else entry)
            self._files.say(
                folder / "manifest.json",
                f"look-up {key!r} was not resolved, so templates hold dummy values: run cdk synth "
                "with credentials and commit cdk.context.json",
                f"조회 {key!r}이(가) 해석되지 않아 템플릿에 임시 값이 들어 있습니다. "
                "자격 증명이 있는 환경에서 cdk synth를 실행하고 cdk.context.json을 커밋하세요",
                ProblemCode.LOOKUP_UNRESOLVED,
            )
