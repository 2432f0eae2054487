"""A statement as a person reads it: applications, totals, states, exceptions, what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from synthgate.model import AssessedControl, Language, Message, plural
from synthgate.records import dataclass
from synthgate.statements.merged import Application, Change, Row, Statement, Whole, accepted_in
from synthgate_reports.control_groups import control_title, group_title, is_silent
from synthgate_reports.standing import STATES
from synthgate_reports.wording import printable, sentence


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines below a title, of a level from 1."""

    title: str
    lines: Sequence[str] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first of which are the heads."""

    rows: Sequence[Sequence[str]]


def outline(whole: Whole, language: Language) -> Iterator[Lines | Table]:
    """All parts of a statement, in order."""
    yield Lines(_TITLE[language], level=1)
    yield Table([[one[language] for one in _APP_HEADS], *_apps(whole, language)])
    if whole.come or whole.gone:
        told = [_COME.format(app=printable(one))[language] for one in whole.come]
        told += [_GONE.format(app=printable(one))[language] for one in whole.gone]
        yield Lines(_APPS_SINCE[language], told)
    for one in whole.statements:
        yield from _framework(one, whole, language)


def _apps(whole: Whole, language: Language) -> Iterator[Sequence[str]]:
    for app in whole.apps:
        stamps = [scan.run.origin.stamp for scan in app.scans if scan.run.origin.stamp]
        times = max((stamp.time for stamp in stamps), default="-")
        commits = ", ".join(sorted({stamp.commit[:12] for stamp in stamps if stamp.commit})) or "-"
        profiles = ", ".join(sorted({scan.run.profile for scan in app.scans if scan.run.profile}))
        is_whole = (_YES if not _serious(app) else _NO)[language]
        yield (
            printable(app.name),
            str(len(app.stacks)),
            printable(profiles) or "-",
            times,
            printable(commits),
            app.as_of,
            is_whole,
        )


def _serious(app: Application) -> bool:
    return any(one.kind != "notice" for one in app.problems)


def _framework(statement: Statement, whole: Whole, language: Language) -> Iterator[Lines | Table]:
    framework = statement.framework
    title = f"{sentence(framework.title[language])} ({framework.id} {framework.version})"
    yield Lines(title, [sentence(framework.source[language])])
    heads = [_APPLICATION[language], *(STATES[state][language] for state in STATES)]
    heads.append(_ELSEWHERE[language])
    of_apps = [
        _totals(printable(app.name), app.frameworks[framework.id].controls)
        for app in whole.apps
        if framework.id in app.frameworks
    ]
    worst = _totals(_WORST[language], framework.controls, statement.rows)
    yield Table([heads, *of_apps, worst])
    names = [app.name for app in whole.apps]
    for group in framework.groups:
        rows = [it for it in statement.rows if it.control.control.group == group]
        if framework.below(group):
            yield from _group(group, statement, rows, names, language)
    yield from _exceptions(statement, language)
    yield from _changes(statement, whole, language)


def _totals(
    name: str, controls: Iterable[AssessedControl], rows: Iterable[Row] | None = None
) -> list[str]:
    every = [*controls]
    states = Counter(one.state for one in every)
    elsewhere = sum(one.is_elsewhere for one in (every if rows is None else rows))
    return [name, *(str(states[state]) for state in STATES), str(elsewhere)]


def _group(
    group: str, statement: Statement, rows: Sequence[Row], names: Sequence[str], language: Language
) -> Iterator[Lines | Table]:
    """The states of a group's own controls; of those that nobody claims, the ids."""
    framework = statement.framework
    states = Counter(one.state for one in framework.below(group))
    counts = ", ".join(f"{states[it]} {STATES[it][language]}" for it in STATES)
    told = [row for row in rows if not all(map(is_silent, row.by_app.values()))]
    silent = [printable(row.control.control.id) for row in rows if row not in told]
    lines = [counts]
    if silent:
        said = _SILENT.format(number=len(silent), ids=", ".join(silent))
        lines.append(said[language])
    yield Lines(group_title(group, framework, language), lines, level=3)
    if told:
        heads = [_CONTROL[language], _STATE[language], *map(printable, names)]
        yield Table([heads, *(_states(row, names, language) for row in told)])


