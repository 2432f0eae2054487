"""The templates of an assembly as data, and what of them a fix may change."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.evaluate import Stack
from synthgate.fixing.proposing import Proposal
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.scanning import linked_unit
from synthgate.sources.source import Source
from synthgate.template.data import is_mapping

_HASH = re.compile(r"[0-9a-f]{64}")
"""Of assets, which may hold the very program that is changed."""
_FOLLOWING = ("AWS::CDK::Metadata",)
"""What tells which constructs an app has, and changes with them."""


@dataclass(frozen=True, slots=True)
class Made:
    """A resource: what it is, where in the app, and the line of the program (as recorded)."""

    logical_id: str
    body: Mapping[str, Any]
    construct: str
    line: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Assembly:
    """The resources of each template, by its path, and whatever else each has."""

    resources: Mapping[str, tuple[Made, ...]]
    rest: Mapping[str, Mapping[str, Any]]

    def construct(self, logical_id: str) -> str:
        """The construct of a resource, in whichever template."""
        every = (one for rows in self.resources.values() for one in rows)
        return next((one.construct for one in every if one.logical_id == logical_id), "")

    def counted(self) -> Counter[tuple[str, int, str]]:
        """How many resources of a type a line makes."""
        return Counter(
            (*one.line, str(one.body["Type"]))
            for every in self.resources.values()
            for one in every
            if one.line
        )


def assembly_of(plan: Plan, sources: Sequence[Source]) -> Assembly:
    """All templates of some units."""
    resources: dict[str, tuple[Made, ...]] = {}
    rest: dict[str, Mapping[str, Any]] = {}
    for source in sources:
        _, linked = linked_unit(plan, source)
        for id_, stack in linked.stacks.items():
            resources[id_] = tuple(_made(stack))
            rest[id_] = {key: it for key, it in stack.template.data.items() if key != "Resources"}
    return Assembly(resources, rest)


def _made(stack: Stack) -> Iterator[Made]:
    for name, body in stack.template.resources.items():
        origin = stack.origins.get(name)
        source = origin.source if origin else None
        line = (source.recorded, source.line) if source else None
        yield Made(name, body, (origin and origin.construct_path) or "", line)


def concerned(before: Assembly, proposals: Sequence[Proposal]) -> set[str]:
    """The constructs that the lines of some proposals make."""
    lines = {
        (one.source.recorded, one.source.line)
        for proposal in proposals
        for one in proposal.findings
        if one.source
    }
    return {
        one.construct.removesuffix("/Resource")
        for every in before.resources.values()
        for one in every
        if one.line in lines and one.construct
    }


def changed_besides(before: Assembly, after: Assembly, theirs: set[str]) -> Iterator[str]:
    """What is other than before and below none of these constructs: constructs, or files."""
    yield from sorted(before.resources.keys() ^ after.resources.keys())
    for path in sorted(before.resources.keys() & after.resources.keys()):
        yield from _changed(before, after, path, theirs)


def _changed(before: Assembly, after: Assembly, path: str, theirs: set[str]) -> Iterator[str]:
    old, new = ({_key(one): one for one in it.resources[path]} for it in (before, after))
    renamed = {
        new[key].logical_id: old[key].logical_id
        for key in old.keys() & new.keys()
        if new[key].logical_id != old[key].logical_id
    }
    for key in sorted(old):
        one = old[key]
        if one.body["Type"] in _FOLLOWING or is_below(one.construct, theirs):
            continue
        if key not in new or _plain(one.body, {}) != _plain(new[key].body, renamed):
            yield one.construct or one.logical_id
    for section, value in before.rest[path].items():
        now = after.rest[path].get(section)
        if _plain(_known(now, value), renamed) != _plain(value, {}):
            yield f"{path} {section}"


def _key(made: Made) -> tuple[str, str]:
    """What stays when a logical id has a digest of the properties: deployments, versions."""
    return (made.construct or made.logical_id, str(made.body["Type"]))


def is_below(construct: str, theirs: set[str]) -> bool:
    """Whether a construct is one of these, or in one."""
    return any(f"{construct}/".startswith(f"{around}/") for around in theirs)


def _known(now: Any, before: Any) -> Any:
    """Of a section, the entries that were there before: a fix may bring along others."""
    if not is_mapping(now) or not is_mapping(before):
        return now
    return {key: value for key, value in now.items() if key in before}


def _plain(value: Any, renamed: Mapping[str, str]) -> str:
    text = _HASH.sub("", json.dumps(value, sort_keys=True))
    for new, old in renamed.items():
        text = text.replace(new, old)
    return text
