"""What is done once before processes are forked, so that none of them does it again."""

from __future__ import annotations

from synthgate.guard import Guard, crash
from synthgate.plan import Plan


def prepare(plan: Plan) -> None:
    """Compile the rules, and import the Python beside them: forked processes share what they are.

    All of them, for which are needed nobody knows yet: it takes a quarter of a second. What is
    wrong with one is told by who asks it.
    """
    _ = plan.index, plan.meanings
    for card in plan.cards.values():
        with Guard([], crash(None), last=True):
            _ = card.rule, card.when, card.check, card.milder_when
