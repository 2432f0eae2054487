"""From the template of a stack to those nested in it.

Each instance of a nested stack is a template of its own, even where two have one file. The
metadata of the stack says which construct has which file; where it is silent (older CDK
versions, Service Catalog products) the asset of the resource does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthgate.model import NOTHING_ACKNOWLEDGED, Acknowledgements, Message, Origin, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.acknowledged import acknowledgements
from synthgate.sources.artifact import StackArtifact, noted_path, source_path
from synthgate.sources.assembly_files import AssemblyFiles
from synthgate.sources.cdk_made import made_by_cdk
from synthgate.sources.construct_tree import ConstructTree
from synthgate.sources.environment import environment_of
from synthgate.sources.frames import RecordedFrames
from synthgate.sources.holders import HOLDERS, NESTED_STACK
from synthgate.sources.loaded import LoadedTemplate
from synthgate.sources.places import is_file, resolved
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

MAX_TEMPLATES = 10_000
"""Templates of one assembly; the biggest apps have some hundreds."""
MAX_NESTING = 32
"""How deep stacks may nest, of which real apps have two or three levels."""
_COPY = "asset."
_ASSET_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True)
class _Place:
    """A template to be read: its file, its construct, its name, and the files it is nested in."""

    stack: StackArtifact
    path: Path
    owner: str
    name: str
    around: tuple[Path, ...] = ()
    acknowledged: Acknowledgements = NOTHING_ACKNOWLEDGED


class NestingReader:
    """Reads the templates of stacks, each with what is nested in it."""

    def __init__(self, files: AssemblyFiles, environment: str | None) -> None:
        self._files = files
        self._frames = RecordedFrames()
        self._environment = environment
        self._tree = ConstructTree(files.root / "tree.json")
        self._ids: Counter[str] = Counter()
        self._assets: dict[Path, Mapping[str, Any]] = {}
        self._endless: set[Path] = set()
        self._full = False

    def read(self, stack: StackArtifact, path: Path) -> str | None:
        """Read the template of a stack of the manifest and all below it; its id, if it was read."""
        self._frames.learn(stack.constructs.all_frames)
        acknowledged = acknowledgements(
            stack.constructs.acknowledged, self._files.shown(stack.metadata_file), self._frames.line
        )
        owner = stack.constructs.root
        return self._template(_Place(stack, path, owner, stack.name, acknowledged=acknowledged))

    def _template(self, place: _Place) -> str | None:
        """The id of the template read; None where it must not be read."""
        if not self.has_room(place.stack.manifest) or not self._has_end(place):
            return None
        template = self._files.template(place.path, place.stack.id, place.stack.manifest)
        loaded = self._loaded(place, template)
        rows = self._files.loading.templates
        at = len(rows)
        rows.append(loaded)
        if template:
            below = self._below(place, template)
            rows[at] = replace(loaded, children=_stacks(template, below), deploys=below)
        return loaded.id

    def _loaded(self, place: _Place, template: Template | None) -> LoadedTemplate:
        stack, shown = place.stack, self._files.shown(place.path)
        environment = environment_of(
            template,
            stack.placement.tags,
            (stack.stage, stack.name),
            self._environment,
        )
        return LoadedTemplate(
            shown,
            template,
            replace(stack.placement, environment=environment),
            self._origins(place, template),
            place.name,
            stack.stage,
            id=self._id(f"{shown}#{place.owner}"),
            construct=place.owner.removeprefix("/"),
            acknowledged=place.acknowledged,
        )

    def _id(self, wanted: str) -> str:
        """The id, numbered where one construct has one file more than once."""
        self._ids[wanted] += 1
        count = self._ids[wanted]
        return wanted if count == 1 else f"{wanted}#{count}"

    def _below(self, place: _Place, template: Template) -> Mapping[str, tuple[str, ...]]:
        """Read what a template deploys; the ids of those templates by logical id."""
        constructs = place.stack.constructs
        noted = {
            owner: self._child(place, constructs.template_files[owner], owner)
            for owner in constructs.templates_below(place.owner)
        }
        below: dict[str, tuple[str, ...]] = {}
        for logical_id, body in template.resources.items():
            if body["Type"] not in HOLDERS:
                continue
            owner = constructs.nested_owner(place.owner, logical_id)
            if owner and owner in constructs.template_files:
                found = [noted.get(owner)]
            else:
                owner = owner or f"{place.owner}/{logical_id}"
                found = self._by_asset(place, body, owner)
            below[logical_id] = tuple(filter(None, found))
        return below

    def _by_asset(self, place: _Place, body: Mapping[str, Any], owner: str) -> Sequence[str | None]:
        """Read the templates of a resource that no metadata notes; a product may have several."""
        files = self._files_of(place.stack, body)
        return [self._child(place, file, owner, number) for number, file in enumerate(files, 1)]

    def _child(self, place: _Place, file: str, owner: str, number: int = 1) -> str | None:
        path = self._files.inside(place.stack.folder, file)
        if path is None:
            return None
        name = f"{place.name}{owner.removeprefix(place.owner)}"
        name = name if number == 1 else f"{name} ({number})"
        around = (*place.around, resolved(place.path))
        return self._template(replace(place, path=path, owner=owner, name=name, around=around))

    def _files_of(self, stack: StackArtifact, body: Mapping[str, Any]) -> list[str]:
        """The files of a resource's templates: noted with it, or found by their hashes."""
        metadata = body.get("Metadata")
        noted = metadata.get("aws:asset:path") if is_mapping(metadata) else None
        if isinstance(noted, str):
            return [noted]
        hashes = dict.fromkeys(_ASSET_HASH.findall(str(body.get("Properties"))))
        paths = [source_path(self._assets_of(stack).get(hash_)) for hash_ in hashes]
        return [path for path in paths if path]

    def _assets_of(self, stack: StackArtifact) -> Mapping[str, Any]:
        """The entries of a stack's asset manifest, by hash."""
        manifest = stack.folder / f"{stack.id}.assets.json"
        if manifest not in self._assets:
            data = self._files.json(manifest) if is_file(manifest) else None
            files = data.get("files") if data else None
            self._assets[manifest] = files if is_mapping(files) else {}
        return self._assets[manifest]

    def _origins(self, place: _Place, template: Template | None) -> Mapping[str, Origin]:
        if template is None:
            return {}
        found = dict(self._found_origins(place, template))
        paths = {name: origin.construct_path or "" for name, origin in found.items()}
        for logical_id, made in made_by_cdk(template.resources, paths, self._tree.class_of).items():
            found[logical_id] = replace(found[logical_id], made=made)
        return found

    def _found_origins(self, place: _Place, template: Template) -> Iterator[tuple[str, Origin]]:
        constructs = place.stack.constructs
        for logical_id, body in template.resources.items():
            path = constructs.path(place.owner, logical_id) or self._noted(place, body)
            if path:
                frame = constructs.frame(path)
                line = self._frames.line(frame) if frame else None
                yield logical_id, Origin(path.removeprefix("/"), line)

    def _noted(self, place: _Place, body: Mapping[str, Any]) -> str | None:
        """The path in the resource itself; in a template of another app's making it is none here.

        Those that the app makes are called after constructs; ``asset.HASH`` is a copy of a file.
        """
        path = noted_path(body)
        is_own = not place.path.name.startswith(_COPY) and path and self._tree.may_have(path[1:])
        return path if is_own else None

    def has_room(self, manifest: Path) -> bool:
        """Whether there may be another template; that there may not is told once."""
        if len(self._files.loading.templates) < MAX_TEMPLATES:
            return True
        if not self._full:
            self._full = True
            self._files.say(
                manifest,
                Message(
                    "leads to more than {most:,} templates; those after them were not scanned: "
                    "scan the folders of its stages (assembly-…) one by one"
                ).format(most=MAX_TEMPLATES),
                ProblemCode.LIMIT,
            )
        return False

    def _has_end(self, place: _Place) -> bool:
        """Whether a template is none of those that it is nested in, and not too far down."""
        if resolved(place.path) in place.around:
            self._say_endless(
                place,
                Message(
                    "is nested in itself (as {name}), so it was not read again there; run cdk "
                    "synth again, or take the resource out"
                ).format(name=place.name[:200]),
            )
            return False
        if len(place.around) >= MAX_NESTING:
            self._say_endless(
                place,
                Message(
                    "nested more than {most} stacks deep ({name}), so it was not scanned: nest "
                    "fewer stacks"
                ).format(most=MAX_NESTING, name=place.name[:200]),
            )
            return False
        return True

    def _say_endless(self, place: _Place, told: Text) -> None:
        """Once for each file, in however many places it is."""
        if place.path not in self._endless:
            self._endless.add(place.path)
            self._files.say(place.path, told)


def _stacks(template: Template, below: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Of what resources deploy, the nested stacks: each has one template, and a parent."""
    types = {name: template.resources[name]["Type"] for name in below}
    return {name: ids[0] for name, ids in below.items() if ids and types[name] == NESTED_STACK}
