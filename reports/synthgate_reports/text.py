"""`text`: for the one who has to mend it: what to change and where, in a second.

The faults of one rule stand together, the worst rule first: why it matters and
how it is mended is said once, then each resource has a line that begins
`path:line:column:`, which editors and terminals open. What only the deployment
decides, what is excused and what went wrong follow; the gate's reason is last.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Disposition, Message, Novelty, Status, Text
from synthgate_reports.excerpt import numbered
from synthgate_reports.origin import in_one_line
from synthgate_reports.painting import Line, painted, plain, without_commands
from synthgate_reports.summary import summary
from synthgate_reports.wording import (
    FIX,
    TEMPLATE,
    counts,
    excuse,
    fix_code,
    found_by,
    message,
    primary,
    printable,
    problem_spot,
    problem_text,
    sentence,
    source_spot,
    spot,
    tool_counts,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from synthgate.model import Finding, Location, Problem, Report

# Resources of one rule that are shown; the rest is counted, never left unsaid.
_LISTED = 10
_LONGEST_NAME = 300

_WHY = Message("why")
_DECIDED_BY = Message("decided by")
_MORE_ON_IT = Message("more")
_ALSO = Message("also found by")
_MADE_BY = Message("made by {place}")
_MADE_ELSEWHERE = Message("made by {place} (not in this folder)")
_AND_MORE = Message("... and {more} more of {rule}, see --format json")
_UNKNOWN = Message("Unknown: the template does not tell")
_KNOWN = Message("Not new: the gate does not look at these")
_FIXED = Message("Fixed")
_ASIDE = {
    Disposition.SUPPRESSED: Message("Suppressed: these do not count"),
    Disposition.WAIVED: Message("Accepted: these do not count"),
    Disposition.BASELINE: Message("In the baseline: these do not count"),
    Disposition.CDK_MADE: Message("Made by the CDK: these do not count"),
    Disposition.PREVIEW: Message("Preview: rules that are being tried; these do not count"),
}
_PROBLEMS = Message("PROBLEMS: these kept synthgate from doing all of its work")
_NOTICES = Message("Notices")
_TOOLS = Message("Other tools")
_SUMMARY = Message("Summary of the failures")
_NO_SOURCE = Message(
    "No line of your CDK program is known here; to see it, synthesize with cdk synth --debug "
    "(Python: or with JSII_HOST_STACK_TRACES=1)"
)

_STYLE = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "info": "blue",
    "unknown": "magenta",
    **dict.fromkeys(Disposition, "dim"),
    "moved": "dim",
    "fixed": "green",
    "error": "bold red",
    "notice": "blue",
    "open": "bold green",
    "closed": "bold red",
    "incomplete": "bold red",
}


def write(report: Report, stream: TextIO) -> None:
    """Write the report, in colour if the stream is a terminal."""
    emit = painted(stream) if stream.isatty() else plain(stream)
    for line in _lines(report):
        emit(without_commands(line))


def _lines(report: Report) -> Iterator[Line]:
    known = [f for f in (*report.failures, *report.doubts) if report.is_known(f)]
    new = [f for f in report.failures if not report.is_known(f)]
    for group in _by_rule(worst_first(tuple(new))):
        yield from _failed(group, report)
        yield []
    doubts = [f for f in report.doubts if not report.is_known(f)]
    yield from _section(_UNKNOWN, _grouped(doubts, _doubt, report), report)
    moved = [f for f in known if f.novelty is Novelty.MOVED]
    unchanged = _summed(f for f in known if f.novelty is not Novelty.MOVED)
    yield from _section(_KNOWN, (*_grouped(moved, _beside, report), *unchanged), report)
    fixed = report.comparison.fixed if report.comparison else ()
    yield from _section(_FIXED, _grouped(fixed, _beside, report), report)
    for disposition, title in _ASIDE.items():
        aside = [f for f in report.accepted_findings if f.disposition is disposition]
        known_since = disposition is Disposition.BASELINE
        lines = _summed(aside) if known_since else _grouped(aside, _excused, report)
        yield from _section(title, lines, report)
    yield from _hints(report)
    for title, style, serious in ((_NOTICES, "bold", False), (_PROBLEMS, "bold red", True)):
        problems = [p for p in report.problems if (p.kind != "notice") is serious]
        yield from _section(title, (_problem(p, report) for p in problems), report, style)
    yield from _section(_TOOLS, ([(f"  {line}", "")] for line in tool_counts(report)), report)
    yield from _section(_SUMMARY, ([(line, "")] for line in summary(report)), report)
    yield [(in_one_line(report), "dim")]
    yield [(counts(report), "bold")]
    yield [(sentence(report.gate.reason[report.language]), _STYLE[report.gate.verdict])]


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that share their explanation, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.rule.id, finding.why.en, finding.fix.en
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _section(
    title: Text, lines: Iterable[Line], report: Report, style: str = "bold"
) -> Iterator[Line]:
    """The lines below their title, or nothing at all."""
    body = list(lines)
    if body:
        yield from ([(title[report.language], style)], *body, [])


def _grouped(
    findings: Iterable[Finding], show: Callable[[Finding, Report], Iterator[Line]], report: Report
) -> Iterator[Line]:
    """The first few findings of each rule, and how many more there are."""
    for group in _by_rule(worst_first(tuple(findings))):
        for finding in group[:_LISTED]:
            yield from show(finding, report)
        yield from _rest(group, report)


def _rest(group: list[Finding], report: Report) -> Iterator[Line]:
    more = len(group) - _LISTED
    if more > 0:
        text = _AND_MORE.format(more=more, rule=printable(group[0].rule.id))
        yield [("  " + text[report.language], "bold")]


def _failed(group: list[Finding], report: Report) -> Iterator[Line]:
    """One fault: the first resource with its lines, the cure, and the other resources."""
    first, *others = _by_place(group[:_LISTED], report)
    yield from _finding(first, report, around=True)
    yield from _advice(group, report)
    for findings in others:
        yield from _finding(findings, report, around=False)
    yield from _rest(group, report)


def _by_place(findings: Iterable[Finding], report: Report) -> list[list[Finding]]:
    """Findings that one edit mends: a line of the program often makes many resources."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        key = spot(primary(finding)), message(finding, report)
        places.setdefault(key, []).append(finding)
    return list(places.values())


