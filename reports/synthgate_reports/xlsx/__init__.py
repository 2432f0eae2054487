"""`xlsx`: a workbook for who audits: what it rests on, a sheet a framework, and all that is said.

A first sheet with totals; of each framework what is filed, if anything, and every control;
findings, passes, what is accepted, what people state, and problems, a sheet each. Rows lead to each
other: a control to its findings, a finding to its control and to the page of its rule. Every state
is a word; its colour adds nothing.

The bytes are the same for the same report. The book is dated as the report is stamped, and else
from the start of 1970.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.limits import milliseconds
from synthgate_reports.xlsx import controls, lists, operation, summary
from synthgate_reports.xlsx.book import Book
from synthgate_reports.xlsx.plan import Plan
from synthgate_reports.xlsx.words import SUMMARY

if TYPE_CHECKING:
    from typing import BinaryIO

    from synthgate.model import Report


def write(report: Report, stream: BinaryIO) -> None:
    """Write the workbook.

    Raises:
        ImportError: openpyxl is not here (`synthgate_reports.lacks`).
    """
    title = SUMMARY["title"][report.language]
    book = Book(title, f"synthgate {report.version}", milliseconds(report))
    plan = Plan(report, book)
    summary.write(plan)
    for framework, name in zip(report.frameworks, plan.of_framework, strict=True):
        operation.write(plan, framework)
        controls.write(plan, framework, name)
    lists.findings(plan, "findings")
    if plan.besides:
        lists.findings(plan, "besides")
    lists.passes(plan)
    lists.accepted(plan)
    lists.evidence(plan)
    lists.problems(plan)
    book.write(stream)
