"""A change, judged as ``synthgate scan`` judges a template: the same scan, the same gate."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from change_hook.change import Change
from change_hook.parameters import parameters_in
from change_hook.source import source_of
from synthgate.config import configured
from synthgate.errors import TemplateError
from synthgate.model import Report
from synthgate.pipeline import Prepared, prepare
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.scanning import scan_unit
from synthgate.sources.parameter_file import EVERY, GivenParameters
from synthgate.template.data import is_list, is_mapping
from synthgate.template.read import read_template

_BEYOND = frozenset(
    {"change", "made-by", "python", "refers", "related", "stack", "there-is", "unique"}
)
"""The words of the rule language by which a rule may look beyond one resource."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a change: the report, what parameters were told, and what was not asked."""

    report: Report
    parameters: Mapping[str, str]
    unasked: tuple[str, ...] = ()


def judged(change: Change, template: str) -> Judged:
    """Return the report of a change.

    Raises:
        UsageError: the variables ``SYNTHGATE_…``, a policy or a rule card have mistakes.
    """
    prepared = prepared_on(datetime.now(UTC).date())
    plan, told = prepared.plan, _told(change, template)
    is_asked = is_of_one if change.kind == "RESOURCE" else is_of_stack
    cards = {name: card for name, card in plan.cards.items() if is_asked(card)}
    name = change.stack.name or EVERY
    given = {**plan.given.by_stack, name: {**plan.given.of(name), **told}}
    source = source_of(change.stack, template, prepared.judgement.around)
    partial = scan_unit(replace(plan, cards=cards, given=GivenParameters(given)), source)
    report = prepared.judgement.report(prepared.told, partial)
    return Judged(report, told, tuple(sorted(plan.cards.keys() - cards.keys())))


@lru_cache(maxsize=1)
def prepared_on(today: date) -> Prepared:
    """Return what the variables ``SYNTHGATE_…`` say: settled once a day, as waivers end with days.

    Raises:
        UsageError: there are mistakes in it.
    """
    with configured({}, os.environ, folder(), "none", today) as config:
        return prepare(config)


@cache
def folder() -> Path:
    """Return an empty folder for the run to be in: nothing is read there, or written."""
    return Path(tempfile.mkdtemp(prefix="hook-"))


def is_of_stack(card: Card) -> bool:
    """Whether a rule asks about no more than a stack: the rest of its app is not told."""
    return card.scope != "app"


def is_of_one(card: Card) -> bool:
    """Whether a rule asks about a resource alone, so that the rest of its stack is not missed."""
    parts = (card.body.get(name) for name in ("when", "check", "milder-when"))
    return card.scope == "resource" and not _BEYOND & {*_keys(parts)}


def _keys(nodes: Iterable[Any]) -> set[str]:
    """All keys below some nodes."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if is_mapping(node):
            found.update(node)
            waiting.extend(node.values())
        elif is_list(node):
            waiting.extend(node)
    return found


def _told(change: Change, template: str) -> dict[str, str]:
    try:
        return parameters_in(read_template("", template.encode()), change.changed)
    except TemplateError:  # which the scan tells of
        return {}
