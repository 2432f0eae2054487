"""What several rules ask before all else in the same words, asked once of a resource.

A score of rules about statements begin by asking whether a policy is written in a role.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from synthgate.records import replaced

if TYPE_CHECKING:
    from synthgate.rule.surroundings.view import View
    from synthgate.rule.terms.condition import Condition, Node

_COMBINED = frozenset({"any-of", "all-of"})
"""Of which conditions an answer is kept: asking a single part takes no longer than looking it up.
"""


def once(condition: Condition, node: Node) -> Condition:
    """The same condition of a resource, whose quick answer is kept for others in these words.

    `node` is what it says, its parameters filled in. What a change comes to is not kept.
    """
    ask = condition.quick
    if ask is None or _COMBINED.isdisjoint(node):
        return condition
    words = sys.intern(repr(node))

    def quick(view: View, body: Any) -> bool | None:
        if view.effects:
            return ask(view, body)
        memo, key = view.resolver.memo, (words, view.reach, view.resource.logical_id)
        kept: tuple[Any, bool | None] | None = memo.get(key)
        if kept is None or kept[0] is not body:
            kept = memo[key] = body, ask(view, body)
        return kept[1]

    return replaced(condition, quick=quick)
