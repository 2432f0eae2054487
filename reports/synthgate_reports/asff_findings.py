"""Findings and problems as the AWS Security Finding Format has them, within its limits.

The limits are those that the service model of Security Hub (2018-10-26) states of each member, and
240 KB for a finding; a text is counted in UTF-16, the strictest way.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from synthgate.model import Pillar, Severity, Status
from synthgate_reports.clipping import clipped
from synthgate_reports.identities import kept, names_elsewhere, problem_id
from synthgate_reports.limits import made_at, web_address
from synthgate_reports.origin import facts_by_name
from synthgate_reports.sarif_rules import full_stop
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

    from synthgate.model import Finding, Problem, Report

    Json = dict[str, object]

UNKNOWN_ACCOUNT = "000000000000"
UNKNOWN_REGION = "unknown-region"
"""Where no assembly says (a word of the CDK's): Security Hub refuses both, and none is guessed."""

_LABEL = {one: one.upper() for one in Severity} | {Severity.INFO: "INFORMATIONAL"}
_CHECKS = "Software and Configuration Checks"
_BEST_PRACTICES = f"{_CHECKS}/AWS Security Best Practices"
_PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
"""Those that have one name in ARNs and in this format."""
_STACK = "AWS::CloudFormation::Stack"

_LONGEST_ID = 512
_LONGEST_TITLE = 256
_LONGEST_DESCRIPTION = 1024
_LONGEST_REMEDY = 512
_LONGEST_VALUE = 1023  # of Details.Other; ProductFields take twice that
_LONGEST_REQUIREMENT = 64
_LONGEST_FACT = 127
_MOST_REQUIREMENTS = 32
_MOST_FACTS = 20


@dataclass(frozen=True, slots=True)
class _Scan:
    """What all findings of a report have alike."""

    report: Report
    targets: Targets
    moment: str
    facts: Mapping[str, str]


def every(report: Report) -> Iterator[Json]:
    """All that Security Hub is to know: findings, the worst first, and what was not checked."""
    facts = {
        f"synthgate/{name[:_LONGEST_FACT]}": value
        for name, value in islice(facts_by_name(report).items(), _MOST_FACTS)
    }
    facts |= {"synthgate/version": report.version, "synthgate/gate": report.gate.verdict}
    scan = _Scan(report, Targets(report), made_at(report).replace("Z", ".000Z"), facts)
    for id_, finding, is_fixed in kept(report):
        yield _of_finding(id_, finding, scan, is_fixed=is_fixed)
    yield from (_of_problem(problem, scan) for problem in report.serious_problems)


def _of_finding(id_: str, finding: Finding, scan: _Scan, *, is_fixed: bool) -> Json:
    report, rule = scan.report, finding.rule
    language = report.language
    is_over = is_fixed or not finding.is_active
    return {
        **_head(f"finding/{id_}", printable(rule.id), scan.targets.of(finding.subject), scan),
        "Title": _words(sentence(rule.title[language]), _LONGEST_TITLE),
        "Description": _words(_description(finding, report), _LONGEST_DESCRIPTION),
        "FindingProviderFields": {
            "Severity": {"Label": _LABEL[finding.severity], "Original": finding.severity.value},
            "Types": [_BEST_PRACTICES if rule.pillar is Pillar.SECURITY else _CHECKS],
        },
        "Remediation": {"Recommendation": _remedy(finding, report)},
        "Resources": [_resource(finding, scan)],
        "Compliance": {
            "Status": "PASSED" if is_fixed else _STATUS[finding.status],
            **_requirements(finding),
        },
        # A provider cannot change the workflow of a finding that is there, and a suppressed one
        # stays so when the acceptance ends; what is archived comes back by itself.
        "RecordState": "ARCHIVED" if is_over else "ACTIVE",
        "ProductFields": _fields(finding, scan),
    }


_STATUS = {Status.FAIL: "FAILED", Status.UNKNOWN: "WARNING"}


def _head(id_: str, generator: str, target: Target, scan: _Scan) -> Json:
    account = target.account or UNKNOWN_ACCOUNT
    region = target.region or UNKNOWN_REGION
    product = f"product/{account}/default"
    return {
        "SchemaVersion": "2018-10-08",
        "Id": _words(f"synthgate/{printable(id_)}", _LONGEST_ID),
        "ProductArn": f"arn:{target.partition}:securityhub:{region}:{account}:{product}",
        "ProductName": "synthgate",
        "CompanyName": "synthgate",
        "GeneratorId": _words(f"synthgate/{generator}", _LONGEST_ID),
        "AwsAccountId": account,
        "CreatedAt": scan.moment,
        "UpdatedAt": scan.moment,
    }


def _words(text: str, most: int) -> str:
    """A text that is there and no longer than may be: none is taken that is blank."""
    return clipped(text, most) if text.strip() else "-"


def _description(finding: Finding, report: Report) -> str:
    said = full_stop(message(finding, report))
    why = sentence(finding.why[report.language])
    return f"{spot(primary(finding))}: {said} {why}".strip()


def _remedy(finding: Finding, report: Report) -> Json:
    link = web_address(finding.rule.link)
    text = _words(sentence(finding.fix[report.language]), _LONGEST_REMEDY)
    return {"Text": text, **({"Url": link} if link else {})}


def _requirements(finding: Finding) -> Json:
    """The controls that the rule answers for, as they are called where they come from."""
    named = dict.fromkeys(
        clipped(printable(one), _LONGEST_REQUIREMENT) for one in finding.rule.controls
    )
    wanted = [one for one in named if one.strip()][:_MOST_REQUIREMENTS]
    return {"RelatedRequirements": wanted} if wanted else {}


def _resource(finding: Finding, scan: _Scan) -> Json:
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
    other = _filled(facts)
    kind = "AwsCloudFormationStack" if subject.type == _STACK else "Other"
    return {
        "Type": kind,
        "Id": _words(address(subject), _LONGEST_ID),
        **_whereabouts(scan.targets.of(subject)),
        **({"Details": {"Other": other}} if other else {}),
    }


def _whereabouts(target: Target) -> Json:
    """The Region of a resource, where it is known."""
    if not target.region:
        return {}
    named = {"Partition": target.partition} if target.partition in _PARTITIONS else {}
    return {**named, "Region": clipped(target.region, 16)}


def _filled(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that there are: no value may be blank."""
    shown = {key: clipped(printable(value), _LONGEST_VALUE) for key, value in facts.items()}
    return {key: value for key, value in shown.items() if value.strip()}


def _fields(finding: Finding, scan: _Scan) -> dict[str, str]:
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
    return _filled({**facts, **_untold(target), **scan.facts})


def _untold(target: Target) -> dict[str, str]:
    """What stands there in place of an account or a Region."""
    untold = {"account": not target.account, "region": not target.region}
    return {"synthgate/unknown": ", ".join(key for key, is_so in untold.items() if is_so)}


def _of_problem(problem: Problem, scan: _Scan) -> Json:
    """What could not be checked: by no means a pass."""
    said = problem_text(problem, scan.report) or problem.code.id
    place = problem_spot(problem)
    target = scan.targets.of_file(problem.path)
    return {
        **_head(f"problem/{problem_id(problem, scan.report)}", problem.code.id, target, scan),
        "Title": _words(problem.code.meaning, _LONGEST_TITLE),
        "Description": _words(f"{place}: {said}" if place else said, _LONGEST_DESCRIPTION),
        "FindingProviderFields": {
            "Severity": {"Label": "INFORMATIONAL", "Original": problem.kind},
            "Types": [_CHECKS],
        },
        "Resources": [
            {
                "Type": "Other",
                "Id": _words(printable(problem.path or problem.code.id), _LONGEST_ID),
                **_whereabouts(target),
            }
        ],
        "Compliance": {"Status": "NOT_AVAILABLE"},
        "RecordState": "ACTIVE",
        "ProductFields": _filled({**_untold(target), **scan.facts}),
    }
