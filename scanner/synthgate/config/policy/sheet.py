"""The file of a policy: its form, and how it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from synthgate.judge.gate_policy import doubts_shape
from synthgate.model import Decider, Message, Position, Problem, Severity
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.layers import SELECTORS
from synthgate.rule.cards.shapes import Shape, fields, items, kind, member, sentence, text, truth
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet
from synthgate.rule.terms.mistakes import Mistake
from synthgate.settings.table import CHANGES
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

DEFAULTS, BOUNDS = "defaults", "bounds"
BASE = "base"
"""In `accepted-from`: whatever ``--accepted-from`` names, which has to be given then."""

_days = kind(
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    Message("a number of days, from 1"),
)
_counts = member(["count", "told"])
_some_changes = items(member(["new", *CHANGES]), Message("a list of words"))


def _looked_at(value: Any, route: Route) -> Iterator[Mistake]:
    """What the gate has to look at: everything, or some of what a change does."""
    yield from (_some_changes if is_list(value) else member(["all", "new", *CHANGES]))(value, route)


_bounds = fields(
    {
        "rules": SELECTORS,
        "fail-on": member(Severity),
        "gate-on": _looked_at,
        "longest-waiver": _days,
        "suppressions": _counts,
        "waivers": _counts,
        "baseline": _counts,
        "cdk-made": member(["aside", "count"]),
        "unknown": doubts_shape,
        "exit-zero": truth,
        "scope": member(["told", "held"]),
        "accepted-from": text,
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that is well-formed. `digest` is the SHA-256 of the file (hexadecimal).

    `defaults` is what it says as a ``synthgate.yaml`` would; the routes of `bounds` start there.
    `is_firm` holds of one that no change to the repository under test can edit.
    """

    name: str
    digest: str
    defaults: Sheet = field(default_factory=Sheet)
    bounds: Sheet = field(default_factory=Sheet)
    is_firm: bool = True

    def place(self, *route: str | int) -> str:
        """Where a bound is written, as ``file:line``."""
        position = self.bounds.source.locate(route)
        return f"{self.name}:{position.line}" if position else self.name

    def decider(self, key: str) -> Decider:
        """The policy as what decides the gate."""
        position = self.bounds.source.locate((key,))
        return Decider(key, self.name, position and position.line)


def read_policy(
    path: Path, name: str, settings: Shape, within: Path | None = None
) -> tuple[Policy | None, list[Problem]]:
    """A policy, None where it has mistakes, and those. `settings` is the shape of its defaults."""
    sheet = read_sheet(path, name, within)
    form = fields({"title": sentence, DEFAULTS: settings, BOUNDS: _bounds})
    problems = [*sheet.problems, *sheet.source.problems(form(sheet.body, ()))]
    if not problems and not sheet.body:
        problems = [Problem(ProblemCode.SETTING, _EMPTY, name, Position(1, 1))]
    if problems:
        return None, problems
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Policy(name, digest, _part(sheet, DEFAULTS), _part(sheet, BOUNDS)), []


def _part(sheet: Sheet, key: str) -> Sheet:
    """What stands below a key, as a sheet of its own."""
    body: object = sheet.body.get(key)
    return Sheet(_below(sheet.source, key), _mapping(body))


def _below(source: Source, key: str) -> Source:
    def located(route: Route) -> Position | None:
        return source.locate((key, *route))

    return replace(source, locate=located)


def _mapping(body: object) -> Mapping[str, Any]:
    return body if is_mapping(body) else {}


_EMPTY = Message("an empty policy binds nobody: say 'bounds', 'defaults' or both")
