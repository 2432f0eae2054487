"""What the scan of some units came to: plain data, to be stored, sent and put together.

Nothing in it depends on where it was made or on when; of the CDK program it holds places, no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.model.findings import Finding, Verdict
from synthgate.model.places import Position
from synthgate.model.problems import Problem, ScannedTemplate
from synthgate.model.reported import NOTHING_HEARD, Heard, Placed
from synthgate.model.runs import StoredScan
from synthgate.model.text import Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Observed:
    """What the rules said of one stack, or of an app as a whole, and what that is for.

    `untold` are the rules of which a verdict is unknown for nothing says what the stack is for.
    """

    environment: str | None
    verdicts: Sequence[Verdict] = ()
    findings: tuple[Finding, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """One suppression as it was found, and what came of it in a scan; nobody judged it yet.

    `tool` is whose words they are, `id` what is suppressed as it is written there, `about` the
    resource or construct that it is for (of a template as a whole nothing). `means` are the rules
    of the run of that meaning, `asked` those of them that were asked where it holds, `excused`
    those of which it excused a finding. `unnamed` is what a finding is about besides what it names.
    `wrong` says why it does not count. What is `shared` was written several times by one wish.
    """

    tool: str
    id: str
    path: str
    position: Position | None = None
    about: str = ""
    expires: str | None = None
    means: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    wrong: Text | None = None
    shared: str = ""


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What came of one unit: of an assembly, or of a template outside any.

    `order` is the unit's place among all of the run. `base` is the folder of an assembly, beside
    which its program may lie, relative to the folder of the run. `declared` are the parameters
    that some template has, `suppressions` what is written there that findings should not count.
    `heard` is what other tools say in reports that lie in the assembly, and `resources` is what
    they, and others, may speak of; it is empty where nobody is to be heard. `manifests` are
    those of an assembly by their paths, with the SHA-256 of each.
    """

    order: tuple[int, ...]
    base: str | None = None
    templates: tuple[ScannedTemplate, ...] = ()
    observed: tuple[Observed, ...] = ()
    problems: tuple[Problem, ...] = ()
    declared: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    heard: Heard = NOTHING_HEARD
    resources: tuple[Placed, ...] = ()
    manifests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartialReport:
    """What came of some units, in their order; `heard` is what other tools said of all of them."""

    units: Sequence[UnitReport] = ()
    heard: Heard = NOTHING_HEARD

    @property
    def every_heard(self) -> Iterator[Heard]:
        """All that other tools said, of the run and of each unit."""
        yield self.heard
        yield from (unit.heard for unit in self.units)


@dataclass(frozen=True, slots=True)
class Results:
    """All that any report needs, in no language yet and before anybody judged it.

    `plan` is the digest of what was asked, `gated` are the rules that the gate goes by (others are
    asked for the sake of frameworks), `problems` those of the run, which belong to no unit.
    `asked` are all rules that were asked, empty where nobody has kept them, and `scans` are what
    it was made by: of several results that were put together, several.
    """

    plan: str
    gated: tuple[str, ...]
    problems: tuple[Problem, ...]
    partial: PartialReport
    asked: tuple[str, ...] = ()
    scans: tuple[StoredScan, ...] = ()
