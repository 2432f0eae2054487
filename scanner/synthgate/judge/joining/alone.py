"""A finding that other tools have and synthgate has not, written up as a finding of theirs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from synthgate.judge.joining.equivalents import plain
from synthgate.judge.joining.ranks import ranked
from synthgate.judge.joining.wanted import Wanted
from synthgate.model import (
    NOTHING,
    Acceptance,
    Disposition,
    Finding,
    Fix,
    Location,
    Message,
    Nearness,
    Pillar,
    Placed,
    Position,
    Repeat,
    Reported,
    Rule,
    Stance,
    Status,
    Subject,
    Text,
    ToolRule,
    joined,
    of_tool,
    verbatim,
)
from synthgate.records import dataclass
from synthgate.template.entries import without_tokens

_UNMADE = Message("the CDK made it for {construct}, which has no prop that changes it")


@dataclass(frozen=True, slots=True)
class Told:
    """What tools say of one place and what our rules of that meaning are, none of which found it.

    `reported` is not empty. `repeats` are findings of ours that this one speaks for, `near` is what
    comes near to it only.
    """

    reported: Sequence[Reported]
    placed: Placed | None
    rules: Sequence[Rule] = ()
    stances: Sequence[Stance] = ()
    repeats: Sequence[Repeat] = ()
    near: Sequence[tuple[Reported, Nearness]] = ()


def source_of(reported: Reported) -> ToolRule:
    """A tool's word as one of the sources of a finding."""
    return ToolRule(
        reported.tool,
        reported.rule_id,
        message=reported.message,
        severity=reported.severity,
        link=reported.link,
    )


def finding_of(told: Told, wanted: Wanted) -> Finding:
    """The finding, with the severity that the configuration gives it, if it does.

    Who could not evaluate a rule has not found what others have.
    """
    status = _status(told.reported)
    told = replace(told, reported=[one for one in told.reported if one.status is status])
    first, placed = told.reported[0], told.placed
    passing = {one.rule_id for one in told.stances if one.status is Status.PASS}
    open_ = [one for one in told.rules if one.id not in passing]
    rule, ranked_by = _rule_of(first, open_, told.rules, placed, wanted)
    finding = Finding(
        rule=rule,
        status=status,
        severity=rule.severity,
        message=_message(told, rule),
        why=_why(told, rule),
        subject=placed.subject if placed else _nowhere(first),
        location=_location(first, placed),
        source=placed.source if placed else None,
        sources=tuple(dict.fromkeys(_sources(told))),
        fingerprint=_fingerprint(rule.id, first, placed),
        repeats=tuple(told.repeats),
        tags=placed.tags if placed else (),
        stances=tuple(told.stances),
        ranked_by=ranked_by,
    )
    return _set_aside(finding, told)


def _sources(told: Told) -> Iterator[ToolRule]:
    yield from map(source_of, told.reported)
    yield from (replace(source_of(one), nearness=nearness) for one, nearness in told.near)


def _rule_of(
    reported: Reported,
    open_: Sequence[Rule],
    rules: Sequence[Rule],
    placed: Placed | None,
    wanted: Wanted,
) -> tuple[Rule, str]:
    """The rule of a tool, with what ours of that meaning say of it, and whose its severity is.

    `open_` are those of our rules that do not find everything right there.
    """
    environment = placed.environment if placed else None
    id_ = plain(reported.tool, reported.rule_id)
    ours = next(iter([*open_, *rules]), None)
    name = of_tool(reported.tool, id_)
    severity, by = ranked(reported, open_, rules, environment)
    said = wanted.severity_of(name)
    if said:
        severity, by = said, "severity"
    link = reported.link or None
    fix = _FOLLOW.format(tool=reported.tool, link=link) if link else NOTHING
    rule = Rule(
        id=name,
        title=ours.title if ours else verbatim(reported.title or reported.message or id_),
        severity=severity,
        pillar=ours.pillar if ours else Pillar.SECURITY,
        resources=(placed.subject.type,) if placed else (),
        why=ours.why if ours else _NO_RULE.format(tool=reported.tool),
        fix=ours.fix if ours else Fix(fix),
        link=link,
        equivalents={reported.tool: (id_,)},
        controls=ours.controls if ours else (),
    )
    return rule, by


