"""Each format, as it was last approved.

Approve a change with SYNTHGATE_UPDATE_SNAPSHOTS=1, and read its diff.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

SNAPSHOTS = Path(__file__).with_name("snapshots")


def approve(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("SYNTHGATE_UPDATE_SNAPSHOTS") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_bytes().decode()  # with its own line ends


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_what_was_approved(
    name: str, report: Report, written: Callable[[str, Report], str]
) -> None:
    """A consumer's parser sees a change of format before our users do."""
    approve(f"sample.{name}", written(name, report))


def test_korean_text(report: Report, written: Callable[[str, Report], str]) -> None:
    """A report in Korean has no heading left in English."""
    approve("sample.ko.text", written("text", replace(report, language="ko")))


def test_hostile_text(hostile: Report, written: Callable[[str, Report], str]) -> None:
    """Whatever a template is called, a reader sees which one it is."""
    approve("hostile.text", written("text", hostile))
