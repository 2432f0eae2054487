"""Findings for the one who has to mend them: what to change, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message, Status
from synthgate_reports.excerpt import cut, numbered
from synthgate_reports.fixes import fix_lines
from synthgate_reports.painting import folded
from synthgate_reports.view import STYLE, View
from synthgate_reports.wording import (
    FIX,
    TEMPLATE,
    before_and_after,
    found_by,
    message,
    primary,
    printable,
    sentence,
    source_spot,
    spot,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import Finding
    from synthgate_reports.painting import Line, Span

_LONGEST_NAME = 300
_EXPLAINED = 20
"""Rules that are explained where there are many; of the others a line says what and where."""
_DOUBTS_OF_MANY = 2
_SHOWN_OF_FINGERPRINT = 12

_WHY = Message("why")
_DECIDED_BY = Message("decided by")
_MORE_ON_IT = Message("more")
_ALSO = Message("also found by")
_MADE_BY = Message("made by {place}")
_MADE_ELSEWHERE = Message("made by {place} (not in this folder)")


def failed(findings: tuple[Finding, ...], view: View) -> Iterator[Line]:
    """The faults, those of one rule together, the worst first, of these the most frequent."""
    groups = by_rule(worst_first(findings))
    groups.sort(key=lambda group: (group[0].severity.rank, -len(group)))
    explained = _EXPLAINED if view.is_short(len(findings)) else len(groups)
    most = view.most(len(findings))
    for group in groups[:explained]:
        yield from _failed(group, most, view)
        yield []
    for group in groups[explained:]:
        yield from _told(group[0], view)
        yield from view.rest(len(group) - 1, group[0].rule.id)
    if groups[explained:]:
        yield []


def doubtful(findings: list[Finding], view: View) -> Iterator[Line]:
    """What only the deployment decides, and what of it."""
    most = view.most(len(findings), _DOUBTS_OF_MANY)
    for group in by_rule(worst_first(tuple(findings))):
        for finding in group[:most]:
            yield from headline(finding, Status.UNKNOWN.value, view)
            yield from resource(finding, view)
            yield from chain(finding, view)
            yield from view.label(_DECIDED_BY, sentence(view.say(finding.why)))
        yield from view.rest(len(group) - most, group[0].rule.id)


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that share their explanation, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.rule.id, finding.why.en, finding.fix.en
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def headline(finding: Finding, word: str, view: View) -> Iterator[Line]:
    """`path:line:column: severity rule` and what the rule saw."""
    line = [*_opening(finding, word), (message(finding, view.report), "")]
    return folded(line, view.columns, 4)


def resource(finding: Finding, view: View, said: str = "") -> Iterator[Line]:
    """The resource by the name that people know, what it is, and what is said of it."""
    shown = finding.fingerprint[:_SHOWN_OF_FINGERPRINT] if view.is_verbose else ""
    more: Line = [(f" {printable(it)}", "dim") for it in (shown, said) if it]
    return folded([("  ", ""), *_named(finding), *more], view.columns, 4)


def chain(finding: Finding, view: View) -> Iterator[Line]:
    """What a change makes of it, and what else it rests on, each with its place and sentence."""
    for label, said in before_and_after(finding):
        line: Line = [(f"    {view.say(label)}: ", "dim"), (printable(view.say(said)), "")]
        yield from folded(line, view.columns, 6)
    for one in finding.related:
        said = sentence(view.say(one.message))
        yield from folded([(f"    {spot(one.location)}: ", "dim"), (said, "")], view.columns, 6)


def _failed(group: list[Finding], most: int, view: View) -> Iterator[Line]:
    """One fault: the first place with its lines, the cure, and the other places."""
    first, *others = _by_place(group[:most], view)
    yield from _place(first, view, around=True)
    yield from _advice(group, view)
    said = message(first[0], view.report)
    for findings in others:
        if view.is_verbose:
            yield from _place(findings, view, around=False)
        else:
            yield from _briefly(findings, said, view)
    yield from view.rest(len(group) - most, group[0].rule.id)


def _by_place(findings: Iterable[Finding], view: View) -> list[list[Finding]]:
    """Findings that one edit mends: a line of the program often makes many resources."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        key = spot(primary(finding)), message(finding, view.report)
        places.setdefault(key, []).append(finding)
    return list(places.values())


def _place(findings: list[Finding], view: View, *, around: bool) -> Iterator[Line]:
    """The findings of one place: its lines once, then each resource."""
    finding = findings[0]
    place = primary(finding)
    in_template = place is finding.location
    yield from headline(finding, finding.severity.value, view)
    for text, marked in numbered(place, caret=in_template, around=around):
        shown = cut(text, view.columns - 4) if view.columns else text
        yield [(f"    {shown}", "bold" if marked else "dim")]
    for one in findings:
        yield from resource(one, view)
        if not in_template:
            where = f"{spot(one.location)} {printable(one.location.property_path)}".rstrip()
            told: Line = [(f"    {view.say(TEMPLATE)}: {where}", "dim")]
            yield from folded(told, view.columns, 6)
        yield from chain(one, view)
    if in_template:
        yield from _made_by(finding, view)


def _made_by(finding: Finding, view: View) -> Iterator[Line]:
    """The line of the program that readers are told of and not sent to."""
    if finding.source:
        made_by = _MADE_BY if finding.source.stale else _MADE_ELSEWHERE
        place = source_spot(finding.source, view.report)
        said = view.say(made_by.format(place=place))
        yield from view.prose([(f"  {said}", "")])


def _briefly(findings: list[Finding], said: str, view: View) -> Iterator[Line]:
    """Another place of the same fault: a line, and one more where the rule saw something else."""
    first, *others = findings
    if message(first, view.report) == said and not first.related and not others:
        line = [*_opening(first, first.severity.value), *_named(first)]
        yield from folded(line, view.columns, 4)
    else:
        yield from headline(first, first.severity.value, view)
        for one in findings:
            yield from resource(one, view)
            yield from chain(one, view)
    if primary(first) is first.location:
        yield from _made_by(first, view)


def _told(finding: Finding, view: View) -> Iterator[Line]:
    yield from headline(finding, finding.severity.value, view)
    yield from resource(finding, view)


def _opening(finding: Finding, word: str) -> Line:
    return [
        (f"{spot(primary(finding))}: ", "bold"),
        (word, STYLE[word]),
        (f" {printable(finding.rule.id)} ", "bold"),
    ]


def _named(finding: Finding) -> tuple[Span, Span]:
    name = printable(finding.subject.name)
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
    return (shown, ""), (f" ({printable(finding.subject.type)})", "dim")


def _advice(group: list[Finding], view: View) -> Iterator[Line]:
    """Why it matters, and what to do next."""
    first = group[0]
    yield from view.label(_WHY, sentence(view.say(first.why)))
    if fix := sentence(view.say(first.fix)):
        yield from view.label(FIX, fix)
    for line in fix_lines(first):
        yield [(f"      {line}", "green")]
    if others := found_by(group, view.report.language):
        yield from view.label(_ALSO, sentence(", ".join(others)))
    if first.rule.link and view.is_verbose:
        yield from view.label(_MORE_ON_IT, printable(first.rule.link))
