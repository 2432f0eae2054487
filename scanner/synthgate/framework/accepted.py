"""What of findings counts for a control: what the gate does not look at is not yet accepted here.

A failure that somebody accepts, and says why, makes a control *excepted*. One that is set aside
without any reason is a failure to an auditor. Of a baseline, nothing is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from synthgate.model import Disposition, Finding, Question, Rule, Severity, Status, Verdict

_ACCEPTED = (Disposition.WAIVED, Disposition.SUPPRESSED)


def is_tried(finding: Finding) -> bool:
    """Whether it is of a rule in preview."""
    return finding.disposition is Disposition.PREVIEW


def is_unreasoned(finding: Finding) -> bool:
    """Whether it is set aside in a template, and nobody says why."""
    why = finding.accepted
    return finding.disposition in _ACCEPTED and not (why and why.is_reasoned)


def counted(finding: Finding) -> Finding:
    """A finding as it counts for a control.

    A framework names a rule in preview on purpose: the gate of `scan` need not care for such a
    rule; that a control is met over its failure, nobody could say.
    """
    if is_tried(finding) or is_unreasoned(finding):
        return finding.taken_back()
    return finding


def answered(findings: Sequence[Finding], before: Sequence[Finding]) -> set[Question]:
    """What is met elsewhere: `before` are the same findings before evidence answered some."""
    return {it.question for it, was in zip(findings, before, strict=True) if it is not was}


def excepted(
    verdicts: Iterable[Verdict], findings: Iterable[Finding], elsewhere: Collection[Question]
) -> list[Finding]:
    """The findings that somebody accepted, of verdicts of which nothing else is left."""
    every = [*findings]
    held = {it.question for it in every if it.is_active}
    left = {it.question for it in verdicts}.difference(elsewhere, held)
    return [it for it in every if it.disposition in _ACCEPTED and it.question in left]


def failing(findings: Iterable[Finding], spared: Collection[Question]) -> set[Question]:
    """The questions that are answered by a failure that counts."""
    found = {it.question for it in findings if it.is_active and it.status is Status.FAIL}
    return found.difference(spared)


def lenient(
    findings: Iterable[Finding], environment: str | None, own: Mapping[str, Rule]
) -> Iterator[Finding]:
    """The failures that are worth knowing only here, and worse elsewhere: production, mostly.

    The card says so, and no configuration.
    """
    for one in findings:
        rule = own.get(one.rule.id, one.rule)
        if (
            one.status is Status.FAIL
            and one.is_active
            and rule.severity_for(environment) is Severity.INFO
            and {rule.severity, *rule.severity_in.values()} != {Severity.INFO}
        ):
            yield one
