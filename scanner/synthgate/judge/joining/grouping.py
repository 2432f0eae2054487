"""What several tools say of one resource and one matter, that no finding of ours says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from synthgate.judge.joining.alone import acceptance_of
from synthgate.judge.joining.equivalents import plain
from synthgate.judge.joining.said import Said
from synthgate.model import Nearness, Placed, Reported, Rule, Status

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
        if _can_be_near(one):
            known.setdefault(_relation(one), group)
    return [*_told_together(groups)]


def _keys(said: Said) -> Iterator[_Key]:
    where = _where(said)
    if said.placed and said.meant.same:
        yield from ((where, rule_id) for rule_id in sorted(said.meant.ids))
    else:
        yield where, *_rule(said.reported)


def _where(said: Said) -> object:
    spot = said.reported.spot
    return said.placed.subject if said.placed else (spot.template, spot.construct, spot.line)


def _rule(reported: Reported) -> tuple[str, str]:
    return reported.tool, plain(reported.tool, reported.rule_id)


def _can_be_near(said: Said) -> bool:
    """Whether an id tells by nearness alone what it is about; a granular one is about a part."""
    is_fault = said.reported.status is Status.FAIL and not said.reported.accepted
    is_alone = not said.meant.same and not said.named
    return is_fault and is_alone and said.placed is not None and bool(said.meant.near)


def _relation(said: Said) -> _Key:
    return _where(said), "near", frozenset(said.meant.near.items())


def _as_near(said: Said, known: dict[_Key, Group]) -> Group | None:
    """What other tools say as near to the same rules: one tool knows why it has two of them."""
    group = known.get(_relation(said)) if _can_be_near(said) else None
    return group if group and said.reported.tool not in {tool for tool, _ in group.asked} else None


def _told_together(groups: Sequence[Group]) -> Iterator[Group]:
    """The groups, those without a rule of ours put to the only one whose rule they are near to."""
    meaning: dict[_Key, list[Group]] = {}
    for group in groups:
        for rule in group.rules if group.placed else ():
            meaning.setdefault((_where(group.said[0]), rule.id), []).append(group)
    for group in groups:
        first = group.said[0]
        is_near = all(map(_can_be_near, group.said))
        near: Mapping[str, Nearness] = first.meant.near if is_near else {}
        found: list[tuple[Group, Nearness]] = [
            (other, near[rule_id])
            for rule_id in near
            for other in meaning.get((_where(first), rule_id), ())
        ]
        if len(found) == 1 and _may_take(found[0][0], group):
            [(other, nearness)] = found
            other.near.extend([(one, nearness) for one in group.reported])
        else:
            yield group


def _may_take(other: Group, group: Group) -> bool:
    is_fault = any(one.status is Status.FAIL for one in other.reported)
    counts = is_fault and acceptance_of(other.reported) is None
    tools = {tool for tool, _ in other.asked}
    return counts and tools.isdisjoint(tool for tool, _ in group.asked)