def _finding(findings: list[Finding], report: Report, *, around: bool) -> Iterator[Line]:
    """The findings of one place: its lines once, then each resource."""
    finding = findings[0]
    place = primary(finding)
    in_template = place is finding.location
    yield _headline(finding, place, finding.severity.value, report)
    for text, marked in numbered(place, caret=in_template, around=around):
        yield [("    " + text, "bold" if marked else "dim")]
    for one in findings:
        yield _resource(one)
        if not in_template:
            where = f"{spot(one.location)} {_property(one)}".rstrip()
            yield [("  " + _label(TEMPLATE[report.language], where)[0][0], "dim"), (where, "dim")]
        yield from _chain(one, report)
    if in_template and finding.source:
        made_by = _MADE_BY if finding.source.stale else _MADE_ELSEWHERE
        place = source_spot(finding.source, report)
        yield [("  " + made_by.format(place=place)[report.language], "")]


def _headline(finding: Finding, place: Location, word: str, report: Report) -> Line:
    return [
        (f"{spot(place)}: ", "bold"),
        (word, _STYLE[word]),
        (f" {printable(finding.rule.id)} ", "bold"),
        (message(finding, report), ""),
    ]


def _resource(finding: Finding) -> Line:
    name = printable(finding.subject.name)
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
    return [(f"  {shown}", ""), (f" ({printable(finding.subject.type)})", "dim")]


def _chain(finding: Finding, report: Report) -> Iterator[Line]:
    """What else it rests on, each with its place and its sentence."""
    for one in finding.related:
        said = sentence(one.message[report.language])
        yield [(f"    {spot(one.location)}: ", "dim"), (said, "")]


def _property(finding: Finding) -> str:
    return printable(finding.location.property_path)


def _label(label: str, text: str) -> Line:
    return [(f"  {label}: ", "bold"), (text.strip(), "")]


def _advice(group: list[Finding], report: Report) -> Iterator[Line]:
    """Why it matters, and what to do next."""
    language = report.language
    rule, code = group[0].rule, fix_code(group[0])
    yield _label(_WHY[language], sentence(group[0].why[language]))
    if fix := sentence(group[0].fix[language]):
        yield _label(FIX[language], fix)
    for line in (code or "").strip().splitlines():
        yield [("      " + printable(line), "green")]
    if others := found_by(group, language):
        yield _label(_ALSO[language], sentence(", ".join(others)))
    if rule.link:
        yield _label(_MORE_ON_IT[language], printable(rule.link))


def _doubt(finding: Finding, report: Report) -> Iterator[Line]:
    yield _headline(finding, primary(finding), Status.UNKNOWN.value, report)
    yield _resource(finding)
    yield from _chain(finding, report)
    yield _label(_DECIDED_BY[report.language], sentence(finding.why[report.language]))


def _excused(finding: Finding, report: Report) -> Iterator[Line]:
    yield _headline(finding, primary(finding), finding.disposition.value, report)
    yield [*_resource(finding), (f" {excuse(finding, report)}", "dim")]
    yield from _chain(finding, report)


def _summed(findings: Iterable[Finding]) -> Iterator[Line]:
    """How many there are of each rule: nobody has to mend them now, and they may be thousands."""
    counts = Counter((f.severity.rank, f.severity.value, f.rule.id) for f in findings)
    for (_, severity, rule), number in sorted(counts.items()):
        said = (severity, _STYLE[severity]), (f" {printable(rule)}", "")
        yield [(f"{number:>6}  ", "bold"), *said]


def _beside(finding: Finding, report: Report) -> Iterator[Line]:
    """What is not new, or not there any more."""
    word = finding.novelty.value if finding.novelty else "fixed"
    yield _headline(finding, primary(finding), word, report)
    yield _resource(finding)


def _hints(report: Report) -> Iterator[Line]:
    """How to see the line of the CDK program, for an assembly that does not tell."""
    if any(f.source is None and f.subject.construct_path for f in report.failures):
        yield [(_NO_SOURCE[report.language], "dim")]
        yield []


def _problem(problem: Problem, report: Report) -> Line:
    word = "notice" if problem.kind == "notice" else "error"
    place = problem_spot(problem)
    rule = f" {printable(problem.rule_id)}" if problem.rule_id else ""
    return [
        (f"{place}: " if place else "", "bold"),
        (word, _STYLE[word]),
        (f"{rule} {problem_text(problem, report)}", ""),
    ]
