"""Frameworks, and what is known of their controls, as the JSON report has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.json_findings import accepted_of, checks_of, finding_of, resource_of
from synthgate_reports.standing import tally, tolerated_in

if TYPE_CHECKING:
    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        ControlResult,
        Evidence,
        FrameworkSource,
        Language,
        Report,
        RuleMapping,
        ScannedTemplate,
    )


def framework_of(framework: AssessedFramework, report: Report) -> dict[str, object]:
    """A framework with the state of each control."""
    language = report.language
    return {
        "id": framework.id,
        "version": framework.version,
        "source": framework.source[language],
        "title": framework.title[language],
        "counts": tally(one.state for one in framework.controls),
        "groups": [_group(group, framework, language) for group in framework.groups],
        "sources": [source_of(key, one, language) for key, one in framework.sources.items()],
        "stacks": [_placed(template, language) for template in report.templates],
        "controls": [_control(one, framework, language) for one in framework.controls],
    }


def _group(group: str, framework: AssessedFramework, language: Language) -> dict[str, object]:
    """A group with what is known of all controls in it, and in the groups that are part of it."""
    below = framework.below(group)
    return {
        "id": group,
        "title": framework.groups[group][language],
        "within": framework.within.get(group),
        "counts": tally(one.state for one in below),
        "exceptions": sum(one.has_exceptions for one in below),
        "waiting": sum(one.waits for one in below),
    }


def source_of(key: str, source: FrameworkSource, language: Language) -> dict[str, object]:
    """Where ids or mappings are from."""
    return {
        "id": key,
        "title": source.title[language],
        "link": source.link,
        "commit": source.commit,
        "licence": source.licence,
    }


def _placed(template: ScannedTemplate, language: Language) -> dict[str, object]:
    return {
        "path": template.path,
        "stack": template.stack,
        "stage": template.stage,
        "environment": template.environment,
        "told_by": template.told_by and template.told_by[language],
    }


def _control(
    one: AssessedControl, framework: AssessedFramework, language: Language
) -> dict[str, object]:
    control = one.control
    return {
        "id": control.id,
        "title": control.title[language],
        "meaning": control.meaning[language],
        "group": framework.groups[control.group][language],
        "group_id": control.group,
        "levels": list(control.levels),
        "mode": control.mode,
        "state": one.state,
        "exceptions": one.has_exceptions,
        "waiting": one.waits,
        "rules": list(control.rules),
        "mappings": [mapping_of(mapping) for mapping in control.mappings],
        "environments": [_result(result, language) for result in one.results],
        "evidence_wanted": control.evidence_wanted and control.evidence_wanted[language],
        "evidence": [_evidence(evidence, language) for evidence in one.evidence],
    }


def mapping_of(mapping: RuleMapping) -> dict[str, object]:
    """Which rules tell of a control, and on what grounds."""
    return {
        "rules": list(mapping.rules),
        "basis": mapping.basis,
        "source": mapping.source,
        "through": list(mapping.through),
        "resources": list(mapping.resources),
    }


def _result(result: ControlResult, language: Language) -> dict[str, object]:
    """The state in one environment, with what the rules found there, counted or not."""
    is_tolerated = tolerated_in(result)
    return {
        "environment": result.environment,
        "state": result.state,
        "reasons": [reason[language] for reason in result.reasons],
        "checks": checks_of(result.checks),
        "rules": list(result.asked),
        "resources": [
            {**resource_of(subject), "path": subject.template, "stack": subject.stack}
            for subject in result.subjects
        ],
        "findings": [
            {
                **(finding_of if finding.is_active else accepted_of)(finding, language),
                "fix": finding.fix[language],
                "tolerated": is_tolerated(finding),
            }
            for finding in result.findings
        ],
    }


def _evidence(evidence: Evidence, language: Language) -> dict[str, object]:
    return {
        "kind": evidence.kind,
        "statement": evidence.statement,
        "by": evidence.by,
        "date": evidence.date,
        "valid_until": evidence.valid_until,
        "link": evidence.link,
        "file": evidence.file,
        "sha256": evidence.sha256,
        "document": evidence.document,
        "apps": list(evidence.apps),
        "stated_in": evidence.stated_in,
        "valid": evidence.refused is None,
        "refused": evidence.refused and evidence.refused[language],
    }
