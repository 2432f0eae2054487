"""What the formats say alike of the groups of a framework: chapters, families, and their totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate.model import plural
from synthgate_reports.standing import counts_of
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synthgate.model import AssessedControl, AssessedFramework, Control, Language, Report

_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
SILENT = plural(
    "{number} control of which nothing in a template tells, and nobody states anything: {ids}",
    "{number} controls of which nothing in a template tells, and nobody states anything: {ids}",
)
_WAITING = plural(
    "{number} of them passed its checks and waits for evidence",
    "{number} of them passed their checks and wait for evidence",
)
_ELSEWHERE = plural(
    "{number} of them is stated to be met elsewhere",
    "{number} of them are stated to be met elsewhere",
)


def group_title(group: str, framework: AssessedFramework, language: Language) -> str:
    """A group as the standard calls it; a name that only the file has for it says nothing."""
    title = sentence(framework.groups[group][language])
    return title if _SLUG.match(group) else f"{printable(group)} {title}".rstrip()


def control_title(control: Control, language: Language) -> str:
    """A control by its id, and its title where the standard's words, or ours, may be printed."""
    return f"{printable(control.id)} {sentence(control.title[language])}".rstrip()


def totals(controls: Iterable[AssessedControl], report: Report) -> str:
    """How many controls are in each state, wait for evidence alone, or are met elsewhere."""
    every = [*controls]
    counts = counts_of((one.state for one in every), report)
    told = [counts]
    for sentence_, number in (
        (_WAITING, sum(one.waits for one in every)),
        (_ELSEWHERE, sum(one.is_elsewhere for one in every)),
    ):
        if number:
            told.append(sentence_.format(number=number)[report.language])
    return "; ".join(told)


def is_silent(one: AssessedControl) -> bool:
    """Whether nothing is known of a control: no rule tells of it, and nobody states anything."""
    return one.control.mode == "unclaimed" and not one.evidence
