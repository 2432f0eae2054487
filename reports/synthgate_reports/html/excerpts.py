"""Which excerpts the page of a report has: those of the worst findings, and texts that repeat."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate_reports.excerpt import shown
from synthgate_reports.wording import source_location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from synthgate.model import Finding
    from synthgate_reports.excerpt import Shown

WORST = 2000
"""Findings that have their excerpts whatever these take."""
MOST_REPEATED = 500_000
"""Characters of texts that only other findings have, each counted once."""

Pair = tuple["Shown | None", "Shown | None"]
"""The excerpts of the template and of the program."""


def kept(findings: Sequence[Finding]) -> Iterator[tuple[Pair, bool]]:
    """The excerpts to show of each finding, the worst first, and whether one is left out."""
    pairs = [_pair(finding) for finding in findings]
    known = {one for pair in pairs[:WORST] for one in pair if one}
    often = Counter(one for pair in pairs[WORST:] for one in pair if one and one not in known)
    room = MOST_REPEATED
    for one, times in often.most_common():
        size = sum(map(len, one.lines))
        if times > 1 and size <= room:
            room -= size
            known.add(one)
    for template, program in pairs:
        pair = _if(template, known), _if(program, known)
        yield pair, pair != (template, program)


def _pair(finding: Finding) -> Pair:
    source = finding.source
    return shown(finding.location), shown(source_location(source)) if source else None


def _if(one: Shown | None, known: set[Shown]) -> Shown | None:
    return one if one in known else None
