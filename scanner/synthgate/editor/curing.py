"""A file as it would be with a finding mended: what `synthgate fix` would make of it.

A template is scanned again, and what does not pass is not offered. A program is not run: its cure
is offered as one that nobody has tried.
"""

from __future__ import annotations

from collections.abc import Callable

from synthgate.clock import within
from synthgate.editor.texts import digest_of
from synthgate.errors import UsageError
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.proposing import accepted_in, proposed
from synthgate.fixing.templates import mended
from synthgate.guard import Guard, crash
from synthgate.model import Finding, Problem, Report
from synthgate.pipeline import Prepared
from synthgate.sources.source import Source

SECONDS = 10.0
"""How long a cure may be looked for: somebody waits for the list of what can be done."""

Mends = Callable[[Finding, str], str | None]
"""The text of a file with a finding mended; None where nothing is known that does it."""


def of_template(prepared: Prepared, source: Source) -> Mends:
    """What mends the findings of a template as it stands in a buffer."""

    def mends(finding: Finding, text: str) -> str | None:
        cards, around = prepared.judgement.chosen.gated.cards, prepared.judgement.around
        if finding.rule.id not in cards or _bytes(text) != source.content:
            return None
        for one in mended(prepared.plan, source, cards, [finding]).edited:
            if around.file(one.path) == source.path:
                return one.after.decode("utf-8", "surrogatepass")
        return None

    return _kept(mends)


def of_program(prepared: Prepared, report: Report) -> Mends:
    """What mends the findings of an assembly in the program that it is from."""
    accepted = accepted_in(report.findings)

    def mends(finding: Finding, text: str) -> str | None:
        cards, around = prepared.judgement.chosen.gated.cards, prepared.judgement.around
        if finding.rule.id not in cards:
            return None
        try:
            found = proposed([finding], cards, around, {}, accepted)
            for path, after in found.texts(found.proposals).items():
                if digest_of(found.contents[path].decode("utf-8", "replace")) == digest_of(text):
                    return after.decode("utf-8")
        except (NoFixError, UsageError):  # the latter where libcst is not installed
            return None
        return None

    return _kept(mends)


def _kept(mends: Mends) -> Mends:
    """The same, which remembers: an editor asks at each step of the cursor."""
    known: dict[tuple[int, str], str | None] = {}

    def again(finding: Finding, text: str) -> str | None:
        key = id(finding), digest_of(text)
        if key not in known:
            known[key] = None
            with Guard(list[Problem](), crash("synthgate fix"), last=True), within(SECONDS):
                known[key] = mends(finding, text)
        return known[key]

    return again


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
