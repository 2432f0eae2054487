"""``synthgate baseline …``: write down what is known, keep it true, and sum it up."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from synthgate.config import NO_BASELINE, Config
from synthgate.errors import UsageError
from synthgate.judge.appending import write_whole
from synthgate.judge.baseline.entry import Entry, entry_of
from synthgate.judge.baseline.file import Baseline
from synthgate.judge.baseline.matching import Match, match
from synthgate.judge.baseline.scope import Scope
from synthgate.judge.baseline.written import written
from synthgate.judge.gate import INCOMPLETE, MISUSED, PASSED
from synthgate.known import baseline_for
from synthgate.model import (
    FINGERPRINTS,
    Finding,
    Message,
    Problem,
    Severity,
    Text,
    plural,
    verbatim,
)
from synthgate.pipeline import prepare, taken_in
from synthgate.problem_code import ProblemCode
from synthgate.progress import progress_on
from synthgate.records import dataclass
from synthgate.rule.cards.sheet import refuse, shown
from synthgate.workbench.console import Console


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What an action is given: the configuration, where it reads, and where it speaks."""

    config: Config
    stdin: BinaryIO
    console: Console

    @property
    def path(self) -> Path:
        """The file of what is known.

        Raises:
            UsageError: there is to be none.
        """
        if self.config.baseline == NO_BASELINE:
            raise UsageError(_NONE_WANTED)
        return self.config.baseline_file

    @property
    def name(self) -> str:
        """What messages call it."""
        return shown(self.path, self.config.folder)


@dataclass(frozen=True, slots=True)
class _Now:
    """What counts now, known or not."""

    findings: tuple[Finding, ...]
    scope: Scope
    problems: tuple[Problem, ...]

    def entry(self, finding: Finding, since: str) -> Entry:
        return entry_of(finding, self.scope.unit_of(finding), since)


