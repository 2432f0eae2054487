"""What tells findings apart for consumers that keep them from run to run."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from synthgate_reports.wording import printable, problem_spot, problem_text, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import Finding, Problem, Report, Rule

_MOST_OF_ONE = 255
"""GitLab's columns are that wide, and no id that anybody gave is longer."""


def identified(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with an id of its own: its fingerprint.

    Two apps of one repository may have a stack, a construct and a fault alike: the second one's
    is a digest of that and of the template, and of a number where even these are the same.
    """
    taken: set[str] = set()
    for finding in findings:
        id_, number = finding.fingerprint, 1
        while id_ in taken:
            known = f"{finding.fingerprint} {finding.location.path} {number}"
            id_, number = sha256(known.encode(errors="replace")).hexdigest(), number + 1
        taken.add(id_)
        yield id_, finding


def kept(report: Report) -> Iterator[tuple[str, Finding, bool]]:
    """All that such a consumer is told, the worst first, then what is fixed, and which that is."""
    found = worst_first(report.findings)
    for number, (id_, finding) in enumerate(identified((*found, *report.fixed))):
        yield id_, finding, number >= len(found)


def problem_id(problem: Problem, report: Report) -> str:
    """What tells a problem from others: what is said of which place and rule."""
    said = problem_text(problem, report) or problem.code.id
    known = "\0".join((problem.code.id, problem_spot(problem), problem.rule_id or "", said))
    return sha256(known.encode(errors="replace")).hexdigest()


def names_elsewhere(rule: Rule) -> Iterator[tuple[str, str]]:
    """By what others know the fault of a rule: tools and frameworks, each with its own id.

    Other scanners first, for an alert is mostly looked for by an id of theirs; then the rule of
    AWS Config, then controls.
    """
    for tool in sorted(rule.equivalents):
        for id_ in rule.equivalents[tool]:
            yield from _named(tool, id_)
    if rule.config_rule:
        yield from _named("aws-config", rule.config_rule)
    for control in rule.controls:
        framework, _, id_ = control.partition(":")
        yield from _named(framework, id_)


def _named(kind: str, id_: str) -> Iterator[tuple[str, str]]:
    """As a consumer takes it: neither is empty, hides anything, or has no end."""
    words = printable(kind).strip()[:_MOST_OF_ONE], printable(id_).strip()[:_MOST_OF_ONE]
    if all(words):
        yield words
