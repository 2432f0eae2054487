"""What the words that look at something have in common: they make sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.word import Word
from synthgate.rule.words.sentence import ASKING, Look, idle, sentence
from synthgate.rule.words.sentence_told import Show, at_its_path, told


def looking(
    word: Word,
    look: Callable[[Any], Look],
    *,
    show: Show = at_its_path,
    leads: Leads = Leads.AWAY,
    of_resources: bool = False,
) -> Kind:
    """A word whose argument says what is looked at."""
    name = word.name
    return Kind(
        word,
        lambda compiler, node: sentence(compiler, node, look(node[name])),
        lambda asked, scene: told(asked, scene, name, look(asked.step.node[name]), show),
        may_have=tuple(ASKING.values()),
        leads=leads,
        of_resources=of_resources,
        as_a_whole=lambda node, route: idle(node, route, name),
    )
