"""The rules of a plan by their ids, as units name them that are kept.

What a card says of itself takes longer to be made of its words than to be read from a table, which
is kept under the plan's digest once a run has found anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from synthgate.kept.codec import DamagedError, decode_rules, encode_rules
from synthgate.kept.store import Store
from synthgate.model import Rule

if TYPE_CHECKING:
    from synthgate.plan import Plan


class PlannedRules(Mapping[str, Rule]):
    """The rules of a plan, each made when it is asked for: from its card, or from a table."""

    def __init__(self, plan: Plan, table: Mapping[str, Rule] | None = None) -> None:
        self._plan = plan
        self._table = table

    def __getitem__(self, rule_id: str) -> Rule:
        if self._table is not None:
            return self._table[rule_id]
        return self._plan.cards[rule_id].rule

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._plan.cards

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.cards)

    def __len__(self) -> int:
        return len(self._plan.cards)


def tabled(plan: Plan, store: Store) -> PlannedRules:
    """The rules of a plan as the store has them, which it has from now on."""
    name = hashlib.sha256(f"rules {plan.digest}".encode()).hexdigest()
    content = store.load(name)
    try:
        table = decode_rules(content) if content is not None else None
    except DamagedError:
        store.forget(name)
        table = None
    if table is not None and table.keys() == plan.cards.keys():
        return PlannedRules(plan, table)
    store.store(name, encode_rules(card.rule for card in plan.cards.values()))
    return PlannedRules(plan)
