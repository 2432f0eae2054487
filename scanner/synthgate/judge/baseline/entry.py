"""One line of a baseline: a finding in words that a reviewer reads, and its identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from synthgate.judge.names import writable
from synthgate.model import Finding, Repeat, Subject
from synthgate.records import dataclass
from synthgate.template.entries import without_suffix, without_tokens

Where = tuple[str | None, ...]
"""Stage, stack and resource; outside of any stack, the file."""
OUTSIDE = ("../", "/", "<")
"""How the names of units begin that are elsewhere on every machine: they tell nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is known, since a day (ISO), and those that kept silent behind it.

    `unit` is the folder of the assembly that it was in, or the template outside of any; None where
    that is not told. It is of a `construct`, or of the `resource` of that logical id. `times` is
    how many findings it stands for: one, as long as identities tell all apart. `line` is where it
    stands in the file.
    """

    rule: str
    status: str
    severity: str
    stage: str | None
    stack: str | None
    unit: str | None
    construct: str | None
    resource: str | None
    property_path: str
    first_seen: str
    fingerprint: str
    repeats: tuple[Repeat, ...] = ()
    times: int = 1
    line: int = 0

    @property
    def where(self) -> Where:
        """The resource, as far as the line tells it."""
        if self.construct is not None:
            return self.stage, self.stack, "", without_tokens(self.construct)
        file = None if self.stack else self.unit
        return self.stage, self.stack, file, without_suffix(self.resource or "")

    @property
    def order(self) -> tuple[str, ...]:
        """What the lines of a file are sorted by: those of one resource stand together."""
        name = self.construct or self.resource or ""
        named = (self.stage or "", self.stack or "", name, self.rule, self.property_path)
        return (*named, self.unit or "", self.fingerprint)

    @property
    def identity(self) -> tuple[str | None, str]:
        """What no other line has."""
        return self.unit, self.fingerprint


def where_of(subject: Subject) -> Where:
    """The resource of a finding, as an entry has it."""
    if subject.construct_path is not None:
        return subject.stage, subject.stack, "", without_tokens(subject.construct_path)
    file = None if subject.stack else writable(subject.template)
    return subject.stage, subject.stack, file, without_suffix(subject.logical_id)


def entry_of(finding: Finding, unit: str, day: str) -> Entry:
    """A line for a finding of a unit that is known since a day."""
    subject = finding.subject
    construct = subject.construct_path
    return Entry(
        rule=finding.rule.id,
        status=finding.status.value,
        severity=finding.severity.value,
        stage=subject.stage,
        stack=subject.stack,
        unit=None if unit.startswith(OUTSIDE) else unit,
        construct=None if construct is None else without_tokens(construct),
        resource=subject.logical_id if construct is None else None,
        property_path=finding.location.property_path,
        first_seen=day,
        fingerprint=finding.fingerprint,
        repeats=tuple(sorted(set(finding.repeats), key=lambda it: (it.rule_id, it.fingerprint))),
    )


def gathered(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries in their order, those of one identity as one, known since the earliest day."""
    every = [*entries]
    times = Counter[tuple[str | None, str]]()
    for entry in every:
        times[entry.identity] += entry.times
    first: dict[tuple[str | None, str], Entry] = {}
    for entry in sorted(every, key=lambda it: (it.first_seen, it.order)):
        first.setdefault(entry.identity, entry)
    for entry in sorted(first.values(), key=lambda it: it.order):
        yield replace(entry, times=times[entry.identity])
