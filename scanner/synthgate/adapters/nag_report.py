"""A report of cdk-nag, or of another validation plugin of the CDK, that the user names.

Those that lie in an assembly are read with it (`synthgate.sources.validation_report`).
"""

from __future__ import annotations

from pathlib import Path

from synthgate.adapters.asking import Answer
from synthgate.sources.validation_report.report_file import read_file


def read(path: Path, shown: str) -> Answer:
    """What a report says: of cdk-nag 2 as CSV or JSON, or a validation report of the CDK."""
    read = read_file(path, shown)
    return Answer(read.heard, read.problems)
