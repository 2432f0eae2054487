"""The bounds of policies, applied last: what is asked beyond them is not followed, and told.

Each bound is a function from a configuration to a stricter one. None loosens anything, so that of
several policies the strictest has its way, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from synthgate.config.policy.sheet import Policy
from synthgate.config.record import NO_BASELINE, Config
from synthgate.judge.gate import by
from synthgate.judge.gate_policy import DOUBTS, KEY, NEVER, SEVERITIES, Clause, doubts_of
from synthgate.judge.waivers import LIST
from synthgate.model import Decider, Message, Problem, Severity, Text, joined, plural, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.sheet import Source
from synthgate.settings.table import CHANGES
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

Bound = Callable[[Config, Policy, Any], Config]
"""Gives the configuration within what a policy says at one key."""


def bounded(config: Config) -> Config:
    """The configuration within the bounds of its policies."""
    for policy in config.policies[:1]:
        config = _today(config, policy)
    for policy in config.policies:
        for key, bound in _BOUNDS.items():
            if key in policy.bounds.body:
                config = bound(config, policy, policy.bounds.body[key])
    return config


def refused(source: Source, route: Route, asked: Text, bound: Text, place: str) -> Problem:
    """The notice of something that is not followed: who asked, and who says otherwise.

    Only a file is a place that reports can show; an option or a variable is named in words.
    """
    position = source.locate(route)
    if position is None and source.name:
        asked = _BY.format(asked=asked, name=source.name)
    text = _REFUSED.format(asked=asked, bound=bound, place=place)
    path = source.name if position else None
    return Problem(ProblemCode.POLICY_ENFORCED, text, path, position)


def _told(config: Config, policy: Policy, key: str, asked: Text, asked_at: Route = ()) -> Config:
    """The configuration with a notice of what a bound refuses of it."""
    asked_by = asked_at[0] if asked_at else key
    source = _source(config, str(asked_by))
    value = policy.bounds.body[key]
    bound = _BOUND.format(key=key, value=_words(value))
    notice = refused(source, asked_at or (key,), asked, bound, policy.place(key))
    return replace(config, refused=(*config.refused, notice))


def _source(config: Config, key: str) -> Source:
    """Who has his way in a key."""
    return config.said[key].source if key in config.said else Source()


def _words(value: object) -> str:
    """A bound as YAML has it in one line."""
    if is_mapping(value):
        return f"{{{', '.join(f'{key}: {_words(it)}' for key, it in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fail_on(config: Config, policy: Policy, word: str) -> Config:
    """No clause lets pass what the policy's threshold would not."""
    threshold, gate = Severity(word), config.gate
    loose = [one for one in (*gate.clauses, gate.rest) if _is_looser(one, threshold)]
    if not loose:
        return config
    decider = policy.decider("fail-on")
    clauses = (it for one in gate.clauses for it in _tightened(one, threshold, decider))
    (rest,) = _tightened(gate.rest, threshold, decider)
    config = replace(config, gate=replace(gate, clauses=tuple(clauses), rest=rest))
    said = [one for one in loose if one.decided_by.path]  # a default is nobody's wish
    if not said:
        return config
    key = "fail-on" if gate.rest in said else KEY
    return _told(config, policy, "fail-on", joined(", ", map(_clause, said)), (key,))


def _clause(clause: Clause) -> Text:
    """What a clause asks for, and where."""
    word = clause.fail_on or NEVER
    if clause.decided_by.line is None:
        return verbatim(word)
    sentence = _ALLOWS if clause.at_most else _BY
    return sentence.format(asked=word, most=clause.at_most, name=by(clause.decided_by))


def _is_looser(clause: Clause, threshold: Severity) -> bool:
    """Whether a finding that the threshold is about may leave the gate open."""
    strict = clause.fail_on is not None and threshold.reaches(clause.fail_on)
    return not strict or (clause.at_most > 0 and bool(_about(clause, threshold)))


def _tightened(clause: Clause, threshold: Severity, decider: Decider) -> Iterator[Clause]:
    """A clause within the bound; how many it allows, it allows of what is less severe."""
    strict = _about(clause, threshold)
    if clause.at_most and strict:
        criteria = {**clause.criteria, SEVERITIES: strict}
        yield Clause(threshold, decider, criteria)
    if clause.fail_on is not None and threshold.reaches(clause.fail_on):
        yield clause
    else:
        yield replace(clause, fail_on=threshold, decided_by=decider)


def _about(clause: Clause, threshold: Severity) -> tuple[str, ...]:
    """The severities, as bad as the threshold, that a clause is about."""
    among = clause.criteria.get(SEVERITIES, tuple(Severity))
    return tuple(str(one) for one in Severity if one in among and one.reaches(threshold))


def _gate_on(config: Config, policy: Policy, wanted: str | list[str]) -> Config:
    """The gate looks at all, or at some of what a change does whatever else it is told to.

    Without a base, nothing tells what a change does.
    """
    if wanted != "all":
        return _with_changes(config, policy, wanted)
    if config.gates_all:
        return config
    asks = config.gates_some or config.against is not None
    asked = _ASKED.format(key="gate-on", value=", ".join(config.gate_on or ("new",)))
    config = replace(config, gate_on=("all",))
    return _told(config, policy, "gate-on", asked) if asks else config


def _with_changes(config: Config, policy: Policy, wanted: str | list[str]) -> Config:
    if wanted == "new":
        return config  # that it may look at these alone
    words = {wanted} if isinstance(wanted, str) else {*wanted}
    asked = config.gate_on or ()
    left_out = [word for word in ("new", *CHANGES) if word in words and word not in asked]
    if not left_out or not config.gates_some or config.against is None:
        return config
    config = replace(config, gate_on=(*asked, *left_out))
    said = _ASKED.format(key="gate-on", value=", ".join(asked))
    return _told(config, policy, "gate-on", said)