def _states(row: Row, names: Sequence[str], language: Language) -> list[str]:
    def of(name: str) -> str:
        one = row.by_app.get(name)
        if one is None:
            return "-"
        mark = "*" if one.is_elsewhere else ""
        return f"{STATES[one.state][language]}{mark}"

    mark = "*" if row.is_elsewhere else ""
    return [
        control_title(row.control.control, language),
        f"{STATES[row.state][language]}{mark}",
        *map(of, names),
    ]


def _exceptions(statement: Statement, language: Language) -> Iterator[Lines | Table]:
    """What somebody accepted, with owner and end; what is stated to be met elsewhere."""
    rows = [
        [
            printable(row.control.control.id),
            printable(app),
            printable(finding.rule.id),
            printable(finding.subject.name),
            sentence(finding.accepted.reason[language]),
            printable(finding.accepted.owner or "-"),
            printable(finding.accepted.expires or "-"),
        ]
        for row in statement.rows
        for app, finding in accepted_in(row)
        if finding.accepted
    ]
    rows += [
        [
            printable(row.control.control.id),
            printable(app),
            "-",
            "-",
            sentence(it.statement),
            printable(it.by),
            printable(it.valid_until or "-"),
        ]
        for row in statement.rows
        for app, one in row.by_app.items()
        for it in one.evidence
        if it.kind == "elsewhere" and it.refused is None
    ]
    if rows:
        yield Lines(_ELSEWHERE[language], level=3)
        yield Table([[one[language] for one in _EXCEPTION_HEADS], *rows])


def _changes(statement: Statement, whole: Whole, language: Language) -> Iterator[Lines | Table]:
    if not whole.before:
        return
    told = [] if statement.changes else [_NOTHING_CHANGED[language]]
    yield Lines(_SINCE[language], told, level=3)
    if statement.changes:
        rows = [_changed(one, language) for one in sorted(statement.changes, key=_first)]
        yield Table([[one[language] for one in _CHANGE_HEADS], *rows])


def _first(change: Change) -> tuple[int, str]:
    return ("worse", "unclear", "better").index(change.direction), change.app


def _changed(one: Change, language: Language) -> list[str]:
    return [
        printable(one.app),
        printable(one.control),
        STATES[one.before][language],
        STATES[one.now][language],
        _DIRECTIONS[one.direction][language],
    ]


_TITLE = Message("Statement of the organisation")
_APPLICATION = Message("application")
_APP_HEADS = (
    _APPLICATION,
    Message("stacks"),
    Message("profile"),
    Message("dated"),
    Message("commit checked out"),
    Message("evidence as of"),
    Message("whole"),
)
_YES, _NO = Message("yes"), Message("no")
_COME = Message("{app} is new")
_GONE = Message("{app} is gone: nothing is stated of it")
_APPS_SINCE = Message("Applications since")
_WORST = Message("worst of all")
_ELSEWHERE = Message("met elsewhere")
_CONTROL, _STATE = Message("control"), Message("state")
_SILENT = plural(
    "{number} control of which nothing in a template tells, and nobody states anything: {ids}",
    "{number} controls of which nothing in a template tells, and nobody states anything: {ids}",
)
_EXCEPTION_HEADS = (
    _CONTROL,
    _APPLICATION,
    Message("rule"),
    Message("resource"),
    Message("reason"),
    Message("who answers for it"),
    Message("until"),
)
_SINCE = Message("Changed since")
_NOTHING_CHANGED = Message("no control is in another state")
_CHANGE_HEADS = (_APPLICATION, _CONTROL, Message("before"), Message("now"), Message("change"))
_DIRECTIONS = {
    "worse": Message("worse"),
    "better": Message("better"),
    "unclear": Message("unclear: not all that was looked at then is looked at now"),
}
