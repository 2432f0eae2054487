"""Fixes of a program, synthesized in a copy of it and held against what was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from synthgate.errors import SynthError
from synthgate.fixing.made import Assembly, assembly_of, changed_besides
from synthgate.fixing.observing import Place, is_gone, observed, places_in, worsened
from synthgate.fixing.outcomes import Left, NoFixError, Texts
from synthgate.fixing.proposing import Proposal, Proposed, suggestion
from synthgate.merging import merge
from synthgate.model import Message, Text, first_of
from synthgate.pipeline import Prepared
from synthgate.records import dataclass
from synthgate.sources.source import Source

MOST_SYNTHESES = 25
"""How often a program is run, at most: then what was not tried stays as it is."""
_MOST_NAMED = 3

Synthesize = Callable[[], Sequence[Source]]
"""Runs the program of the copy; gives the units of its assembly."""


@dataclass(frozen=True, slots=True)
class Before:
    """The copy, and what its program made before anything was changed."""

    folder: Path
    prepared: Prepared
    assembly: Assembly
    places: Counter[Place]


class Trial:
    """Finds the largest part of some proposals that passes: all of them, or else by halves."""

    def __init__(self, before: Before, proposed: Proposed, synthesize: Synthesize) -> None:
        self._before = before
        self._proposed = proposed
        self._synthesize = synthesize
        self._runs = 0
        self.left: list[Left] = []

    def passing(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Those that pass together; of the others, why not."""
        kept = self._kept([], proposals)
        self._write(self._proposed.contents)
        return kept

    def _kept(self, kept: list[Proposal], more: Sequence[Proposal]) -> list[Proposal]:
        """What passes of some more, beside those that do."""
        if not more:
            return kept
        why = self._why_not([*kept, *more])
        if why is None:
            return [*kept, *more]
        if len(more) == 1:
            for finding in more[0].findings:
                self.left.append(Left(finding, why, suggestion(finding)))
            return kept
        half = len(more) // 2
        return self._kept(self._kept(kept, more[:half]), more[half:])

    def _why_not(self, proposals: Sequence[Proposal]) -> Text | None:
        """Why some fixes do not pass together; None where they do."""
        if self._runs >= MOST_SYNTHESES:
            return _NOT_TRIED
        self._runs += 1
        try:
            self._write({**self._proposed.contents, **self._proposed.texts(proposals)})
            sources = self._synthesize()
        except NoFixError as error:
            return error.reason
        except SynthError as error:
            return _FAILS.format(said=error.text)
        return self._worse(proposals, sources)

    def _write(self, texts: Texts) -> None:
        for path, text in texts.items():
            (self._before.folder / path).write_bytes(text)

    def _worse(self, proposals: Sequence[Proposal], sources: Sequence[Source]) -> Text | None:
        plan, cards = self._before.prepared.plan, self._before.prepared.judgement.chosen.gated.cards
        partial = merge(observed(plan, source, {}) for source in sources)
        now, before = places_in(partial, cards), self._before.places
        findings = [finding for one in proposals for finding in one.findings]
        if not all(is_gone(finding, now) for finding in findings):
            return _STAYS
        mended = {rule for one in findings for rule in (one.rule.id, *one.also)}
        found = worsened(before, now, cards, mended)
        if found:
            return _WORSE.format(names=first_of(found, _MOST_NAMED))
        other = [*changed_besides(self._before.assembly, assembly_of(plan, sources), proposals)]
        return _BESIDES.format(names=first_of(other, _MOST_NAMED)) if other else None


_NOT_TRIED = Message("not tried: the program was run as often as it is for one command")
_FAILS = Message("with the cure, the program does not synthesize: {said}")
_STAYS = Message("with the cure, the same is still found")
_WORSE = Message("with the cure, something else is found: {names}")
_BESIDES = Message("with the cure, something else changes: {names}")
