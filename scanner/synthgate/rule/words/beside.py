"""The words that may stand beside any condition, and ask nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.word import Word
from synthgate.rule.words import message
from synthgate.rule.words.otherwise import ELSE

BESIDE: Mapping[str, Word] = {word.name: word for word in (message.WORD, ELSE)}


def asking(node: Node) -> Node:
    """A condition without the words that ask nothing."""
    return {word: part for word, part in node.items() if word not in BESIDE}
