"""The parts of a template's text, with where each begins and really ends."""

from __future__ import annotations

import re
from typing import cast

import yaml

from synthgate.errors import TemplateError
from synthgate.records import dataclass
from synthgate.template import yaml_text
from synthgate.template.document import Route

_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a text, by offsets; `key` is that of its key, if it has one.

    An alias stands where its anchor does, and is known by that alone.
    """

    node: yaml.Node
    key: yaml.ScalarNode | None
    end: int
    is_alias: bool = False

    @property
    def start(self) -> int:
        """Where it begins, without its key."""
        return self.node.start_mark.index

    @property
    def first(self) -> int:
        """Where it begins, with its key."""
        return (self.key or self.node).start_mark.index

    @property
    def is_flow(self) -> bool:
        """Whether it is a collection in brackets."""
        return bool(getattr(self.node, "flow_style", False))


def top_of(text: str) -> Part | None:
    """The one document of a text, JSON or YAML; None where it cannot be taken apart."""
    try:
        # Tabs between the words of JSON, which libyaml takes for no spaces.
        root = yaml_text.compose(text.replace("\t", " ") if is_json(text) else text)
    except TemplateError:
        return None
    return Part(root, None, _end(text, root)) if root else None


def is_json(text: str) -> bool:
    """Whether a template is written as JSON."""
    return text.lstrip()[:1] == "{"


def parts_of(text: str, part: Part) -> list[Part]:
    """What a collection holds, in order."""
    node = part.node
    if isinstance(node, yaml.MappingNode):
        pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value)
        return [_member(text, key, value) for key, value in pairs]
    items = cast("list[yaml.Node]", node.value) if isinstance(node, yaml.SequenceNode) else []
    return [Part(item, None, _end(text, item)) for item in items]


def _member(text: str, key: yaml.Node, value: yaml.Node) -> Part:
    is_alias = value.start_mark.index < key.end_mark.index
    end = _line_end(text, key.end_mark.index) if is_alias else _end(text, value)
    return Part(value, cast("yaml.ScalarNode", key), max(end, key.end_mark.index), is_alias)


def found(text: str, top: Part, route: Route) -> tuple[list[Part], int]:
    """The parts that lead along a route, from the top, and how many steps of it are there."""
    way = [top]
    for depth, step in enumerate(route):
        inner = parts_of(text, way[-1])
        if isinstance(way[-1].node, yaml.MappingNode):
            fits = [one for one in inner if one.key is not None and one.key.value == step]
        else:
            fits = inner[step : step + 1] if isinstance(step, int) else []
        if not fits or fits[0].is_alias:
            return way, depth
        way.append(fits[0])
    return way, len(route)


def _end(text: str, node: yaml.Node) -> int:
    """Where a value really ends: marks of blocks reach to what comes next."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        if isinstance(node, yaml.MappingNode):
            key, value = cast("tuple[yaml.Node, yaml.Node]", node.value[-1])
            return _member(text, key, value).end
        return _end(text, cast("yaml.Node", node.value[-1]))
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def after_line(text: str, offset: int) -> int:
    """The end of the line that an offset is in, a comment included, if nothing else follows."""
    rest = cast("re.Match[str]", _REST_OF_LINE.match(text, offset)).end()
    return rest if rest == len(text) or text[rest] in "\r\n" else offset


def _line_end(text: str, offset: int) -> int:
    ends = [at for at in (text.find("\n", offset), text.find(" #", offset)) if at >= 0]
    return offset + len(text[offset : min(ends, default=len(text))].rstrip())


def column_of(part: Part) -> int:
    """How far in a part begins, from zero."""
    return (part.key or part.node).start_mark.column
