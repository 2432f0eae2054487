"""What stands beside the faults: the known, the fixed, the accepted, notices, what passed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Disposition, Message, Novelty, Status, plural
from synthgate_reports.origin import origin
from synthgate_reports.painting import folded
from synthgate_reports.text_findings import by_rule, chain, headline, resource
from synthgate_reports.view import STYLE, View
from synthgate_reports.wording import (
    excuse,
    of_trust,
    printable,
    problem_spot,
    problem_text,
    sentence,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from synthgate.model import Finding, Problem
    from synthgate_reports.painting import Line

_ROWS = 10
_NOTICES_OF_A_KIND = 2
_PROBLEMS_OF_A_KIND = 10

_KNOWN = Message("Not new: the gate does not look at these")
_FIXED = Message("Fixed")
_ASIDE = {
    Disposition.SUPPRESSED: Message("Suppressed: these do not count"),
    Disposition.WAIVED: Message("Accepted: these do not count"),
    Disposition.BASELINE: Message("In the baseline: these do not count"),
    Disposition.CDK_MADE: Message("Made by the CDK: these do not count"),
    Disposition.PREVIEW: Message("Preview: rules that are being tried; these do not count"),
}
_NOTICES = Message("Notices")
_PROBLEMS = Message("PROBLEMS: these kept synthgate from doing all of its work")
_PASSED = plural("Passed: {number} rule found no fault", "Passed: {number} rules found no fault")
_RESTS_ON = Message("What this rests on")


def known(view: View) -> Iterator[Line]:
    """What the gate passes over, for it is not new; what was moved stands there by itself."""
    report = view.report
    found = [f for f in (*report.failures, *report.doubts) if report.is_known(f)]
    moved = [f for f in found if f.novelty is Novelty.MOVED]
    rest = [f for f in found if f.novelty is not Novelty.MOVED]
    listed = _grouped(rest, _beside, view) if view.is_verbose else _summed(rest, view)
    yield from view.section(_KNOWN, (*_grouped(moved, _beside, view), *listed))


def fixed(view: View) -> Iterator[Line]:
    """What is not there any more."""
    comparison = view.report.comparison
    if comparison:
        yield from view.section(_FIXED, _grouped(comparison.fixed, _beside, view))


def aside(view: View) -> Iterator[Line]:
    """What does not count, by the reason: a few with what was said of them, many counted."""
    for disposition, title in _ASIDE.items():
        found = [f for f in view.report.accepted_findings if f.disposition is disposition]
        is_listed = view.are_few(found) and disposition is not Disposition.BASELINE
        if is_listed or view.is_verbose:
            yield from view.section(title, _grouped(found, _excused, view))
        else:
            yield from view.section(title, _summed(found, view))


def notices(view: View) -> Iterator[Line]:
    """What is worth knowing: of each kind a few, those about trust all."""
    report = view.report
    trust = {id(one) for one in of_trust(report)}  # there may be thousands of each
    found = [p for p in report.problems if p.kind == "notice"]
    shown = (
        *(line for one in found if id(one) in trust for line in _problem(one, view)),
        *_of_kinds([p for p in found if id(p) not in trust], _NOTICES_OF_A_KIND, view),
    )
    yield from view.section(_NOTICES, shown)


def problems(view: View) -> Iterator[Line]:
    """What kept it from doing all of its work."""
    lines = _of_kinds(view.report.serious_problems, _PROBLEMS_OF_A_KIND, view)
    yield from view.section(_PROBLEMS, lines, "bold red")


def passed(view: View) -> Iterator[Line]:
    """How many resources each rule found faultless."""
    verdicts = [one for one in view.report.verdicts if one.status is Status.PASS]
    tally = Counter(one.rule.id for one in verdicts)
    titles = {one.rule.id: sentence(view.say(one.rule.title)) for one in verdicts}
    rows: list[Line] = [
        [(f"{number:>6}  ", "bold"), (printable(rule_id), ""), (f"  {titles[rule_id]}", "dim")]
        for rule_id, number in sorted(tally.items())
    ]
    yield from view.section(_PASSED.format(number=len(rows)), rows)


def rests_on(view: View) -> Iterator[Line]:
    """Under which policy and of what the report was made, a line for each fact."""
    lines = (line for fact in origin(view.report) for line in view.label(fact.label, fact.value))
    yield from view.section(_RESTS_ON, lines)


def _grouped(
    findings: Iterable[Finding], show: Callable[[Finding, View], Iterator[Line]], view: View
) -> Iterator[Line]:
    """The first few findings of each rule, and how many more there are."""
    found = worst_first(tuple(findings))
    most = view.most(len(found))
    for group in by_rule(found):
        for finding in group[:most]:
            yield from show(finding, view)
        yield from view.rest(len(group) - most, group[0].rule.id)


def _excused(finding: Finding, view: View) -> Iterator[Line]:
    yield from headline(finding, finding.disposition.value, view)
    yield from resource(finding, view, excuse(finding, view.report))
    yield from chain(finding, view)


def _beside(finding: Finding, view: View) -> Iterator[Line]:
    """What is not new, or not there any more."""
    yield from headline(finding, finding.novelty.value if finding.novelty else "fixed", view)
    yield from resource(finding, view)


def _summed(findings: Iterable[Finding], view: View) -> Iterator[Line]:
    """How many there are of each rule: nobody has to mend them now, and they may be thousands."""
    tally = Counter((finding.severity, finding.rule.id) for finding in findings)
    ranked = sorted(tally.items(), key=lambda one: (one[0][0].rank, one[0][1]))
    shown = view.rows(_ROWS, len(ranked))
    for (severity, rule), number in ranked[:shown]:
        named = (f"{severity:<8}", STYLE[severity]), (f" {printable(rule)}", "")
        yield [(f"{number:>6}  ", "bold"), *named]
    yield from view.rest(sum(number for _, number in ranked[shown:]))


def _of_kinds(found: Sequence[Problem], most: int, view: View) -> Iterator[Line]:
    """The first few of each kind, and how many more there are."""
    kinds: dict[str, list[Problem]] = {}
    for problem in found:
        kinds.setdefault(problem.code.id, []).append(problem)
    for kind, group in kinds.items():
        shown = view.rows(most, len(group))
        for problem in group[:shown]:
            yield from _problem(problem, view)
        yield from view.rest(len(group) - shown, kind)


def _problem(problem: Problem, view: View) -> Iterator[Line]:
    word = "notice" if problem.kind == "notice" else "error"
    place = problem_spot(problem)
    rule = f" {printable(problem.rule_id)}" if problem.rule_id else ""
    line = [
        (f"{place}: " if place else "", "bold"),
        (word, STYLE[word]),
        (f"{rule} {problem_text(problem, view.report)}", ""),
    ]
    return folded(line, view.columns, 4)
