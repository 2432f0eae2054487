"""Suppressions that stand in templates, and in what the CDK recorded of an app.

Ours, and those that people wrote for another scanner: who excused a finding there, by the id that
it has there, has excused ours of the same meaning. What is suppressed stays in the report with its
reason. A scan holds suppressions against findings (`Ledger`) and passes no judgement; whether they
still hold on a day, and what is told of them, is the reader's (`in_force`, `Telling`).

    said         what one says, what it holds for, where it stands
    metadata     who writes it where: own, nag      comments, blocks    those of YAML
    shelves      by what they hold for              meanings, parts     by what they mean
    places       which entry or statement a check of another tool may be about
    ledger       who is excused by what             standing, telling   on a day, to people
    excuses      what tools find, in their words
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from synthgate.lazily import lazily
from synthgate.model import Disposition, Message, Observed, Problem
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from synthgate.judge.inline.excuses import Excuses
    from synthgate.judge.inline.ledger import Ledger, Surroundings
    from synthgate.judge.inline.meanings import Meanings
    from synthgate.judge.inline.parts import texts_in
    from synthgate.judge.inline.places import places_in
    from synthgate.judge.inline.standing import in_force
    from synthgate.judge.inline.telling import Asked, Telling

__all__ = [
    "Asked",
    "Excuses",
    "Ledger",
    "Meanings",
    "Surroundings",
    "Telling",
    "in_force",
    "places_in",
    "texts_in",
    "unheeded",
]

__getattr__ = lazily(
    __name__,
    {
        "excuses": "Excuses",
        "ledger": "Ledger Surroundings",
        "meanings": "Meanings",
        "parts": "texts_in",
        "places": "places_in",
        "standing": "in_force",
        "telling": "Asked Telling",
    },
)


def unheeded(observed: Iterable[Observed]) -> Iterator[Problem]:
    """A notice of the findings that what stands in a stranger's templates would have excused."""
    findings = (it for one in observed for it in one.findings)
    number = sum(finding.disposition is Disposition.SUPPRESSED for finding in findings)
    if number:
        yield Problem(ProblemCode.SETTING_IGNORED, _UNHEEDED.format(number=number))


_UNHEEDED = Message("--untrusted: suppressions in the templates not followed: {number}")
