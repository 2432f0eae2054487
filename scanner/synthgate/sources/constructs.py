"""The construct tree as a stack's metadata tells it: paths, logical ids, templates, traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from synthgate.sources.acknowledged import Entry, entries_of
from synthgate.sources.frames import Frame, user_frame
from synthgate.template.data import is_list, is_mapping

MADE_IN_SYNTH = ("/BootstrapVersion", "/CheckBootstrapVersion")
"""Constructs that CDK itself adds while synthesizing: they show where `synth()` is called."""


_DEEPEST = 1000
"""How many parts of a path are told apart; no app nests its constructs so deep."""
_Value = TypeVar("_Value")


class Tree(Generic[_Value]):
    """Values by construct path, of which a path finds the nearest: its own, or an ancestor's.

    One look takes as many steps as the path has parts, however many paths there are.
    """

    def __init__(self, values: Mapping[str, _Value]) -> None:
        self._root: dict[str | None, Any] = {}
        for path, value in values.items():
            node = self._root
            for part in path.split("/", _DEEPEST):
                node = node.setdefault(part, {})
            node[None] = value

    def nearest(self, path: str) -> _Value | None:
        """The value of the path, or of the nearest ancestor that has one; of no path, none."""
        node: dict[str | None, Any] | None = self._root if path else None
        found: _Value | None = None
        for part in path.split("/", _DEEPEST):
            node = node.get(part) if node else None
            if node is None:
                break
            found = node.get(None, found)
        return found


@dataclass(frozen=True, slots=True)
class Constructs:
    """What the metadata of one stack says, by construct path (absolute: ``/App/Stack/X``)."""

    root: str
    template_files: Mapping[str, str]
    ids: Mapping[tuple[str, str], str]
    frames: Mapping[str, Frame]
    lines: Tree[Frame] = field(default_factory=lambda: Tree[Frame]({}))
    """The frames by path, without those of what was made during synthesis."""
    below: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    acknowledged: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, stack: str, template_file: object, metadata: Mapping[str, Any]) -> Constructs:
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
        lines = {path: frame for path, frame in frames.items() if frame not in in_synth}
        below = _below(root, files)
        return cls(root, files, ids, frames, Tree(lines), below, tuple(acknowledged))

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
        return [*self.frames.values(), *(one.frame for one in self.acknowledged if one.frame)]

    def frame(self, path: str) -> Frame | None:
        """The line that made a construct.

        What was made during synthesis shows the line that calls `synth()`, which is nobody's
        to mend; its nearest ancestor with a line of its own is better.
        """
        return self.lines.nearest(path)


def _entries(entries: object) -> list[Mapping[str, Any]]:
    return [entry for entry in entries if is_mapping(entry)] if is_list(entries) else []


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
