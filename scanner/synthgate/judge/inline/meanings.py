"""What is suppressed by an id of a scanner: rules of ours, by what their cards say of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from synthgate.judge.inline import nag
from synthgate.judge.inline.said import EVERYTHING, OURS, Said
from synthgate.model import Rule
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.former import Names, names_of
from synthgate.schemas.nag_ids import FAILED, nag_ids

_NONE: frozenset[str] = frozenset()
_WHOLESALE = ("kics", "trivy")
"""The scanners that can be told to leave out everything at a place."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The rules of the same meaning, and those that say only a part of what the check says."""

    same: frozenset[str] = _NONE
    part: frozenset[str] = _NONE

    @property
    def every(self) -> frozenset[str]:
        """All of them."""
        return self.same | self.part


class Meanings:
    """Looks up ids among the rules of some cards, by their `equivalents`.

    Who suppresses a check of cdk-nag has its wider meaning suppressed, too: its granular checks are
    wider than any rule of ours, and name the findings that are meant. Of another scanner's wider
    check that is not said: it has a narrower one beside it, which nobody suppressed.
    """

    def __init__(self, cards: Mapping[str, Card]) -> None:
        self._cards = cards
        self._known: dict[tuple[str, str], Meant] = {}

    @cached_property
    def _names(self) -> Names:
        return names_of(self._cards, (card.outline for card in self._cards.values()))

    @cached_property
    def _same(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Made when the first suppression is met, for it takes the whole of every card."""
        return _by_id(_equivalents(card.rule) for card in self._cards.values())

    @cached_property
    def _part(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return _by_id(_wider(card.rule) for card in self._cards.values())

    def of(self, said: Said) -> Meant:
        """The rules that a suppression means."""
        key = said.tool, said.id
        if key not in self._known:
            self._known[key] = self._of(*key)
        return self._known[key]

    def _of(self, tool: str, written: str) -> Meant:
        if tool == OURS:
            return Meant(frozenset(self._names.matching(written)))
        if tool == "cfn-lint" and written:  # the start of an id means all that begin so
            begun = (
                ids
                for (of, id_), ids in self._same.items()
                if of == tool and id_.startswith(written)
            )
            return Meant(frozenset[str]().union(*begun))
        id_ = _SPELT[tool](written) if tool in _SPELT else written
        return Meant(self._same.get((tool, id_), _NONE), self._part.get((tool, id_), _NONE))


_Named = tuple[str, tuple[str, str]]
"""A rule, and an id of a tool."""


def _by_id(named: Iterable[Iterator[_Named]]) -> Mapping[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for rule_id, key in chain.from_iterable(named):
        found.setdefault(key, set()).add(rule_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _equivalents(rule: Rule) -> Iterator[_Named]:
    for tool, ids in rule.equivalents.items():
        for id_ in (*ids, EVERYTHING) if tool in _WHOLESALE else ids:
            yield rule.id, (tool, id_)


def _wider(rule: Rule) -> Iterator[_Named]:
    for id_ in rule.near.get(nag.TOOL, {}).get("wider", ()):
        yield rule.id, (nag.TOOL, id_)


def _of_nag(written: str) -> str:
    found = nag.id_of(written)
    return found.rule or found.id


def _of_trivy(written: str) -> str:
    return re.sub(r"(?i)^avd-(?=aws-)", "", written).upper() if written != EVERYTHING else written


_SPELT: Mapping[str, Callable[[str], str]] = {nag.TOOL: _of_nag, "trivy": _of_trivy}

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "checkov": re.compile(r"(?:CKV2?|BC)_[A-Z0-9]+_[A-Z0-9_]+"),
    "cfn_nag": re.compile(r"[A-Z]+[0-9]+"),
    "guard-registry": re.compile(r"[A-Za-z][A-Za-z0-9_]+|CT\.[A-Z0-9]+\.PR\.[0-9]+"),
    "cfn-lint": re.compile(r"[EWIF][0-9]{0,4}"),
    "trivy": re.compile(r"(?:(?i:avd-)?(?i:aws)-[0-9]{4})|(?:aws-)?[a-z0-9]+(?:-[a-z0-9]+)+|\*"),
    "kics": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\*"),
}
"""What ids look like: teams may have checks of their own, which nobody else has a table of."""


def may_exist(tool: str, written: str) -> bool:
    """Whether a scanner may have such an id; of cdk-nag's own packs it is known."""
    if tool == nag.TOOL:
        found = nag.id_of(written)
        return bool(found.rule) or found.id == FAILED or not nag_ids().has_pack(found.id)
    shape = _SHAPES.get(tool)
    return shape is None or bool(shape.fullmatch(written))
