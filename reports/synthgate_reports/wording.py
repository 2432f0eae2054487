"""What several formats say alike, and how they show words that they do not trust."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import (
    Disposition,
    Location,
    Message,
    Novelty,
    Position,
    Severity,
    of_tool,
)
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synthgate.model import (
        Acceptance,
        Excerpt,
        Finding,
        Language,
        Problem,
        Report,
        SourceLine,
        Text,
    )

FIX = Message("fix")
RESOURCE = Message("resource")
TEMPLATE = Message("template")
SOURCE = Message("source")
OWNER = Message("owner {owner}")
EXPIRES = Message("expires {expires}")
TICKET = Message("see {ticket}")
BEFORE, AFTER = Message("before"), Message("after")

_AS_SYNTHESIZED = Message("{place} as of the last cdk synth")
_COUNTS = Message(
    "scanned {scanned} of {templates} templates, {resources} resources; "
    "{failed} failed, {unknown} unknown, {passed} passed"
)
_NOT_NEW = Message("not new: {base} has it, too")
_COMPARED = Message("beside {base}: {new} new, {fixed} fixed, {unchanged} unchanged, {moved} moved")
_ASIDE: Mapping[Disposition, tuple[Message, Message]] = {
    Disposition.SUPPRESSED: (
        Message("suppressed by {by}: {reason}"),
        Message("{count} suppressed"),
    ),
    Disposition.WAIVED: (Message("accepted in {by}: {reason}"), Message("{count} accepted")),
    Disposition.BASELINE: (
        Message("in the baseline {by}: {reason}"),
        Message("{count} in the baseline"),
    ),
    Disposition.CDK_MADE: (
        Message("made by the CDK: {reason}"),
        Message("{count} made by the CDK"),
    ),
    Disposition.PREVIEW: (Message("in preview: {reason}"), Message("{count} in preview")),
}
"""What becomes of a finding that does not count, in words, and how such are counted."""

_NEAR: Mapping[str, Message] = {
    "narrower": Message(" (asks for less)"),
    "wider": Message(" (asks for more)"),
}
_SAID = Message(
    "{tool}: {failed} failed (findings: {joined} with others, {alone} alone), {unknown} unknown, "
    "{accepted} accepted, {passed} passed"
)
_IN_PART = Message("(it did not answer all that it was asked)")
_COMMAND = re.compile(r"##(?=\w*\[)")


def printable(text: str) -> str:
    r"""The text with whatever moves a cursor, hides or reorders others made visible.

    Names and lines of a template are a stranger's words: an escape sequence in
    one could repaint a terminal, a bidi override could show a reader another
    name than the deployment's. Every such character is written as `\x1b`, `\u202e`.
    """
    if text.isprintable():
        return text
    unseen = (char for char in set(text) if not char.isprintable())
    return text.translate({ord(char): char.encode("unicode_escape").decode() for char in unseen})


def inert(line: str) -> str:
    r"""A line that no CI runner takes for a command to itself.

    GitHub's runner obeys a line that begins with ``::`` and, anywhere in one, ``##[``; that of
    Azure Pipelines ``##vso[`` and ``##[``, TeamCity ``##teamcity[``. One of their signs is
    written as `\x3a`, `\x23`. (actions/runner, ActionCommand; azure-pipelines-agent, Command.)
    """
    if line.lstrip().startswith("::"):
        line = line.replace("::", r"\x3a:", 1)
    return _COMMAND.sub(r"#\\x23", line) if "##" in line else line


def sentence(text: str) -> str:
    """Prose on one line: cards fold theirs at will."""
    return printable(" ".join(text.split()))


def message(finding: Finding, report: Report) -> str:
    """What the rule saw, or the rule's name if it did not say: no consumer takes silence."""
    language = report.language
    said = sentence(finding.message[language]) or sentence(finding.rule.title[language])
    return said or printable(finding.rule.id)


def before_and_after(finding: Finding) -> Iterator[tuple[Message, Text]]:
    """What a change found and what it leaves, each with its label, as far as there is any."""
    for label, said in ((BEFORE, finding.before), (AFTER, finding.after)):
        if said:
            yield label, said


def counts(report: Report) -> str:
    """How much was looked at and what came of it, in one line: findings, as they are listed.

    Verdicts are others (`report.checks`): a rule may find several faults of one resource, and
    what it finds may be told, and set aside, by the rule of another tool.
    """
    accepted = Counter(finding.disposition for finding in report.accepted_findings)
    text = _COUNTS.format(
        scanned=sum(t.status == "scanned" for t in report.templates),
        templates=len(report.templates),
        resources=sum(t.resources for t in report.templates),
        failed=len(report.failures),
        unknown=len(report.doubts),
        passed=report.checks.passed,
    )[report.language]
    aside = (
        said.format(count=accepted[disposition])[report.language]
        for disposition, (_, said) in _ASIDE.items()
        if accepted[disposition]
    )
    return ", ".join((text, *aside)) + compared(report)


def compared(report: Report) -> str:
    """How many of the findings that count are new, and how many are fixed, of a run with a base."""
    if report.comparison is None:
        return ""
    number = Counter(one.novelty for one in report.findings if one.is_active)
    text = _COMPARED.format(
        base=printable(report.comparison.base),
        new=number[Novelty.NEW],
        fixed=len(report.comparison.fixed),
        unchanged=number[Novelty.UNCHANGED],
        moved=number[Novelty.MOVED],
    )
    return f"; {text[report.language]}"


