"""The rules of a plan by their ids, as units name them that are kept.

What a card says of itself takes longer to be made of its words than to be read from a table, which
is kept under the plan's digest with the rules that a run has needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from synthgate.kept.codec import DamagedError, decode_rules, encode_rules
from synthgate.model import Rule

if TYPE_CHECKING:
    from synthgate.kept.store import Store
    from synthgate.plan import Plan

_NOTHING: Mapping[str, Rule] = {}


class PlannedRules(Mapping[str, Rule]):
    """The rules of a plan, each made when it is asked for: of a row of a table, or of its card."""

    def __init__(self, plan: Plan, table: Mapping[str, Rule] = _NOTHING) -> None:
        self._plan = plan
        self.table = table

    def __getitem__(self, rule_id: str) -> Rule:
        if rule_id in self.table:
            return self.table[rule_id]
        return self._plan.cards[rule_id].rule

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._plan.cards

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.cards)

    def __len__(self) -> int:
        return len(self._plan.cards)


def tabled(plan: Plan, store: Store) -> PlannedRules:
    """The rules of a plan, with the table that the store has of them."""
    content = store.load(_name(plan))
    if content is not None:
        try:
            return PlannedRules(plan, decode_rules(content))
        except DamagedError:
            store.forget(_name(plan))
    return PlannedRules(plan)


def keep_made(rules: PlannedRules, plan: Plan, store: Store) -> None:
    """Keep those that a run had to make of their cards beside those that there are already."""
    made = {name for name, card in plan.cards.items() if "rule" in vars(card)}
    if made - rules.table.keys():
        names = sorted(made | (rules.table.keys() & plan.cards.keys()))
        store.store(_name(plan), encode_rules(rules[name] for name in names))


def _name(plan: Plan) -> str:
    return hashlib.sha256(f"rules {plan.digest}".encode()).hexdigest()