def _unknown(config: Config, policy: Policy, written: Any) -> Config:
    """What is undecided does at least what the policy says, by severity."""
    have, wanted = config.gate.doubts, doubts_of(written)
    milder = {
        severity: word
        for severity, word in wanted.items()
        if DOUBTS.index(have.get(severity, "pass")) < DOUBTS.index(word)
    }
    config = replace(config, gate=replace(config.gate, doubts={**have, **milder}))
    asked = [f"unknown: {{{one}: {have[one]}}}" for one in milder if one in have]
    if not asked:
        return config
    return _told(config, policy, "unknown", verbatim(", ".join(asked)), (KEY, "unknown"))


def _longest_waiver(config: Config, policy: Policy, days: int) -> Config:
    """A waiver that ends later than that from now does not count at all.

    No day that somebody says makes the time longer: the earlier one of that and today counts.
    """
    last = min(config.as_of, config.today) + timedelta(days=min(days, _FOREVER))
    longer = [one for one in config.waivers if one.expires > last]
    kept = tuple(one for one in config.waivers if one.expires <= last)
    bound = _LONGEST.format(days=days, date=last.isoformat())
    notices = tuple(
        refused(
            one.source,
            (*one.route, "expires"),
            _WAIVER.format(date=one.expires.isoformat()),
            bound,
            policy.place("longest-waiver"),
        )
        for one in longer
    )
    return replace(config, waivers=kept, refused=(*config.refused, *notices))


def _waivers(config: Config, policy: Policy, word: str) -> Config:
    if word == "count" or not config.waivers:
        return config
    asked = _WAIVERS.format(number=len(config.waivers), place=config.waivers[0].place)
    return _told(replace(config, waivers=()), policy, LIST, asked)


def _baseline(config: Config, policy: Policy, word: str) -> Config:
    if word == "count":
        return config
    config = _against(config, policy)
    if config.baseline == NO_BASELINE:
        return config
    asked = _BASELINE.format(file=config.shown(config.baseline_file))
    asks = config.baseline is not None or config.baseline_file.is_file()
    on_new = config.gates_some and config.against is None
    gate_on = None if on_new else config.gate_on
    config = replace(config, baseline=NO_BASELINE, gate_on=gate_on)
    return _told(config, policy, "baseline", asked) if asks else config


def _against(config: Config, policy: Policy) -> Config:
    """What the repository's file compares with is told beside, and excuses nothing."""
    if "against" not in config.of_file or config.against is None or config.gates_all:
        return config
    config = replace(config, gate_on=("all",))
    asked = _ASKED.format(key="against", value=config.against)
    return _told(config, policy, "baseline", asked, ("against",))


def _suppressions(config: Config, policy: Policy, word: str) -> Config:
    """What stands in templates is known once they are read: the judgement tells of it."""
    if word == "count" or config.unheeded:
        return config
    return replace(config, unheeded=policy.place("suppressions"))


def _today(config: Config, policy: Policy) -> Config:
    """What ends on a day ends by the calendar, whatever the repository's file says of the day.

    An option or a variable may say another one: of that the report tells.
    """
    if config.as_of == config.today:
        return config
    if "as-of" not in config.of_file:
        by = _source(config, "as-of").name
        text = _ANOTHER_DAY.format(day=config.as_of.isoformat(), by=by)
        return replace(config, refused=(*config.refused, Problem(ProblemCode.ANOTHER_DAY, text)))
    asked = _ASKED.format(key="as-of", value=config.as_of.isoformat())
    notice = refused(_source(config, "as-of"), ("as-of",), asked, _BY_TODAY, policy.name)
    return replace(config, as_of=config.today, refused=(*config.refused, notice))


def _cdk_made(config: Config, policy: Policy, word: str) -> Config:
    if word == "aside" or config.cdk_made == "count":
        return config
    asks = "cdk-made" in config.said
    config = replace(config, cdk_made="count")
    asked = _ASKED.format(key="cdk-made", value="aside")
    return _told(config, policy, "cdk-made", asked) if asks else config


def _exit_zero(config: Config, policy: Policy, allowed: bool) -> Config:
    if allowed or not config.exit_zero:
        return config
    config = replace(config, exit_zero=False)
    return _told(config, policy, "exit-zero", verbatim("--exit-zero"))


_BOUNDS: Mapping[str, Bound] = {
    "fail-on": _fail_on,
    "unknown": _unknown,
    "longest-waiver": _longest_waiver,
    "waivers": _waivers,
    "baseline": _baseline,
    "gate-on": _gate_on,
    "suppressions": _suppressions,
    "cdk-made": _cdk_made,
    "exit-zero": _exit_zero,
}
"""The bounds of a configuration.

Of `rules`, `scope` and `accepted-from`, see `rules`, `scope` and `configured`.
"""
_FOREVER = 36_500
"""A hundred years: a number of days that any calendar has."""

_REFUSED = Message("not followed: {asked}; the policy says: {bound} ({place})")
_BOUND = Message("{key}: {value}")
_ASKED = Message("{key}: {value}")
_BY = Message("{asked} ({name})")
_ALLOWS = Message("{asked}, at most {most} ({name})")
_LONGEST = Message("a waiver ends within {days} days, by {date}")
_BY_TODAY = Message("what ends on a day is judged on the day of the run")
_ANOTHER_DAY = Message(
    "waivers, suppressions and evidence are judged as of {day}, and not as of today ({by})"
)
_WAIVER = Message("a waiver until {date}")
_WAIVERS = plural("{number} waiver ({place})", "{number} waivers (the first: {place})")
_BASELINE = Message("the baseline {file}")