def found_by(findings: Iterable[Finding], language: Language) -> dict[str, None]:
    """The other rules and tools that have some findings, with how near theirs come to the rule."""
    others: dict[str, None] = {}
    for finding in findings:
        for source in finding.sources:
            if finding.rule.id not in {source.rule_id, of_tool(source.tool, source.rule_id)}:
                near = _NEAR[source.nearness][language] if source.nearness in _NEAR else ""
                others[f"{source.tool} {source.rule_id}{near}"] = None
    return others


def tool_counts(report: Report) -> Iterator[str]:
    """A line for each other tool that was heard: what it said, and what of that others say, too."""
    for one in report.tools:
        if one.run.apart:  # a notice has told what it says
            continue
        name = printable(f"{one.run.tool} {one.run.release}".strip())
        line = _SAID.format(
            tool=name,
            failed=one.failed,
            joined=one.joined,
            alone=one.alone,
            unknown=one.unknown,
            accepted=one.accepted,
            passed=one.passed,
        )
        part = "" if one.run.is_whole else f" {_IN_PART[report.language]}"
        yield f"{line[report.language]}{part}"


def excuse(finding: Finding, report: Report) -> str:
    """Why a finding does not count, who answers for that, and until when."""
    accepted = finding.accepted
    return _excuse(accepted, finding.disposition, report) if accepted else ""


def _excuse(accepted: Acceptance, disposition: Disposition, report: Report) -> str:
    say = _ASIDE[disposition][0].format(by=accepted.by, reason=accepted.reason)
    limits = [
        *([OWNER.format(owner=accepted.owner)] if accepted.owner else []),
        *([EXPIRES.format(expires=accepted.expires)] if accepted.expires else []),
        *([TICKET.format(ticket=accepted.ticket)] if accepted.ticket else []),
    ]
    after = f" ({', '.join(t[report.language] for t in limits)})" if limits else ""
    return sentence(say[report.language] + after)


def passed_over(finding: Finding, report: Report) -> str:
    """Why a finding does not count, or the gate does not look at it; nothing where it does."""
    if not finding.is_active:
        return excuse(finding, report)
    base = report.comparison.base if report.comparison and report.is_known(finding) else None
    return sentence(_NOT_NEW.format(base=base)[report.language]) if base else ""


def problem_text(problem: Problem, report: Report) -> str:
    """What happened; of a problem that is accepted, also why and by whom."""
    said = sentence(problem.message[report.language])
    if problem.accepted is None:
        return said
    return f"{said} ({_excuse(problem.accepted, Disposition.WAIVED, report)})"


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by severity; those of the same severity keep their order."""
    rank = {severity: severity.rank for severity in Severity}
    return sorted(findings, key=lambda f: rank[f.severity])


def line_of(excerpt: Excerpt | None, number: int) -> str | None:
    """The line of that number, if the excerpt holds it."""
    if excerpt is None or not excerpt.first <= number < excerpt.first + len(excerpt.lines):
        return None
    return excerpt.lines[number - excerpt.first]


def source_location(source: SourceLine) -> Location:
    """A line of the CDK program as a span: from its first sign to its last."""
    line = line_of(source.excerpt, source.line) or ""
    start = len(line) - len(line.lstrip()) + 1
    end = max(start, len(line.rstrip())) + 1
    return Location(
        source.path,
        Position(source.line, start),
        Position(source.line, end),
        excerpt=source.excerpt,
    )


def source_spot(source: SourceLine, report: Report) -> str:
    """A line of the CDK program that readers are told of and not sent to."""
    place = f"{printable(source.path)}:{source.line}"
    return _AS_SYNTHESIZED.format(place=place)[report.language] if source.stale else place


def primary(finding: Finding) -> Location:
    """Where a person mends the fault: the CDK program if its line is known, else the template."""
    source = finding.source
    return source_location(source) if source and source.found else finding.location


def spot(location: Location) -> str:
    """`path:line:column`, as editors and terminals open it."""
    return f"{printable(location.path)}:{location.start.line}:{location.start.column}"


def problem_spot(problem: Problem) -> str:
    """As much of `path:line:column` as the problem knows; perhaps nothing."""
    if problem.path is None:
        return ""
    at = problem.position
    return printable(problem.path) + (f":{at.line}:{at.column}" if at else "")


def of_trust(report: Report) -> list[Problem]:
    """The notices that no format leaves out: what was taken from the gate, or is accepted."""
    return [it for it in report.problems if it.code in _OF_TRUST or it.accepted is not None]


_OF_TRUST = (
    ProblemCode.GATE_WEAKENED,
    ProblemCode.SETTING_IGNORED,
    ProblemCode.POLICY_ENFORCED,
    ProblemCode.ANOTHER_DAY,
    ProblemCode.BASELINE_FALSE,
    ProblemCode.NOT_CHECKED,
    ProblemCode.ACCEPTED_THEN,
    ProblemCode.WAIVER_EXPIRED,
    ProblemCode.WAIVER_ENDING,
)
