"""Permissions boundaries that a change takes off, or puts another in the place of.

A boundary is the most that an identity may do, whatever its policies say (IAM User Guide,
"Permissions boundaries for IAM entities").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.change.access.holders import touched
from synthgate.change.access.letters import Letters
from synthgate.change.access.reading import At, Reader
from synthgate.change.access.telling import BROADER, NARROWER, effect_at
from synthgate.change.sides import Matched, Member
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, verbatim
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import NO_VALUE, Nothing, Unknown, causes_of
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_mapping

TYPES = frozenset({"AWS::IAM::Role", "AWS::IAM::User", "AWS::SSO::PermissionSet"})
_ROUTE = ("Properties", "PermissionsBoundary")


def on_boundaries(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    changed = touched(matched, TYPES)
    letters = Letters(matched)
    for pair in matched.resources if changed else ():
        before, after = pair.before, pair.after
        if not before or not after or False in (before.exists, after.exists):
            continue
        if after.where in changed and after.type in TYPES:
            was, now = (
                _boundary(one, letters, is_before=is_before)
                for one, is_before in ((before, True), (after, False))
            )
            yield from _told(matched, letters, after, was, now)


def _boundary(member: Member, letters: Letters, *, is_before: bool) -> tuple[str | None, Any]:
    """What bounds an identity, as both states call it; None where nothing does."""
    value = member.resource.properties.get("PermissionsBoundary", NO_VALUE)
    if isinstance(value, Nothing):
        return None, value
    if is_mapping(value):
        return repr(value), value
    return Reader(letters, is_before).text(value, At(member, _ROUTE, is_before)), value


def _told(
    matched: Matched,
    letters: Letters,
    member: Member,
    was: tuple[str | None, Any],
    now: tuple[str | None, Any],
) -> Iterator[Effect]:
    if was[0] == now[0]:
        return
    who = member.logical_id
    before, after = _said(was[0], letters), _said(now[0], letters)
    if was[0] is None:
        message = _PUT_ON.format(who=who, what=after)
        place = Place(
            (), message=message, note=message, severity=Severity.INFO, before=before, after=after
        )
        yield effect_at(matched, NARROWER, member, place)
        return
    if now[0] is None:
        message, causes = _TAKEN_OFF.format(who=who, what=before), tuple[Cause, ...]()
    else:
        message = _ANOTHER.format(who=who, what=after)
        elsewhere = Decider.OUTSIDE if isinstance(now[1], str) else Decider.RULE
        causes = causes_of(now[1]) if isinstance(now[1], Unknown) else ()
        causes = causes or (Cause(elsewhere, after.en),)
    place = Place(
        _ROUTE,
        now[1],
        causes,
        message=message,
        note=message,
        severity=Severity.HIGH,
        before=before,
        after=after,
    )
    yield effect_at(matched, BROADER, member, place)


def _said(text: str | None, letters: Letters) -> Text:
    return Message("nothing") if text is None else verbatim(letters.told(text))


_TAKEN_OFF = Message("{who} is no longer bounded by {what}")
_ANOTHER = Message("{who} is bounded by another policy: {what}")
_PUT_ON = Message("{who} is now bounded by {what}")
