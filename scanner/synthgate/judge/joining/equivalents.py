"""What ids of other tools mean: rules of ours, by what their cards say of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from functools import cached_property

from synthgate.judge.inline.nag import id_of
from synthgate.model import Nearness, Rule
from synthgate.records import dataclass

NAG = "cdk-nag"


@dataclass(frozen=True, slots=True)
class Meant:
    """The rules of the same meaning, and how near an id comes to others, by their ids."""

    same: tuple[Rule, ...] = ()
    near: Mapping[str, Nearness] = field(default_factory=dict[str, Nearness])

    def about(self, kind: str) -> Meant:
        """Those of the rules that ask about resources of a type."""
        asked = (one for one in self.same if any(fnmatchcase(kind, it) for it in one.resources))
        return Meant(tuple(asked), self.near)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the rules of the same meaning."""
        return frozenset(rule.id for rule in self.same)


_NOTHING = Meant()


@dataclass(frozen=True)
class Equivalents:
    """Looks up ids of other tools among all rules, chosen or not."""

    rules: Iterable[Rule]

    def of(self, tool: str, rule_id: str, title: str = "") -> Meant:
        """What an id means that a tool writes; KICS writes the id of a query and names it."""
        name = snake_case(title) if tool == "kics" and title else spelt(tool, rule_id)
        found = self._known.get((ALSO.get(tool, tool), name))
        return found or self._known.get((tool, rule_id), _NOTHING)

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], Meant]:
        """Made when the first id is looked up, for it takes the whole of every card."""
        same: dict[tuple[str, str], list[Rule]] = {}
        near: dict[tuple[str, str], dict[str, Nearness]] = {}
        for rule in self.rules:
            for key in _ids(rule.equivalents):
                same.setdefault(key, []).append(rule)
            for tool, by_nearness in rule.near.items():
                for nearness in ("narrower", "wider"):
                    for id_ in by_nearness.get(nearness, ()):
                        near.setdefault((tool, spelt(tool, id_)), {})[rule.id] = nearness
        every = same.keys() | near.keys()
        return {key: Meant(tuple(same.get(key, ())), near.get(key, {})) for key in every}


ALSO: Mapping[str, str] = {"guard": "guard-registry", "cfn-validate": "cfn-lint"}
"""Tools that have the ids of another one: both read its rules."""


def _ids(equivalents: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for tool, ids in equivalents.items():
        yield from ((tool, spelt(tool, id_)) for id_ in ids)


def plain(tool: str, rule_id: str) -> str:
    """The id of a rule without what it says of one finding: ``AwsSolutions-IAM5[Action::*]``."""
    return id_of(rule_id).id if tool == NAG else rule_id


def snake_case(title: str) -> str:
    """The folder of a query of KICS, by which cards name it: ``s3_bucket_logging_disabled``."""
    return "_".join(re.findall(r"[a-z0-9]+", title.lower()))


def spelt(tool: str, rule_id: str) -> str:
    """An id as cards have it, however a release of its tool writes it."""
    return _SPELT[tool](rule_id) if tool in _SPELT else rule_id


def _of_nag(rule_id: str) -> str:
    found = id_of(rule_id)
    return found.rule or found.id


def _of_trivy(rule_id: str) -> str:
    return re.sub(r"(?i)^avd-(?=aws-)", "", rule_id).upper()


_SPELT: Mapping[str, Callable[[str], str]] = {NAG: _of_nag, "trivy": _of_trivy}
