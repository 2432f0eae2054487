"""`text`: for the one who has to mend it: what to change and where, in a second.

Where there are many faults, what decided and two tables come first: which stacks and which
rules. The faults of one rule stand together, the worst rule first: why it matters and how it
is mended is said once, then each resource has a line that begins `path:line:column:`, which
editors and terminals open. What only the deployment decides, what is accepted and what went
wrong follow. The last lines say what to do next, and what decided.

`text-verbose` leaves nothing out: all resources, links, what passed, what it all rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports import text_beside as beside
from synthgate_reports.painting import Line, columns_of, painted, plain, without_commands
from synthgate_reports.summary import summary
from synthgate_reports.text_change import change
from synthgate_reports.text_end import decision, ending
from synthgate_reports.text_findings import doubtful, failed
from synthgate_reports.view import View
from synthgate_reports.wording import tool_counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Report

_UNKNOWN = Message("Unknown: the template does not tell")
_TOOLS = Message("Other tools")
_NO_SOURCE = Message(
    "No line of your CDK program is known here; to see it, synthesize with cdk synth --debug "
    "(Python: or with JSII_HOST_STACK_TRACES=1)"
)


def write(report: Report, stream: TextIO) -> None:
    """Write the report, in colour if the stream is a terminal, as wide as that says it is."""
    _write(View(report, columns_of(stream)), stream)


def write_verbose(report: Report, stream: TextIO) -> None:
    """Write all there is to tell."""
    _write(View(report, columns_of(stream), is_verbose=True), stream)


def _write(view: View, stream: TextIO) -> None:
    emit = painted(stream) if stream.isatty() else plain(stream)
    for line in _lines(view):
        emit(without_commands(line))


def _lines(view: View) -> Iterator[Line]:
    report = view.report
    if glance := list(summary(view)):
        yield from decision(view)
        yield []
        yield from glance
    yield from change(view)
    yield from failed(tuple(f for f in report.failures if not report.is_known(f)), view)
    doubts = [f for f in report.doubts if not report.is_known(f)]
    yield from view.section(_UNKNOWN, doubtful(doubts, view))
    yield from beside.known(view)
    yield from beside.fixed(view)
    yield from beside.aside(view)
    yield from _hints(view)
    yield from beside.notices(view)
    yield from beside.problems(view)
    tools = (line for said in tool_counts(report) for line in view.prose([(f"  {said}", "")]))
    yield from view.section(_TOOLS, tools)
    if view.is_verbose:
        yield from beside.passed(view)
        yield from beside.rests_on(view)
    yield from ending(view)


def _hints(view: View) -> Iterator[Line]:
    """How to see the line of the CDK program, for an assembly that does not tell."""
    if any(f.source is None and f.subject.construct_path for f in view.report.failures):
        yield from view.prose([(view.say(_NO_SOURCE), "dim")])
        yield []
