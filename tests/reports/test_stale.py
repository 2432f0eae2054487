"""A finding whose line in the program may have moved since it was synthesized."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report


@pytest.fixture
def stale(report: Report) -> Report:
    first = report.findings[0]
    assert first.source
    source = replace(first.source, found=False, excerpt=None, stale=True)
    return replace(report, findings=(replace(first, source=source),))


@pytest.mark.parametrize("name", ["text", "junit", "sarif", "sarif-github"])
def test_people_are_sent_to_the_template(
    stale: Report, written: Callable[[str, Report], str], name: str
) -> None:
    """The template is what was scanned; the line of the program is that of the synthesis."""
    text = written(name, stale)
    assert "app/storage.py:41 as of the last cdk synth" in text
    assert "app/storage.py:41:" not in text
    assert '"uri": "app/storage.py"' not in text


def test_programs_are_told(stale: Report, written: Callable[[str, Report], str]) -> None:
    """A reader of JSON decides what the line is worth."""
    document = json.loads(written("json", stale))
    assert document["findings"][0]["source"] == {
        "path": "app/storage.py",
        "line": 41,
        "stale": True,
    }
