"""What a change lets go sooner: logs, backups, versions, and what locks hold."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.data.periods import Period, periods_of
from synthgate.change.sides import Matched, Member
from synthgate.change.words import value_text
from synthgate.evaluate import Effect
from synthgate.model import Message
from synthgate.resolve.values import ABSENT, causes_of
from synthgate.rule.terms.outcome import Place


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


_SHORTER = Message("{name} is shorter than before")
_GONE = Message("{name} goes, and what it made is made no more")
