"""Which findings are those of a baseline, and which of its lines are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from synthgate.judge.baseline.entry import Entry, Where, where_of
from synthgate.judge.baseline.file import Baseline
from synthgate.judge.baseline.scope import Scope
from synthgate.model import FINGERPRINTS, Finding, Repeat
from synthgate.records import dataclass

Key = tuple[str | Where, ...]
"""By what a finding is found again: its fingerprint, else what a line says of it in words."""


@dataclass(frozen=True, slots=True)
class Match:
    """The entry that each active finding has, by the finding's place in their list.

    `silent` are the entries whose finding keeps silent behind another one, with what it is there;
    `gone` those that were looked for and not found; `false` those whose fingerprint is that of a
    finding of another rule or resource than they say.
    """

    known: Mapping[int, Entry] = field(default_factory=dict[int, Entry])
    silent: tuple[tuple[Entry, Repeat], ...] = ()
    gone: tuple[Entry, ...] = ()
    false: tuple[Entry, ...] = ()


def match(baseline: Baseline, findings: Sequence[Finding], scope: Scope) -> Match:
    """Give every entry the findings that it stands for, each of them once.

    An entry of an app that was scanned is of that app only, so that it cannot hide the same fault
    of another one. What keeps silent behind the finding of an entry may speak in its place. A
    reviewer reads words: of one whose words are not those of its finding, nothing is known.
    """
    slots = _Slots(baseline, scope)
    active = [(at, finding) for at, finding in enumerate(findings) if finding.is_active]
    known: dict[int, Entry] = {}
    for same_unit in (True, False):
        for at, finding in active:
            entry = None if at in known else slots.take(finding, same_unit=same_unit)
            if entry:
                known[at] = entry
    taken = {id(entry) for entry in known.values()}
    left = [entry for entry in baseline.entries if id(entry) not in taken]
    repeats = _Repeats([finding for _, finding in active], scope)
    silent = [(entry, it) for entry in left if (it := repeats.of(entry))]
    kept = {id(entry) for entry, _ in silent}
    gone = [one for one in left if id(one) not in kept and scope.asked(one) and scope.has(one)]
    return Match(known, tuple(silent), tuple(gone), tuple(slots.false.values()))


class _Slots:
    """The places that entries have for findings; whatever is taken is no longer there."""

    def __init__(self, baseline: Baseline, scope: Scope) -> None:
        self._scope = scope
        self._free: dict[Key, list[Entry]] = defaultdict(list)
        self.false: dict[int, Entry] = {}
        is_ours = baseline.fingerprints == FINGERPRINTS
        for entry in baseline.entries:
            for key in _keys(entry, scope, is_ours=is_ours):
                self._free[key].extend([entry] * entry.times)

    def take(self, finding: Finding, *, same_unit: bool) -> Entry | None:
        """An entry for a finding: of its own app, or of one that was not scanned."""
        unit = self._scope.unit_of(finding)
        for key in _keys_of(finding):
            entries = self._free.get(key, [])
            for at, entry in enumerate(entries):
                is_here = entry.unit == unit if same_unit else entry.unit not in self._scope.stacks
                if is_here and self._tells_of(entry, finding):
                    return entries.pop(at)
        return None

    def _tells_of(self, entry: Entry, finding: Finding) -> bool:
        """Whether the words of a line are about the rule and the resource of a finding."""
        rules = [one.rule_id for one in entry.repeats if one.fingerprint == finding.fingerprint]
        now = {rule for one in (entry.rule, *rules) for rule in self._scope.now(one)}
        is_true = finding.rule.id in now and _named(entry.where) == _named(
            where_of(finding.subject)
        )
        if not is_true:
            self.false[id(entry)] = entry
        return is_true


class _Repeats:
    """Findings that keep silent, by their fingerprints and by what they are about."""

    def __init__(self, findings: Sequence[Finding], scope: Scope) -> None:
        self._scope = scope
        self._known: dict[Key, Repeat] = {}
        for finding in findings:
            for one in finding.repeats:
                self._known[one.fingerprint,] = one
                self._known[one.rule_id, where_of(finding.subject)] = one

    def of(self, entry: Entry) -> Repeat | None:
        """The one that an entry stands for."""
        named = ((rule, entry.where) for rule in self._scope.now(entry.rule))
        keys: list[Key] = [(entry.fingerprint,), *named]
        return next((self._known[key] for key in keys if key in self._known), None)


def _named(where: Where) -> Where:
    """A resource without its file, which a fingerprint holds as far as that tells it apart."""
    stage, stack, _, name = where
    return stage, stack, name


def _keys_of(finding: Finding) -> Iterator[Key]:
    """By what a finding may be found, the surest first."""
    rule, where = finding.rule.id, where_of(finding.subject)
    yield (finding.fingerprint,)
    yield rule, finding.status.value, where, finding.location.property_path
    yield rule, where


def _keys(entry: Entry, scope: Scope, *, is_ours: bool) -> Iterator[Key]:
    """By what the findings of an entry may be found.

    In words only where its fingerprint is of no use: where it is of an older kind, and where the
    rule has another id now, of which every fingerprint is made.
    """
    rules = scope.now(entry.rule)
    if is_ours and entry.rule in rules:
        yield (entry.fingerprint,)
    else:
        yield from ((rule, entry.status, entry.where, entry.property_path) for rule in rules)
    for one in entry.repeats:
        now = scope.now(one.rule_id)
        if is_ours and one.rule_id in now:
            yield (one.fingerprint,)
        else:
            yield from ((rule, entry.where) for rule in now)
