"""What the scan of some units came to: plain data, to be stored, sent and put together.

Nothing in it depends on where it was made or on when; of the CDK program it holds places, no text.
"""

from __future__ import annotations

from dataclasses import dataclass

from synthgate.model.findings import Finding, Verdict
from synthgate.model.problems import Problem, ScannedTemplate


@dataclass(frozen=True, slots=True)
class Observed:
    """What the rules said of one stack, or of an app as a whole, and what that is for.

    `untold` are the rules of which a verdict is unknown for nothing says what the stack is for.
    """

    environment: str | None
    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What came of one unit: of an assembly, or of a template outside any.

    `order` is the unit's place among all of the run. `base` is the folder of an assembly, beside
    which its program may lie, relative to the folder of the run. `declared` are the parameters
    that some template has.
    """

    order: tuple[int, ...]
    base: str | None = None
    templates: tuple[ScannedTemplate, ...] = ()
    observed: tuple[Observed, ...] = ()
    problems: tuple[Problem, ...] = ()
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartialReport:
    """What came of some units, in their order."""

    units: tuple[UnitReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """All that any report needs, in no language yet and before anybody judged it.

    `plan` is the digest of what was asked, `gated` are the rules that the gate goes by (others are
    asked for the sake of frameworks), `problems` those of the run, which belong to no unit.
    """

    plan: str
    gated: tuple[str, ...]
    problems: tuple[Problem, ...]
    partial: PartialReport
