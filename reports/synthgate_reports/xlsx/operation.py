"""The sheets of what is filed: a cover, and a row for each control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports import operation
from synthgate_reports.xlsx.book import Cell, Column

if TYPE_CHECKING:
    from synthgate.model import AssessedFramework
    from synthgate_reports.xlsx.plan import Plan

_COVER = [Column("", 26), Column("", 90, folds=True)]
_WIDTHS = (26, 9, 30, 12, 12, 12, 60, 30, 46, 18)
_FOLDS = 26
"""What is wider than that is folded."""


def write(plan: Plan, framework: AssessedFramework) -> None:
    """Write both, if auditors of the framework want such a statement."""
    if framework.form is None:
        return
    language = plan.report.language
    title = operation.TITLES[framework.form][language]
    cover, name = plan.filed[framework.id]
    sheet = plan.book.sheet(cover, _COVER, has_head=False)
    sheet.add([Cell(title, look="title")])
    sheet.add([])
    for fact in operation.cover(framework, plan.report):
        value = Cell(fact.value, look="open") if fact.is_open else fact.value
        sheet.add([Cell(fact.label, look="strong"), value])
    sheet.close()
    heads = operation.HEADS[framework.form]
    widths = [*_WIDTHS] if len(heads) == len(_WIDTHS) else [*_WIDTHS[:4], 26, *_WIDTHS[6:]]
    columns = [
        plan.column(head, width, folds=width >= _FOLDS)
        for head, width in zip(heads, widths, strict=True)
    ]
    plan.sheet(name, columns, operation.rows(framework, plan.report))
