"""`assessment-results.json`: a result for each framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.checklist import beside
from synthgate_reports.control_groups import totals
from synthgate_reports.oscal import attested, scope
from synthgate_reports.oscal.documents import Parts, every, group_totals, source
from synthgate_reports.oscal.documents import write as write_document
from synthgate_reports.oscal.findings import findings
from synthgate_reports.oscal.observed import found_by_rules, of_finding, of_rules
from synthgate_reports.oscal.risks import is_risk, risk
from synthgate_reports.oscal.terms import Json, moment, paragraphs, prop, prose, some, uid
from synthgate_reports.wording import of_trust, problem_spot, problem_text, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import AssessedControl, Problem, Report
    from synthgate_reports.oscal.names import Names

_TITLE = Message("Assessment results of the templates of an app")
_NONE = Message("No framework was assessed: name one by --framework.")


def write(report: Report, stream: TextIO) -> None:
    """Write the results."""
    parts, frameworks = Parts(), every(report)
    results = [_result(names, parts, report) for names in frameworks] or [_empty(report)]
    body: Json = {"import-ap": {"href": "assessment-plan.json"}, "results": results}
    write_document("assessment-results", _TITLE, body, parts, report, stream)


def _empty(report: Report) -> Json:
    """OSCAL demands a result."""
    said = prose(_NONE[report.language])
    return {
        "uuid": uid("no framework"),
        "title": said,
        "description": paragraphs(report.gate.reason[report.language]),
        "start": moment(report),
        "reviewed-controls": scope.nothing(report),
        **_log("", report),
    }


def _result(names: Names, parts: Parts, report: Report) -> Json:
    framework, language = names.framework, report.language
    made, ours = moment(report), [*_once(names)]
    found = [*found_by_rules(names)]
    observations = [seen for one in ours for seen in of_rules(names, one, report)]
    observations += [of_finding(id_, finding, report) for id_, finding in found]
    for one in ours:
        observations += attested.observations(names, one, parts, report)
    attestations = [
        said for one in ours for said in attested.attestations(names, one, parts, report)
    ]
    risks = [
        risk(names, id_, finding, finding.accepted, parts, report)
        for id_, finding in found
        if finding.accepted and is_risk(finding)
    ]
    return {
        "uuid": names.uid("result"),
        "title": prose(
            f"{sentence(framework.title[language])} ({framework.id} {framework.version})"
        ),
        "description": paragraphs(framework.source[language], totals(framework.controls, report)),
        "start": made,
        "end": made,
        "props": [*_facts(names, report), *group_totals(framework, report)],
        "links": [{"href": source(names, parts, report), "rel": "reference"}],
        "reviewed-controls": scope.reviewed(names, report),
        **some("attestations", attestations),
        **_log(framework.id, report),
        **some("observations", observations),
        **some("risks", risks),
        **some("findings", [*findings(names, report)]),
        "remarks": paragraphs(report.gate.reason[language], *_beside(report)),
    }


def _once(names: Names) -> Iterator[AssessedControl]:
    """The controls, each once: a uuid is nobody's else."""
    seen = set[str]()
    for one in names.framework.controls:
        if one.control.id not in seen:
            seen.add(one.control.id)
            yield one


def _facts(names: Names, report: Report) -> Iterator[Json]:
    yield prop("framework", names.framework.id)
    yield prop("framework-version", names.framework.version)
    if report.run.as_of:
        yield prop("evidence-as-of", report.run.as_of)


def _beside(report: Report) -> Iterator[str]:
    """What would close the gate of a scan and is in no control."""
    yield from (line.text for line in beside(report))


def _log(framework: str, report: Report) -> Json:
    """What kept rules from being asked, or may let a state seem better than it is."""
    told = [*report.serious_problems, *of_trust(report)]
    entries = [_entry(framework, number, one, report) for number, one in enumerate(told)]
    return {"assessment-log": {"entries": entries}} if entries else {}


def _entry(framework: str, number: int, problem: Problem, report: Report) -> Json:
    place = problem_spot(problem)
    facts = [prop("problem", problem.code.id), prop("kind", problem.kind)]
    if problem.rule_id:
        facts.append(prop("rule", problem.rule_id))
    if place:
        facts.append(prop("place", place))
    return {
        "uuid": uid("problem", framework, number),
        "title": prose(problem.code.meaning),
        "description": paragraphs(place, problem_text(problem, report)),
        "start": moment(report),
        "props": facts,
    }
