"""Fixes of a program, synthesized in a copy of it and held against what was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from synthgate.errors import SynthError
from synthgate.fixing.made import Assembly, assembly_of, changed_besides, concerned, is_below
from synthgate.fixing.observing import Place, is_gone, observed, places_in, worse_places
from synthgate.fixing.outcomes import Left, NoFixError, Texts
from synthgate.fixing.proposing import Proposal, Proposed, suggestion
from synthgate.fixing.replacing import replaced
from synthgate.merging import merge
from synthgate.model import Finding, Message, Text, first_of, verbatim
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


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why some fixes do not pass, and by whose fault (by identity), where that is known."""

    why: Text
    guilty: Mapping[int, Text] = field(default_factory=dict[int, Text])


class Trial:
    """Finds the largest part of some proposals that passes: all of them, or else by halves."""

    def __init__(self, before: Before, proposed: Proposed, synthesize: Synthesize) -> None:
        self._before = before
        self._proposed = proposed
        self._synthesize = synthesize
        self._runs = 0
        self._volatile: frozenset[str] | None = None
        self._after = before.assembly
        self.left: list[Left] = []

    def passing(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Those that pass together; of the others, why not."""
        kept = self._kept([], proposals)
        self._write(self._proposed.contents)
        return kept

    def told(self, finding: Finding) -> Text | None:
        """What becomes of the resource of a finding, once what passed is deployed."""
        name = (finding.subject.template, finding.subject.logical_id)
        return replaced(self._before.assembly.body(*name), self._after.body(*name))

    def _kept(self, kept: list[Proposal], more: Sequence[Proposal]) -> list[Proposal]:
        """What passes of some more, beside those that do: without the guilty, or by halves."""
        if not more:
            return kept
        found = self._tried([*kept, *more])
        if found is None:
            return [*kept, *more]
        guilty = [one for one in more if id(one) in found.guilty] or [*more][: len(more) == 1]
        for one in guilty:
            self._leave(one, found.guilty.get(id(one), found.why))
        if guilty:
            return self._kept(kept, [one for one in more if one not in guilty])
        half = len(more) // 2
        return self._kept(self._kept(kept, more[:half]), more[half:])

    def _leave(self, proposal: Proposal, why: Text) -> None:
        self.left.extend(Left(it, why, suggestion(it)) for it in proposal.findings)

    def _tried(self, proposals: Sequence[Proposal]) -> _Failure | None:
        """Why some fixes do not pass together; None where they do."""
        if self._runs >= MOST_SYNTHESES:
            return _Failure(_NOT_TRIED, {id(one): _NOT_TRIED for one in proposals})
        self._runs += 1
        try:
            self._write({**self._proposed.contents, **self._proposed.texts(proposals)})
            sources = self._synthesize()
        except NoFixError as error:
            return _Failure(error.reason)
        except SynthError as error:
            *_, last = error.text.en.strip().splitlines()  # of a trace, what went wrong
            return _Failure(_FAILS.format(said=verbatim(last)))
        return self._worse(proposals, sources)

    def _write(self, texts: Texts) -> None:
        for path, text in texts.items():
            (self._before.folder / path).write_bytes(text)

    def _worse(self, proposals: Sequence[Proposal], sources: Sequence[Source]) -> _Failure | None:
        """What the scan says, and what else has changed."""
        plan, cards = self._before.prepared.plan, self._before.prepared.judgement.chosen.gated.cards
        now = places_in(merge(observed(plan, source, {}) for source in sources), cards)
        was = self._before.places
        stay = [one for one in proposals if not all(is_gone(it, was, now) for it in one.findings)]
        if stay:
            return _Failure(_STAYS, {id(one): _STAYS for one in stay})
        findings = [finding for one in proposals for finding in one.findings]
        mended = {rule for one in findings for rule in (one.rule.id, *one.also)}
        worse = worse_places(was, now, cards, mended)
        after = assembly_of(plan, sources)
        if worse:
            return self._found(worse, after, proposals)
        theirs = concerned(self._before.assembly, proposals)
        other = self._besides(after, theirs)
        self._after = after
        return _Failure(_BESIDES.format(names=first_of(other, _MOST_NAMED))) if other else None

    def _besides(self, after: Assembly, theirs: set[str]) -> list[str]:
        """What else has changed, but for what is another with each run: a time, say."""
        other = [*changed_besides(self._before.assembly, after, theirs)]
        if other and self._volatile is None:
            self._volatile = self._changing()
        return [one for one in other if one not in (self._volatile or ())]

    def _changing(self) -> frozenset[str]:
        """What is other than before although the program is the same."""
        self._runs += 1
        self._write(self._proposed.contents)
        try:
            again = assembly_of(self._before.prepared.plan, self._synthesize())
        except SynthError:
            return frozenset()
        return frozenset(changed_besides(self._before.assembly, again, set()))

    def _found(
        self, worse: Sequence[Place], after: Assembly, proposals: Sequence[Proposal]
    ) -> _Failure:
        """Whose doing a new finding is, where only one fix is about its resource."""
        guilty: dict[int, Text] = {}
        for rule, _, logical_id, _ in worse:
            construct = after.construct(logical_id)
            about = [
                one
                for one in proposals
                if is_below(construct, concerned(self._before.assembly, [one]))
            ]
            if len(about) == 1:
                guilty[id(about[0])] = _WORSE.format(names=rule)
        names = sorted({rule for rule, *_ in worse})
        return _Failure(_WORSE.format(names=first_of(names, _MOST_NAMED)), guilty)


_NOT_TRIED = Message("not tried: the program was run as often as it is for one command")
_FAILS = Message("with the cure, the program does not synthesize: {said}")
_STAYS = Message("with the cure, the same is still found")
_WORSE = Message("with the cure, something else is found: {names}")
_BESIDES = Message("with the cure, something else changes: {names}")
