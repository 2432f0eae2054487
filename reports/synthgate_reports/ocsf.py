"""`ocsf`: Compliance Findings (class 2003) of the Open Cybersecurity Schema Framework, 1.8.

A JSON array, an event on each line: what failed, what is undecided (its check is a *Warning*, "no
result for missing information"), what was accepted (*Suppressed*), what is fixed (*Resolved*), and
what could not be checked (a problem). Every attribute is one of 1.5 and later, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthgate.model import Novelty, Severity, Status
from synthgate_reports.fixes import fix_lines
from synthgate_reports.identities import kept, names_elsewhere, problem_id
from synthgate_reports.jsontext import dump_each
from synthgate_reports.limits import milliseconds, web_address
from synthgate_reports.origin import facts_by_name
from synthgate_reports.targets import Target, Targets, address
from synthgate_reports.wording import (
    excuse,
    message,
    primary,
    printable,
    problem_spot,
    problem_text,
    sentence,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from synthgate.model import Finding, Problem, Report, Rule

    Json = dict[str, object]

VERSION = "1.8.0"
_CATEGORY, _CLASS = 2, 2003
_RULE = 1
"""The type of an analytic."""
_AWS_ACCOUNT = 10

_SEVERITY = {
    Severity.CRITICAL: (5, "Critical"),
    Severity.HIGH: (4, "High"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.LOW: (2, "Low"),
    Severity.INFO: (1, "Informational"),
}
_NEW, _SUPPRESSED, _RESOLVED = (1, "New"), (3, "Suppressed"), (4, "Resolved")
_CREATE, _UPDATE, _CLOSE = (1, "Create"), (2, "Update"), (3, "Close")
_UNASKED, _PASS, _FAIL = (0, "Unknown"), (1, "Pass"), (3, "Fail")
_CHECKED = {Status.FAIL: _FAIL, Status.UNKNOWN: (2, "Warning")}
_ACTIVITY = {
    Novelty.NEW: _CREATE,
    Novelty.UNCHANGED: _UPDATE,
    Novelty.MOVED: _UPDATE,
    None: _CREATE,
}


@dataclass(frozen=True, slots=True)
class _Scan:
    """What all events of a report have alike."""

    report: Report
    targets: Targets
    time: int
    facts: Mapping[str, str]


def write(report: Report, stream: TextIO) -> None:
    """Write the events, the worst first."""
    dump_each(_events(report), stream)
    stream.write("\n")


def _events(report: Report) -> Iterator[Json]:
    facts = {**facts_by_name(report), "gate": report.gate.verdict}
    scan = _Scan(report, Targets(report), milliseconds(report), facts)
    for id_, finding, is_fixed in kept(report):
        yield _of_finding(id_, finding, scan, is_fixed=is_fixed)
    yield from (_of_problem(problem, scan) for problem in report.serious_problems)


def _of_finding(id_: str, finding: Finding, scan: _Scan, *, is_fixed: bool) -> Json:
    report, rule = scan.report, finding.rule
    language = report.language
    status = _RESOLVED if is_fixed else _NEW if finding.is_active else _SUPPRESSED
    activity = _CLOSE if is_fixed else _ACTIVITY[finding.novelty]
    excused = excuse(finding, report)
    title = sentence(rule.title[language]) or printable(rule.id) or "-"
    return {
        **_head(activity, _SEVERITY[finding.severity], status, scan),
        "message": message(finding, report) or "-",
        **({"status_detail": excused} if excused else {}),
        "finding_info": {
            "uid": printable(id_) or "-",
            "title": title,
            "desc": sentence(finding.why[language]),
            "types": [rule.pillar.value],
            "analytic": {"uid": printable(rule.id) or "-", "name": title, **_kind(_RULE, "Rule")},
            "created_time": scan.time,
        },
        "compliance": {
            **_compliance(rule),
            **_state(_PASS if is_fixed else _CHECKED[finding.status]),
            "status_details": [message(finding, report)],
        },
        "resources": [_resource(finding, scan)],
        "remediation": _remedy(finding, report),
        "cloud": _cloud(scan.targets.of(finding.subject)),
        "unmapped": _unmapped(finding, scan),
    }


def _head(
    activity: tuple[int, str], severity: tuple[int, str], status: tuple[int, str], scan: _Scan
) -> Json:
    """What every event of the class has."""
    product = {
        "uid": "synthgate",
        "name": "synthgate",
        "vendor_name": "synthgate",
        "version": printable(scan.report.version),
        "lang": scan.report.language,
    }
    return {
        "activity_id": activity[0],
        "activity_name": activity[1],
        "category_uid": _CATEGORY,
        "category_name": "Findings",
        "class_uid": _CLASS,
        "class_name": "Compliance Finding",
        "type_uid": _CLASS * 100 + activity[0],
        "type_name": f"Compliance Finding: {activity[1]}",
        "time": scan.time,
        "severity_id": severity[0],
        "severity": severity[1],
        **_state(status),
        "metadata": {"version": VERSION, "product": product, "profiles": ["cloud"]},
    }


def _state(status: tuple[int, str]) -> Json:
    return {"status_id": status[0], "status": status[1]}


def _kind(number: int, name: str) -> Json:
    return {"type_id": number, "type": name}


def _compliance(rule: Rule) -> Json:
    """The control that was checked: our rule; and what it answers for elsewhere."""
    wanted = dict.fromkeys(filter(str.strip, map(printable, rule.controls)))
    standards = dict.fromkeys(one.partition(":")[0] for one in wanted)
    return {
        "control": printable(rule.id) or "-",
        **({"standards": [*standards], "requirements": [*wanted]} if wanted else {}),
    }


def _resource(finding: Finding, scan: _Scan) -> Json:
    """What is to be deployed: it has no ARN yet, so that it goes by its place in the app."""
    subject = finding.subject
    place = primary(finding)
    facts = {
        "stack": subject.stack,
        "stage": subject.stage,
        "construct_path": subject.construct_path,
        "template": spot(finding.location),
        "property": finding.location.property_path,
        "source": spot(place) if place is not finding.location else None,
    }
    target = scan.targets.of(subject)
    return {
        "uid": address(subject),
        "name": printable(subject.logical_id) or "-",
        "type": printable(subject.type),
        **({"cloud_partition": target.partition, "region": target.region} if target.region else {}),
        "data": {key: printable(value) for key, value in facts.items() if value},
    }


def _cloud(target: Target) -> Json:
    """Where it is to be deployed; of what the assembly does not say, nothing."""
    account = {"uid": target.account, **_kind(_AWS_ACCOUNT, "AWS Account")}
    return {
        "provider": "AWS",
        **({"account": account} if target.account else {}),
        **({"region": target.region} if target.region else {}),
    }


def _remedy(finding: Finding, report: Report) -> Json:
    link = web_address(finding.rule.link)
    code = "\n".join(fix_lines(finding))
    text = "\n".join(filter(None, (sentence(finding.fix[report.language]), code)))
    return {"desc": text, **({"references": [link]} if link else {})}


def _unmapped(finding: Finding, scan: _Scan) -> Json:
    """What the schema has no place for."""
    accepted = finding.accepted
    own: Json = {
        "fingerprint": finding.fingerprint,
        "closes_gate": scan.report.closes(finding),
        "disposition": finding.disposition,
        "novelty": finding.novelty,
        "elsewhere": [" ".join(one) for one in names_elsewhere(finding.rule)],
        "sources": [printable(f"{one.tool} {one.rule_id}") for one in finding.sources],
    }
    if accepted:
        facts = {
            "by": accepted.by,
            "owner": accepted.owner,
            "expires": accepted.expires,
            "ticket": accepted.ticket,
        }
        own["accepted"] = {key: printable(value) for key, value in facts.items() if value}
    return {**own, "origin": dict(scan.facts)}


def _of_problem(problem: Problem, scan: _Scan) -> Json:
    """What could not be checked: by no means a pass."""
    said = problem_text(problem, scan.report) or problem.code.id
    place = problem_spot(problem)
    rule = {"control": printable(problem.rule_id)} if problem.rule_id else {}
    return {
        **_head(_CREATE, _SEVERITY[Severity.INFO], _NEW, scan),
        "message": f"{place}: {said}" if place else said,
        "status_code": problem.code.id,
        "finding_info": {
            "uid": problem_id(problem, scan.report),
            "title": problem.code.meaning,
            "types": ["problem"],
            "created_time": scan.time,
        },
        "compliance": {**rule, **_state(_UNASKED), "status_details": [said]},
        "resources": [{"uid": printable(problem.path or problem.code.id) or "-"}],
        "cloud": _cloud(scan.targets.of_file(problem.path)),
        "unmapped": {"problem": problem.code.id, "kind": problem.kind, "origin": dict(scan.facts)},
    }
