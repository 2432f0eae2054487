"""The cure that a card has for templates, where nothing in it is for a person to choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.errors import TemplateError
from synthgate.fixing.outcomes import NO_CURE, TAKES_AWAY, NoFixError
from synthgate.fixing.words import takes_away, to_be_chosen
from synthgate.model import Message, first_of
from synthgate.rule.cards.card import Card
from synthgate.template import yaml_text
from synthgate.template.data import is_list, is_mapping

_MOST_NAMED = 3


def snippet_of(card: Card) -> dict[str, Any]:
    """Properties, or attributes of a resource, with the values that mend it.

    Raises:
        NoFixError: the card has none, it adds a resource, or somebody has to choose a value.
    """
    if takes_away(card.outline.id):
        raise NoFixError(TAKES_AWAY)
    text = card.body["fix"].get("template")
    data = _read(text) if isinstance(text, str) else None
    if not is_mapping(data):
        raise NoFixError(NO_CURE)
    if _adds_resources(data):
        raise NoFixError(_A_RESOURCE)
    chosen = [*dict.fromkeys(to_be_chosen(data))]
    if chosen:
        raise NoFixError(_TO_BE_CHOSEN.format(names=first_of(chosen, _MOST_NAMED)))
    return data


def _read(text: str) -> Any:
    try:
        root = yaml_text.compose(text)
    except TemplateError:
        return None
    return yaml_text.plain(root)[0] if root else None


def _adds_resources(data: Mapping[str, Any]) -> bool:
    every = [data, *data.values()]
    return any(is_mapping(one) and "::" in str(one.get("Type")) for one in every)


def copied(data: Any) -> Any:
    """The same data, of which no part is shared."""
    if is_mapping(data):
        return {key: copied(value) for key, value in data.items()}
    return [*map(copied, data)] if is_list(data) else data


_A_RESOURCE = Message("the cure is another resource, which is yours to name and to place")
_TO_BE_CHOSEN = Message("the cure has values that are yours to choose: {names}")
