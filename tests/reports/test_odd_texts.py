"""Every format is total: no text of a stranger, in whatever field, costs anybody a report."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from counting_csv import rows
from counting_github import annotations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthgate.model import Report
from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[[str, Report], str]

OURS = frozenset(
    {
        "basis",
        "kind",
        "language",
        "made_by",
        "mode",
        "scope",
        "severity",
        "status",
        "verdict",
        "version",
    }
)
"""Fields whose words are of a closed list."""

odd = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.sampled_from(
        [
            "",
            "\ud800",
            "\udfff\ud800",
            "\x00",
            "\uffff",
            "]]>",
            "\u202e",
            "..",
            "/",
            "%",
            "{x}",
            "a" * 999,
        ]
    ),
)
READERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "sarif": json.loads,
    "sarif-github": json.loads,
    "junit": ElementTree.fromstring,
    "gitlab-sast": json.loads,
    "asff": json.loads,
    "ocsf": json.loads,
    "junit-gitlab": ElementTree.fromstring,
    "results": json.loads,
    "github": annotations,
    "csv": rows,
    "evidence-csv": rows,
    "gitlab-codequality": json.loads,
}


def with_odd_texts(value: Any, draw: Callable[[], str]) -> Any:
    """The same report, some of its texts being others."""
    if type(value) is str:
        return draw()
    if isinstance(value, tuple):
        return tuple(with_odd_texts(item, draw) for item in value)
    if isinstance(value, dict):
        return {key: with_odd_texts(item, draw) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        one.name: with_odd_texts(getattr(value, one.name), draw)
        for one in fields(value)
        if one.init and one.name not in OURS
    }
    return replace(value, **changed)


SAMPLE = {"text", "json", "sarif", "junit", "html", "markdown", "csv"}
ASKED = [
    one if one in SAMPLE else pytest.param(one, marks=pytest.mark.exhaustive) for one in FORMATS
]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ASKED)
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field_is_written(
    name: str, data: st.DataObject, report: Report, written: Written
) -> None:
    """As UTF-8 that the format's readers read."""
    words = data.draw(st.lists(odd, min_size=1, max_size=5))
    count = iter(range(10**9))
    text = written(name, with_odd_texts(report, lambda: words[next(count) % len(words)]))
    READERS.get(name, str)(text.encode().decode())


@pytest.mark.parametrize("name", FORMATS)
def test_a_megabyte_of_a_name_is_written(name: str, report: Report, written: Written) -> None:
    """In UTF-8, a third of the letters being none that a person sees."""
    long = "가\u0300\u202e\ud800" * 100_000
    finding = replace(
        report.findings[0], subject=replace(report.findings[0].subject, logical_id=long)
    )
    text = written(name, replace(report, findings=(finding,), verdicts=()))
    READERS.get(name, str)(text.encode().decode())
