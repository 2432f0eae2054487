"""What stands below a control of the checklist: what was found, where, and what to do about it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from synthgate.model import Message, Status
from synthgate_reports.fixes import fix_lines
from synthgate_reports.outline import Code, Line, detail
from synthgate_reports.standing import tolerated_in
from synthgate_reports.wording import (
    FIX,
    excuse,
    primary,
    printable,
    sentence,
    source_spot,
    spot,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import AssessedControl, AssessedFramework, Finding, Report

# Resources of one rule that are shown; the rest is counted, never left unsaid.
LISTED = 5
_CHECKLIST = "production-checklist"
"""The framework that is meant where a command names none."""

_MORE = Message("... and {more} more")
_GIVE = Message("to be stated: {what}")
_STATED = Message("evidence: {statement}")
_ELSEWHERE = Message("met elsewhere: {statement}")
_REFUSED = Message("evidence that does not count: {statement}")
_TOLERATED = Message("tolerated in this environment")
_ASKED = Message("rules asked: ")
_CHECKED = Message("resources checked: {names}")
_OTHERS = Message(" and {more} more")


def asked(one: AssessedControl, report: Report) -> Iterator[Line]:
    """Which rules said something, and of what, where all is well; else the findings tell."""
    language = report.language
    rules = dict.fromkeys(rule_id for result in one.results for rule_id in result.asked)
    if rules:
        yield detail(1, _ASKED[language], *_listed(rules))
    subjects = [subject for result in one.results for subject in result.subjects]
    names = [*dict.fromkeys(printable(subject.name) for subject in subjects)]
    if not names or any(finding for result in one.results for finding in result.findings):
        return
    told = _CHECKED.format(names=", ".join(names[:LISTED]))[language]
    more = _OTHERS.format(more=len(names) - LISTED)[language]
    yield detail(1, told + (more if len(names) > LISTED else ""))


def _listed(names: Iterable[str]) -> Iterator[str]:
    for index, name in enumerate(names):
        yield from (", ", Code(printable(name))) if index else (Code(printable(name)),)


def findings(one: AssessedControl, report: Report) -> Iterator[Line]:
    """What rules found, those that count first."""
    found = [finding for result in one.results for finding in result.findings]
    tolerated = [finding for result in one.results for finding in result.tolerated]
    is_tolerated = tolerated_in(*one.results)
    for group in _by_rule(finding for finding in found if not is_tolerated(finding)):
        yield from _of_rule(group, report)
    for group in _by_rule(tolerated):
        yield from _of_rule(group, report, _TOLERATED[report.language])


def _by_rule(found: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each rule, failures apart from doubts and exceptions; the worst first."""
    groups: dict[tuple[bool, Status, str], list[Finding]] = {}
    for finding in worst_first(tuple(found)):
        key = not finding.is_active, finding.status, finding.rule.id
        groups.setdefault(key, []).append(finding)
    order = {Status.FAIL: 0, Status.UNKNOWN: 1}
    return [groups[key] for key in sorted(groups, key=lambda it: (it[0], order[it[1]]))]


def _of_rule(group: list[Finding], report: Report, remark: str = "") -> Iterator[Line]:
    """What a rule found: its name and why it matters, the resources, and how that is mended."""
    language, first = report.language, group[0]
    title, rule_id = sentence(first.rule.title[language]), printable(first.rule.id)
    counts = first.status is Status.FAIL and first.is_active and not remark
    why = f": {sentence(first.rule.why[language])}" if counts else ""
    yield detail(1, title, " (", Code(rule_id), ")", why)
    yield from dict.fromkeys(_place(finding, report, remark) for finding in group[:LISTED])
    if len(group) > LISTED:
        yield detail(2, _MORE.format(more=len(group) - LISTED)[language])
    if counts:
        # A prop of the CDK's may mend it for some of the resources only.
        for cure in dict.fromkeys(sentence(finding.fix[language]) for finding in group[:LISTED]):
            yield detail(2, f"{FIX[language]}: {cure}")
        for code in fix_lines(first):
            yield detail(3, Code(code))


def _place(finding: Finding, report: Report, remark: str) -> Line:
    """Where it is, what it is about, and what the rule saw; the app as a whole is nowhere."""
    language = report.language
    where = () if finding.rule.scope == "app" else (Code(_where(finding, report)), ": ")
    if not finding.is_active:
        said = excuse(finding, report)
    elif finding.status is Status.UNKNOWN:
        said = sentence(finding.why[language])
    else:
        said = remark or _seen(finding, report)
    return detail(2, *where, printable(finding.subject.name), f" ({said})" if said else "")


def _seen(finding: Finding, report: Report) -> str:
    """What the rule saw there, without its own name before it."""
    language = report.language
    title, said = sentence(finding.rule.title[language]), sentence(finding.message[language])
    return said.removeprefix(title).removeprefix(": ")


def _where(finding: Finding, report: Report) -> str:
    """Where it is mended; behind it the line of the program, if that is not here."""
    source = finding.source
    made_by = f" ({source_spot(source, report)})" if source and not source.found else ""
    return spot(primary(finding)) + made_by


def evidence(one: AssessedControl, framework: AssessedFramework, report: Report) -> Iterator[Line]:
    """What people stated, and what somebody has to state yet."""
    language, control = report.language, one.control
    for it in one.evidence:
        proof = f" ({printable(it.record)})" if it.record else ""
        how = _REFUSED if it.refused else _STATED if it.kind == "proof" else _ELSEWHERE
        yield detail(1, how.format(statement=sentence(it.statement))[language], proof)
    given = any(it.refused is None and it.kind == "proof" for it in one.evidence)
    if control.evidence_wanted and not given:
        what = sentence(control.evidence_wanted[language])
        yield detail(1, _GIVE.format(what=what)[language])
        of = f" --framework {printable(framework.id)}" if framework.id != _CHECKLIST else ""
        control_id = shlex.quote(printable(control.id))
        command = f"synthgate evidence add{of} --control {control_id} --statement … --by … --file …"
        yield detail(2, Code(command))
