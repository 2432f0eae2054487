"""A cloud assembly, read from its manifest and never by glob.

The manifest names stacks and nested assemblies (stages); the metadata of a stack maps
construct paths to logical ids and tells which construct is a template of its own
(nested stack, Service Catalog product). (aws-cdk-lib, `cloud-assembly-schema`; the
shapes of older versions, which keep the metadata in the manifest, are read as well.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError
from synthgate.model import Origin, Problem
from synthgate.sources.artifact import StackArtifact, noted_path, placement_of, source_path
from synthgate.sources.constructs import Constructs
from synthgate.sources.environment import environment_of
from synthgate.sources.frames import SourceFinder
from synthgate.sources.loaded import LoadedTemplate, Loading, Unit
from synthgate.sources.places import Places, read_bounded, within
from synthgate.template import json_text
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template
from synthgate.template.read import MAX_BYTES

_TEMPLATE_FILES = "*.template.json"
_ASSET_HASH = re.compile(r"\b[0-9a-f]{64}\b")
HOLDERS = {
    "AWS::CloudFormation::Stack",
    "AWS::CloudFormation::StackSet",
    "AWS::ServiceCatalog::CloudFormationProduct",
}
"""Resource types that deploy a template of their own."""
MAX_METADATA_BYTES = 512 * 1024 * 1024
"""Metadata of an app with 500 resources in each of its stacks takes a hundredth of it."""
MAX_STAGES = 32
"""How deep assemblies may nest: stages in stages, of which real apps have two or three."""


def is_assembly(folder: Path) -> bool:
    """Whether a folder is a cloud assembly: the version marker beside the manifest."""
    return (folder / "manifest.json").is_file() and (folder / "cdk.out").is_file()


def load_assembly(folder: Path, places: Places, environment: str | None = None) -> Unit:
    """Read every template that an assembly's manifest leads to."""
    reader = _AssemblyReader(folder, places, environment)
    stage = folder.name.removeprefix("assembly-") if folder.name.startswith("assembly-") else None
    reader.read_manifest(folder, stage, depth=0)
    reader.mention_strays()
    return reader.loading.unit()


