"""Where a route of keys stands in the text of YAML."""

from __future__ import annotations

from typing import cast

import yaml

from synthgate.model import Position
from synthgate.template.document import Route
from synthgate.template.yaml_scalar import long_name
from synthgate.template.yaml_text import position_of

_Member = tuple[yaml.Node | None, yaml.Node]
"""The node of a key, which an item of a sequence has not, and the node of its value."""


class YamlLocator:
    """Finds routes among composed nodes."""

    def __init__(self, root: yaml.Node) -> None:
        self._root = root
        self._members: dict[int, dict[str, _Member]] = {}
        """What the mappings hold that were passed through, by the identity of their nodes."""

    def span(self, route: Route) -> tuple[int, int]:
        """Start and end offset of the deepest part of the route that is there."""
        return _extent(*self._deepest(route))

    def position(self, route: Route) -> Position:
        """Where that part starts."""
        key, node = self._deepest(route)
        return position_of((key or node).start_mark)

    def _deepest(self, route: Route) -> tuple[yaml.Node | None, yaml.Node]:
        key: yaml.Node | None = None
        node = self._root
        for step in route:
            if _is_function(node, step):
                continue
            found = self._child(node, step)
            if found is None:
                break
            key, node = found
        return key, node

    def _child(self, node: yaml.Node, step: str | int) -> _Member | None:
        if isinstance(node, yaml.SequenceNode):
            inside = isinstance(step, int) and step < len(node.value)
            return (None, node.value[step]) if inside else None
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            known = self._members.get(id(node))
            if known is None:  # of equal keys, which are refused elsewhere, the first
                known = {key.value: (key, value) for key, value in reversed(node.value)}
                self._members[id(node)] = known
            return known.get(step)
        return None


def _is_function(node: yaml.Node, step: str | int) -> bool:
    """Whether a step such as ``Fn::If`` is written as the tag of this very node."""
    return isinstance(step, str) and node.tag.startswith("!") and long_name(node.tag) == step


def _extent(key: yaml.Node | None, node: yaml.Node) -> tuple[int, int]:
    """A key with its value where that is short; the key alone where it is a block."""
    start = (key or node).start_mark.index
    if isinstance(node, yaml.ScalarNode):
        return start, node.end_mark.index
    return start, key.end_mark.index if key else _first_end(node)


def _first_end(node: yaml.Node) -> int:
    """Where the first thing inside a collection ends: enough to point at an item."""
    while True:
        if isinstance(node, yaml.MappingNode) and node.value:
            node = cast("yaml.Node", node.value[0][0])
        elif isinstance(node, yaml.SequenceNode) and node.value:
            node = cast("yaml.Node", node.value[0])
        else:
            return node.end_mark.index
