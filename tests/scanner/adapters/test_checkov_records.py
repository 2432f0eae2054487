"""A record of checkov is told, or left out; it is never shown as it is, and never an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.adapters.asking import Readable
from synthgate.adapters.checkov.output import said
from synthgate.adapters.checkov.records import reported_of
from synthgate.model import Status
from synthgate.secrets.hearsay import link as web_address
from synthgate.secrets.hearsay import one_line

TEMPLATES = {"00001": Readable("a.json", Path("a.json"))}
PLAIN = {
    "check_id": "CKV2_AWS_1",
    "check_name": "A name",
    "check_result": {"result": "UNKNOWN", "evaluated_keys": ["Properties/A", "Properties/B"]},
    "file_path": "/00001.json",
    "file_line_range": [3, 9],
    "resource": "Custom::Thing.Name1",
    "severity": None,
    "guideline": None,
}
ODD: list[Any] = [None, True, -1, 2**70, "", "x", [], [[]], [None, 1], {}, {"a": {"b": [1]}}]


def told(**changed: Any) -> Any:
    return reported_of({**PLAIN, **changed}, TEMPLATES)


def test_a_plain_record_is_told() -> None:
    one = told()
    assert (one.rule_id, one.status, one.spot.logical_id) == ("CKV2_AWS_1", Status.UNKNOWN, "Name1")
    assert (one.severity, one.link, one.spot.property_path) == ("", "", "")


@pytest.mark.parametrize("field", sorted(PLAIN))
def test_whatever_stands_in_a_field_is_no_error(field: str) -> None:
    for value in ODD:
        told(**{field: value})
        told(check_result={"result": "FAILED", "evaluated_keys": [value]})
        assert reported_of(value, TEMPLATES) is None


@given(st.binary(max_size=60))
def test_whatever_is_printed_is_no_error(output: bytes) -> None:
    assert said(output) is None or b"results" in output or b"passed" in output


def test_whatever_a_report_holds_is_no_error() -> None:
    for value in ODD:
        said(json.dumps(value).encode())
        for name in ("passed_checks", "parsing_errors"):
            said(json.dumps({"results": {name: value}, "summary": value}).encode())
        said(json.dumps({"results": value, "summary": {"resource_count": value}}).encode())


def test_deep_nesting_is_no_report() -> None:
    assert said(b"[" * 100_000) is None
    assert said(b"\n[" * 100_000) is None


@pytest.mark.parametrize(
    ("guideline", "link"),
    [
        ("https://docs.example.com/a#b", "https://docs.example.com/a#b"),
        ("javascript:alert(1)", ""),
        ("https://a b", ""),
        ("https://a/\u202e", ""),
        ("https://a/?token=AKIAQ3EGSZ7XUYTPLWMN", ""),
        (["https://a"], ""),
    ],
)
def test_only_addresses_of_the_web_are_links(guideline: Any, link: str) -> None:
    assert told(guideline=guideline).link == link
    assert web_address(guideline) == link


@pytest.mark.parametrize("severity", ["HIGH", {"name": "HIGH", "level": 3}])
def test_a_severity_is_a_word(severity: Any) -> None:
    assert told(severity=severity).severity == "HIGH"


def test_words_are_one_line_without_credentials() -> None:
    key = "AKIAQ3EGSZ7XUYTPLWMN"
    one = told(check_name=f"Uses\x1b[31m\n{key}\u202e", check_result={"result": "FAILED"})
    assert one.title == "Uses [31m ****"
    assert one_line("x" * 1000) == "x" * 499 + "…"


def test_what_was_found_in_the_template_is_not_told() -> None:
    """A secret stands by its digest where a resource does, and graphs bring all properties."""
    entity = {"config_": {"MasterUserPassword": "hunter2"}}
    result = {"result": "FAILED", "entity": entity, "evaluated_keys": ["Properties/A"]}
    one = told(resource="d70eab08607a4d05faa2d0d6647206599e9abc65", check_result=result)
    assert (one.spot.logical_id, one.spot.property_path) == ("", "")
    assert "hunter2" not in repr(one)
    named = told(check_result={"result": "FAILED", "evaluated_keys": ["Properties/A/x y"]})
    assert named.spot.property_path == ""
