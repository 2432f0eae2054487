"""`markdown`: the report in a comment of a pull request, or in the summary of a CI step.

The gate and why come first, then one table of all numbers; then problems, what is new (a section to
open for each rule, the worst first), what is fixed, unknown, accepted and not new, and what the
report rests on. It keeps within what a comment on GitHub takes, 65,536 characters (a step summary
takes 1 MiB): what has no room is counted where it would stand. A hidden line at the top lets a bot
find its comment again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Message, Novelty, Severity, verbatim
from synthgate.records import dataclass
from synthgate_reports.fitting import fitted, units
from synthgate_reports.markdown_change import line_of_change, tables
from synthgate_reports.markdown_parts import beside, group, grouped, problem, set_aside
from synthgate_reports.markdown_text import prose
from synthgate_reports.origin import origin
from synthgate_reports.wording import compared, of_trust, sentence, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from synthgate.model import Finding, Report, Text
    from synthgate_reports.fitting import Block

MOST = 60_000
"""UTF-16 units of the page: a bot that posts it may add its own lines."""
MARKER = "synthgate-report"
_FACTS = 20
_LONGEST_FACT = 300
_FOR_THE_REST = 300
"""Units of the line that tells how much has no room."""

_PROBLEMS = Message("Problems: these kept synthgate from doing all of its work")
_COUNT = Message("Findings that count")
_NEW = Message("New")
_FIXED = Message("Fixed")
_UNKNOWN = Message("Unknown: the template does not tell")
_ACCEPTED = Message("Set aside: these do not count")
_KNOWN = Message("Not new: the gate does not look at these")
_NOTICES = Message("Notices")
_RESTS_ON = Message("What it rests on")
_ROWS = {
    "count": _COUNT,
    "new": _NEW,
    "known": Message("Not new"),
    "unknown": Message("Unknown"),
    "accepted": Message("Set aside"),
    "fixed": _FIXED,
}
_SCANNED = Message(
    "scanned {scanned} of {templates} templates, {resources} resources; checks passed: {passed}"
)
_ALL = Message("all")
_AND_MORE = Message("… and {more} more, for which there is no room here: see the full report")
_NOTHING = Message("Nothing was found that counts.")
_SIGNS = {"open": "✅", "closed": "⛔", "incomplete": "⚠"}
_UNNAMED = re.compile(r"[^\w.{}/]+", re.ASCII)


def write(report: Report, stream: TextIO) -> None:
    """Write the page."""
    head, tail = _head(report), _origin(report)
    stream.write(head)
    room = MOST - units(head) - units(tail)
    for section in _sections(report):
        text = _shown(section, int(room * section.share), report)
        room -= units(text)
        stream.write(text)
    stream.write(tail)


def _head(report: Report) -> str:
    language, gate = report.language, report.gate
    name = _UNNAMED.sub("-", report.sarif_category)[:100].strip("-")
    marker = f"<!-- {MARKER} {name} -->" if name else f"<!-- {MARKER} -->"
    reason = prose(sentence(gate.reason[language]))
    lines = [marker, f"## {_SIGNS[gate.verdict]} {reason}", "", *_table(report), ""]
    scanned = _SCANNED.format(
        scanned=sum(one.status == "scanned" for one in report.templates),
        templates=len(report.templates),
        resources=sum(one.resources for one in report.templates),
        passed=report.checks.passed,
    )
    lines += [prose(scanned[language] + compared(report)), ""]
    if change := line_of_change(report):
        lines += [change, ""]
    if not report.failures and gate.verdict == "open":
        lines += [_NOTHING[language], ""]
    return "\n".join(lines) + "\n"


def _table(report: Report) -> Iterator[str]:
    """All numbers: what becomes of the findings, by severity."""
    language = report.language
    known = [one for one in report.failures if report.is_known(one)]
    new = [one for one in report.failures if not report.is_known(one)]
    rows: dict[str, Iterable[Finding]] = {"count": report.failures}
    if report.comparison:
        rows = rows | ({"new": new, "known": known} if report.comparison.only_new else {})
        rows = rows | {"fixed": report.fixed}
    rows = rows | {"unknown": report.doubts, "accepted": report.accepted_findings}
    yield f"| | {' | '.join(Severity)} | {_ALL[language]} |"
    yield "|---|" + "---:|" * (len(Severity) + 1)
    for name, findings in rows.items():
        tally = Counter(one.severity for one in findings)
        cells = " | ".join(str(tally[severity]) for severity in Severity)
        yield f"| {_ROWS[name][language]} | {cells} | {tally.total()} |"


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the page, and how much it may take of the room that is left.

    One that is folded is opened by who wants to read it.
    """

    title: Text
    blocks: Sequence[Block]
    share: float
    is_folded: bool = True
    head: str = ""
    """What stands above its blocks: the head of a table."""


def _sections(report: Report) -> Iterator[_Section]:
    looked_at = [one for one in report.failures if not report.is_known(one)]
    looked_at.sort(key=lambda it: it.novelty not in {None, Novelty.NEW})
    known = [one for one in report.failures if report.is_known(one)]
    only_new = report.comparison is not None and report.comparison.only_new
    groups = [group(one, report) for one in grouped(looked_at)]
    problems = [problem(one, report) for one in report.serious_problems]
    notices = [problem(one, report) for one in of_trust(report) if one.kind == "notice"]
    yield _Section(_PROBLEMS, problems, 1 / 6, is_folded=False)
    for title, head, rows in tables(report):
        yield _Section(verbatim(title), rows, 1 / 3, is_folded=False, head=head)
    yield _Section(_NEW if only_new else _COUNT, groups, 2 / 3, is_folded=False)
    yield _Section(_FIXED, _each(report.fixed, report), 1 / 2)
    yield _Section(_UNKNOWN, _each(report.doubts, report), 1 / 2)
    yield _Section(_ACCEPTED, [*set_aside(report)], 1 / 2)
    yield _Section(_KNOWN, _each(tuple(known), report), 1 / 2)
    yield _Section(_NOTICES, notices, 1)


def _each(findings: tuple[Finding, ...], report: Report) -> list[Block]:
    return [beside(one, report) for one in worst_first(findings)]


def _shown(section: _Section, room: int, report: Report) -> str:
    """The section with what fits, and how much does not."""
    if not section.blocks:
        return ""
    language = report.language
    number = sum(block.number for block in section.blocks)
    title = f"{section.title[language]} ({number})"
    head, foot = f"### {title}\n\n", "\n"
    if section.is_folded:
        head, foot = f"<details>\n<summary>{title}</summary>\n\n", "\n</details>\n\n"
    head += section.head
    texts = [*fitted(section.blocks, room - units(head + foot) - _FOR_THE_REST)]
    more = number - sum(held for _, held in texts)
    rest = f"\n{_AND_MORE.format(more=more)[language]}\n" if more else ""
    return "".join([head, *(text for text, _ in texts), rest, foot])


def _origin(report: Report) -> str:
    facts = [*origin(report)]
    lines = [
        f"- {fact.label[report.language]}: {prose(fact.value, _LONGEST_FACT)}"
        for fact in facts[:_FACTS]
    ]
    if len(facts) > _FACTS:
        lines.append(f"- {_AND_MORE.format(more=len(facts) - _FACTS)[report.language]}")
    title = _RESTS_ON[report.language]
    return "\n".join([f"<details>\n<summary>{title}</summary>\n", *lines, "\n</details>\n"])
