"""The frameworks of several applications as one: the worst state of each control, and each app's.

What differs since an earlier statement is a change of state. It is told as *better* only where
all that was looked at then is looked at now: what is no longer scanned has not been mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from synthgate.model import (
    AssessedControl,
    AssessedFramework,
    ControlState,
    Evidence,
    Finding,
    Problem,
    StoredScan,
)
from synthgate.records import dataclass

Direction = Literal["worse", "better", "unclear"]
_GOOD = (ControlState.MET, ControlState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Application:
    """One application, judged: its frameworks by id, and of which scans they are.

    `stacks` are the templates that were looked at, by stack or path; `problems` kept it from being
    whole. `as_of` is the day that evidence was judged on.
    """

    name: str
    frameworks: Mapping[str, AssessedFramework]
    stacks: frozenset[str] = frozenset()
    scans: tuple[StoredScan, ...] = ()
    problems: tuple[Problem, ...] = ()
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A control: its worst state, and what is known of it in each application."""

    control: AssessedControl
    state: ControlState
    by_app: Mapping[str, AssessedControl]

    @property
    def has_exceptions(self) -> bool:
        """Whether somebody accepted something of it in some application, or it is met elsewhere."""
        return any(one.has_exceptions for one in self.by_app.values())

    @property
    def is_elsewhere(self) -> bool:
        """Whether somebody states, for some application, that it is met elsewhere."""
        return any(one.is_elsewhere for one in self.by_app.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A control whose state in an application is another one than before."""

    app: str
    control: str
    before: ControlState
    now: ControlState
    direction: Direction


@dataclass(frozen=True, slots=True)
class Statement:
    """One framework over all applications; `framework` has the worst state of each control."""

    framework: AssessedFramework
    rows: tuple[Row, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """All that an organisation states, and which applications have come and gone."""

    apps: tuple[Application, ...]
    statements: tuple[Statement, ...]
    before: tuple[Application, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple[Problem, ...])

    @property
    def come(self) -> list[str]:
        """The applications that were not there before."""
        return _less(self.apps, self.before) if self.before else []

    @property
    def gone(self) -> list[str]:
        """The applications that are no longer there."""
        return _less(self.before, self.apps)


def _less(some: Sequence[Application], others: Sequence[Application]) -> list[str]:
    known = {one.name for one in others}
    return [one.name for one in some if one.name not in known]


def merged(apps: Sequence[Application], before: Sequence[Application] = ()) -> Whole:
    """The statement of some applications, and what changed since some of before."""
    ids = dict.fromkeys(id_ for app in apps for id_ in app.frameworks)
    statements = tuple(_statement(id_, apps, before) for id_ in ids)
    problems = tuple(dict.fromkeys(it for app in (*apps, *before) for it in app.problems))
    return Whole(tuple(apps), statements, tuple(before), problems)


def _statement(id_: str, apps: Sequence[Application], before: Sequence[Application]) -> Statement:
    having = [(app.name, app.frameworks[id_]) for app in apps if id_ in app.frameworks]
    first = having[0][1]
    by_id: dict[str, dict[str, AssessedControl]] = {}
    for name, framework in having:
        for one in framework.controls:
            by_id.setdefault(one.control.id, {})[name] = one
    rows = tuple(_row(by_id[one.control.id]) for one in first.controls)
    worst = tuple(
        AssessedControl(row.control.control, row.state, evidence=_stated(row)) for row in rows
    )
    framework = AssessedFramework(
        first.id,
        first.version,
        first.source,
        first.title,
        first.groups,
        worst,
        first.within,
        first.sources,
    )
    return Statement(framework, rows, tuple(_changes(id_, apps, before)))


def _row(by_app: Mapping[str, AssessedControl]) -> Row:
    worst = min(by_app.values(), key=lambda one: one.state.rank)
    return Row(worst, worst.state, by_app)


def _stated(row: Row) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(it for one in row.by_app.values() for it in one.evidence))


def _changes(
    id_: str, apps: Sequence[Application], before: Sequence[Application]
) -> Iterator[Change]:
    known = {one.name: one for one in before if id_ in one.frameworks}
    for app in apps:
        earlier = known.get(app.name)
        if earlier is None or id_ not in app.frameworks:
            continue
        states = {one.control.id: one.state for one in earlier.frameworks[id_].controls}
        is_whole = earlier.stacks <= app.stacks and not any(map(_hides, app.problems))
        for one in app.frameworks[id_].controls:
            was = states.get(one.control.id, one.state)
            if was is not one.state:
                direction = _direction(was, one.state, is_whole=is_whole)
                yield Change(app.name, one.control.id, was, one.state, direction)


def _hides(problem: Problem) -> bool:
    """Whether something may not have been looked at; of a rule's controls their states tell."""
    return problem.kind != "notice" and not (problem.rules or problem.rule_id)


def _direction(was: ControlState, now: ControlState, *, is_whole: bool) -> Direction:
    if now is ControlState.NOT_MET:
        return "worse"
    if now in _GOOD:
        return "better" if is_whole and was not in _GOOD else "unclear"
    # What failed and is accepted since has not been mended; what was accepted stood better.
    return "worse" if was in (*_GOOD, ControlState.EXCEPTED) else "unclear"


def accepted_in(row: Row) -> Iterator[tuple[str, Finding]]:
    """The findings of a control that somebody accepted, each with its application, once."""
    for app, one in row.by_app.items():
        found = (it for result in one.results for it in result.findings if it.accepted)
        each = {(it.fingerprint, it.location.path, it.location.start): it for it in found}
        for finding in each.values():
            yield app, finding
