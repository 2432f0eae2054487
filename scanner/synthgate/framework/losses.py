"""What a framework asks less of a control than the one that it extends: rules that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from synthgate.framework import mapped
from synthgate.framework.extending import entries
from synthgate.framework.mapped import RuleBook
from synthgate.model import Message, RuleMapping
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_list
from synthgate.template.document import Route

MOST = 5
"""How many rules are named; of more, the rest are counted."""


def lost(
    body: Mapping[str, Any], taken: Iterable[Mapping[str, Any]], book: RuleBook
) -> Iterator[Mistake]:
    """The `rules` of a file's controls that stand in place of more, or of more resources.

    `taken` are the controls that it takes over. What a file drops, and which levels it keeps, it
    says; this it does not.
    """
    before = {one["id"]: one for one in taken}
    for route, own in entries(body, "controls"):
        old = before.get(own.get("id"), {})
        if "rules" in own and old.get("rules"):
            yield from _lost(own, old, route, book)


def _lost(
    own: Mapping[str, Any], old: Mapping[str, Any], route: Route, book: RuleBook
) -> Iterator[Mistake]:
    asked, now = _mappings(old, book), _mappings(own, book)
    rules = sorted({rule for one in asked for rule in one.rules if not _is_kept(rule, one, now)})
    if rules:
        named = ", ".join(rules[:MOST])
        more = _MORE.format(number=len(rules) - MOST) if len(rules) > MOST else ""
        text = _LOST.format(id=own["id"], rules=named, more=more)
        yield told((*route, "rules"), text)


def _mappings(body: Mapping[str, Any], book: RuleBook) -> Sequence[RuleMapping]:
    listed = body.get("rules")
    return mapped.mappings_of(listed if is_list(listed) else (), book)


def _is_kept(rule: str, asked: RuleMapping, now: Sequence[RuleMapping]) -> bool:
    """Whether a rule is asked of all resources that it was asked of."""
    still = [one for one in now if rule in one.rules]
    if any(not one.resources for one in still):
        return True
    patterns = [pattern for one in still for pattern in one.resources]
    return bool(asked.resources) and all(
        any(fnmatchcase(type_, one) for one in patterns) for type_ in asked.resources
    )


_LOST = Message(
    "{id!r} no longer asks some rules of the framework that is extended, or asks them of fewer "
    "resources: {rules}{more}; 'rules' takes the place of all that were there: name those that "
    "are to stay, too"
)
_MORE = Message(" and {number} more")
