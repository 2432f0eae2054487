"""Many findings at a glance: how many of each severity in which stack, and by which rules."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Message, Severity, plural
from synthgate_reports.excerpt import cells, cut, cut_before
from synthgate_reports.painting import folded
from synthgate_reports.tallies import by_stack, ranked
from synthgate_reports.view import MANY, STYLE, View
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import Finding, Rule
    from synthgate_reports.painting import Line

_STACKS = 10
_RULES = 10
_NAMED = 3
_WIDEST = 120
_LEAST_NAME = 16

_TITLE = Message("Summary of the failures")
_STACK = Message("stack")
_RULE = Message("rule")
_ALL = Message("all")
_OTHERS = Message("{number} more")
_SPREAD = Message("{findings} of {rules}: {severities}; most often {most}")
_FINDINGS = plural("{number} finding", "{number} findings")
_OF_RULES = plural("{number} rule", "{number} rules")
_OFTEN = Message("{rule} ({number})")

_Row = tuple[str, Counter[Severity]]


def summary(view: View) -> Iterator[Line]:
    """The lines of two tables, the worst first; none where failures are few."""
    if len(view.report.failures) <= MANY:
        return
    yield [(view.say(_TITLE), "bold")]
    yield from _of_stacks(view)
    yield []
    yield from _of_rules(view)
    yield []


def in_short(view: View) -> Iterator[Line]:
    """What the tables say, in a sentence, for who sees the end alone."""
    failures = view.report.failures
    if len(failures) <= MANY:
        return
    often = Counter(finding.rule.id for finding in failures)
    most = sorted(often.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]
    text = _SPREAD.format(
        findings=_FINDINGS.format(number=len(failures)),
        rules=_OF_RULES.format(number=len(often)),
        severities=", ".join(by_severity(failures)),
        most=", ".join(
            view.say(_OFTEN.format(rule=printable(rule), number=number)) for rule, number in most
        ),
    )
    yield from folded([(view.say(text), "")], view.columns, 2)


def by_severity(findings: Iterable[Finding]) -> Iterator[str]:
    """`2 critical`, `5 high`: how many there are, the worst first."""
    tally = Counter(finding.severity for finding in findings)
    return (f"{tally[severity]} {severity}" for severity in Severity if tally[severity])


def _of_stacks(view: View) -> Iterator[Line]:
    rows = list(_stacks(view))
    heads = [str(severity) for severity in Severity]
    widths = [
        max(len(head), *(len(str(tally[severity])) for _, tally in rows))
        for head, severity in zip(heads, Severity, strict=True)
    ]
    names = [printable(name) for name, _ in rows]
    most = max(map(cells, (*names, view.say(_STACK))))
    if width := _width(view):
        most = min(most, max(width - 2 - sum(widths) - 2 * len(widths), _LEAST_NAME))
    yield [
        (f"  {_padded(view.say(_STACK), most)}", "dim"),
        *((f"  {head:>{wide}}", STYLE[head]) for head, wide in zip(heads, widths, strict=True)),
    ]
    for name, (_, tally) in zip(names, rows, strict=True):
        yield [
            (f"  {_padded(cut_before(name, most), most)}", ""),
            *(
                (f"  {tally[severity]:>{wide}}", "bold" if tally[severity] else "dim")
                for severity, wide in zip(Severity, widths, strict=True)
            ),
        ]


def _stacks(view: View) -> Iterator[_Row]:
    """A row for each stack, the rest of them in one, and the sum of all."""
    tallies = by_stack(view.report)
    stacks = ranked(tallies)
    most = len(stacks) if view.is_verbose else _STACKS
    yield from stacks[:most]
    rest = [tally for _, tally in stacks[most:]]
    if rest:
        yield view.say(_OTHERS.format(number=len(rest))), _sum(rest)
    if len(stacks) > 1:
        yield view.say(_ALL), _sum(tallies.values())


def _of_rules(view: View) -> Iterator[Line]:
    """The rules that the worst is of, of these the most frequent first: what is mended first."""
    often = Counter((one.severity, one.rule.id) for one in view.report.failures)
    rules = {one.rule.id: one.rule for one in view.report.failures}
    rows = sorted(often.items(), key=lambda one: (one[0][0].rank, -one[1], one[0][1]))
    most = len(rows) if view.is_verbose else _RULES
    shown = [(number, *key) for key, number in rows[:most]]
    left_out = sum(number for _, number in rows[most:])
    digits = len(str(max(*(number for number, _, _ in shown), left_out, 1)))
    name = max(cells(printable(rule_id)) for _, _, rule_id in shown)
    yield [(f"  {view.say(_RULE)}", "dim")]
    for number, severity, rule_id in shown:
        counted = (f"  {number:>{digits}}", "bold"), (f"  {severity:<8}", STYLE[severity])
        width = _width(view)
        room = width - digits - 14 if width else None
        said = _described(rules[rule_id], name, room, view)
        yield [*counted, (f"  {said}", "")]
    if left_out:
        more = view.say(_OTHERS.format(number=len(rows) - most))
        yield [(f"  {left_out:>{digits}}", "bold"), (f"  {more}", "dim")]


def _described(rule: Rule, name: int, room: int | None, view: View) -> str:
    """The rule's id, and its title as far as there is room; all of it where nobody tells."""
    title = sentence(rule.title[view.report.language])
    if room is None:
        return f"{_padded(printable(rule.id), name)}  {title}"
    left = room - name - 2
    shown = _padded(cut(printable(rule.id), room), name)
    return f"{shown}  {cut(title, left)}" if left >= _LEAST_NAME else shown


def _width(view: View) -> int | None:
    """The columns of a table; None where nothing is to be cut: in a file, or in a pipe."""
    return min(view.columns, _WIDEST) if view.columns else None


def _sum(tallies: Iterable[Counter[Severity]]) -> Counter[Severity]:
    total: Counter[Severity] = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - cells(text))
