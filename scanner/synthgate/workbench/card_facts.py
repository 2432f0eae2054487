"""What a card says of its rule in a few words each: for ``rules show`` and for the rule's page."""

from __future__ import annotations

from collections.abc import Callable

from synthgate.model import Message, Text, verbatim, words_of
from synthgate.rule.cards.card import Card


def limits_of(card: Card) -> Text | None:
    """What the rule is known not to see, if its card says so."""
    return words_of(card.body["limits"]) if "limits" in card.body else None


def _severity(card: Card) -> str:
    """The severity, and those of environments that have another."""
    others = [
        f"{environment}: {severity}"
        for environment, severity in card.rule.severity_in.items()
        if severity is not card.rule.severity
    ]
    return f"{card.rule.severity} ({', '.join(others)})" if others else str(card.rule.severity)


def _fault(card: Card) -> str | None:
    """The kind of fault; where the severity is another than that of the kind, why."""
    reason = card.body.get("severity-reason")
    return f"{card.rule.fault} ({reason})" if reason else card.rule.fault


def _equivalents(card: Card) -> str:
    return "; ".join(f"{tool}: {', '.join(ids)}" for tool, ids in card.rule.same.items())


def _near(card: Card) -> str:
    return "; ".join(
        f"{tool} ({nearness}): {', '.join(ids)}"
        for tool, by_nearness in card.rule.near.items()
        for nearness, ids in by_nearness.items()
    )


Fact = tuple[Text, Callable[[Card], str | None]]

IN_BRIEF: tuple[Fact, ...] = (
    (Message("severity"), _severity),
    (Message("fault"), _fault),
    (Message("maturity"), lambda card: None if card.rule.maturity == "stable" else "preview"),
    (Message("pillar"), lambda card: str(card.rule.pillar)),
    (Message("resources"), lambda card: ", ".join(card.rule.resources)),
    (Message("scope"), lambda card: card.scope),
    (Message("silent where these fail"), lambda card: ", ".join(card.rule.unless)),
)
"""What the rule is; a fact that a card lacks is left out."""

FACTS: tuple[Fact, ...] = (
    *IN_BRIEF,
    (Message("controls"), lambda card: ", ".join(card.rule.controls)),
    (verbatim("AWS Config"), lambda card: card.rule.config_rule),
    (Message("equivalents"), _equivalents),
    (Message("near"), _near),
    (Message("more"), lambda card: card.rule.link),
)
"""The same, and what else says so."""
