"""The file of a baseline: one finding a line, sorted, so that a review sees what comes and goes.

version: 1
fingerprints: 2
findings:
- {rule: …, status: fail, severity: high, stack: …, construct: …, first-seen: …, fingerprint: …}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from synthgate.judge.baseline.entry import Entry
from synthgate.judge.days import day
from synthgate.model import FINGERPRINTS, Message, Problem, Repeat, Severity, Status
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import each, fields, items, kind, member, text
from synthgate.rule.cards.sheet import Sheet, read_sheet
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.document import Route

FILE_NAME = "synthgate-baseline.yaml"
VERSION = 1
MAX_BYTES = 20_000_000
"""Room for 40,000 findings."""

_FINGERPRINT = re.compile(r"[0-9a-f]{32}\Z")

_number = kind(
    lambda it: isinstance(it, int) and not isinstance(it, bool) and it > 0,
    Message("a number from 1"),
)
_any_text = kind(lambda it: isinstance(it, str), Message("a text"))
_fingerprint = kind(
    lambda it: isinstance(it, str) and bool(_FINGERPRINT.match(it)),
    Message("a fingerprint of 32 digits in lower case"),
)
_fingerprints = items(_fingerprint, Message("a list of fingerprints"))
_form = fields(
    {
        "rule": text,
        "status": member([Status.FAIL, Status.UNKNOWN]),
        "severity": member(Severity),
        "stage": text,
        "stack": text,
        "in": text,
        "construct": _any_text,
        "resource": _any_text,
        "property": _any_text,
        "first-seen": day,
        "fingerprint": _fingerprint,
        "times": _number,
        "repeats": each(_fingerprints),
    },
    required=("rule", "status", "severity", "first-seen", "fingerprint"),
)
_sheet = fields(
    {"version": _number, "fingerprints": _number, "findings": items(_form, Message("a list"))},
    required=("version", "fingerprints", "findings"),
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a file says is known. `fingerprints` is which kind it has; `name` is for messages."""

    name: str = FILE_NAME
    entries: tuple[Entry, ...] = ()
    fingerprints: int = FINGERPRINTS
    problems: tuple[Problem, ...] = ()


def read_baseline(path: Path, name: str) -> Baseline:
    """Read a file that messages know by a name; whatever is wrong with it is in `problems`."""
    sheet = read_sheet(path, name, most=MAX_BYTES, unmerged=_CONFLICT)
    if sheet.problems:
        return Baseline(name, problems=sheet.problems)
    mistakes = [*_newer(sheet.body)] or [*_sheet(sheet.body, ())]
    if not mistakes:
        mistakes = [*_twice(sheet.body["findings"])]
    if mistakes:
        return Baseline(name, problems=tuple(sheet.source.problems(mistakes)))
    return Baseline(name, tuple(_entries(sheet)), sheet.body["fingerprints"])


def _newer(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """That a newer synthgate wrote it, which may mean other things by the same words."""
    for key, ours in (("version", VERSION), ("fingerprints", FINGERPRINTS)):
        theirs = body.get(key)
        if isinstance(theirs, int) and theirs > ours:
            yield Mistake((key,), _NEWER.format(key=key, theirs=theirs, ours=ours))


def _twice(findings: Iterable[Mapping[str, Any]]) -> Iterator[Mistake]:
    seen: set[tuple[str | None, str]] = set()
    for index, one in enumerate(findings):
        identity = one.get("in"), one["fingerprint"]
        if identity in seen:
            yield Mistake(("findings", index), _TWICE.format(fingerprint=one["fingerprint"]))
        seen.add(identity)


def _entries(sheet: Sheet) -> Iterator[Entry]:
    for index, one in enumerate(sheet.body["findings"]):
        yield _entry(one, ("findings", index), sheet)


def _entry(one: Mapping[str, Any], route: Route, sheet: Sheet) -> Entry:
    at = sheet.source.locate(route)
    silent = one.get("repeats", {})
    return Entry(
        rule=one["rule"],
        status=one["status"],
        severity=one["severity"],
        stage=one.get("stage"),
        stack=one.get("stack"),
        unit=one.get("in"),
        construct=one.get("construct"),
        resource=one.get("resource"),
        property_path=one.get("property", ""),
        first_seen=one["first-seen"],
        fingerprint=one["fingerprint"],
        repeats=tuple(Repeat(rule, it) for rule, found in silent.items() for it in found),
        times=one.get("times", 1),
        line=at.line if at else 0,
    )


_CONFLICT = Message(
    "git has left conflict marks here: take the lines of both sides, and delete the marks; then "
    "'synthgate baseline update' takes out what is gone"
)
_NEWER = Message(
    "{key} {theirs} is of a newer synthgate than this one, which knows {ours}: use that, or write "
    "the baseline anew with 'synthgate baseline write --force'"
)
_TWICE = Message("fingerprint {fingerprint} stands here twice: keep one of the lines")
