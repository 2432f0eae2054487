"""`ocsf`: Compliance Findings (class 2003) of the Open Cybersecurity Schema Framework, 1.8.

A JSON array, an event on each line: what failed, what is undecided (its check is a *Warning*, "no
result for missing information"), what was accepted (*Suppressed*), what is fixed (*Resolved*), and
what could not be checked (a problem); then the controls of the frameworks that were assessed. Every
attribute is one of 1.5 and later, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Severity
from synthgate_reports.fixes import fix_lines
from synthgate_reports.identities import kept, names_elsewhere, problem_id
from synthgate_reports.jsontext import dump_each
from synthgate_reports.limits import web_address
from synthgate_reports.ocsf_controls import controls
from synthgate_reports.ocsf_parts import (
    ACTIVITY,
    CHECKED,
    CLOSE,
    CREATE,
    NEW,
    PASS,
    RESOLVED,
    RULE,
    SEVERITY,
    SUPPRESSED,
    UNASKED,
    Json,
    Scan,
    cloud,
    head,
    kind,
    scan_of,
    standard,
    state,
)
from synthgate_reports.targets import address
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
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Finding, Problem, Report, Rule


def write(report: Report, stream: TextIO) -> None:
    """Write the events, the worst first."""
    dump_each(_events(report), stream)
    stream.write("\n")


def _events(report: Report) -> Iterator[Json]:
    scan = scan_of(report)
    for id_, finding, is_fixed in kept(report):
        yield _of_finding(id_, finding, scan, is_fixed=is_fixed)
    yield from (_of_problem(problem, scan) for problem in report.serious_problems)
    yield from controls(scan)


def _of_finding(id_: str, finding: Finding, scan: Scan, *, is_fixed: bool) -> Json:
    report, rule = scan.report, finding.rule
    language = report.language
    status = RESOLVED if is_fixed else NEW if finding.is_active else SUPPRESSED
    activity = CLOSE if is_fixed else ACTIVITY[finding.novelty]
    excused = excuse(finding, report)
    title = sentence(rule.title[language]) or printable(rule.id) or "-"
    return {
        **head(activity, SEVERITY[finding.severity], status, scan),
        "message": message(finding, report) or "-",
        **({"status_detail": excused} if excused else {}),
        "finding_info": {
            "uid": printable(id_) or "-",
            "title": title,
            "desc": sentence(finding.why[language]),
            "types": [rule.pillar.value],
            "analytic": {"uid": printable(rule.id) or "-", "name": title, **kind(RULE, "Rule")},
            "created_time": scan.time,
        },
        "compliance": {
            **_compliance(rule, state(PASS if is_fixed else CHECKED[finding.status]), scan),
            "status_details": [message(finding, report)],
        },
        "resources": [_resource(finding, scan)],
        "remediation": _remedy(finding, report),
        "cloud": cloud(scan.targets.of(finding.subject)),
        "unmapped": _unmapped(finding, scan),
    }


def _compliance(rule: Rule, checked: Json, scan: Scan) -> Json:
    """The control that was checked: our rule; and the controls of frameworks that it serves.

    Those of the frameworks that were assessed come first, then what it is known by elsewhere.
    """
    wanted = dict.fromkeys(filter(str.strip, map(printable, rule.controls)))
    served = scan.served.standards(rule.id)
    standards = dict.fromkeys([*map(standard, served), *(one.partition(":")[0] for one in wanted)])
    requirements = dict.fromkeys([*scan.served.requirements(rule.id), *wanted])
    check = {"uid": printable(rule.id) or "-", **checked, "standards": [*standards]}
    return {
        "control": printable(rule.id) or "-",
        **({"standards": [*standards]} if standards else {}),
        **({"requirements": [*requirements]} if requirements else {}),
        **checked,
        **({"checks": [check]} if served else {}),
    }


def _resource(finding: Finding, scan: Scan) -> Json:
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


def _remedy(finding: Finding, report: Report) -> Json:
    link = web_address(finding.rule.link)
    code = "\n".join(fix_lines(finding))
    text = "\n".join(filter(None, (sentence(finding.fix[report.language]), code)))
    return {"desc": text, **({"references": [link]} if link else {})}


def _unmapped(finding: Finding, scan: Scan) -> Json:
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


def _of_problem(problem: Problem, scan: Scan) -> Json:
    """What could not be checked: by no means a pass."""
    said = problem_text(problem, scan.report) or problem.code.id
    place = problem_spot(problem)
    rule = {"control": printable(problem.rule_id)} if problem.rule_id else {}
    return {
        **head(CREATE, SEVERITY[Severity.INFO], NEW, scan),
        "message": f"{place}: {said}" if place else said,
        "status_code": problem.code.id,
        "finding_info": {
            "uid": problem_id(problem, scan.report),
            "title": problem.code.meaning,
            "types": ["problem"],
            "created_time": scan.time,
        },
        "compliance": {**rule, **state(UNASKED), "status_details": [said]},
        "resources": [{"uid": printable(problem.path or problem.code.id) or "-"}],
        "cloud": cloud(scan.targets.of_file(problem.path)),
        "unmapped": {"problem": problem.code.id, "kind": problem.kind, "origin": dict(scan.facts)},
    }
