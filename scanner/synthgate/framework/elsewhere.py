"""What an app lacks and has elsewhere: the organisation's trail, the payer's budget.

A framework says of which rules that may be so; a person states that it is. What such a rule finds
is then set aside, as by a waiver: what the app itself has, and has wrongly, counts as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthgate.model import (
    Acceptance,
    Control,
    Disposition,
    Evidence,
    Finding,
    verbatim,
)


def with_what_is_elsewhere(
    findings: Iterable[Finding], control: Control, evidence: Iterable[Evidence]
) -> list[Finding]:
    """The findings of a control, without those that evidence answers."""
    answer = next(_answers(evidence), None)
    if answer is None:
        return [*findings]
    accepted = Acceptance(
        answer.file or answer.link or "evidence",
        verbatim(answer.statement),
        answer.by,
        answer.valid_until,
    )
    return [
        one.set_aside(Disposition.WAIVED, accepted)
        if one.is_active and one.rule.id in control.elsewhere
        else one
        for one in findings
    ]


def _answers(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    return (one for one in evidence if one.kind == "elsewhere" and one.refused is None)
