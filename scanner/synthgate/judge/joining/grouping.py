"""What several tools say of one resource and one matter, that no finding of ours says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from synthgate.judge.joining.alone import acceptance_of
from synthgate.judge.joining.equivalents import plain, spelt
from synthgate.judge.joining.said import Said
from synthgate.model import Nearness, Placed, Reported, Rule, Status
from synthgate.records import dataclass

_Key = tuple[object, ...]
"""What makes findings of tools one: the resource and the matter."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is said of one matter, and what only comes near to that, by how near."""

    said: list[Said] = field(default_factory=list[Said])
    near: list[tuple[Reported, Nearness]] = field(default_factory=list[tuple[Reported, Nearness]])

    @property
    def placed(self) -> Placed | None:
        """The resource that all of it is about."""
        return self.said[0].placed

    @property
    def reported(self) -> list[Reported]:
        """What the tools say."""
        return [one.reported for one in self.said]

    @property
    def rules(self) -> list[Rule]:
        """The rules of ours that some ids mean, those first that most of them mean."""
        rules = {rule.id: rule for one in self.said for rule in one.meant.same}
        often = Counter(rule_id for one in self.said for rule_id in one.meant.ids)
        return sorted(rules.values(), key=lambda rule: (-often[rule.id], rule.id))

    @property
    def asked(self) -> set[tuple[str, str]]:
        """The rules of tools that have a word in it."""
        every = (*self.reported, *(one for one, _ in self.near))
        return {_rule(one) for one in every}


def grouped(said: Iterable[Said]) -> list[Group]:
    """What is about one resource and one matter: a rule of ours, else the rule of the tool.

    An id may mean several rules of ours: who shares one of them speaks of the same matter. So do
    ids of several tools that are as near to the same rules; and who is near to one that a finding
    of others means is told with that.
    """
    groups: list[Group] = []
    known: dict[_Key, Group] = {}
    for one in said:
        keys = [*_keys(one)]
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = _as_near(one, known)
        if group is None:
            groups.append(group := Group())
        group.said.append(one)
        known.update((key, group) for key in keys if key not in known)
        if _is_near_only(one):
            known.setdefault(_relation(one), group)
    return [*_told_together(groups)]


def _keys(said: Said) -> Iterator[_Key]:
    where = _where(said)
    if said.placed and said.meant.same:
        yield from ((where, rule_id) for rule_id in sorted(said.meant.ids))
    else:
        tool, rule_id = said.reported.tool, said.reported.rule_id
        yield where, tool, spelt(tool, rule_id)


def _where(said: Said) -> object:
    spot = said.reported.spot
    return said.placed.subject if said.placed else (spot.template, spot.construct, spot.line)


def _rule(reported: Reported) -> tuple[str, str]:
    return reported.tool, plain(reported.tool, reported.rule_id)


def _can_be_near(said: Said) -> bool:
    """Whether an id may be told with what it only comes near to; a granular one is about a part."""
    is_fault = said.reported.status is Status.FAIL and not said.reported.accepted
    return is_fault and not said.named and said.placed is not None and bool(said.meant.near)


def _is_near_only(said: Said) -> bool:
    """Whether an id tells by nearness alone what it is about."""
    return _can_be_near(said) and not said.meant.same


def _relation(said: Said) -> _Key:
    return _where(said), "near", frozenset(said.meant.near.items())


def _as_near(said: Said, known: dict[_Key, Group]) -> Group | None:
    """What other tools say as near to the same rules: one tool knows why it has two of them."""
    group = known.get(_relation(said)) if _is_near_only(said) else None
    return group if group and said.reported.tool not in {tool for tool, _ in group.asked} else None


def _told_together(groups: Sequence[Group]) -> Iterator[Group]:
    """The groups, those that come near to a rule of ours put to the only one that means it."""
    meaning: dict[_Key, list[Group]] = {}
    for group in groups:
        for rule in group.rules if group.placed else ():
            meaning.setdefault((_where(group.said[0]), rule.id), []).append(group)
    told, taking = set[int](), set[int]()
    for group in groups:
        # Who has taken another is not told with a third: what it has taken is near to itself only.
        host = _only(group, meaning) if id(group) not in taking else None
        if host and id(host[0]) not in told and _may_take(host[0], group):
            other, nearness = host
            other.near.extend([(one, nearness) for one in group.reported])
            told.add(id(group))
            taking.add(id(other))
    yield from (group for group in groups if id(group) not in told)


def _only(group: Group, meaning: Mapping[_Key, Sequence[Group]]) -> tuple[Group, Nearness] | None:
    """The one group that means what all of a group comes near to, and how near that is."""
    first = group.said[0]
    if not all(map(_can_be_near, group.said)) or len({*map(_relation, group.said)}) > 1:
        return None
    found: list[tuple[Group, Nearness]] = [
        (other, nearness)
        for rule_id, nearness in first.meant.near.items()
        for other in meaning.get((_where(first), rule_id), ())
        if other is not group
    ]
    return found[0] if len(found) == 1 else None


def _may_take(other: Group, group: Group) -> bool:
    is_fault = any(one.status is Status.FAIL for one in other.reported)
    counts = is_fault and acceptance_of(other.reported) is None
    tools = {tool for tool, _ in other.asked}
    return counts and tools.isdisjoint(tool for tool, _ in group.asked)
