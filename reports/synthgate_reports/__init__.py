r"""The report formats: each is a function from the report to a stream.

    FORMATS["sarif"](report, stream)
    FOLDERS["oscal"]["assessment-plan.json"](report, stream)
    BINARY["xlsx"](report, binary_stream)

A format of `FORMATS` writes UTF-8 text with "\n" line ends, one of `BINARY` bytes, and does
nothing else to the stream. Its module, with whatever heavy library it needs, is imported when the
format is first used, so that `--help` pays for none of them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, TextIO

    from synthgate.model import Report

__all__ = [
    "BINARY",
    "FOLDERS",
    "FORMATS",
    "NAMES",
    "NEEDS",
    "PASSING",
    "BinaryFormat",
    "Format",
    "lacks",
    "write",
    "write_bytes",
]

Format: TypeAlias = "Callable[[Report, TextIO], None]"
BinaryFormat: TypeAlias = "Callable[[Report, BinaryIO], None]"


def _lazy(module: str, function: str = "write") -> Format:
    def write_format(report: Report, stream: TextIO) -> None:
        format_: Format = getattr(import_module(f"{__name__}.{module}"), function)
        format_(report, stream)

    return write_format


def _lazy_binary(module: str) -> BinaryFormat:
    def write_format(report: Report, stream: BinaryIO) -> None:
        format_: BinaryFormat = import_module(f"{__name__}.{module}").write
        format_(report, stream)

    return write_format


FORMATS: dict[str, Format] = {
    "text": _lazy("text"),
    "text-verbose": _lazy("text", "write_verbose"),
    "concise": _lazy("concise"),
    "json": _lazy("json_report"),
    "sarif": _lazy("sarif"),
    "sarif-github": _lazy("sarif_github"),
    "junit": _lazy("junit"),
    "junit-gitlab": _lazy("junit", "write_gitlab"),
    "checklist": _lazy("checklist"),
    "checklist-markdown": _lazy("checklist", "write_markdown"),
    "gitlab-sast": _lazy("gitlab_sast"),
    "asff": _lazy("asff"),
    "ocsf": _lazy("ocsf"),
    "html": _lazy("html"),
    "results": _lazy("results"),
    "markdown": _lazy("markdown"),
    "github": _lazy("github"),
    "csv": _lazy("csv_table"),
    "gitlab-codequality": _lazy("gitlab_codequality"),
    "evidence-csv": _lazy("evidence_csv"),
}
BINARY: dict[str, BinaryFormat] = {"xlsx": _lazy_binary("xlsx")}
"""The formats that are no text: nothing for a terminal or a log."""
NEEDS = {"xlsx": "openpyxl"}
"""The package that a format needs and an extra of the same name brings along."""

PASSING = frozenset({"json", "results"})
"""The formats that go through findings and hold none: of any number, so many are in memory."""
FOLDERS: dict[str, dict[str, Format]] = {
    "oscal": {
        "assessment-plan.json": _lazy("oscal.plan"),
        "assessment-results.json": _lazy("oscal.results"),
        "component-definition.json": _lazy("oscal.components"),
    },
}
"""The formats of several files that lead to each other: each a folder, with what writes them."""
NAMES = (*FORMATS, *BINARY, *FOLDERS)
"""Every format by its name."""


def lacks(name: str) -> str | None:
    """The package that a format needs and that is not here."""
    needed = NEEDS.get(name)
    return needed if needed and find_spec(needed) is None else None


def write(name: str, report: Report, stream: TextIO) -> None:
    """Write the report in the format of that name, one of `FORMATS`."""
    FORMATS[name](report, stream)


def write_bytes(name: str, report: Report, stream: BinaryIO) -> None:
    """Write the report in the format of that name, one of `BINARY`."""
    BINARY[name](report, stream)
