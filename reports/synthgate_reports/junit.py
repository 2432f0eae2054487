"""`junit` and `junit-gitlab`: a test case for each rule and resource, faultless ones included.

A case is red exactly where the gate is not open. A finding that closes the gate is a `failure`, for
one makes Jenkins call a build unstable and GitLab show a failed test; what kept something from
being scanned is an `error`; the gate itself is a case, red with its reason wherever it is not
open, be it that no finding closes it. What reaches no gate has passed, and says what there is in
its `system-out`: faults, doubts, what is accepted. Only controls that nobody can assess are
skipped.

`junit` is valid against the schemas of Maven Surefire and of Jenkins xUnit alike: the root is one
`testsuite` and nothing has a `file` or `line`. `junit-gitlab` has a `file` besides, from the root
of the repository. CI servers recognise a test from build to build by its class and name, and
GitLab drops a second one of the same: so these are unique and say nothing that may change, like a
severity.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from synthgate_reports.junit_cases import RED, distinct
from synthgate_reports.junit_controls import controls
from synthgate_reports.junit_findings import of_verdicts
from synthgate_reports.junit_gate import of_gate, of_problems, placed
from synthgate_reports.junit_size import NOTHING_LEFT_OUT, fitting
from synthgate_reports.origin import origin
from synthgate_reports.wording import counts, of_trust, printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Report
    from synthgate_reports.junit_cases import Case
    from synthgate_reports.junit_size import LeftOut

_BEGINS_A_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)


def write(report: Report, stream: TextIO) -> None:
    """Write all of it as one test suite."""
    _write(report, stream, with_file=False)


def write_gitlab(report: Report, stream: TextIO) -> None:
    """Write the same, each case with the file that it is about."""
    _write(report, stream, with_file=True)


def _write(report: Report, stream: TextIO, *, with_file: bool) -> None:
    others = [*of_problems(report), *of_verdicts(report), *controls(report)]
    first, *cases = distinct([of_gate(report, NOTHING_LEFT_OUT), *others])

    def written(case: Case) -> str:
        return _written(case, with_file=with_file)

    fitted = fitting(cases, written)
    pieces = [written(of_gate(report, fitted.left_out)), *fitted.pieces]
    outcomes = Counter(case.outcome for case in (first, *fitted.cases))
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(_inert(_head(report, outcomes, fitted.left_out)))
    stream.writelines(pieces)
    stream.write("</testsuite>\n")


def _inert(xml: str) -> str:
    """The same XML, in which a CI runner that is shown it finds no command to itself."""
    xml = xml.replace("##", "#&#35;")
    return _BEGINS_A_COMMAND.sub(r"\1&#58;:", xml)


def _head(report: Report, outcomes: Counter[str], left_out: LeftOut) -> str:
    """The suite's own tag, with how many cases of each kind it has, and its properties."""
    suite = ElementTree.Element(
        "testsuite",
        name="synthgate",
        tests=str(outcomes.total()),
        failures=str(outcomes["failure"]),
        errors=str(outcomes["error"]),
        skipped=str(outcomes["skipped"]),
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(report, left_out):
        ElementTree.SubElement(properties, "property", name=name, value=value)
    ElementTree.indent(suite)
    whole = ElementTree.tostring(suite, encoding="unicode")
    return whole.removesuffix("</testsuite>")


def _properties(report: Report, left_out: LeftOut) -> Iterator[tuple[str, str]]:
    yield "version", printable(report.version)
    yield "counts", counts(report)
    yield "gate", sentence(report.gate.reason[report.language])
    yield from left_out.facts()
    yield from ((fact.id, fact.value) for fact in origin(report))
    yield from ((notice.code.id, placed(notice, report)) for notice in of_trust(report))


def _written(case: Case, *, with_file: bool) -> str:
    # Surefire demands a time, and the same input must give the same bytes.
    names = {"classname": case.classname, "name": case.name}
    file = {"file": case.file} if with_file and case.file else {}
    element = ElementTree.Element("testcase", names | file | {"time": "0"})
    if case.outcome != "passed":
        # GitLab reads the body only, Jenkins shows the message above it.
        said = ElementTree.SubElement(element, case.outcome, _attributes(case))
        said.text = case.body
    elif case.body:
        ElementTree.SubElement(element, "system-out").text = case.body
    ElementTree.indent(element, level=1)
    return _inert(f"  {ElementTree.tostring(element, encoding='unicode')}\n")


def _attributes(case: Case) -> dict[str, str]:
    return {"message": case.message, **({"type": case.type} if case.outcome in RED else {})}
