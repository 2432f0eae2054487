"""What all events have alike that OCSF is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Novelty, Severity, Status
from synthgate.records import dataclass
from synthgate_reports.limits import milliseconds
from synthgate_reports.origin import facts_by_name
from synthgate_reports.served import Served
from synthgate_reports.targets import Target, Targets
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synthgate.model import AssessedFramework, Report

Json = dict[str, object]

VERSION = "1.8.0"
_CATEGORY, _CLASS = 2, 2003
RULE = 1
"""The type of an analytic."""
_AWS_ACCOUNT = 10

SEVERITY = {
    Severity.CRITICAL: (5, "Critical"),
    Severity.HIGH: (4, "High"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.LOW: (2, "Low"),
    Severity.INFO: (1, "Informational"),
}
NEW, SUPPRESSED, RESOLVED = (1, "New"), (3, "Suppressed"), (4, "Resolved")
CREATE, UPDATE, CLOSE = (1, "Create"), (2, "Update"), (3, "Close")
UNASKED, PASS, WARNING, FAIL = (0, "Unknown"), (1, "Pass"), (2, "Warning"), (3, "Fail")
CHECKED = {Status.FAIL: FAIL, Status.UNKNOWN: WARNING}
ACTIVITY = {
    Novelty.NEW: CREATE,
    Novelty.UNCHANGED: UPDATE,
    Novelty.MOVED: UPDATE,
    None: CREATE,
}


@dataclass(frozen=True, slots=True)
class Scan:
    """What all events of a report have alike."""

    report: Report
    targets: Targets
    time: int
    facts: Mapping[str, str]
    served: Served


def scan_of(report: Report) -> Scan:
    """What the events of a report have alike."""
    facts = {**facts_by_name(report), "gate": report.gate.verdict}
    return Scan(report, Targets(report), milliseconds(report), facts, Served(report))


def head(
    activity: tuple[int, str], severity: tuple[int, str], status: tuple[int, str], scan: Scan
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
        **state(status),
        "metadata": {"version": VERSION, "product": product, "profiles": ["cloud"]},
    }


def state(status: tuple[int, str]) -> Json:
    """A status: its number, and its name."""
    return {"status_id": status[0], "status": status[1]}


def kind(number: int, name: str) -> Json:
    """A type: its number, and its name."""
    return {"type_id": number, "type": name}


def standard(framework: AssessedFramework) -> str:
    """A framework as a standard, of which there are versions."""
    return printable(f"{framework.id} {framework.version}")


def cloud(target: Target) -> Json:
    """Where it is to be deployed; of what the assembly does not say, nothing."""
    account = {"uid": target.account, **kind(_AWS_ACCOUNT, "AWS Account")}
    return {
        "provider": "AWS",
        **({"account": account} if target.account else {}),
        **({"region": target.region} if target.region else {}),
    }
