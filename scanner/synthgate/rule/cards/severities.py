"""Severities of one rule compared, in every environment that either of two cards tells apart."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.model import Severity
from synthgate.rule.cards.card import Card

DEFAULT = "default"
"""Every environment that is not named."""


def raised(before: Card, after: Card) -> Card:
    """The card with the worse of two severities in each environment."""
    return before.adjusted({}, {name: min(pair, key=_rank) for name, pair in _pairs(before, after)})


def is_lowered(before: Card, after: Card) -> bool:
    """Whether a fault counts for less somewhere, or is not told of."""
    seen = before.outline.severities if before.shown is None else before.shown
    unseen = after.shown is not None and not seen <= after.shown
    return unseen or any(_rank(was) < _rank(is_) for _, (was, is_) in _pairs(before, after))


def _pairs(before: Card, after: Card) -> Iterator[tuple[str, tuple[Severity, Severity]]]:
    for name in sorted({DEFAULT, *before.rule.severity_in, *after.rule.severity_in}):
        environment = None if name == DEFAULT else name
        yield name, (before.rule.severity_for(environment), after.rule.severity_for(environment))


def _rank(severity: Severity) -> int:
    return severity.rank
