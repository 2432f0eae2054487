"""A file as it would be with a finding mended: what `synthgate fix` would make of it.

A template is scanned again, and what does not pass is not offered. A program is not run: its cure
is offered as one that nobody has tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synthgate.clock import within
from synthgate.editor.texts import digest_of
from synthgate.errors import UsageError
from synthgate.fixing.expecting import expects
from synthgate.fixing.made import Assembly, assembly_of
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.proposing import accepted_in, proposed
from synthgate.fixing.templates import mended
from synthgate.guard import Guard, crash
from synthgate.model import Finding, Problem, Report, Text
from synthgate.pipeline import Prepared
from synthgate.records import dataclass
from synthgate.sources.discover import Discovery
from synthgate.sources.source import Source

SECONDS = 10.0
"""How long a cure may be looked for: somebody waits for the list of what can be done."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of a file with a finding mended, and what a person should know of it besides."""

    text: str
    told: Text | None = None


Mends = Callable[[Finding, str], Mended | None]
"""Mends a finding in the text of a file; None where nothing is known that does it."""


def of_template(prepared: Prepared, source: Source) -> Mends:
    """What mends the findings of a template as it stands in a buffer."""

    def mends(finding: Finding, text: str) -> Mended | None:
        cards, around = prepared.judgement.chosen.gated.cards, prepared.judgement.around
        if finding.rule.id not in cards or _bytes(text) != source.content:
            return None
        outcome = mended(prepared.plan, source, cards, [finding])
        told = outcome.fixed[0].told if outcome.fixed else None
        for one in outcome.edited:
            if around.file(one.path) == source.path:
                return Mended(one.after.decode("utf-8", "surrogatepass"), told)
        return None

    return _kept(mends)


def of_program(prepared: Prepared, report: Report, paths: Sequence[str]) -> Mends:
    """What mends the findings of an assembly in the program that it is from."""

    def assembly() -> Assembly:
        discovery = Discovery(prepared.judgement.around, None)
        return assembly_of(prepared.plan, [*discovery.sources(paths)])

    tells = expects(prepared.judgement.chosen.gated.cards, assembly)
    accepted = accepted_in(report.findings)

    def mends(finding: Finding, text: str) -> Mended | None:
        cards, around = prepared.judgement.chosen.gated.cards, prepared.judgement.around
        if finding.rule.id not in cards:
            return None
        try:
            found = proposed([finding], cards, around, {}, accepted)
            for path, after in found.texts(found.proposals).items():
                if digest_of(found.contents[path].decode("utf-8", "replace")) == digest_of(text):
                    return Mended(after.decode("utf-8"), tells(finding))
        except (NoFixError, UsageError):  # the latter where libcst is not installed
            return None
        return None

    return _kept(mends)


def _kept(mends: Mends) -> Mends:
    """The same, which remembers: an editor asks at each step of the cursor."""
    known: dict[tuple[int, str], Mended | None] = {}

    def again(finding: Finding, text: str) -> Mended | None:
        key = id(finding), digest_of(text)
        if key not in known:
            known[key] = None
            with Guard(list[Problem](), crash("synthgate fix"), last=True), within(SECONDS):
                known[key] = mends(finding, text)
        return known[key]

    return again


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
