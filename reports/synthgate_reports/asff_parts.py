"""What all findings have alike that Security Hub imports, and the limits of their members.

The limits are those that the service model of Security Hub (2018-10-26) states of each member, and
240 KB for a finding; a text is counted in UTF-16, the strictest way.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from synthgate.model import Severity
from synthgate.records import dataclass
from synthgate_reports.clipping import clipped
from synthgate_reports.limits import made_at
from synthgate_reports.origin import facts_by_name
from synthgate_reports.served import Served
from synthgate_reports.targets import Target, Targets
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from synthgate.model import AssessedFramework, Report

Json = dict[str, object]

UNKNOWN_ACCOUNT = "000000000000"
UNKNOWN_REGION = "unknown-region"
"""Where no assembly says (a word of the CDK's): Security Hub refuses both, and none is guessed."""

LABEL = {one: one.upper() for one in Severity} | {Severity.INFO: "INFORMATIONAL"}
CHECKS = "Software and Configuration Checks"
_PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
"""Those that have one name in ARNs and in this format."""

LONGEST_ID = 512
LONGEST_TITLE = 256
LONGEST_DESCRIPTION = 1024
LONGEST_REMEDY = 512
_LONGEST_VALUE = 1023  # of Details.Other; ProductFields take twice that
_LONGEST_REQUIREMENT = 64
_LONGEST_FACT = 127
_MOST_REQUIREMENTS = 32
_MOST_STANDARDS = 20
_MOST_FACTS = 20


@dataclass(frozen=True, slots=True)
class Scan:
    """What all findings of a report have alike."""

    report: Report
    targets: Targets
    moment: str
    facts: Mapping[str, str]
    served: Served


def scan_of(report: Report) -> Scan:
    """What the findings of a report have alike."""
    facts = {
        f"synthgate/{name[:_LONGEST_FACT]}": value
        for name, value in islice(facts_by_name(report).items(), _MOST_FACTS)
    }
    facts |= {"synthgate/version": report.version, "synthgate/gate": report.gate.verdict}
    return Scan(
        report, Targets(report), made_at(report).replace("Z", ".000Z"), facts, Served(report)
    )


def head(id_: str, generator: str, target: Target, scan: Scan) -> Json:
    """What every finding has."""
    account = target.account or UNKNOWN_ACCOUNT
    region = target.region or UNKNOWN_REGION
    product = f"product/{account}/default"
    return {
        "SchemaVersion": "2018-10-08",
        "Id": words(f"synthgate/{printable(id_)}", LONGEST_ID),
        "ProductArn": f"arn:{target.partition}:securityhub:{region}:{account}:{product}",
        "ProductName": "synthgate",
        "CompanyName": "synthgate",
        "GeneratorId": words(f"synthgate/{generator}", LONGEST_ID),
        "AwsAccountId": account,
        "CreatedAt": scan.moment,
        "UpdatedAt": scan.moment,
    }


def words(text: str, most: int) -> str:
    """A text that is there and no longer than may be: none is taken that is blank."""
    return clipped(text, most) if text.strip() else "-"


def whereabouts(target: Target) -> Json:
    """The Region of a resource, where it is known."""
    if not target.region:
        return {}
    named = {"Partition": target.partition} if target.partition in _PARTITIONS else {}
    return {**named, "Region": clipped(target.region, 16)}


def filled(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that there are: no value may be blank."""
    shown = {key: clipped(printable(value), _LONGEST_VALUE) for key, value in facts.items()}
    return {key: value for key, value in shown.items() if value.strip()}


def untold(target: Target) -> dict[str, str]:
    """What stands there in place of an account or a Region."""
    missing = {"account": not target.account, "region": not target.region}
    return {"synthgate/unknown": ", ".join(key for key, is_so in missing.items() if is_so)}


def required(requirements: Iterable[str]) -> Json:
    """Controls as requirements: as many as are taken."""
    named = dict.fromkeys(clipped(printable(one), _LONGEST_REQUIREMENT) for one in requirements)
    wanted = [one for one in named if one.strip()][:_MOST_REQUIREMENTS]
    return {"RelatedRequirements": wanted} if wanted else {}


def associated(frameworks: Iterable[AssessedFramework]) -> Json:
    """Frameworks as standards, whose ids are paths as those of Security Hub are."""
    ids = [f"standards/{printable(one.id)}/v/{printable(one.version)}" for one in frameworks]
    found: list[Json] = [{"StandardsId": clipped(one, LONGEST_ID)} for one in ids]
    return {"AssociatedStandards": found[:_MOST_STANDARDS]} if found else {}
