"""*explain_verdict*: what one rule says of one resource, each step of it, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.agents import shown
from synthgate.agents.answers import Explained, VerdictRow
from synthgate.agents.bounds import page, start_of
from synthgate.agents.cards import words
from synthgate.agents.rules import card_named, known_rules
from synthgate.agents.workspace import Workspace
from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.model import Finding, Language, Message, Report, Status, Subject, Text, plural
from synthgate.pipeline import run
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.trace import APP, trace

MOST_LINES = 100
_MOST_VERDICTS = 20
_LETTERS = 12_000


@dataclass(frozen=True, slots=True)
class Question:
    """A rule, the name of a resource, and what is scanned for it."""

    rule: str
    resource: str
    asked: Mapping[str, Any]


def explain(workspace: Workspace, question: Question, word: str | None) -> Explained:
    """Ask the rule alone, and tell what it was asked and answered.

    Raises:
        UsageError: there is no such rule or resource, or a path leads out.
    """
    start = start_of(word)
    with workspace.configured({}, anything=False) as config:
        card = card_named(known_rules(config), question.rule)
    if card.scope == "change":
        raise UsageError(_OF_CHANGES.format(rule=question.rule))
    with workspace.configured({**question.asked, "select": [card.rule.id]}) as config:
        report = run(config)
        name = APP if card.scope == "app" else _exact(question.resource, report)
        lines = _steps(config, card, name)
    if not lines:
        raise UsageError(_NOWHERE.format(name=question.resource))
    rows = [*_verdicts(report, name, card)]
    steps = page(lines, start, MOST_LINES, shown.told, _LETTERS)
    return Explained(
        summary=_summary(rows)[workspace.language],
        rule=shown.name(card.rule.id),
        verdicts=rows[:_MOST_VERDICTS],
        what_would_change_it=words(card, card.rule.fix.text[workspace.language]),
        steps=steps.rows,
        left_off=steps.left_off,
        next=steps.next(),
    )


def _exact(name: str, report: Report) -> str:
    """The name itself, where an agent has it as it is shown: cut and escaped."""
    subjects = (one.subject for one in report.verdicts)
    names = dict.fromkeys(it for one in subjects for it in _names(one))
    return name if name in names else next((it for it in names if shown.name(it) == name), name)


def _names(subject: Subject) -> Iterator[str]:
    yield from filter(
        None, (subject.construct_path, subject.logical_id, subject.stack, subject.template)
    )


def _steps(config: Config, card: Card, name: str) -> list[str]:
    """The account of the verdict, as ``scan --explain`` tells it."""
    lines: list[str] = []
    trace(config, f"{card.rule.id}:{name}", None, lines.append)
    return lines


def _verdicts(report: Report, name: str, card: Card) -> Iterator[VerdictRow]:
    """What the rule says of all that has the name, findings first."""
    findings = [one for one in report.findings if _is_meant(one.subject, name, card)]
    for one in findings:
        yield _of_finding(one, report.language)
    told = {one.subject for one in findings}
    for verdict in report.verdicts:
        if _is_meant(verdict.subject, name, card) and verdict.subject not in told:
            yield VerdictRow(status=verdict.status.value, finding=None, counts=False, data="")


def _is_meant(subject: Subject, name: str, card: Card) -> bool:
    return name in _names(subject) or (card.scope == "app" and name == APP)


def _of_finding(finding: Finding, language: Language) -> VerdictRow:
    said = finding.message[language]
    if finding.status is Status.UNKNOWN:
        said = f"{said} ({finding.why[language]})"
    return VerdictRow(
        status="fail" if finding.status is Status.FAIL else "unknown",
        finding=finding.fingerprint,
        counts=finding.is_active,
        data=shown.said(said),
    )


def _summary(rows: Sequence[VerdictRow]) -> Text:
    if not rows:
        return _NOT_ASKED
    worst = min((row.status for row in rows), key=_ORDER.index)
    return _WORST[worst].format(number=len(rows))


_ORDER = ("fail", "unknown", "pass", "not-applicable")
_WORST = {
    "fail": plural("The rule fails: {number} verdict.", "The rule fails: {number} verdicts."),
    "unknown": plural(
        "Only the deployment can tell: {number} verdict.",
        "Only the deployment can tell: {number} verdicts.",
    ),
    "pass": plural("The rule passes: {number} verdict.", "The rule passes: {number} verdicts."),
}
_NOT_ASKED = Message("The rule does not apply there: 'steps' tell why.")
_NOWHERE = Message(
    "no resource {name!r} in what could be read, and not everything could be: scan tells what"
)
_OF_CHANGES = Message(
    "rule {rule!r} is about what a change does: call scan with 'against', and show_fix"
)
