"""The report is as its schema says, and the schema is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker

from synthgate_reports.json_report import SCHEMA_VERSION
from synthgate_reports.schemas import REPORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

SCHEMA: dict[str, Any] = json.loads(REPORT.read_text("utf-8"))


def strict(node: Any) -> Any:
    """The schema, with no key in an object but those that it names."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {key: strict(value) for key, value in node.items()}
    is_closed = "properties" in inner and "disposition" not in inner["properties"]
    return {"unevaluatedProperties": False, **inner} if is_closed else inner


def test_it_is_a_schema_of_this_version() -> None:
    """Draft 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION


def test_a_report_is_as_the_schema_says(
    report: Report, written: Callable[[str, Report], str]
) -> None:
    """Every key that is written is in it, and the other way round."""
    document = json.loads(written("json", report))
    for schema in (SCHEMA, {**strict(SCHEMA), "$defs": {**SCHEMA["$defs"]}}):
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)
    known = set(SCHEMA["$defs"]["finding"]["properties"])
    assert known == document["findings"][0].keys()
    assert document["accepted_findings"]


def test_what_is_none_is_refused(report: Report, written: Callable[[str, Report], str]) -> None:
    """An older version, a status that there is not, an acceptance without a reason."""
    validator = Draft202012Validator(SCHEMA)
    for change in (
        {"schema_version": "1"},
        {"gate": {"verdict": "ajar"}},
        {"accepted_findings": [{}]},
    ):
        document = {**json.loads(written("json", report)), **change}
        assert not validator.is_valid(document)
