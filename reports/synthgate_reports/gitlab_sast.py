"""`gitlab-sast`: GitLab's report of static analysis, for `artifacts:reports:sast`.

Valid against version 15.2.1 of its schema; a GitLab that has a later 15.2 takes it, too. It holds
the failures that count, the worst first, and those doubts that close the gate. GitLab has no place
for what was accepted (its one flag says "likely a false positive", which nobody said) nor for what
is undecided: how many of each are left out is in the messages of the scan, with the gate, and the
problems. GitLab compares with the target branch by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from synthgate.model import Status, plural
from synthgate_reports.clipping import clipped
from synthgate_reports.gitlab_words import description, details, solution
from synthgate_reports.identities import identified, names_elsewhere
from synthgate_reports.jsontext import dump_each, encoded
from synthgate_reports.limits import made_at, web_address
from synthgate_reports.origin import facts_by_name
from synthgate_reports.rooted import from_root, last_line
from synthgate_reports.wording import (
    counts,
    of_trust,
    primary,
    printable,
    problem_spot,
    problem_text,
    sentence,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Finding, Location, Problem, Report

    Json = dict[str, object]

VERSION = "15.2.1"
_SCHEMA = (
    "https://gitlab.com/gitlab-org/security-products/security-report-schemas"
    f"/-/raw/v{VERSION}/dist/sast-report-format.json"
)
_HOME = "https://github.com/synthgate/synthgate"
_IDS = UUID("b0cb2f82-1010-5c6b-a081-6d2b9ac147c5")
"""The namespace of our ids: never to be changed, or GitLab takes every finding for a new one."""
_LONGEST_NAME = 255
_MOST_IDENTIFIERS = 20
"""GitLab saves so many of one finding."""
_LEVEL = {"configuration": "fatal", "incomplete": "warn", "notice": "info"}

_ACCEPTED = plural(
    "{number} finding is accepted and not in this report",
    "{number} findings are accepted and not in this report",
)
_DOUBTS = plural(
    "{number} finding is undecided and not in this report: only the deployment can tell",
    "{number} findings are undecided and not in this report: only the deployment can tell",
)


def write(report: Report, stream: TextIO) -> None:
    """Write the scan, and its findings one on a line."""
    head: Json = {"version": VERSION, "schema": _SCHEMA, "scan": _scan(report)}
    stream.write(encoded(head).removesuffix("}") + ',"vulnerabilities":')
    found = worst_first(tuple(one for one in report.findings if _is_told(one, report)))
    dump_each((_vulnerability(id_, one, report) for id_, one in identified(found)), stream)
    stream.write("}\n")


def _is_told(finding: Finding, report: Report) -> bool:
    """Whether it is a vulnerability: it failed and counts, or is undecided and closes the gate."""
    return finding.is_active and (finding.status is Status.FAIL or report.closes(finding))


def _scan(report: Report) -> Json:
    tool = {
        "id": "synthgate",
        "name": "synthgate",
        "url": _HOME,
        "version": printable(report.version) or "0",
        "vendor": {"name": "synthgate"},
    }
    moment = made_at(report).removesuffix("Z")
    return {
        "analyzer": tool,
        "scanner": tool,
        "type": "sast",
        "start_time": moment,
        "end_time": moment,
        "status": "failure" if _is_in_part(report) else "success",
        "messages": [
            {"level": level, "value": printable(said) or "-"} for level, said in _messages(report)
        ],
        "options": [
            {"name": name[:_LONGEST_NAME], "value": value, "source": "other"}
            for name, value in facts_by_name(report).items()
        ],
    }


def _is_in_part(report: Report) -> bool:
    """Whether something could not be scanned."""
    return report.gate.verdict == "incomplete" or bool(report.serious_problems)


def _messages(report: Report) -> Iterator[tuple[str, str]]:
    """What a reader has to know who sees this report alone."""
    language = report.language
    yield "info", sentence(report.gate.reason[language])
    yield "info", counts(report)
    doubts = sum(not _is_told(one, report) for one in report.doubts)
    for said, number in ((_ACCEPTED, len(report.accepted_findings)), (_DOUBTS, doubts)):
        if number:
            yield "info", said.format(number=number)[language]
    trust = of_trust(report)
    for problem in report.problems:
        if problem.kind != "notice" or problem in trust:
            yield _LEVEL[problem.kind], _placed(problem, report)


def _placed(problem: Problem, report: Report) -> str:
    """A problem by its code, with its place."""
    said = f"{problem.code.id}: {problem_text(problem, report)}"
    place = problem_spot(problem)
    return f"{place}: {said}" if place else said


def _vulnerability(id_: str, finding: Finding, report: Report) -> Json:
    title = sentence(finding.rule.title[report.language]) or printable(finding.rule.id) or "-"
    address = web_address(finding.rule.link)
    place = _place(primary(finding), report)
    signature = {"algorithm": "hash", "value": printable(id_)}
    return {
        "id": str(uuid5(_IDS, printable(id_))),
        "name": title[:_LONGEST_NAME],
        "description": description(finding, report),
        "severity": _severity(finding),
        "solution": solution(finding, report),
        "identifiers": _identifiers(finding),
        **({"links": [{"url": address}]} if address else {}),
        "location": place,
        "tracking": {"type": "source", "items": [{**place, "signatures": [signature]}]},
        "details": details(finding, report),
    }


def _severity(finding: Finding) -> str:
    """As GitLab has them; of a doubt it is not known whether there is a fault."""
    return "Unknown" if finding.status is Status.UNKNOWN else finding.severity.capitalize()


def _identifiers(finding: Finding) -> list[Json]:
    """Our rule, by which GitLab knows the finding again, and what others call it."""
    rule = finding.rule
    id_ = clipped(printable(rule.id).strip(), _LONGEST_NAME) or "-"
    address = web_address(rule.link)
    first: Json = {
        "type": "synthgate",
        "name": id_,
        "value": id_,
        **({"url": address} if address else {}),
    }
    rest = dict.fromkeys(names_elsewhere(rule))
    others: list[Json] = [
        {"type": kind, "name": clipped(f"{kind} {value}", _LONGEST_NAME), "value": value}
        for kind, value in rest
    ]
    return [first, *others][:_MOST_IDENTIFIERS]


def _place(location: Location, report: Report) -> Json:
    """A file of the repository and lines of it, the last one included."""
    start = max(1, location.start.line)
    return {
        "file": printable(from_root(location.path, report)),
        "start_line": start,
        "end_line": max(start, last_line(location)),
    }
