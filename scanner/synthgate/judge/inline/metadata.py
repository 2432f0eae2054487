"""Suppressions in the `Metadata` of resources and of templates, in the words of each scanner.

    synthgate        synthgate.suppress: [{rule, reason, owner, expires}]          both
    checkov          checkov.skip: [{id, comment}], also bridgecrew.skip           resources
    cfn_nag          cfn_nag.rules_to_suppress: [{id, reason}]                     resources
    cdk-nag          cdk_nag.rules_to_suppress: [{id, reason, applies_to}]         both
    guard-registry   guard.SuppressedRules: [NAME, {NAME: reason}]                 resources
    cfn-lint         cfn-lint.config.ignore_checks: [id]                           both

Where a scanner looks at resources only, what stands at the top of a template suppresses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from synthgate.judge.inline import nag, own
from synthgate.judge.inline.said import OURS, Said, reason_of
from synthgate.model import Message, Text, Tool
from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

MOST = 1000
"""So many suppressions of one tool are read at one place; nobody writes that many."""

Found = tuple[Route, Said]
"""What a suppression says, and the route to it from the metadata."""


def suppressions_in(metadata: object, *, whole: bool = False) -> Iterator[Found]:
    """Every suppression in the metadata of a resource, or of a template as a whole."""
    if not is_mapping(metadata):
        return
    if OURS in metadata:
        yield from own.suppressions_in(metadata[OURS], (OURS,), whole=whole)
    for place in _PLACES:
        if place.top or not whole:
            yield from place.suppressions_in(metadata)
        else:
            yield from place.misplaced_in(metadata)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a tool looks, and how it reads an entry; `top` says that it looks in templates, too."""

    tool: Tool
    route: tuple[str, ...]
    read: Callable[[Any], Iterator[Said]]
    top: bool = False

    def suppressions_in(self, metadata: Mapping[str, Any]) -> Iterator[Found]:
        """What the entries say, of which each has a list to itself."""
        holder: Any = metadata
        *keys, last = self.route
        for key in keys:
            holder = holder.get(key) if is_mapping(holder) else None
        if not is_mapping(holder):
            return
        if last not in holder:
            yield from self._misspelt(holder, tuple(keys))
            return
        entries = holder[last]
        if not is_list(entries):
            yield self.route, self._wrong(_NO_LIST.format(key=last))
            return
        for index, entry in enumerate(islice(entries, MOST)):
            for said in self._read(entry):
                yield (*self.route, index), said
        if len(entries) > MOST:
            yield (*self.route, MOST), self._wrong(_TOO_MANY.format(most=MOST))

    def misplaced_in(self, metadata: Mapping[str, Any]) -> Iterator[Found]:
        """That it stands at the top of a template, where the tool does not look."""
        for route, _ in islice(self.suppressions_in(metadata), 1):
            yield route, self._wrong(_OF_RESOURCES)

    def _read(self, entry: Any) -> Iterator[Said]:
        said = [*self.read(entry)]
        yield from said or [self._wrong(_NO_ENTRY.format(entry=repr(entry)[:80]))]

    def _misspelt(self, holder: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Found]:
        """A key that only looks like the one that the tool reads, which is silent about it."""
        from difflib import get_close_matches  # noqa: PLC0415 - takes long to import

        for near in get_close_matches(self.route[-1], [*islice(holder, MOST)], n=1, cutoff=0.8):
            yield (*keys, near), self._wrong(_MISSPELT.format(key=near, meant=self.route[-1]))

    def _wrong(self, why: Text) -> Said:
        return Said(self.tool, ".".join(self.route), wrong=why)


def _with_id(tool: Tool, reason: str, entry: Any) -> Iterator[Said]:
    """A mapping with the id, and the reason by a key of the tool's own."""
    if is_mapping(entry) and isinstance(entry.get("id"), str) and entry["id"]:
        yield Said(tool, entry["id"], reason_of(entry.get(reason)))


def _named(tool: Tool, entry: Any) -> Iterator[Said]:
    """A bare id, or a mapping of ids to reasons."""
    if isinstance(entry, str) and entry:
        yield Said(tool, entry)
    elif is_mapping(entry):
        for id_, reason in entry.items():
            yield Said(tool, id_, reason_of(reason))


def _of_nag(entry: Any) -> Iterator[Said]:
    if is_mapping(entry) and isinstance(entry.get("id"), str) and entry["id"]:
        yield from nag.in_metadata(entry)


_CHECKOV = partial(_with_id, "checkov", "comment")
_CFN_NAG = partial(_with_id, "cfn_nag", "reason")
_PLACES = (
    _Place("checkov", ("checkov", "skip"), _CHECKOV),
    _Place("checkov", ("bridgecrew", "skip"), _CHECKOV),
    _Place("cfn_nag", ("cfn_nag", "rules_to_suppress"), _CFN_NAG),
    _Place("cfn_nag", ("cfn-nag", "rules_to_suppress"), _CFN_NAG),  # as Guard's templates say
    _Place("cdk-nag", ("cdk_nag", "rules_to_suppress"), _of_nag, top=True),
    _Place("guard-registry", ("guard", "SuppressedRules"), partial(_named, "guard-registry")),
    _Place(
        "cfn-lint", ("cfn-lint", "config", "ignore_checks"), partial(_named, "cfn-lint"), top=True
    ),
)

_NO_LIST = Message("{key!r} is no list: write one, with an entry for each check")
_OF_RESOURCES = Message(
    "it is read in the metadata of resources only, and this stands at the top of the template"
)
_NO_ENTRY = Message("{entry} names no check: write its id")
_TOO_MANY = Message("more than {most} entries, and those after them were not read: take them out")
_MISSPELT = Message("{key!r} is no key that it reads: write {meant!r}")