def carry_out(arguments: argparse.Namespace, stdin: BinaryIO, console: Console) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: the arguments, the configuration or the file have mistakes.
    """
    config: Config = arguments.config
    refuse(config.mistakes)
    return _ACTIONS[arguments.action](arguments, _Surroundings(config, stdin, console))


def _write(arguments: argparse.Namespace, around: _Surroundings) -> int:
    """Write down all that counts now, as known since today."""
    if os.path.lexists(around.path) and not arguments.force:
        raise UsageError(_THERE.format(file=around.name))
    now = _now(around)
    today = around.config.as_of.isoformat()
    code = _complaint(now, around)
    if code == MISUSED:
        return code
    if code == INCOMPLETE and not arguments.partial:
        told = _KEPT if os.path.lexists(around.path) else _NOT_WRITTEN
        around.console.complain([Problem(ProblemCode.NOTHING_TO_SCAN, told, around.name)])
        return code
    write_whole(around.path, written(now.entry(finding, today) for finding in now.findings))
    around.console.say(_WRITTEN.format(number=len(now.findings), file=around.name))
    return code


def _update(arguments: argparse.Namespace, around: _Surroundings) -> int:
    """Write the file anew: without what is gone, with what has moved, each since its first day."""
    baseline = _existing(around)
    now = _now(around)
    code = _complaint(now, around)
    if code == MISUSED:
        return code
    found = match(baseline, now.findings, now.scope)
    entries = [*_kept(baseline, found, now)]
    new = [it for at, it in enumerate(now.findings) if at not in found.known]
    today = around.config.as_of.isoformat()
    added = [now.entry(finding, today) for finding in new] if arguments.add else []
    write_whole(around.path, written([*entries, *added]))
    around.console.say(_UPDATED.format(file=around.name, known=len(entries), gone=len(found.gone)))
    if new:
        told = _ADDED if arguments.add else _NOT_ADDED
        around.console.say(told.format(number=len(new)))
    return code


def _show(_: argparse.Namespace, around: _Surroundings) -> int:
    """Say how much is known of what, and since when."""
    entries = _existing(around).entries
    oldest = min((entry.first_seen for entry in entries), default="")
    number = sum(entry.times for entry in entries)
    if not entries:
        around.console.say(_EMPTY.format(file=around.name))
        return PASSED
    around.console.say(_SUM.format(file=around.name, number=number, day=oldest))
    for title, of in _TABLES:
        around.console.say(title)
        for line in _table(Counter(name for one in entries for name in [of(one)] * one.times)):
            around.console.say(verbatim(line))
    return PASSED


def _complaint(now: _Now, around: _Surroundings) -> int:
    """Tell what was not scanned, or is configured wrongly, and give the exit code for it."""
    serious = [one for one in now.problems if one.kind != "notice"]
    around.console.complain(serious)
    kinds = {one.kind for one in serious}
    return MISUSED if "configuration" in kinds else INCOMPLETE if kinds else PASSED


def _stack(entry: Entry) -> str:
    return " ".join(filter(None, (entry.unit, entry.stage, entry.stack)))


def _table(counts: Counter[str]) -> Iterator[str]:
    """Names by how often there are, severities by how bad they are."""
    rank = {str(severity): severity.rank for severity in Severity}
    rows = sorted(counts.items(), key=lambda it: (rank.get(it[0], 0), -it[1], it[0]))
    width = len(f"{max(counts.values()):,}")
    return (f"  {number:>{width},}  {name}" for name, number in rows)


def _existing(around: _Surroundings) -> Baseline:
    """The file as it is.

    Raises:
        UsageError: there is none, or it has mistakes.
    """
    config = replace(around.config, gate_on=None, untrusted=False)
    baseline = baseline_for(config)
    if baseline is None:
        raise UsageError(_MISSING.format(file=around.name))
    return baseline


def _now(around: _Surroundings) -> _Now:
    """Scan, as if nothing were known."""
    config = replace(around.config, baseline=NO_BASELINE, against=None, gate_on=None)
    prepared = prepare(config)
    with progress_on(around.console.err) as progress:
        seen = taken_in(prepared, config, around.stdin, progress)
    report = prepared.judgement.report((*prepared.told, *seen.problems), seen.partial)
    scope = prepared.judgement.scope(seen.partial)
    return _Now((*report.failures, *report.doubts), scope, report.problems)


def _kept(baseline: Baseline, found: Match, now: _Now) -> Iterator[Entry]:
    """The lines that stay, by the names and fingerprints of today.

    Raises:
        UsageError: some are of an older kind, and nothing was scanned that has their findings.
    """
    for at, entry in found.known.items():
        yield now.entry(now.findings[at], entry.first_seen)
    for entry, repeat in found.silent:
        yield replace(entry, rule=repeat.rule_id, fingerprint=repeat.fingerprint)
    told = {id(entry) for entry in (*found.known.values(), *found.gone)}
    told |= {id(entry) for entry, _ in found.silent}
    unasked = [entry for entry in baseline.entries if id(entry) not in told]
    if unasked and baseline.fingerprints != FINGERPRINTS:
        raise UsageError(_UNASKED.format(file=baseline.name, number=len(unasked)))
    yield from unasked


_Action = Callable[[argparse.Namespace, _Surroundings], int]
_ACTIONS: dict[str, _Action] = {"write": _write, "update": _update, "show": _show}
_TABLES: Sequence[tuple[Text, Callable[[Entry], str]]] = (
    (Message("by severity:"), lambda entry: entry.severity),
    (Message("by rule:"), lambda entry: entry.rule),
    (Message("by stack:"), _stack),
    (Message("by the day since when they are known:"), lambda entry: entry.first_seen),
)
_NONE_WANTED = Message("--baseline none: name the file that is meant")
_THERE = Message(
    "{file} is there already: 'synthgate baseline update' takes out what is gone, and --add takes "
    "in what is new; --force writes it anew, so that all is known since today"
)
_KEPT = Message(
    "stays as it is, for not everything could be scanned: what is missing now would be new later; "
    "mend that first, or say --partial"
)
_NOT_WRITTEN = Message(
    "not written, for not everything could be scanned: what is missing now would be new later; "
    "mend that first, or say --partial"
)
_MISSING = Message("there is no {file}: write it first ('synthgate baseline write')")
_WRITTEN = plural(
    "{file}: {number} finding is known from now on; commit the file",
    "{file}: {number} findings are known from now on; commit the file",
)
_UPDATED = Message("{file}: known: {known}, taken out for they are gone: {gone}")
_ADDED = Message("new, and known from now on: {number}")
_NOT_ADDED = Message("new, and not taken in: {number} (--add takes them in)")
_EMPTY = Message("{file}: nothing is known")
_SUM = Message("{file}: known findings: {number}; the oldest since {day}")
_UNASKED = Message(
    "{file} has fingerprints of an older kind, and {number} of its findings are of stacks or rules "
    "that this run does not scan: update it with all that it was written with"
)
