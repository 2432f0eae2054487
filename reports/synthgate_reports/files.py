"""The named set: which file of a folder each format is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "text": "report.txt",
    "markdown": "report.md",
    "json": "report.json",
    "sarif": "report.sarif",
    "sarif-github": "report.github.sarif",
    "junit": "report.junit.xml",
    "csv": "report.csv",
    "gitlab-codequality": "report.codequality.json",
    "gitlab-sast": "report.sast.json",
    "asff": "report.asff.json",
    "ocsf": "report.ocsf.json",
    "checklist-markdown": "checklist.md",
    "results": "results.json",
    "html": "report.html",
}
"""The files by their formats, in the order in which they are told."""
MANIFEST = "MANIFEST.sha256"
"""The list of a set's files with their digests, as ``sha256sum --check`` reads it."""
STREAMED = frozenset({"concise", "checklist", "github", "text-verbose", "junit-gitlab"})
"""Formats for a terminal, a log, or in the place of another: a folder has no file of them."""


def named_set() -> dict[str, str]:
    """The files of the formats that there are."""
    return {name: file for name, file in FILES.items() if name in FORMATS}
