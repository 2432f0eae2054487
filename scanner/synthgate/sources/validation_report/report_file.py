"""One file of a report, told apart by what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError
from synthgate.model import NOTHING_HEARD, Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.sources.places import read_bounded, unreadable
from synthgate.sources.validation_report.nag_rows import read_rows, rows_of_csv
from synthgate.sources.validation_report.plugins import Read, read_plugins
from synthgate.sources.validation_report.spots import SpotOf, by_path
from synthgate.template import json_text
from synthgate.template.data import is_list, is_mapping

MAX_BYTES = 128 * 1024 * 1024
"""A report of 20,000 findings takes a twentieth of it."""


def read_file(path: Path, shown: str, spot_of: SpotOf = by_path) -> Read:
    """What a report says; `shown` is its name in reports. Nothing is raised for what it holds."""
    try:
        content = read_bounded(path, MAX_BYTES)
    except OSError as error:
        return refused(shown, unreadable(error))
    if len(content) > MAX_BYTES:
        return refused(shown, _TOO_LARGE)
    rows = rows_of_csv(content.decode("utf-8", "replace")) if path.suffix == ".csv" else None
    if rows is not None:
        return read_rows({"lines": rows}, shown, spot_of)
    try:
        data = json_text.parse(content)
    except TemplateError as error:
        return Read(
            NOTHING_HEARD,
            (Problem(ProblemCode.TOOL_REPORT_INVALID, error.text, shown, error.position),),
        )
    return _of_data(data, shown, spot_of)


def _of_data(data: Any, shown: str, spot_of: SpotOf) -> Read:
    if is_mapping(data) and is_list(data.get("pluginReports")):
        return read_plugins(data, shown, spot_of)
    if is_mapping(data) and is_list(data.get("lines")):
        return read_rows(data, shown, spot_of)
    return refused(shown, _NO_REPORT)


def refused(shown: str, text: Text) -> Read:
    """Nothing, and why."""
    return Read(NOTHING_HEARD, (Problem(ProblemCode.TOOL_REPORT_INVALID, text, shown),))


_TOO_LARGE = Message(
    "larger than {size} MiB, so it was not read: let the tool report on fewer templates at a time"
).format(size=MAX_BYTES // 2**20)
_NO_REPORT = Message(
    "neither SARIF nor a report of cdk-nag or of another validation plugin, so it was not read: "
    "name the file that the tool has written"
)
