"""What closes the gate: a least severity, and clauses for findings that are looked at otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from fnmatch import fnmatchcase
from typing import Any, Literal, cast

from synthgate.model import (
    NEVER,
    Decider,
    Finding,
    Message,
    Pillar,
    Position,
    Problem,
    Severity,
    is_of_tool,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.environments import environment_named
from synthgate.rule.cards.former import Names
from synthgate.rule.cards.shapes import Shape, each, fields, items, kind, member, text
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

KEY = "gate"
"""The key of ``synthgate.yaml``."""
UNKNOWN, CLAUSES, FAIL_ON, AT_MOST = "unknown", "clauses", "fail-on", "at-most"
SEVERITIES = "severities"
ENVIRONMENTS = "environments"

Doubt = Literal["pass", "warn", "fail"]
"""What a finding does that only the deployment can decide."""
DOUBTS: tuple[Doubt, ...] = ("pass", "warn", "fail")

CLAUSE_CRITERIA: Mapping[str, Callable[[Finding, str | None], str | None]] = {
    "rules": lambda finding, _: finding.rule.id,
    "pillars": lambda finding, _: finding.rule.pillar,
    SEVERITIES: lambda finding, _: finding.severity,
    ENVIRONMENTS: lambda _, environment: environment,
    "types": lambda finding, _: finding.subject.type,
    "stages": lambda finding, _: finding.subject.stage,
    "stacks": lambda finding, _: finding.subject.stack,
}
"""What a clause may ask of a finding, and of what its stack is for."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What becomes of the findings that meet all criteria; the first clause that fits decides.

    Each criterion is a list of words or patterns, one of which has to fit. More than `at_most`
    findings of the severity `fail_on` or worse close the gate; None for never.
    """

    fail_on: Severity | None
    decided_by: Decider
    criteria: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    at_most: int = 0

    def is_about(self, finding: Finding, environment: str | None) -> bool:
        """Whether a finding of a stack in an environment meets all criteria."""
        for name, patterns in self.criteria.items():
            fact = CLAUSE_CRITERIA[name](finding, environment)
            if fact is None or not any(fnmatchcase(fact, pattern) for pattern in patterns):
                return False
        return True


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """All that decides the gate. `rest` is the clause for what no other one is about.

    `doubts` says by severity what an undecided finding does; what it does not name passes.
    """

    rest: Clause = Clause(Severity.HIGH, Decider(FAIL_ON))
    clauses: tuple[Clause, ...] = ()
    doubts: Mapping[Severity, Doubt] = field(default_factory=dict[Severity, Doubt])

    def clause_of(self, finding: Finding, environment: str | None) -> Clause:
        """The clause that decides what a finding does."""
        return next((it for it in self.clauses if it.is_about(finding, environment)), self.rest)


_WILD = frozenset("*?[")
_LIST = Message("a list")
_EMPTY = Message("an empty list fits nothing: take it out")
_THRESHOLD = member([*Severity, NEVER])
_doubt = member(DOUBTS)
_number = kind(
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    Message("a number from 0"),
)
_criteria_shapes: dict[str, Shape] = {
    **dict.fromkeys(CLAUSE_CRITERIA, items(text, _LIST)),
    "pillars": items(member(Pillar), _LIST),
    SEVERITIES: items(member(Severity), _LIST),
}
_clause_fields = fields({**_criteria_shapes, FAIL_ON: _THRESHOLD, AT_MOST: _number})


def doubts_shape(value: Any, route: Route) -> Iterator[Mistake]:
    """One word for every severity, or one for each."""
    if not is_mapping(value):
        yield from _doubt(value, route)
        return
    for severity in value:
        yield from member(Severity)(severity, (*route, severity))
    yield from each(_doubt)(value, route)


def _clause(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _clause_fields(value, route)
    if not is_mapping(value):
        return
    if not {FAIL_ON, AT_MOST}.intersection(value):
        yield told(route, _SAYS_NOTHING)
    for name in CLAUSE_CRITERIA:
        if value.get(name) == []:
            yield told((*route, name), _EMPTY)


gate_shape = fields({UNKNOWN: doubts_shape, CLAUSES: items(_clause, _LIST)})
"""The shape of the key `gate`."""


def gate_policy(
    fail_on: Severity | None, decided_by: Decider, body: Mapping[str, Any], source: Source
) -> GatePolicy:
    """The policy of a configuration: its threshold, and its key `gate`, which is well-formed."""
    rest = Clause(fail_on, decided_by)
    clauses = (
        _clause_of(entry, fail_on, _decider(source, (KEY, CLAUSES, at), f"{KEY}.{CLAUSES}[{at}]"))
        for at, entry in enumerate(body.get(CLAUSES, ()))
    )
    return GatePolicy(rest, tuple(clauses), doubts_of(body.get(UNKNOWN, {})))


def strangers(policy: GatePolicy, names: Names) -> Iterator[Problem]:
    """Mistakes: rules that clauses name and that there are not."""
    for clause in policy.clauses:
        for pattern in clause.criteria.get("rules", ()):
            if not (is_of_tool(pattern) or names.matching(pattern)):
                by = clause.decided_by
                text = _NO_RULE.format(name=pattern, meant=meant(pattern, names))
                at = Position(by.line, 1) if by.line else None
                yield Problem(ProblemCode.SETTING, text, by.path or None, at)


def no_milder(policy: GatePolicy) -> GatePolicy:
    """The policy whose clauses loosen nothing of a threshold that stands in a stronger place."""
    rest = policy.rest
    clauses = (
        replace(one, fail_on=_stricter(one.fail_on, rest.fail_on), at_most=0)
        for one in policy.clauses
    )
    return replace(policy, clauses=tuple(clauses))


def _stricter(one: Severity | None, other: Severity | None) -> Severity | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda severity: severity.rank)


def decider_of(source: Source | None, key: str) -> Decider:
    """What says a key: a file with its line, an option, a variable, or nobody."""
    return Decider(key) if source is None else _decider(source, (key,), key)


def _decider(source: Source, route: Route, key: str) -> Decider:
    position = source.locate(route)
    return Decider(key, source.name, position and position.line)


def _clause_of(entry: Mapping[str, Any], fail_on: Severity | None, decided_by: Decider) -> Clause:
    word = entry.get(FAIL_ON)
    own = fail_on if word is None else None if word == NEVER else Severity(word)
    criteria = {name: tuple(entry[name]) for name in CLAUSE_CRITERIA if name in entry}
    if ENVIRONMENTS in criteria:
        criteria[ENVIRONMENTS] = tuple(map(_environment, criteria[ENVIRONMENTS]))
    return Clause(own, decided_by, criteria, entry.get(AT_MOST, 0))


def _environment(written: str) -> str:
    """An environment by the name that findings have it by; a pattern as it is."""
    return written if _WILD.intersection(written) else environment_named(written)


def doubts_of(written: str | Mapping[str, str]) -> Mapping[Severity, Doubt]:
    """What an undecided finding does, by severity."""
    words = written if is_mapping(written) else dict.fromkeys(Severity, written)
    return {Severity(severity): cast("Doubt", word) for severity, word in words.items()}


_NO_RULE = Message("no rule {name!r}{meant}")
_SAYS_NOTHING = Message("a clause says 'fail-on', 'at-most' or both")
