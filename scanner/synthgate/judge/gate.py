"""The report and the policy give the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synthgate.judge.gate_policy import GatePolicy
from synthgate.judge.weighing import Side, Weighing
from synthgate.model import (
    CLOSED,
    INCOMPLETE,
    MISUSED,
    NOTHING,
    PASSED,
    Decider,
    Gate,
    Message,
    Observed,
    Problem,
    Text,
    Verdict,
    joined,
    plural,
    verbatim,
)
from synthgate.problem_code import ProblemCode


def decide(
    observed: Iterable[Observed],
    problems: Sequence[Problem],
    policy: GatePolicy,
    untold: Iterable[Verdict] = (),
    *,
    gate_on: Sequence[str] = (),
    exit_zero: bool = False,
) -> Gate:
    """Open or close the gate, and say what decided.

    A run that could not scan everything is incomplete whatever it found; one that was asked
    wrongly, more so. `untold` are verdicts that nobody can give, and no finding tells of. What it
    looks at is all, or what it is to look at alone (`gate_on`).
    """
    weighing = Weighing(policy)
    for one in observed:
        weighing.observed(one)
    weighing.untold(untold)
    return decided(weighing, problems, gate_on=gate_on, exit_zero=exit_zero)


def decided(
    weighing: Weighing,
    problems: Sequence[Problem],
    *,
    gate_on: Sequence[str] = (),
    exit_zero: bool = False,
) -> Gate:
    """The gate by what was weighed, as `decide` has it."""
    closing = [side for side in weighing.sides if side.closes]
    held = frozenset[str]().union(*(side.held for side in closing))
    number = sum(side.counted for side in closing)
    for kind, code, reason in (
        ("configuration", MISUSED, _MISUSED),
        ("incomplete", INCOMPLETE, _INCOMPLETE),
    ):
        codes = [problem.code for problem in problems if problem.kind == kind]
        found = len(codes)
        if found:
            is_unlike = {*codes} == {ProblemCode.CHANGE_UNKNOWN}
            told = _sentence(_UNCOMPARED if is_unlike else reason, found, number)
            return Gate("incomplete", code, told, closing=held)
    if closing:
        told = _CLOSED.format(reasons=joined("; ", [_closed(side) for side in closing]))
        code, decided_by = PASSED if exit_zero else CLOSED, closing[0].clause.decided_by
        return Gate("closed", code, told, decided_by, closing=held)
    return _open(weighing, gate_on)


def _closed(side: Side) -> Text:
    """How many findings of which severity, more than are allowed, by whose word."""
    clause = side.clause
    sentence = _TOO_MANY if clause.at_most else _FOUND
    number, severity = side.counted, clause.fail_on
    said = sentence.format(number=number, severity=severity, most=clause.at_most)
    return _BY.format(what=said, by=by(clause.decided_by))


def _open(weighing: Weighing, gate_on: Sequence[str]) -> Gate:
    """The gate is open; where a clause let something pass, that decided."""
    sides, rest = weighing.sides, weighing.policy.rest
    if weighing.is_empty:
        return Gate("open", PASSED, _NOTHING_CHECKED, rest.decided_by)
    passing = [side for side in sides if side.spared or side.held]
    none = _NONE_NEW if weighing.knows else _NONE_FOUND
    said = none.format(severity=rest.fail_on) if rest.fail_on else _NEVER
    what = [_BY.format(what=said, by=by(rest.decided_by))]
    if passing:
        what = [_passed(side) for side in passing]
    warned = sum(side.warned for side in sides)
    also = _UNDECIDED.format(number=warned) if warned else NOTHING
    if gate_on:
        what.append(_ALONE.format(words=", ".join(gate_on)))
    reason = _OPEN.format(what=joined("; ", what), also=also)
    decided_by = passing[0].clause.decided_by if passing else rest.decided_by
    return Gate("open", PASSED, reason, decided_by)


def _passed(side: Side) -> Text:
    """How many findings a clause lets pass."""
    number = side.spared + side.counted
    return _BY.format(what=_SPARED.format(number=number), by=by(side.clause.decided_by))


def by(decider: Decider) -> Text:
    """What decided, in a few words: ``fail-on: synthgate.yaml:3``."""
    if not decider.path:
        return _DEFAULT.format(key=decider.key)
    place = f"{decider.path}:{decider.line}" if decider.line else decider.path
    return verbatim(place if decider.path.startswith("--") else f"{decider.key}: {place}")


def _sentence(reason: Message, number: int, closing: int) -> Text:
    also = _ALSO.format(number=closing) if closing else NOTHING
    return reason.format(number=number, also=also)


_OPEN = Message("Gate open: {what}{also}.")
_NONE_FOUND = Message("no finding of severity {severity} or worse")
_NONE_NEW = Message("no new finding of severity {severity} or worse")
_NEVER = Message("findings never close it")
_SPARED = plural("{number} finding let pass", "{number} findings let pass")
_ALONE = Message("it looked at nothing but {words} (gate-on)")
_UNDECIDED = plural("; {number} is undecided", "; {number} are undecided")
_NOTHING_CHECKED = Message("Gate open, but nothing was checked: no rule is about what was scanned.")
_CLOSED = Message("Gate closed: {reasons}.")
_FOUND = plural(
    "{number} finding of severity {severity} or worse",
    "{number} findings of severity {severity} or worse",
)
_TOO_MANY = plural(
    "{number} finding of severity {severity} or worse, where {most} may be",
    "{number} findings of severity {severity} or worse, where {most} may be",
)
_BY = Message("{what} ({by})")
_DEFAULT = Message("{key}, by default")
_INCOMPLETE = plural(
    "Gate incomplete: {number} problem kept something from being scanned{also}.",
    "Gate incomplete: {number} problems kept something from being scanned{also}.",
)
_UNCOMPARED = Message(
    "Gate incomplete: what a change does, which it is to look at (gate-on), is not known{also}."
)
_MISUSED = plural(
    "Gate incomplete: {number} mistake in the configuration or the rule cards{also}.",
    "Gate incomplete: {number} mistakes in the configuration or the rule cards{also}.",
)
_ALSO = plural(
    "; besides, {number} finding would close the gate",
    "; besides, {number} findings would close the gate",
)
