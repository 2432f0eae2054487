"""Values by construct path, of which a path finds the nearest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

_DEEPEST = 1000
"""How many parts of a path are told apart; no app nests its constructs so deep."""
_Value = TypeVar("_Value")


class Tree(Generic[_Value]):
    """Values by construct path, of which a path finds the nearest: its own, or an ancestor's.

    One look takes as many steps as the path has parts, however many paths there are.
    """

    def __init__(self, values: Mapping[str, _Value]) -> None:
        self._root: dict[str | None, Any] = {}
        for path, value in values.items():
            node = self._root
            for part in path.split("/", _DEEPEST):
                node = node.setdefault(part, {})
            node[None] = value

    def nearest(self, path: str) -> _Value | None:
        """The value of the path, or of the nearest ancestor that has one; of no path, none."""
        return self.found(path)[1]

    def found(self, path: str) -> tuple[int, _Value | None]:
        """The same, and how many parts the path has of what has the value."""
        node: dict[str | None, Any] | None = self._root if path else None
        depth, found = 0, None
        for number, part in enumerate(path.split("/", _DEEPEST), 1):
            node = node.get(part) if node else None
            if node is None:
                break
            if None in node:
                depth, found = number, node[None]
        return depth, found
