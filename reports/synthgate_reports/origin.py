"""Where a report comes from, as facts with names: for people, and as properties for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthgate.model import Message, first_of, plural
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Report, Text

SHOWN_OF_DIGEST = 12
"""Hexadecimal digits of a digest that people are shown; programs get all."""
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a report rests on: its name for programs and for people, and what it is."""

    id: str
    label: Text
    value: str


def origin(report: Report, shown: int = SHOWN_OF_DIGEST) -> Iterator[Fact]:
    """All that is known, in the order in which a reader asks; `shown` digits of each digest."""
    for fact in _facts(report, shown):
        yield Fact(fact.id, fact.label, printable(fact.value))


def _facts(report: Report, shown: int) -> Iterator[Fact]:
    run, rests_on, language = report.run, report.run.origin, report.language

    def digest(whole: str) -> str:
        return whole[:shown]

    if rests_on.stamp:
        stamp = rests_on.stamp
        yield Fact("time", _TIME, stamp.time)
        if stamp.commit:
            branch = f" ({stamp.branch})" if stamp.branch else ""
            yield Fact("commit", _COMMIT, f"{stamp.commit}{branch}")
        if stamp.repository:
            yield Fact("repository", _REPOSITORY, stamp.repository)
    rules = _RULES.format(number=run.rules)[language]
    yield Fact("profile", _PROFILE, f"{run.profile} ({rules})")
    threshold = rests_on.threshold or _NEVER[language]
    clauses = f", {_CLAUSES.format(number=rests_on.clauses)[language]}" if rests_on.clauses else ""
    yield Fact("threshold", _THRESHOLD, f"{threshold}{clauses}")
    for id_, label, rules_of in (
        ("excluded", _EXCLUDED, run.excluded),
        ("changed", _CHANGED, run.changed),
    ):
        if rules_of:
            names = first_of(rules_of, _MOST_NAMES)[language]
            yield Fact(id_, label, f"{len(rules_of)} ({names})")
    if rests_on.digest:
        yield Fact("configuration", _CONFIGURATION, digest(rests_on.digest))
    for one in rests_on.files:
        yield Fact(f"file.{one.role}", _FILES[one.role], f"{one.path} {digest(one.digest)}")
    for number, policy in enumerate(run.policies):
        yield Fact(f"policy.{number}", _POLICY, f"{policy.name} {digest(policy.digest)}")
    for number, read in enumerate(rests_on.assemblies):
        named = f"{read.path} {digest(read.digest)}"
        yield Fact(f"assembly.{number}", _ASSEMBLY, named)


def in_one_line(report: Report) -> str:
    """What a reader of the last lines wants of it: when, of what, by which rules."""
    wanted = ("time", "commit", "profile", "threshold", "excluded", "changed")
    facts = (fact for fact in origin(report) if fact.id in wanted)
    return "; ".join(f"{fact.label[report.language]} {fact.value}" for fact in facts)


_TIME = Message("made")
_COMMIT = Message("commit")
_REPOSITORY = Message("repository")
_PROFILE = Message("profile")
_RULES = plural("{number} rule", "{number} rules")
_THRESHOLD = Message("closes on")
_NEVER = Message("nothing")
_CLAUSES = plural("{number} clause says otherwise", "{number} clauses say otherwise")
_EXCLUDED = Message("rules not checked")
_CHANGED = Message("rules set otherwise")
_CONFIGURATION = Message("settings (SHA-256)")
_POLICY = Message("policy (SHA-256)")
_ASSEMBLY = Message("assembly (SHA-256)")
_FILES = {
    "configuration": Message("configuration (SHA-256)"),
    "profile": Message("file of the profile (SHA-256)"),
    "waivers": Message("waivers (SHA-256)"),
    "baseline": Message("baseline (SHA-256)"),
    "parameters": Message("parameters (SHA-256)"),
    "evidence": Message("evidence (SHA-256)"),
}
