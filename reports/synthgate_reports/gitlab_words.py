"""What `gitlab-sast` says of a finding, in GitLab's Markdown, in which no name means anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.clipping import clipped
from synthgate_reports.fixes import fix_lines
from synthgate_reports.outline import escaped
from synthgate_reports.rooted import from_root, last_line
from synthgate_reports.sarif_rules import full_stop
from synthgate_reports.wording import (
    RESOURCE,
    SOURCE,
    TEMPLATE,
    found_by,
    message,
    primary,
    printable,
    sentence,
    source_spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Location, Report

    Json = dict[str, object]

_LONGEST_DESCRIPTION = 1_048_576
_LONGEST_SOLUTION = 7_000
_MOST_RELATED = 20
_LONGEST_VALUE = 2_000

_TYPE = Message("type")
_PROPERTY = Message("property")
_ALSO = Message("also found by")
_RESTS_ON = Message("rests on ({number})")


def description(finding: Finding, report: Report) -> str:
    """What is wrong with which resource, and why that matters, in paragraphs."""
    language = report.language
    subject = finding.subject
    parts = [
        full_stop(message(finding, report)),
        f"{RESOURCE[language].capitalize()}: {printable(subject.name)} ({printable(subject.type)})",
        sentence(finding.cure[language]) if finding.cure else "",
        sentence(finding.why[language]),
        *(full_stop(sentence(one.message[language])) for one in finding.related[:_MOST_RELATED]),
    ]
    text = "\n\n".join(escaped((part,)) for part in parts if part.strip())
    return clipped(text, _LONGEST_DESCRIPTION)


def solution(finding: Finding, report: Report) -> str:
    """What the card says, which is nobody's name, and its code."""
    lines = fix_lines(finding)
    fenced = ["", "```", *lines, "```"] if lines else []
    text = "\n".join([sentence(finding.rule.fix.text[report.language]), *fenced])
    return clipped(text, _LONGEST_SOLUTION)


def details(finding: Finding, report: Report) -> Json:
    """What GitLab shows in a table of its own, each by a name that stays."""
    return dict(_details(finding, report))


def _details(finding: Finding, report: Report) -> Iterator[tuple[str, Json]]:
    language = report.language
    subject = finding.subject
    yield "resource", _text(RESOURCE[language], subject.name)
    yield "type", _text(_TYPE[language], subject.type)
    yield "template", _file(TEMPLATE[language], finding.location, report)
    if finding.location.property_path:
        yield "property", _text(_PROPERTY[language], finding.location.property_path)
    if finding.source and primary(finding) is finding.location:
        yield "source", _text(SOURCE[language], source_spot(finding.source, report))
    if others := found_by([finding], language):
        yield "found_by", _text(_ALSO[language], sentence(", ".join(others)))
    for number, one in enumerate(finding.related[:_MOST_RELATED], start=1):
        name = _RESTS_ON.format(number=number)[language]
        yield f"related_{number}", _file(name, one.location, report)


def _text(name: str, value: str) -> Json:
    """Plain text, which GitLab shows as it is."""
    return {"type": "text", "name": name, "value": clipped(printable(value), _LONGEST_VALUE)}


def _file(name: str, location: Location, report: Report) -> Json:
    """A place that GitLab links to; both columns or none, and lines from 1."""
    start = max(1, location.start.line)
    return {
        "type": "file-location",
        "name": name,
        "file_name": printable(from_root(location.path, report)),
        "line_start": start,
        "line_end": max(start, last_line(location)),
    }
