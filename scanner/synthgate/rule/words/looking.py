"""What the words that look at something have in common: they make sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.word import Word
from synthgate.rule.words.sentence import ASKING, Look, idle, sentence

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene, Show


def _told(asked: Asked, scene: Scene, word: str, look: Look, show: Show | None) -> Lines:
    from synthgate.rule.words import sentence_told  # noqa: PLC0415 - a scan tells no steps

    return sentence_told.told(asked, scene, word, look, show or sentence_told.at_its_path)


def looking(
    word: Word,
    look: Callable[[Node], Look],
    *,
    show: Show | None = None,
    leads: Leads = Leads.AWAY,
    of_resources: bool = False,
    beside: tuple[Word, ...] = (),
) -> Kind:
    """A word whose argument, and what may stand `beside` it, says what is looked at."""
    name = word.name
    return Kind(
        word,
        lambda compiler, node: sentence(compiler, node, look(node)),
        lambda asked, scene: _told(asked, scene, name, look(asked.step.node), show),
        may_have=(*ASKING.values(), *beside),
        leads=leads,
        of_resources=of_resources,
        as_a_whole=lambda node, route: idle(node, route, name, *(one.name for one in beside)),
    )
