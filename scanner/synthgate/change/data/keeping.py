"""What a change lets go sooner: logs, backups, objects, items, and what locks hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.change.data.lifecycles import BUCKETS, What, deletions_of
from synthgate.change.data.periods import Period, periods_of, value_at
from synthgate.change.sides import Matched, Member
from synthgate.change.words import value_text
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.values import ABSENT, Nothing, causes_of, distinct
from synthgate.rule.terms.outcome import Place
from synthgate.template.document import Route


def shortened(matched: Matched) -> Iterator[Effect]:
    """An effect for each period that is shorter, in resources that both states have."""
    for before, after in matched.kept():
        is_there = before.exists is not False and after.exists is not False
        if is_there and before.type == after.type and before.raw != after.raw:
            yield from _in(before, after)


def _in(before: Member, after: Member) -> Iterator[Effect]:
    old = {one.name: one for one in periods_of(before.type, before.resource.properties)}
    for new in periods_of(after.type, after.resource.properties):
        was = old.get(new.name)
        if was and _is_shorter(was, new) is not False:
            yield _effect(after, was, new)
    yield from _rules_gone(before, after)
    if after.type in BUCKETS:
        yield from _deleted_sooner(before, after)
    if after.type in _TABLES:
        yield from _expiring(before, after)


def _is_shorter(before: Period, after: Period) -> bool | None:
    """Whether it is; None where only the deployment tells."""
    if before.days is not None and after.days is not None:
        return after.days < before.days
    is_same = before.value == after.value
    is_least = before.days == 0 or after.days == float("inf")
    return False if is_same or is_least else None


def _effect(member: Member, before: Period, after: Period) -> Effect:
    said = value_text(before.value), value_text(after.value)
    causes = (*causes_of(before.value), *causes_of(after.value))
    note = _SHORTER.format(name=after.name)
    place = Place(after.route, after.value, causes, note, before=said[0], after=said[1])
    return Effect("keeps-for-less", member.stack, place, member.logical_id)


def _rules_gone(before: Member, after: Member) -> Iterator[Effect]:
    """A rule of a backup plan that goes: what it made is made no more."""
    if before.type != "AWS::Backup::BackupPlan":
        return
    there = {one.name for one in periods_of(after.type, after.resource.properties)}
    for one in periods_of(before.type, before.resource.properties):
        if there and one.name not in there:
            route = ("Properties", "BackupPlan", "BackupPlanRule")
            name = one.name.removesuffix(".Lifecycle.DeleteAfterDays")
            place = Place(route, ABSENT, message=_GONE.format(name=name))
            yield Effect("keeps-for-less", after.stack, place, after.logical_id)


def _deleted_sooner(before: Member, after: Member) -> Iterator[Effect]:
    """What a lifecycle rule deletes that none deleted before, or none so soon."""
    old = [*deletions_of(before)]
    named = {one.name: one for one in old}
    for new in deletions_of(after):
        if any(one.covers(new) for one in old):
            continue
        doubts = (cause for one in old if one.what is new.what for cause in one.causes)
        was = named[new.name].value if new.name in named else ABSENT
        note = _DELETING[new.what].format(name=new.name)
        causes = distinct((*new.causes, *doubts))
        said = value_text(was), value_text(new.value)
        yield _deleting(after, new.route, new.value, causes, note, said)


def _deleting(
    member: Member,
    route: Route,
    value: Any,
    causes: tuple[Cause, ...],
    said: Message,
    sides: tuple[Text, Text],
) -> Effect:
    """A change in place by which data are deleted that are there."""
    place = Place(
        route,
        value,
        causes,
        said,
        said,
        before=sides[0],
        after=sides[1],
        severity=Severity.MEDIUM,
    )
    return Effect("loses-data", member.stack, place, member.logical_id)


_TABLES = frozenset({"AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"})
_EXPIRY = ("TimeToLiveSpecification",)


def _expiring(before: Member, after: Member) -> Iterator[Effect]:
    """That items expire by an attribute, or by another one: which, their values decide.

    (Amazon DynamoDB Developer Guide, "Using time to live (TTL) in DynamoDB": items of which the
    attribute has passed are deleted, those that are there already, too.)
    """
    old, new = (it.resource.properties for it in (before, after))
    was, on = (value_at(it, (*_EXPIRY, "Enabled")) for it in (old, new))
    by, name = (value_at(it, (*_EXPIRY, "AttributeName")) for it in (old, new))
    is_on = not isinstance(on, Nothing) and as_boolean(on) is not False
    if not is_on or (by == name and (as_boolean(was) is True or was == on)):
        return
    causes = causes_of(on) or (Cause(Decider.RULE, _EXPIRY[0]),)
    note = _EXPIRES.format(name=value_text(name))
    said = value_text(was), value_text(on)
    yield _deleting(after, ("Properties", *_EXPIRY), value_at(new, _EXPIRY), causes, note, said)


_EXPIRES = Message("items of which {name} has passed are deleted from now on")
_DELETING = {
    What.OBJECTS: Message("{name} deletes objects that no rule deleted before, or none so soon"),
    What.VERSIONS: Message("{name} deletes versions that no rule deleted before, or none so soon"),
}
_SHORTER = Message("{name} is shorter than before")
_GONE = Message("{name} goes, and what it made is made no more")
