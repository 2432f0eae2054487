"""What `rules new` leaves to be done, and somebody has left: for `rules lint`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from synthgate.errors import CardError
from synthgate.model import Message, Position
from synthgate.rule.cards.family import ROWS
from synthgate.rule.cards.shared import ASKING
from synthgate.workbench.source import Source, members

_TODO = re.compile(r"TODO\b|todo-|https://docs\.aws\.amazon\.com/TODO\Z")
"""How the texts begin that the drafts have."""
_ASKING = {*ASKING, "unless", "parameters", "value", "right", "wrong", "examples"}
"""Keys below which somebody may mean the word."""
_PASSES_ALL = {"path": "$.Type", "exists": "true"}


def todos_in(source: Source) -> Iterator[CardError]:
    """The texts of a card, or of a family, that are still the draft's; each with its place."""
    yield from _below(source.root)
    for key, node in members(source.root):
        if key.value == "check" and _plain(node) == _PASSES_ALL:
            yield CardError(_CHECK, _position(key))


def _below(node: yaml.Node) -> Iterator[CardError]:
    if isinstance(node, yaml.ScalarNode) and _TODO.match(node.value):
        yield CardError(_LEFT.format(text=node.value), _position(node))
    for key, part in members(node):
        if key.value == ROWS and isinstance(part, yaml.SequenceNode):
            for row in part.value:
                yield from _below(row)
        elif key.value not in _ASKING:
            yield from _below(part)


def _plain(node: yaml.Node) -> dict[str, str]:
    return {key.value: str(part.value) for key, part in members(node)}


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


_LEFT = Message("still to be done: {text!r}")
_CHECK = Message("still to be done: this check passes every resource")
