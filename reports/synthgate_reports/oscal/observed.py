"""Observations: what the rules of a control came to, and each of their findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import plural
from synthgate_reports.control_groups import control_title
from synthgate_reports.oscal.documents import ORIGINS
from synthgate_reports.oscal.subjects import MOST, references
from synthgate_reports.oscal.terms import Json, moment, paragraphs, prop, props, prose, some
from synthgate_reports.standing import STATES, environment_name
from synthgate_reports.wording import excuse, message, primary, sentence, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, ControlResult, Finding, Report
    from synthgate_reports.oscal.names import Names

_MORE = plural(
    "{number} more resource was asked that is not named here",
    "{number} more resources were asked that are not named here",
)


def of_rules(names: Names, one: AssessedControl, report: Report) -> Iterator[Json]:
    """What rules came to, in each environment; of what none is asked, nothing."""
    if one.control.mode in {"automated", "partial"}:
        for result in one.results:
            yield _of_result(names, one, result, report)


def _of_result(names: Names, one: AssessedControl, result: ControlResult, report: Report) -> Json:
    language, control = report.language, one.control
    environment = environment_name(result.environment, report)
    title = f"{control_title(control, language)}: {environment}: {STATES[result.state][language]}"
    checks, more = result.checks, len(result.subjects) - MOST
    basis = {rule: it.basis for it in control.mappings for rule in it.rules}
    numbers = {
        "passed": checks.passed,
        "failed": checks.failed,
        "unknown": checks.unknown,
        "accepted": checks.accepted,
        "tolerated": len(result.tolerated),
        "subjects": len(result.subjects),
    }
    facts = [
        prop("framework", names.framework.id),
        prop("control-id", control.id),
        prop("environment", result.environment or "not-told"),
        prop("state", result.state.value),
        *(prop(name, number, "count") for name, number in numbers.items()),
        *(prop("rule", rule, basis.get(rule, "asserted")) for rule in result.asked),
    ]
    reasons = [reason[language] for reason in result.reasons]
    return {
        "uuid": names.uid("observation", control.id, result.environment),
        "title": prose(title),
        "description": paragraphs(*reasons),
        "props": facts,
        "methods": ["TEST"],
        "types": ["control-objective"],
        "origins": ORIGINS,
        **some("subjects", references(result.subjects)),
        "collected": moment(report),
        **({"remarks": prose(_MORE.format(number=more)[language])} if more > 0 else {}),
    }


def finding_uid(names: Names, finding: Finding) -> str:
    """The uuid of the observation of a finding: one for all the controls that it is of."""
    identity = _identity(finding)
    id_ = names.known.get(identity)
    if id_ is None:  # of many controls, and asked for again and again
        id_ = names.known[identity] = names.uid("finding", *identity)
    return id_


def _identity(finding: Finding) -> tuple[str | int, ...]:
    place = finding.location
    at = place.start.line, place.start.column
    is_of = finding.severity.value, finding.status.value, finding.disposition.value
    return finding.fingerprint, *is_of, place.path, *at


def found_by_rules(names: Names) -> Iterator[tuple[str, Finding]]:
    """Each finding of a framework once, with the uuid of its observation."""
    seen = set[str]()
    for one in names.framework.controls:
        for result in one.results:
            for finding in result.findings:
                id_ = finding_uid(names, finding)
                if id_ not in seen:
                    seen.add(id_)
                    yield id_, finding


def of_finding(id_: str, finding: Finding, report: Report) -> Json:
    """What a rule found at one resource; whether it counts is told by its properties."""
    language, rule, place = report.language, finding.rule, primary(finding)
    excused = excuse(finding, report)
    facts = (
        ("rule", rule.id),
        ("severity", finding.severity.value),
        ("status", finding.status.value),
        ("disposition", finding.disposition.value),
        ("closes-gate", str(report.closes(finding)).lower()),
        ("place", spot(place)),
        ("template", spot(finding.location)),
        ("property", finding.location.property_path),
        ("fingerprint", finding.fingerprint),
    )
    return {
        "uuid": id_,
        "title": prose(sentence(rule.title[language]) or rule.id),
        "description": paragraphs(message(finding, report), finding.why[language]),
        **props(facts),
        "methods": ["TEST"],
        "types": ["finding"],
        "origins": ORIGINS,
        **some("subjects", references([finding.subject])),
        "collected": moment(report),
        "remarks": paragraphs(excused, finding.fix[language]),
    }
