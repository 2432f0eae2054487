"""No format calls a control met of which somebody accepted what failed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from assessed_frameworks import with_frameworks

from synthgate.model import ControlState

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[..., str]


@pytest.fixture
def excepted(report: Report) -> Report:
    """A framework of one control, whose only failure is waived."""
    told = with_frameworks(report)
    (framework,) = told.frameworks
    one = next(it for it in framework.controls if it.control.id == "E 1")
    results = tuple(replace(it, state=ControlState.EXCEPTED) for it in one.results)
    one = replace(one, state=ControlState.EXCEPTED, results=results, evidence=())
    return replace(told, frameworks=(replace(framework, controls=(one,)),))


def _junit(text: str) -> Any:
    (case,) = re.findall(r'name="E 1 Title of E 1".*?</testcase>', text, re.DOTALL)
    return '<skipped message="excepted' in case


def _asff(text: str) -> Any:
    every = [it for batch in json.loads(text) for it in batch["Findings"]]
    (one,) = [it for it in every if it["Id"].startswith("synthgate/control/")]
    return one["Compliance"]["Status"], one["RecordState"], one["ProductFields"]["synthgate/state"]


def _ocsf(text: str) -> Any:
    (one,) = [it for it in json.loads(text) if it["finding_info"]["types"] == ["control"]]
    return one["compliance"]["status"], one["status"]


def _json(text: str) -> Any:
    (framework,) = json.loads(text)["frameworks"]
    return framework["counts"]["excepted"], framework["counts"]["met"]


@pytest.mark.parametrize(
    ("name", "read", "said"),
    [
        ("junit", _junit, True),
        ("asff", _asff, ("FAILED", "ARCHIVED", "excepted")),
        ("ocsf", _ocsf, ("Excepted", "Suppressed")),
        ("json", _json, (1, 0)),
        ("checklist", lambda text: "! [excepted] E 1" in text, True),
        ("checklist-markdown", lambda text: "**excepted** E 1" in text, True),
        ("html", lambda text: '<span class="state excepted">excepted</span>' in text, True),
        ("evidence-csv", lambda text: '"ours","3","E 1","excepted"' in text, True),
    ],
)
def test_it_is_told_as_such(
    name: str, read: Callable[[str], Any], said: Any, excepted: Report, written: Written
) -> None:
    """By its word, and by what comes nearest to it where a format has words of its own."""
    assert read(written(name, excepted)) == said


def test_it_has_a_word_in_korean(excepted: Report, written: Written) -> None:
    """One that an auditor uses, and that is not the one for what is met."""
    text = written("checklist", replace(excepted, language="ko"))
    assert "! [예외 승인] E 1" in text
