"""GitLab's Code Quality: valid by its own schema and by what its documentation asks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from crowds import crowd
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SCHEMAS = Path(__file__).parents[1] / "schemas"
SIZES = (0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive))


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("number", SIZES)
def test_it_is_what_gitlab_documents(number: int, hostile: Report, written: Written) -> None:
    """The first item that is none would end GitLab's reading."""
    items = json.loads(written("gitlab-codequality", crowd(hostile, number)))
    validator("gitlab-codequality.json").validate(items)
    prints = [item["fingerprint"] for item in items]
    assert len({*prints}) == len(prints)


def test_no_byte_order_mark_is_before_it(report: Report, written: Written) -> None:
    """GitLab's parser takes none; and nothing found is an empty array."""
    assert written("gitlab-codequality", report).startswith("[")
    assert written("gitlab-codequality", replace(report, findings=(), problems=())) == "[]\n"


def test_the_schema_refuses(report: Report, written: Written) -> None:
    """What the validator above would see."""
    item = json.loads(written("gitlab-codequality", report))[0]
    is_valid = validator("gitlab-codequality.json").is_valid
    assert is_valid([item])
    assert not is_valid([{**item, "severity": "high"}])
    assert not is_valid([{**item, "location": {"path": "/abs", "lines": {"begin": 1}}}])
    assert not is_valid([{**item, "location": {"path": "a", "lines": {"begin": "1"}}}])
    assert not is_valid(item)


def test_twins_have_fingerprints_of_their_own(report: Report, written: Written) -> None:
    """The widget shows one of those that share one, and an added twin changes no other's."""

    def prints(number: int) -> list[str]:
        one = replace(report, findings=report.findings[:1] * number, problems=())
        return [item["fingerprint"] for item in json.loads(written("gitlab-codequality", one))]

    assert len({*prints(3)}) == 3
    assert prints(3)[:2] == prints(2)
    assert prints(1) == [report.findings[0].fingerprint]


def test_what_is_accepted_is_left_out(report: Report, written: Written) -> None:
    """The widget would call it a degradation."""
    items = json.loads(written("gitlab-codequality", report))
    accepted = {one.fingerprint for one in report.accepted_findings}
    assert accepted
    assert not accepted & {item["fingerprint"] for item in items}