class _AssemblyReader:
    """Gathers the templates of one assembly; nothing outside its root is opened."""

    def __init__(self, root: Path, places: Places, environment: str | None) -> None:
        self.loading = Loading()
        self._root = root
        self._places = places
        self._environment = environment
        self._finder = SourceFinder(places, root)
        self._folders: list[Path] = []
        self._read: set[Path] = set()

    def read_manifest(self, folder: Path, stage: str | None, depth: int) -> None:
        """Read one manifest: its stacks, then the assemblies nested in it."""
        self._folders.append(folder)
        manifest = self._json(folder / "manifest.json")
        artifacts = manifest.get("artifacts") if manifest else None
        if not is_mapping(artifacts):
            if manifest is not None:
                self._say(
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
        path = self._inside(folder, name, folder / "manifest.json")
        if path is None:
            return
        if depth >= MAX_STAGES or path in self._folders:
            self._say(
                folder / "manifest.json",
                f"assembly {name} nests without end",
                f"어셈블리 {name}이(가) 끝없이 중첩됩니다",
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
        stack = StackArtifact(
            folder,
            artifact_id,
            properties,
            placement_of(artifact, properties, artifact_id),
            stage,
            self._constructs(folder, artifact_id, artifact, properties.get("templateFile")),
        )
        path = self._inside(folder, properties.get("templateFile"), folder / "manifest.json")
        if path is None:
            return
        root = stack.constructs.root
        self._template(stack, path, root, stack.name)

    def _template(self, stack: StackArtifact, path: Path, owner: str, name: str) -> None:
        """Read a template and those nested in it."""
        template = self._read_template(path, stack)
        tags = stack.properties.get("tags")
        environment = environment_of(
            template,
            tags if is_mapping(tags) else {},
            (stack.stage, stack.name),
            self._environment,
        )
        self.loading.templates.append(
            LoadedTemplate(
                self._places.shown(path),
                template,
                replace(stack.placement, environment=environment),
                self._origins(stack, owner, template),
                name,
                stack.stage,
            )
        )
        if template is None or owner.count("/") > MAX_STAGES * 4:
            return
        for child in stack.constructs.templates_below(owner):
            file = stack.constructs.template_files[child]
            self._child(stack, file, child, f"{name}{child.removeprefix(owner)}")
        self._children_by_asset(stack, template, owner, name)

    def _child(self, stack: StackArtifact, file: str, owner: str, name: str) -> None:
        path = self._inside(stack.folder, file, stack.folder / "manifest.json")
        if path:
            self._template(stack, path, owner, name)

    def _children_by_asset(
        self, stack: StackArtifact, template: Template, owner: str, name: str
    ) -> None:
        """Templates that no metadata notes: nested stacks of older CDK versions, products."""
        for logical_id, body in template.resources.items():
            if body["Type"] not in HOLDERS:
                continue
            child = stack.constructs.nested_owner(owner, logical_id)
            if child in stack.constructs.template_files:
                continue
            child = child or f"{owner}/{logical_id}"
            for file in self._assets(stack, body):
                self._child(stack, file, child, f"{name}{child.removeprefix(owner)}")

    def _assets(self, stack: StackArtifact, body: Mapping[str, Any]) -> list[str]:
        """The files of a resource's templates: noted with it, or found by their hashes."""
        metadata = body.get("Metadata")
        noted = metadata.get("aws:asset:path") if is_mapping(metadata) else None
        if isinstance(noted, str):
            return [noted]
        hashes = dict.fromkeys(_ASSET_HASH.findall(str(body.get("Properties"))))
        manifest = stack.folder / f"{stack.id}.assets.json"
        files = (self._json(manifest) or {}).get("files") if manifest.is_file() else None
        paths = [source_path(files.get(hash_)) for hash_ in hashes] if is_mapping(files) else []
        return [path for path in paths if path]

    def _read_template(self, path: Path, stack: StackArtifact) -> Template | None:
        self._read.add(path.resolve())
        shown = self._places.shown(path)
        try:
            content = read_bounded(path, MAX_BYTES)
        except OSError:
            manifest = self._places.shown(stack.folder / "manifest.json")
            self.loading.say(
                shown,
                f"named by {manifest} (stack {stack.id}) but not there; run cdk synth again",
                f"{manifest}(스택 {stack.id})에 있지만 파일이 없습니다. "
                "cdk synth를 다시 실행하세요",
            )
            return None
        return self.loading.read(shown, content)

    def _constructs(
        self, folder: Path, artifact_id: str, artifact: Mapping[str, Any], template_file: object
    ) -> Constructs:
        """The metadata of a stack: in the manifest, in a file beside it, or both."""
        entries: dict[str, Any] = {}
        inline = artifact.get("metadata")
        if is_mapping(inline):
            entries.update(inline)
        name = artifact.get("additionalMetadataFile")
        path = self._inside(folder, name, folder / "manifest.json") if name else None
        if path:
            entries.update(self._json(path) or {})
        display = str(artifact.get("displayName") or artifact_id)
        return Constructs.of(f"/{display}", template_file, entries)

    def _origins(
        self, stack: StackArtifact, owner: str, template: Template | None
    ) -> Mapping[str, Origin]:
        constructs = stack.constructs
        self._finder.learn(constructs.all_frames)
        found: dict[str, Origin] = {}
        for logical_id, body in template.resources.items() if template else ():
            path = constructs.path(owner, logical_id) or noted_path(body)
            frame = constructs.frame(path) if path else None
            line = self._finder.line(frame) if frame else None
            if path:
                found[logical_id] = Origin(path.removeprefix("/"), line)
        return found

    def _inside(self, folder: Path, name: object, manifest: Path) -> Path | None:
        """A path that a manifest names, if it stays in the assembly."""
        if not isinstance(name, str) or not name or "\0" in name:
            self._say(manifest, "a file name is missing", "파일 이름이 없습니다")
            return None
        path = folder / name
        if not within(path, self._root):
            self._say(
                manifest,
                f"names {name!r}, which is outside the assembly; it was not opened",
                f"어셈블리 밖의 {name!r}을(를) 가리키므로 열지 않았습니다",
            )
            return None
        return path

    def _json(self, path: Path) -> dict[str, Any] | None:
        shown = self._places.shown(path)
        try:
            data = json_text.parse(read_bounded(path, MAX_METADATA_BYTES))
        except OSError as error:
            self._say(
                path, f"cannot be read: {error.strerror}", f"읽을 수 없습니다: {error.strerror}"
            )
        except TemplateError as error:
            self.loading.problems.append(Problem(error.text, shown, error.position))
        else:
            if is_mapping(data):
                return data
            self._say(path, "not a JSON object", "JSON 객체가 아닙니다")
        return None

    def _mention_missing(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Look-ups that synth could not make leave made-up values in the templates."""
        missing = manifest.get("missing")
        for entry in missing if is_list(missing) else []:
            key = str(entry.get("key") if is_mapping(entry) else entry)
            self._say(
                folder / "manifest.json",
                f"look-up {key!r} was not resolved, so templates hold dummy values: run cdk synth "
                "with credentials and commit cdk.context.json",
                f"조회 {key!r}이(가) 해석되지 않아 템플릿에 임시 값이 들어 있습니다. "
                "자격 증명이 있는 환경에서 cdk synth를 실행하고 cdk.context.json을 커밋하세요",
            )

    def mention_strays(self) -> None:
        """Templates that lie in the assembly and belong to no stack of it."""
        for folder in self._folders:
            for path in sorted(folder.glob(_TEMPLATE_FILES)):
                if path.resolve() not in self._read:
                    self._say(
                        path,
                        "in no manifest, so it was not scanned: left over from an earlier synth, "
                        "or written by a second App into the same folder",
                        "매니페스트에 없어 스캔하지 않았습니다. 이전 synth의 잔여 파일이거나 "
                        "같은 폴더에 쓴 두 번째 App의 결과입니다",
                        kind="notice",
                    )

    def _say(self, path: Path, en: str, ko: str, kind: Any = "incomplete") -> None:
        self.loading.say(self._places.shown(path), en, ko, kind)
