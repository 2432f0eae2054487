"""The construct tree as a stack's metadata tells it: paths, logical ids, templates, traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from synthgate.records import dataclass
from synthgate.sources.acknowledged import Entry, entries_of
from synthgate.sources.frames import Frame, user_frame
from synthgate.sources.path_tree import Tree
from synthgate.sources.recorded import NOTHING_RECORDED, Recorded
from synthgate.template.data import is_list, is_mapping

MADE_IN_SYNTH = ("/BootstrapVersion", "/CheckBootstrapVersion")
"""Constructs that CDK itself adds while synthesizing: they show where `synth()` is called."""


@dataclass(frozen=True, slots=True)
class Constructs:
    """What the metadata of one stack says, by construct path (absolute: ``/App/Stack/X``)."""

    root: str
    template_files: Mapping[str, str]
    ids: Mapping[tuple[str, str], str]
    frames: Mapping[str, Frame]
    lines: Tree[Frame] = field(default_factory=lambda: Tree[Frame]({}))
    """The frames by path, without those of what was made during synthesis."""
    recorded: Recorded = NOTHING_RECORDED
    """What the program itself has recorded, of the whole assembly."""
    below: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    acknowledged: tuple[Entry, ...] = ()

    @classmethod
    def of(
        cls,
        stack: str,
        template_file: object,
        metadata: Mapping[str, Any],
        recorded: Recorded = NOTHING_RECORDED,
    ) -> Constructs:
        """Read the entries; unknown types and shapes are passed over, for CDK adds new ones.

        The stack's own construct is the one that has its template; `stack` is its path
        by its display name, for versions that do not say.
        """
        named: dict[str, str] = {}
        files: dict[str, str] = {}
        frames: dict[str, Frame] = {}
        acknowledged: list[Entry] = []
        for path, entries in metadata.items():
            for entry in _entries(entries):
                kind, data = entry.get("type"), entry.get("data")
                acknowledged.extend(entries_of(path, entry))
                if kind == "aws:cdk:logicalId" and isinstance(data, str):
                    named[path] = data
                elif kind == "aws:cdk:templateFile" and isinstance(data, str):
                    files[path] = data
                elif kind == "aws:cdk:creationStack" and is_list(data):
                    frame = user_frame(data)
                    if frame:
                        frames[path] = frame
        own = sorted(path for path, file in files.items() if file == template_file)
        root = own[0] if own else stack
        owners = {root, *files, *filter(None, map(_old_nested, named))}
        tree = Tree({owner: owner for owner in owners})
        ids = {(tree.nearest(path) or "", name): path for path, name in named.items()}
        files.pop(root, None)
        in_synth = {frame for path, frame in frames.items() if path.endswith(MADE_IN_SYNTH)}
        in_synth |= {recorded.synth} if recorded.synth else set()
        lines = {path: frame for path, frame in frames.items() if frame not in in_synth}
        below = _below(root, files)
        told = tuple(acknowledged)
        return cls(root, files, ids, frames, Tree(lines), recorded, below, told)

    def path(self, owner: str, logical_id: str) -> str | None:
        """The construct of a resource, which only its template makes unique."""
        return self.ids.get((owner, logical_id))

    def templates_below(self, owner: str) -> Sequence[str]:
        """The constructs with a template of their own whose nearest such ancestor is this."""
        return self.below.get(owner, ())

    def nested_owner(self, owner: str, logical_id: str) -> str | None:
        """The construct of a nested stack, by the resource that stands for it."""
        path = self.path(owner, logical_id)
        return _old_nested(path) if path else None

    @property
    def all_frames(self) -> list[Frame]:
        """Every line of the user's program that made or acknowledged something."""
        acknowledged = (one.frame for one in self.acknowledged if one.frame)
        return [*self.frames.values(), *acknowledged, *self.recorded.files]

    def frame(self, path: str) -> Frame | None:
        """The line that made a construct.

        What was made during synthesis shows the line that calls `synth()`, which is nobody's
        to mend; its nearest ancestor with a line of its own is better. Of what CDK and the program
        have recorded of one construct, CDK's is: it is the call that made just this resource.
        """
        depth, frame = self.lines.found(path)
        at, recorded = self.recorded.lines.found(_plain(path))
        return recorded if at > depth else frame


def _entries(entries: object) -> list[Mapping[str, Any]]:
    return [entry for entry in entries if is_mapping(entry)] if is_list(entries) else []


def _plain(path: str) -> str:
    """A path in which what stands for a nested stack is the nested stack itself."""
    return _old_nested(path) or path


def _old_nested(path: str) -> str | None:
    """``…/X`` for ``…/X.NestedStack/X.NestedStackResource``."""
    parent, _, name = path.rpartition("/")
    if not name.endswith(".NestedStackResource"):
        return None
    return f"{parent.rpartition('/')[0]}/{name.removesuffix('.NestedStackResource')}"


def _below(root: str, files: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """By each construct with a template: those whose nearest such ancestor it is."""
    owners = Tree({owner: owner for owner in (root, *files)})
    below: dict[str, list[str]] = {}
    for path in files:
        below.setdefault(owners.nearest(path.rpartition("/")[0]) or "", []).append(path)
    return below
