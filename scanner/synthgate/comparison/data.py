"""A comparison as programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthgate.comparison.cases import Case, Opinion
from synthgate.comparison.tally import finders_of, rows_of
from synthgate.model import Language, Report

SCHEMA_VERSION = "1"


def as_data(report: Report, cases: Sequence[Case], language: Language) -> dict[str, Any]:
    """Everything: who has how much, every rule, every case with every opinion."""
    return {
        "schema_version": SCHEMA_VERSION,
        "profile": report.run.profile,
        "rules": report.run.rules,
        "tools": [
            {"name": one.run.tool, "version": one.run.release or None, "whole": one.run.is_whole}
            for one in report.tools
        ],
        "finders": [{"tools": [*tools], "faults": number} for tools, number in finders_of(cases)],
        "by_rule": [
            {
                "rule_id": row.rule_id,
                "title": row.title[language],
                "severity": row.severity,
                "resources": dict(sorted(row.by_tool.items())),
                "together": row.together,
            }
            for row in rows_of(cases)
        ],
        "cases": [_case(one, language) for one in cases],
    }


def _case(case: Case, language: Language) -> dict[str, Any]:
    about = case.subject
    return {
        "rule_id": case.rule_id,
        "path": case.location.path,
        "line": case.location.start.line,
        "logical_id": about.logical_id,
        "type": about.type,
        "construct_path": about.construct_path,
        "disputed": case.is_disputed,
        "opinions": [_opinion(one, language) for one in case.opinions],
    }


def _opinion(opinion: Opinion, language: Language) -> dict[str, Any]:
    return {
        "tool": opinion.tool,
        "says": opinion.says,
        "ids": [*opinion.ids],
        "why": opinion.why[language] or None,
    }
