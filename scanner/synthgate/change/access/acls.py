"""What a change lets through network ACLs.

Entries are looked at by their numbers, the lowest first, and the first that fits decides (VPC User
Guide, "Network ACL rules"); what none fits is denied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.change.access.boxes import Box, remaining
from synthgate.change.access.groups import there
from synthgate.change.access.holders import Side, sides, touched
from synthgate.change.access.letters import Letters
from synthgate.change.access.networks import NOTHING, SENTENCES, UNREAD
from synthgate.change.access.reading import At, Reader
from synthgate.change.access.telling import BROADER, NARROWER, effect_at
from synthgate.change.access.traffic import EVERY_ADDRESS, Rule, rule
from synthgate.change.sides import Matched
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, joined
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.numbers import as_number
from synthgate.resolve.values import ABSENT, NO_VALUE, Nothing, Reference
from synthgate.rule.terms.outcome import Place

TYPES = frozenset({"AWS::EC2::NetworkAclEntry"})
Key = tuple[str, bool]
"""A network ACL, and whether it is about traffic out of the subnet."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry, read; its number is None where that, or what it does, is not known."""

    rule: Rule
    number: float | None
    is_allow: bool
    told: str


def on_acls(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    changed = touched(matched, TYPES)
    if not changed:
        return
    letters = Letters(matched)
    before, after = (_entries(side) for side in sides(matched, changed, letters))
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key, []), after.get(key, [])
        if _keys(was) == _keys(now):
            continue
        for kind, some, others in ((BROADER, now, was), (NARROWER, was, now)):
            yield from _more(matched, kind, some, others, out=key[1])


def _keys(entries: Sequence[Entry]) -> list[str]:
    return sorted(repr((one.rule.key, one.number)) for one in entries)


def _entries(side: Side) -> dict[Key, list[Entry]]:
    found: dict[Key, list[Entry]] = {}
    for member in side.of(*TYPES):
        properties = member.resource.properties
        at = At(member, ("Properties",), side.reader.is_before)
        acl, told = _acl(properties.get("NetworkAclId", NO_VALUE), at, side.reader)
        out = as_boolean(properties.get("Egress", False)) is True
        number = as_number(properties.get("RuleNumber"))
        action = properties.get("RuleAction")
        known = number is not None and action in ("allow", "deny")
        for one in there(side, [rule(properties, at, side.reader)]):
            entry = Entry(one, float(number) if known and number else None, action == "allow", told)
            found.setdefault((acl, out), []).append(entry)
    return found


def _acl(value: Any, at: At, reader: Reader) -> tuple[str, str]:
    if isinstance(value, Reference):
        place, where = reader.target(value, at.member.stack)
        return repr(where), place[1]
    text = "" if isinstance(value, Nothing) else reader.text(value, at)
    return text, reader.letters.told(text) or at.member.logical_id


def _more(
    matched: Matched, kind: str, some: list[Entry], others: list[Entry], *, out: bool
) -> Iterator[Effect]:
    """What some entries let through that others do not."""
    if any(one.number is None or one.rule.box is None for one in (*some, *others)):
        yield from _unread(matched, kind, some, others)
        return
    let = [box for _, boxes in _let(others) for box in boxes]
    for entry, boxes in _let(some):
        left = remaining(boxes, let)
        if left is None or left:
            causes = () if left else (Cause(Decider.EFFORT, entry.told),)
            yield _told(matched, kind, entry, others, causes, out=out)


def _let(entries: Sequence[Entry]) -> Iterator[tuple[Entry, list[Box]]]:
    """The entries that allow, each with what no earlier one decides."""
    for family in EVERY_ADDRESS:
        decided: list[Box] = []
        of_family = [one for one in entries if one.rule.peer == family]
        for entry in sorted(of_family, key=lambda one: one.number or 0):
            assert entry.rule.box  # noqa: S101 - all are known
            if entry.is_allow:
                left = remaining([entry.rule.box], decided)
                yield entry, [entry.rule.box] if left is None else left
            decided.append(entry.rule.box)


def _unread(
    matched: Matched, kind: str, some: list[Entry], others: list[Entry]
) -> Iterator[Effect]:
    """Entries of which some are not known: whatever is new among them may decide."""
    there = _keys(others)
    causes = [cause for one in (*some, *others) for cause in one.rule.causes]
    for entry in some:
        if repr((entry.rule.key, entry.number)) not in there:
            one = entry.rule
            message = UNREAD.format(group=entry.told, ports=one.ports, who=one.who)
            why = tuple(dict.fromkeys(causes)) or (Cause(Decider.FUNCTION, entry.told),)
            route = one.route if kind == BROADER else ()
            severity = Severity.LOW if kind == BROADER else Severity.INFO
            place = Place(route, ABSENT, why, message, message, severity=severity)
            yield effect_at(matched, kind, one.member, place)


def _told(
    matched: Matched,
    kind: str,
    entry: Entry,
    others: list[Entry],
    causes: tuple[Cause, ...],
    *,
    out: bool,
) -> Effect:
    one, is_broader = entry.rule, kind == BROADER
    message = SENTENCES[kind, out].format(group=entry.told, ports=one.ports, who=one.who)
    allowed = joined(", ", map(_said, others[:_MOST_TOLD])) if others else NOTHING
    place = Place(
        one.route if is_broader else (),
        causes=causes,
        note=message,
        message=message,
        severity=Severity.LOW if is_broader and others else Severity.INFO,
        before=allowed if is_broader else _said(entry),
        after=_said(entry) if is_broader else allowed,
    )
    return effect_at(matched, kind, one.member, place)


def _said(entry: Entry) -> Text:
    told = entry.rule.told
    return told if entry.is_allow else Message("not {said}").format(said=told)


_MOST_TOLD = 4