def _status(reported: Sequence[Reported]) -> Literal[Status.FAIL, Status.UNKNOWN]:
    is_fault = any(one.status is Status.FAIL for one in reported)
    return Status.FAIL if is_fault else Status.UNKNOWN


def _message(told: Told, rule: Rule) -> Text:
    """What the tools say, each in its words, and that of ours that do not agree."""
    first, *others = dict.fromkeys(one.message or one.title for one in told.reported)
    said = verbatim(first) if first else rule.title
    more = (verbatim(one) for one in others[:_MOST] if one and one != first)
    differing = (_DIFFERS[one.status].format(rule=one.rule_id) for one in told.stances)
    return joined("; ", [said, *more, *differing])


def _why(told: Told, rule: Rule) -> Text:
    doubts = [one.why for one in told.stances if one.status is Status.UNKNOWN]
    if _status(told.reported) is Status.UNKNOWN:
        return _NOT_EVALUATED.format(tool=told.reported[0].tool)
    return joined(" ", [rule.why, *(_DOUBT.format(why=one) for one in doubts)])


def _set_aside(finding: Finding, told: Told) -> Finding:
    """A finding that the tool's own users have accepted, or about what nobody wrote."""
    accepted = acceptance_of(told.reported)
    if accepted:
        return finding.set_aside(Disposition.SUPPRESSED, accepted)
    if told.placed and told.placed.is_fixed:
        construct = told.placed.subject.construct_path or told.placed.subject.logical_id
        made = Acceptance("cdk", _UNMADE.format(construct=construct))
        return finding.set_aside(Disposition.CDK_MADE, made)
    return finding


def acceptance_of(reported: Sequence[Reported]) -> Acceptance | None:
    """Why a fault does not count, where all that one tool says of it was accepted there.

    A granular finding that nobody has accepted holds the others of its rule.
    """
    by_rule: dict[tuple[str, str], list[Acceptance | None]] = {}
    for one in reported:
        key = one.tool, plain(one.tool, one.rule_id)
        by_rule.setdefault(key, []).append(one.accepted)
    whole = (every[0] for every in by_rule.values() if all(every))
    return next(whole, None)


def _nowhere(reported: Reported) -> Subject:
    """What is no resource of the run: a construct, or lines of a file."""
    spot = reported.spot
    return Subject(spot.logical_id, "", spot.template, spot.construct or None)


def _location(reported: Reported, placed: Placed | None) -> Location:
    spot = reported.spot
    if placed is None:
        start = Position(spot.line or 1, 1)
        return Location(spot.template, start, start, spot.property_path)
    place = placed.location
    return Location(place.path, place.start, place.end, spot.property_path, place.excerpt)


def _fingerprint(name: str, reported: Reported, placed: Placed | None) -> str:
    """Of the rule and of what it is about, as those of ours are: no line, no message."""
    about = placed.subject if placed else _nowhere(reported)
    path = about.construct_path
    key = [name, about.stage, about.stack, path and without_tokens(path)]
    if path is None:
        key += [about.template, about.logical_id, reported.spot.property_path]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]


_MOST = 4
"""How many more words of tools stand in one message; all are among the sources."""
_NO_RULE = Message("{tool} says so; no rule of synthgate has this meaning.")
_FOLLOW = Message("As {tool} says: {link}")
_NOT_EVALUATED = Message("{tool} could not evaluate its rule here")
_DOUBT = Message("synthgate cannot tell: {why}.")
_DIFFERS: Mapping[Status, Message] = {
    Status.PASS: Message("{rule} of synthgate finds nothing wrong here"),
    Status.UNKNOWN: Message("{rule} of synthgate cannot tell before deployment"),
    Status.FAIL: Message("{rule} of synthgate finds it, too"),
}
