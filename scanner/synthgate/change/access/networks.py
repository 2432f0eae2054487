"""What a change lets through: security groups, all rules of one together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from synthgate.change.access.boxes import Span, remaining
from synthgate.change.access.groups import TYPES, Group, groups, with_default
from synthgate.change.access.holders import sides, touched
from synthgate.change.access.letters import Letters
from synthgate.change.access.telling import BROADER, NARROWER, effect_at
from synthgate.change.access.traffic import EVERY_ADDRESS, IPV4, Rule
from synthgate.change.sides import Matched, Where
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, joined, verbatim
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import ABSENT, Unknown, distinct
from synthgate.rule.terms.outcome import Place

_WEB = {(80, 80), (443, 443)}


def on_networks(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    changed = touched(matched, TYPES)
    if not changed:
        return
    letters = Letters(matched)
    before, after = (groups(side) for side in sides(matched, changed, letters))
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if _is_touched((was, now), changed):
            for out in (False, True):
                yield from _compared(matched, was, now, out=out)


def _is_touched(groups: tuple[Group | None, Group | None], changed: set[Where]) -> bool:
    return any(
        member and member.where in changed
        for one in groups
        if one
        for member in (one.member, *(it.member for rules in one.rules for it in rules))
    )


def _compared(
    matched: Matched, before: Group | None, after: Group | None, *, out: bool
) -> Iterator[Effect]:
    was = [*before.rules[out]] if before else []
    now = [*after.rules[out]] if after else []
    if out:
        was, now = with_default(before, was), with_default(after, now, before)
    group = after or before
    assert group  # noqa: S101 - one of the two is there
    for kind, some, others in ((BROADER, now, was), (NARROWER, was, now)):
        told = {BROADER: after, NARROWER: before}[kind]
        if told:
            yield from _more(matched, kind, some, others, group, is_new=not before, out=out)


def _is_default(one: Rule) -> bool:
    return str(one.key).startswith("everything")


def _more(
    matched: Matched,
    kind: str,
    some: list[Rule],
    others: list[Rule],
    group: Group,
    *,
    is_new: bool,
    out: bool,
) -> Iterator[Effect]:
    """What some rules let through that others do not."""
    left = Counter(one.key for one in others if one.box is None)
    for one in some:
        if is_new and _is_default(one):
            continue
        if one.box is None and not _is_sure(one, others):
            left[one.key] -= 1
            if left[one.key] < 0 and not _is_all(others):
                yield _unread(matched, kind, one, group)
        elif one.box is None:
            yield _told(matched, kind, one, others, group, True, is_new=is_new, out=out)
        elif new := _new(one, others):
            yield _told(matched, kind, one, others, group, new, is_new=is_new, out=out)


def _is_sure(one: Rule, others: list[Rule]) -> bool:
    """Whether a rule of which something is not known lets through what nothing else may."""
    if isinstance(one.key, tuple):  # it may not be there
        return False
    return bool(one.peer) and not any(it.peer in ("", one.peer, IPV4) for it in others)


def _unread(matched: Matched, kind: str, one: Rule, group: Group) -> Effect:
    message = UNREAD.format(group=group.told, ports=one.ports, who=one.who)
    causes = one.causes or (Cause(Decider.FUNCTION, group.told),)
    severity = Severity.MEDIUM if kind == BROADER else Severity.INFO
    route = one.route if kind == BROADER else ()
    place = Place(route, ABSENT, causes, message, message, severity=severity)
    return effect_at(matched, kind, one.member, place)


def _is_all(rules: list[Rule]) -> bool:
    """Whether they let everything through anyway."""
    whole = {one.peer for one in rules if one.box == one.most(EVERY_ADDRESS.get(one.peer, (0, 0)))}
    return whole >= EVERY_ADDRESS.keys()


def _new(one: Rule, others: list[Rule]) -> Unknown | bool:
    """Whether a rule lets through what others do not.

    Whoever is in a group, or on a list, has an IPv4 address: what is let through from all of them
    is from those, too.
    """
    assert one.box  # noqa: S101 - it is known
    same = [it.box for it in others if it.peer == one.peer and it.box]
    if one.peer not in EVERY_ADDRESS:
        whole = EVERY_ADDRESS[IPV4]
        from_all = [it for it in others if it.box and it.box == it.most(whole)]
        same += [it.most(one.box.addresses) for it in from_all]
    left = remaining([one.box], same)
    if not left:
        return Unknown((Cause(Decider.EFFORT, one.who),)) if left is None else False
    doubts = [it for it in others if it.box is None and it.peer in ("", one.peer)]
    if remaining(left, (it.most(one.box.addresses) for it in doubts)):
        return True
    return Unknown(distinct(cause for it in doubts for cause in it.causes))


def _told(
    matched: Matched,
    kind: str,
    one: Rule,
    others: list[Rule],
    group: Group,
    new: Unknown | bool,
    *,
    is_new: bool,
    out: bool,
) -> Effect:
    message = SENTENCES[kind, out].format(group=group.told, ports=one.ports, who=one.who)
    is_broader = kind == BROADER
    place = Place(
        one.route if is_broader else (),
        causes=new.causes if isinstance(new, Unknown) else (),
        note=message,
        message=message,
        severity=_severity(one, is_new=is_new, out=out) if is_broader else Severity.INFO,
        before=told_rules(others) if is_broader else told_rules([one]),
        after=told_rules([one]) if is_broader else told_rules(others),
    )
    return effect_at(matched, kind, one.member, place)


def told_rules(rules: Sequence[Rule]) -> Text:
    """Some rules in short."""
    told = [*dict.fromkeys(one.told for one in rules)]
    more = [verbatim("…")] if len(told) > 4 else []
    return joined(", ", [*told[:4], *more]) if told else NOTHING


def _severity(one: Rule, *, is_new: bool, out: bool) -> Severity:
    """From the internet worse than from elsewhere, but for what answers the web."""
    if out:
        return Severity.INFO if is_new else Severity.LOW
    box = one.most(EVERY_ADDRESS.get(one.peer, (0, 0))) if one.box is None else one.box
    if one.peer in EVERY_ADDRESS and _is_internet(box.addresses, EVERY_ADDRESS[one.peer]):
        return Severity.MEDIUM if box.protocols == (6, 6) and box.ports in _WEB else Severity.HIGH
    if one.peer in EVERY_ADDRESS:
        return Severity.LOW if is_new else Severity.MEDIUM
    return Severity.INFO if is_new else Severity.LOW


def _is_internet(addresses: Span, whole: Span) -> bool:
    """Whether so many addresses are let in that no network of one's own is meant: 1 in 128."""
    return (addresses[1] - addresses[0] + 1) * 128 >= whole[1] + 1


SENTENCES = {
    (BROADER, False): Message("{group} now lets in {ports} from {who}"),
    (BROADER, True): Message("{group} now lets out {ports} to {who}"),
    (NARROWER, False): Message("{group} no longer lets in {ports} from {who}"),
    (NARROWER, True): Message("{group} no longer lets out {ports} to {who}"),
}
"""What is said of traffic that is new, or is no more; in, or out."""
UNREAD = Message("what {group} lets through could not be compared: {ports}, {who}")
NOTHING = Message("nothing")
