"""One fault, once: a rule is silent about a place where one that it defers to has spoken.

`unless: [rule-id, …]` on a card names those. What stays silent is named by the finding that speaks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from synthgate.model import Finding, Repeat, Status, Subject, Verdict
from synthgate.records import dataclass


def without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that only repeat another, which names their rules (`also`).

    Only a failure that counts silences others, and only at its place: the same resource, and there
    the same entry of a list (a statement, an ingress rule), or one that is inside of its own.
    """
    if not any(finding.rule.unless for finding in findings):
        return [*findings]
    speakers = _Speakers(_by_subject(findings))
    silent: dict[int, list[Repeat]] = {}
    spoken: list[Finding] = []
    for finding in findings:
        speaker = speakers.of(finding) if finding.is_active else None
        if speaker is None:
            spoken.append(finding)
        else:
            silent.setdefault(id(speaker), []).append(Repeat(finding.rule.id, finding.fingerprint))
    return [
        replace(finding, repeats=tuple(silent[id(finding)])) if id(finding) in silent else finding
        for finding in spoken
    ]


def heard(
    verdicts: Iterable[Verdict], before: Sequence[Finding], left: Sequence[Finding]
) -> Iterable[Verdict]:
    """The verdicts without those of which every finding is left out: `left` are some of before."""
    if len(before) == len(left):
        return verdicts
    gone = {one.question for one in before} - {one.question for one in left}
    rules = {rule_id for rule_id, _ in gone}
    return (it for it in verdicts if it.rule.id not in rules or it.question not in gone)


def _by_subject(findings: Iterable[Finding]) -> Mapping[Subject, list[Finding]]:
    """The failures that count, by what they are about."""
    found: dict[Subject, list[Finding]] = {}
    for finding in findings:
        if finding.status is Status.FAIL and finding.is_active:
            found.setdefault(finding.subject, []).append(finding)
    return found


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Finds out who speaks for whom."""

    failures: Mapping[Subject, list[Finding]]

    def of(self, finding: Finding) -> Finding | None:
        """The finding that says what another says, and that none says in its turn.

        Rules that defer to each other and to nobody else all speak, for else all would be silent;
        lint refuses such.
        """
        asked = {finding.rule.id}
        waiting = deque(self._before(finding))
        while waiting:
            other = waiting.popleft()
            if other.rule.id in asked:
                continue
            asked.add(other.rule.id)
            others = [*self._before(other)]
            if not others:
                return other
            waiting.extend(others)
        return None

    def _before(self, finding: Finding) -> Iterator[Finding]:
        """The failures of the rules that a finding's defers to, at its place."""
        for rule_id in finding.rule.unless:
            for other in self.failures.get(finding.subject, ()):
                if other.rule.id == rule_id and _is_within(finding.entry, other.entry):
                    yield other


def _is_within(entry: str, other: str) -> bool:
    """Whether an entry of a list is another one, or inside of it; "" is the whole resource."""
    return not other or entry == other or entry.startswith((f"{other}.", f"{other}["))
