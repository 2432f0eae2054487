"""Each format, as it was last approved.

Approve a change with SYNTHGATE_UPDATE_SNAPSHOTS=1, and read its diff.
"""

from __future__ import annotations

import base64
import json
import os
import re
import zlib
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


def read(page: str) -> str:
    """A page of HTML with its data as before they were deflated: another zlib does it otherwise.

    Its style and script stand in files of their own.
    """
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    page = re.sub(r"sha256-[\w+/=]+", "sha256-", page)
    return re.sub(r'(?<=id="data">)[^<]+', lambda found: unpacked(found[0]), page)


def unpacked(packed: str) -> str:
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    return "\n" + "".join(f"{key}: {json.dumps(data[key], ensure_ascii=False)}\n" for key in data)


READABLE: dict[str, Callable[[str], str]] = {"html": read}
"""What a person can compare of a format that is not to be read as text."""


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_what_was_approved(
    name: str, report: Report, written: Callable[[str, Report], str]
) -> None:
    """A consumer's parser sees a change of format before our users do."""
    approve(f"sample.{name}", READABLE.get(name, str)(written(name, report)))


def test_korean_text(report: Report, written: Callable[[str, Report], str]) -> None:
    """A report in Korean has no heading left in English."""
    approve("sample.ko.text", written("text", replace(report, language="ko")))


def test_hostile_text(hostile: Report, written: Callable[[str, Report], str]) -> None:
    """Whatever a template is called, a reader sees which one it is."""
    approve("hostile.text", written("text", hostile))
