"""What the states of controls depend on of rules, beside their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from synthgate.framework.sheet import Framework
from synthgate.model import Rule
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card


@dataclass(frozen=True, slots=True)
class About:
    """The rules of a run, as far as frameworks care.

    `own` are rules as their cards have them, where a configuration gives another severity: that
    makes no control met. `anything` are rules that are asked of whatever there is, and `mild` those
    that ask in some environments alone, with the types of resources that they look at.
    """

    own: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    anything: frozenset[str] = frozenset()
    mild: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


def about(cards: Mapping[str, Card], frameworks: Iterable[Framework]) -> About:
    """What frameworks have to know of cards."""
    changed = {rule_id: card for rule_id, card in cards.items() if card.changed}
    strict = {rule for one in frameworks for rule in one.strict_rules} & cards.keys()
    return About(
        {rule_id: replace(card, changed=None).rule for rule_id, card in changed.items()},
        frozenset(rule_id for rule_id, card in cards.items() if card.rule.is_of_anything),
        {rule_id: cards[rule_id].rule.resources for rule_id in strict if cards[rule_id].is_mild},
    )
