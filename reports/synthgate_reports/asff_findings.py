"""Findings and problems as the AWS Security Finding Format has them, within its limits.

The limits are those that the service model of Security Hub (2018-10-26) states of each member, and
240 KB for a finding; a text is counted in UTF-16, the strictest way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Pillar, Status
from synthgate_reports.asff_parts import (
    CHECKS,
    LABEL,
    LONGEST_DESCRIPTION,
    LONGEST_ID,
    LONGEST_REMEDY,
    LONGEST_TITLE,
    Json,
    Scan,
    associated,
    filled,
    head,
    required,
    untold,
    whereabouts,
    words,
)
from synthgate_reports.identities import kept, names_elsewhere, problem_id
from synthgate_reports.limits import web_address
from synthgate_reports.sarif_rules import full_stop
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

    from synthgate.model import Finding, Problem, Report

_BEST_PRACTICES = f"{CHECKS}/AWS Security Best Practices"
_STACK = "AWS::CloudFormation::Stack"


def every(scan: Scan) -> Iterator[Json]:
    """The findings, the worst first, and what was not checked."""
    report = scan.report
    for id_, finding, is_fixed in kept(report):
        yield _of_finding(id_, finding, scan, is_fixed=is_fixed)
    yield from (_of_problem(problem, scan) for problem in report.serious_problems)


def _of_finding(id_: str, finding: Finding, scan: Scan, *, is_fixed: bool) -> Json:
    report, rule = scan.report, finding.rule
    language = report.language
    is_over = is_fixed or not finding.is_active
    return {
        **head(f"finding/{id_}", printable(rule.id), scan.targets.of(finding.subject), scan),
        "Title": words(sentence(rule.title[language]), LONGEST_TITLE),
        "Description": words(_description(finding, report), LONGEST_DESCRIPTION),
        "FindingProviderFields": {
            "Severity": {"Label": LABEL[finding.severity], "Original": finding.severity.value},
            "Types": [_BEST_PRACTICES if rule.pillar is Pillar.SECURITY else CHECKS],
        },
        "Remediation": {"Recommendation": _remedy(finding, report)},
        "Resources": [_resource(finding, scan)],
        "Compliance": _compliance(finding, scan, is_fixed=is_fixed),
        # A provider cannot change the workflow of a finding that is there, and a suppressed one
        # stays so when the acceptance ends; what is archived comes back by itself.
        "RecordState": "ARCHIVED" if is_over else "ACTIVE",
        "ProductFields": _fields(finding, scan),
    }


_STATUS = {Status.FAIL: "FAILED", Status.UNKNOWN: "WARNING"}


def _description(finding: Finding, report: Report) -> str:
    said = full_stop(message(finding, report))
    why = sentence(finding.why[report.language])
    return f"{spot(primary(finding))}: {said} {why}".strip()


def _remedy(finding: Finding, report: Report) -> Json:
    link = web_address(finding.rule.link)
    text = words(sentence(finding.fix[report.language]), LONGEST_REMEDY)
    return {"Text": text, **({"Url": link} if link else {})}


def _compliance(finding: Finding, scan: Scan, *, is_fixed: bool) -> Json:
    """The state, why nobody knows it, and the controls that the rule serves.

    Those of the frameworks that were assessed come first, then what the rule is known by elsewhere.
    """
    rule_id, report = finding.rule.id, scan.report
    is_open = finding.status is Status.UNKNOWN and not is_fixed
    why = words(message(finding, report), LONGEST_DESCRIPTION)
    reasons = [{"ReasonCode": "SYNTHGATE_UNKNOWN", "Description": why}] if is_open else []
    served = scan.served.standards(rule_id)
    return {
        "Status": "PASSED" if is_fixed else _STATUS[finding.status],
        **({"StatusReasons": reasons} if reasons else {}),
        **({"SecurityControlId": words(printable(rule_id), LONGEST_ID)} if served else {}),
        **required([*scan.served.requirements(rule_id), *finding.rule.controls]),
        **associated(served),
    }


def _resource(finding: Finding, scan: Scan) -> Json:
    """What is to be deployed: it has no ARN yet, so that it goes by its place in the app."""
    subject = finding.subject
    place = primary(finding)
    facts = {
        "Type": subject.type,
        "LogicalId": subject.logical_id,
        "Stack": subject.stack or "",
        "Stage": subject.stage or "",
        "ConstructPath": subject.construct_path or "",
        "Template": spot(finding.location),
        "Property": finding.location.property_path,
        "Source": spot(place) if place is not finding.location else "",
    }
    other = filled(facts)
    kind = "AwsCloudFormationStack" if subject.type == _STACK else "Other"
    return {
        "Type": kind,
        "Id": words(address(subject), LONGEST_ID),
        **whereabouts(scan.targets.of(subject)),
        **({"Details": {"Other": other}} if other else {}),
    }


def _fields(finding: Finding, scan: Scan) -> dict[str, str]:
    """What the format has no place for: why it is accepted, who else knows it, where it is from."""
    accepted, target = finding.accepted, scan.targets.of(finding.subject)
    facts = {
        "synthgate/fingerprint": finding.fingerprint,
        "synthgate/closes-gate": str(scan.report.closes(finding)).lower(),
        "synthgate/pillar": finding.rule.pillar.value,
        "synthgate/disposition": finding.disposition.value,
        "synthgate/elsewhere": ", ".join(" ".join(one) for one in names_elsewhere(finding.rule)),
    }
    if accepted:
        facts |= {
            "synthgate/accepted": excuse(finding, scan.report),
            "synthgate/accepted-by": accepted.by,
            "synthgate/owner": accepted.owner or "",
            "synthgate/expires": accepted.expires or "",
            "synthgate/ticket": accepted.ticket or "",
        }
    return filled({**facts, **untold(target), **scan.facts})


def _of_problem(problem: Problem, scan: Scan) -> Json:
    """What could not be checked: by no means a pass."""
    said = problem_text(problem, scan.report) or problem.code.id
    place = problem_spot(problem)
    target = scan.targets.of_file(problem.path)
    return {
        **head(f"problem/{problem_id(problem, scan.report)}", problem.code.id, target, scan),
        "Title": words(problem.code.meaning, LONGEST_TITLE),
        "Description": words(f"{place}: {said}" if place else said, LONGEST_DESCRIPTION),
        "FindingProviderFields": {
            "Severity": {"Label": "INFORMATIONAL", "Original": problem.kind},
            "Types": [CHECKS],
        },
        "Resources": [
            {
                "Type": "Other",
                "Id": words(printable(problem.path or problem.code.id), LONGEST_ID),
                **whereabouts(target),
            }
        ],
        "Compliance": {"Status": "NOT_AVAILABLE"},
        "RecordState": "ACTIVE",
        "ProductFields": filled({**untold(target), **scan.facts}),
    }
