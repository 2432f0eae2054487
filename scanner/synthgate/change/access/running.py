"""What runs as another role than it did: functions, tasks, instances, state machines.

Which properties say as what something runs, is told by their names, whatever the type: in the
schemas of CloudFormation they end with ``Role``, ``RoleArn``, or with ``InstanceProfile``, which
has a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.change.access import identities as of_identities
from synthgate.change.access import resources as of_resources
from synthgate.change.access.difference import Difference, differences
from synthgate.change.access.holders import Holder, touched
from synthgate.change.access.letters import Letters
from synthgate.change.access.reading import At, Reader
from synthgate.change.access.telling import BROADER, NARROWER, Teller
from synthgate.change.access.things import Others
from synthgate.change.sides import Matched, Member, Pair, Where
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, verbatim
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import NO_VALUE, Nothing, Reference, Unknown, causes_of
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_ROLE = re.compile(r"(?i).*(role|instanceprofile)s?(arn|name|id)?")
_PROFILE = "AWS::IAM::InstanceProfile"
_OTHERS = of_identities.TYPES | of_resources.TYPES
"""Types whose roles are those that a policy is for, or that have it."""


@dataclass(frozen=True, slots=True, eq=False)
class _As:
    """As what something runs: a role of the app by what it is in both states, else a text."""

    text: str
    value: Any
    where: Where | None = None


NOBODY = _As("", NO_VALUE)


def on_running(matched: Matched) -> Iterator[Effect]:
    """All of it; roles are looked at only where something runs as another."""
    kinds = frozenset(one.type for pair in matched.resources for one in (pair.after,) if one)
    changed = touched(matched, kinds - _OTHERS)
    letters = Letters(matched)
    told = _Telling(matched, letters)
    for pair in matched.resources if changed else ():
        before, after = pair.before, pair.after
        if before and after and after.where in changed and before.type == after.type:
            yield from told.of(pair)


class _Telling:
    """Tells of resources."""

    def __init__(self, matched: Matched, letters: Letters) -> None:
        self._matched = matched
        self._letters = letters
        self._others = Others(matched, letters)
        self._teller = Teller(matched, letters)

    def of(self, pair: Pair) -> Iterator[Effect]:
        """All properties of a resource that say as what it runs."""
        assert pair.before  # noqa: S101 - it is there
        assert pair.after  # noqa: S101 - it is there
        if False in (pair.before.exists, pair.after.exists):
            return
        was = self._roles(pair.before, is_before=True)
        now = self._roles(pair.after, is_before=False)
        for route in dict.fromkeys([*now, *was]):
            one, other = was.get(route, NOBODY), now.get(route, NOBODY)
            if one.text != other.text and (_is_role(one) or _is_role(other)):
                yield from self._changed(pair.after, route, one, other)

    def _roles(self, member: Member, *, is_before: bool) -> dict[Route, _As]:
        text = repr(member.raw)
        if "ole" not in text and "InstanceProfile" not in text:
            return {}
        reader = Reader(self._letters, is_before)
        return {
            route: self._as(value, At(member, route, is_before), reader)
            for route, value in _named(member.resource.properties, ("Properties",))
        }

    def _as(self, value: Any, at: At, reader: Reader) -> _As:
        text = reader.text(value, at)
        if not isinstance(value, Reference):
            return _As(text, value)
        place, where = reader.target(value, at.member.stack)
        matched = self._matched
        pair = (matched.by_before if at.is_before else matched.by_after).get(place)
        found = pair and (pair.before if at.is_before else pair.after)
        if found and found.type == _PROFILE and at.member.type != _PROFILE:
            roles = found.resource.properties.get("Roles", NO_VALUE)
            if is_list(roles) and len(roles) == 1:
                route = ("Properties", "Roles", 0)
                return self._as(roles[0], At(found, route, at.is_before), reader)
        return _As(text, value, where if found and found.type == "AWS::IAM::Role" else None)

    def _changed(self, member: Member, route: Route, was: _As, now: _As) -> Iterator[Effect]:
        """What it may do more, and less, by another role that both states have."""
        if now.where and not self._has_been(now.where):
            return  # a new role is told of by itself
        before, after = (
            one.where and held.get(one.where)
            for one, held in zip((was, now), self._others.people.holders, strict=True)
        )
        is_known = [one is NOBODY or bool(held) for one, held in ((was, before), (now, after))]
        if not all(is_known):
            yield self._unknown(member, route, was, now, is_known)
            return
        more, less = differences(before or None, after or None, self._letters, self._others)
        effects = [
            *(self._teller.more(_of(more, member)) if more else ()),
            *(self._teller.less(_of(less, member)) if less else ()),
        ]
        for one in effects:
            yield self._effect(member, one.kind, self._place(one.place, route, was, now))
        if now is not NOBODY and _bounded(before or None, self._letters, is_before=True) not in (
            None,
            _bounded(after or None, self._letters, is_before=False),
        ):
            yield self._unknown(member, route, was, now, [False, True])

    def _has_been(self, where: Where) -> bool:
        pair = self._matched.by_after.get(where)
        return pair is not None and pair.before is not None

    def _place(self, place: Place, route: Route, was: _As, now: _As) -> Place:
        message = _RUNS.format(said=place.message or "", now=self._told(now), was=self._told(was))
        return replace(place, route=route, saw=now.value, note=message, message=message)

    def _unknown(
        self, member: Member, route: Route, was: _As, now: _As, is_known: list[bool]
    ) -> Effect:
        """Of a role of which no policies are read, or of one that was bounded."""
        asked = was if is_known[1] else now
        causes = causes_of(asked.value) if isinstance(asked.value, Unknown) else ()
        outside = Cause(Decider.OUTSIDE, self._told(asked).en)
        message = _ANOTHER.format(who=member.logical_id, now=self._told(now), was=self._told(was))
        place = Place(
            route,
            now.value,
            causes or (outside,),
            message=message,
            note=message,
            severity=Severity.MEDIUM,
            before=self._told(was),
            after=self._told(now),
        )
        return self._effect(member, NARROWER if now is NOBODY else BROADER, place)

    def _told(self, one: _As) -> Text:
        if one is NOBODY:
            return Message("no role")
        return verbatim(one.where[1] if one.where else self._letters.told(one.text))

    def _effect(self, member: Member, kind: str, place: Place) -> Effect:
        return Effect(kind, member.stack, place, member.logical_id)


def _is_role(one: _As) -> bool:
    """Whether it is a role, and no other part that something plays; what is open may be one."""
    is_named = any(name in one.text for name in (":role/", ":instance-profile/"))
    return bool(one.where) or is_named or isinstance(one.value, Unknown | Reference)


def _named(value: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    """The values in some properties that are of a role by their name."""
    if is_mapping(value):
        for key, inner in value.items():
            yield from _named(inner, (*route, key))
    elif is_list(value):
        for number, inner in enumerate(value):
            yield from _named(inner, (*route, number))
    elif not isinstance(value, Nothing) and _ROLE.fullmatch(_last_name(route)):
        yield route, value


def _last_name(route: Route) -> str:
    return next(step for step in reversed(route) if isinstance(step, str))


def _of(difference: Difference, member: Member) -> Difference:
    """What is told of a role, of that which runs as it."""
    return replace(difference, holder=replace(difference.holder, told=member.logical_id))


def _bounded(holder: Holder | None, letters: Letters, *, is_before: bool) -> str | None:
    """What bounds a role."""
    if holder is None or holder.member is None:
        return None
    value = holder.member.resource.properties.get("PermissionsBoundary", NO_VALUE)
    if isinstance(value, Nothing):
        return None
    route = ("Properties", "PermissionsBoundary")
    return Reader(letters, is_before).text(value, At(holder.member, route, is_before))


_RUNS = Message("{said} (it runs as {now}, and ran as {was})")
_ANOTHER = Message("{who} runs as {now}, and ran as {was}: what that lets it do is not known")
