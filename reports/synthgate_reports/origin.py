"""Where a report comes from, as facts with names: for people, and as properties for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message, first_of, joined, plural, verbatim
from synthgate.records import dataclass
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Language, Report, Run, StoredScan, Text

WHOLE = 64
"""Hexadecimal digits of a SHA-256."""
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

    yield from _stamped(run, language)
    yield _profile(run, language)
    threshold = rests_on.threshold or _NEVER[language]
    clauses = f", {_CLAUSES.format(number=rests_on.clauses)[language]}" if rests_on.clauses else ""
    yield Fact("threshold", _THRESHOLD, f"{threshold}{clauses}")
    yield from _asked(run, language, shown)
    for number, read in enumerate(rests_on.assemblies):
        named = f"{read.path} {digest(read.digest)}"
        yield Fact(f"assembly.{number}", _ASSEMBLY, named)
    for number, scan in enumerate(report.scans):
        yield from _scan(f"scan.{number}", scan, language, shown)


def _stamped(run: Run, language: Language) -> Iterator[Fact]:
    """Which app it is of, when it was made, and of what."""
    if run.app:
        yield Fact("app", _APP, run.app)
    stamp = run.origin.stamp
    if stamp:
        yield Fact("time", _TIME, stamp.time)
        if stamp.commit:
            branch = f" ({stamp.branch})" if stamp.branch else ""
            state = f", {_STATES[stamp.is_dirty][language]}" if stamp.is_dirty is not False else ""
            yield Fact("commit", _COMMIT, f"{stamp.commit}{branch}{state}")
        if stamp.repository:
            yield Fact("repository", _REPOSITORY, stamp.repository)


def _profile(run: Run, language: Language) -> Fact:
    rules = _RULES.format(number=run.rules)[language]
    return Fact("profile", _PROFILE, f"{run.profile} ({rules})")


def _asked(run: Run, language: Language, shown: int) -> Iterator[Fact]:
    """What was left out and set otherwise, and by which settings, files and policies."""
    for id_, label, rules_of in (
        ("excluded", _EXCLUDED, run.excluded),
        ("changed", _CHANGED, run.changed),
    ):
        if rules_of:
            names = first_of(rules_of, _MOST_NAMES)[language]
            yield Fact(id_, label, f"{len(rules_of)} ({names})")
    if run.origin.digest:
        yield Fact("configuration", _CONFIGURATION, run.origin.digest[:shown])
    for one in run.origin.files:
        yield Fact(f"file.{one.role}", _FILES[one.role], f"{one.path} {one.digest[:shown]}")
    for number, policy in enumerate(run.policies):
        yield Fact(f"policy.{number}", _POLICY, f"{policy.name} {policy.digest[:shown]}")


def _scan(id_: str, scan: StoredScan, language: Language, shown: int) -> Iterator[Fact]:
    """A scan whose stored results the report was made of, and what that was asked."""
    yield Fact(id_, _SCAN, f"{scan.name} (synthgate {scan.version})")
    run, name = scan.run, verbatim(printable(scan.name))
    told = [_profile(run, language)] if run.profile else []
    for fact in (*_stamped(run, language), *told, *_asked(run, language, shown)):
        yield Fact(f"{id_}.{fact.id}", joined(": ", (name, fact.label)), fact.value)


def facts_by_name(report: Report) -> dict[str, str]:
    """All that is known with whole digests, by the names that programs have for it."""
    return {fact.id: fact.value for fact in origin(report, WHOLE)}


def in_one_line(report: Report) -> str:
    """What a reader of the last lines wants of it: when, of what, by which rules."""
    wanted = ("time", "commit", "profile", "threshold", "excluded", "changed")
    facts = [fact for fact in origin(report) if fact.id in wanted]
    told = [f"{fact.label[report.language]} {fact.value}" for fact in facts]
    names = [printable(scan.name) for scan in report.scans]
    if names:
        of = first_of(names, _MOST_NAMES)[report.language]
        told.append(f"{_SCAN[report.language]} {of}")
    return "; ".join(told)


_APP = Message("app")
_TIME = Message("dated")
_COMMIT = Message("commit checked out")
_STATES = {
    True: Message("with uncommitted changes"),
    None: Message("not known whether all was committed"),
}
_REPOSITORY = Message("repository")
_PROFILE = Message("profile")
_RULES = plural("{number} rule", "{number} rules")
_THRESHOLD = Message("closes on")
_NEVER = Message("nothing")
_CLAUSES = plural("{number} clause says otherwise", "{number} clauses say otherwise")
_EXCLUDED = Message("rules not checked")
_CHANGED = Message("rules set otherwise")
_SCAN = Message("of the results")
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
