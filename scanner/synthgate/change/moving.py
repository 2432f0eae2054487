"""Resources that only have another name, or another stack: recognised, so that it can be told.

One is the same as another by its construct path; else by being the only one on either side of the
same type, properties and references; else by the name that it has in its stack. Where one stage has
gone and one has come, that is the same stage by another name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from synthgate.change.sides import Member, Pair, Where
from synthgate.template.data import is_list, is_mapping
from synthgate.template.entries import without_suffix, without_tokens

_ROUNDS = 5
"""How often references to what was paired are followed."""
_PROPERTIES = ("Properties", "DeletionPolicy", "UpdateReplacePolicy", "Condition")
_METADATA = "AWS::CDK::Metadata"

Names = Mapping[Where, str]
"""A name that a resource of the base and its partner have in common."""
Stage = str | None
Key = Callable[[Member, Stage], Hashable | None]
"""What tells a resource, in a stage that is called as in the head."""


def moves(
    gone: Sequence[Member], come: Sequence[Member], kept: Iterable[Pair]
) -> dict[Where, Member]:
    """What each resource that came was in the base, as far as it only moved."""
    if not (gone and come):
        return {}
    moving = _Moving([*filter(_may_move, gone)], [*filter(_may_move, come)], kept)
    moving.pair(_by_construct)
    moving.pair_alike()
    moving.pair(_by_last_name)
    return moving.found


def _may_move(member: Member) -> bool:
    return member.type != _METADATA


def _by_construct(member: Member, stage: Stage) -> Hashable | None:
    path = member.subject.construct_path
    inside = path and path.removeprefix(f"{member.stack.stage}/")
    return inside and (member.type, stage, without_tokens(inside))


def _by_last_name(member: Member, stage: Stage) -> Hashable | None:
    """Its logical id in whatever stack of the same stage, but for the CDK's suffix."""
    return member.type, stage, without_suffix(member.logical_id)


def _renamed(
    gone: Iterable[Member], come: Iterable[Member], kept: Iterable[Pair]
) -> Mapping[Stage, Stage]:
    """The name in the head of the one stage that the head has not, if it is plain which it is."""
    old, new = ({one.stack.stage for one in members} for members in (gone, come))
    for pair in kept:
        old |= {pair.before.stack.stage} if pair.before else set()
        new |= {pair.after.stack.stage} if pair.after else set()
    went, came = old - new, new - old
    return dict(zip(went, came, strict=True)) if len(went) == len(came) == 1 else {}


class _Moving:
    """What is left on both sides, growing less."""

    def __init__(
        self, gone: Sequence[Member], come: Sequence[Member], kept: Iterable[Pair]
    ) -> None:
        self.found: dict[Where, Member] = {}
        self._gone, self._come = [*gone], [*come]
        self._old: dict[Where, str] = {}
        self._new: dict[Where, str] = {}
        pairs = [*kept]
        self._stages = _renamed(gone, come, pairs)
        for number, pair in enumerate(pairs):
            self._name(pair.before, pair.after, f"k{number}")

    def pair(self, key: Key) -> bool:
        """Pair what only one of each side has the key of; whether there was any."""
        there = _unique(self._gone, key, self._stages)
        here = _unique(self._come, key, {})
        pairs = [(there[name], one) for name, one in here.items() if name in there]
        for old, new in pairs:
            self.found[new.where] = old
            self._name(old, new, f"m{len(self.found)}")
        taken = {id(one) for pair in pairs for one in pair}
        self._gone = [one for one in self._gone if id(one) not in taken]
        self._come = [one for one in self._come if id(one) not in taken]
        return bool(pairs)

    def pair_alike(self) -> None:
        """Pair what is the same but for its name; what refers to that may be the same then, too."""
        for _ in range(_ROUNDS):
            looks = {id(one): _looks(one, self._old) for one in self._gone}
            looks |= {id(one): _looks(one, self._new) for one in self._come}
            if not self.pair(lambda one, stage, looks=looks: _with(stage, looks[id(one)])):
                return

    def _name(self, old: Member | None, new: Member | None, name: str) -> None:
        if old and new:
            self._old[old.where] = self._new[new.where] = name


def _with(stage: Stage, looks: Hashable | None) -> Hashable | None:
    return looks and (stage, looks)


def _unique(
    members: Iterable[Member], key: Key, stages: Mapping[Stage, Stage]
) -> dict[Hashable, Member]:
    by_key: dict[Hashable, list[Member]] = {}
    for member in members:
        stage = member.stack.stage
        name = key(member, stages.get(stage, stage))
        if name is not None:
            by_key.setdefault(name, []).append(member)
    return {name: found[0] for name, found in by_key.items() if len(found) == 1}


def _looks(member: Member, names: Names) -> Hashable | None:
    """What a resource is but for its name; None of one without properties: many look like it."""
    body = {key: member.raw[key] for key in _PROPERTIES if key in member.raw}
    if not body.get("Properties"):
        return None
    shown = json.dumps(_named(body, member, names), sort_keys=True, default=str)
    return member.type, shown


def _named(node: Any, member: Member, names: Names) -> Any:
    """A value in which references name what both sides know."""
    if is_mapping(node):
        if node.keys() == {"Ref"} and isinstance(node["Ref"], str):
            return {"Ref": _name_of(node["Ref"], member, names)}
        target = node.get("Fn::GetAtt")
        if is_list(target) and target and isinstance(target[0], str):
            return {"Fn::GetAtt": [_name_of(target[0], member, names), *target[1:]]}
        return {key: _named(value, member, names) for key, value in node.items()}
    if is_list(node):
        return [_named(value, member, names) for value in node]
    return node


def _name_of(logical_id: str, member: Member, names: Names) -> str:
    resources = member.stack.template.resources
    if logical_id not in resources:
        return logical_id
    where = member.stack.resolver.identity, logical_id
    return names.get(where) or f"? {resources[logical_id]['Type']}"
