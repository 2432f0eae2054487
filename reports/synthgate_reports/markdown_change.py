"""What a change does, in a comment: a table for each stage, the destructive first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from synthgate_reports.changing import (
    HEADS,
    WORDS,
    by_stage,
    destructive,
    in_one_line,
    names_of,
    proviso,
    stage_title,
)
from synthgate_reports.fitting import Block
from synthgate_reports.markdown_text import code, prose
from synthgate_reports.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Change, Report

_MOST_PROPERTIES = 5


def line_of_change(report: Report) -> str:
    """What the change comes to, and what nobody knows of it."""
    said = in_one_line(report)
    if said is None:
        return ""
    more = proviso(report)
    lines = [
        f"**{prose(said[report.language])}**",
        *([prose(more[report.language])] if more else []),
    ]
    return " ".join(lines)


def tables(report: Report) -> Iterator[tuple[str, str, list[Block]]]:
    """For each stage its title, the head of its table, and a row for each resource."""
    language = report.language
    head = " | ".join(one[language] for one in HEADS)
    for stage, found in by_stage(destructive(report)).items():
        rows = [Block([partial(_row, one, report)]) for one in found]
        yield stage_title(prose(stage))[language], f"| {head} |\n|{'---|' * len(HEADS)}\n", rows


def _row(one: Change, report: Report) -> str:
    language = report.language
    told = prose(sentence(one.told[language])) if one.told else ""
    changed = [it.removeprefix("Properties.") for it in one.properties[:_MOST_PROPERTIES]]
    more = len(one.properties) - len(changed)
    properties = ", ".join(map(code, changed)) + (f" + {more}" if more else "")
    cells = (
        WORDS[one.action][language],
        " → ".join(map(code, names_of(one))),
        code(one.subject.type),
        properties,
        told,
    )
    return f"| {' | '.join(_in_cell(cell) for cell in cells)} |\n"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
