"""The page of the formats is what they write."""

from __future__ import annotations

import pytest

import report_samples
from synthgate_reports import FORMATS, NAMES


def test_the_page_is_up_to_date() -> None:
    """Else: make samples."""
    assert report_samples.PAGE.read_text("utf-8") == report_samples.page()
    of_set = report_samples.OF_SET.read_text("utf-8")
    assert of_set == report_samples.with_files(of_set)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_its_section(name: str) -> None:
    """For whom it is, how it is asked for, its limits, and a sample."""
    _, _, section = report_samples.page().partition(f"\n## {name}\n\n")
    reader, asked, limits, empty, fence, first, *_ = section.split("\n")
    assert reader.startswith("- **For** ")
    assert asked.startswith("- **Asked for** by ")
    assert limits.startswith("- **Read by, and limits:** ")
    assert empty == ""
    assert fence.startswith("```")
    assert first


def test_a_format_without_a_row_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "new", FORMATS["text"])
    with pytest.raises(KeyError, match="new"):
        report_samples.page()
