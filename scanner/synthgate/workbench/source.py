"""A card as it is written: its lines, and which of them hold what; a part of one to be shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import yaml

from synthgate.errors import TemplateError
from synthgate.records import dataclass
from synthgate.template import yaml_text
from synthgate.template.data import is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a card that is a mapping, whatever else may be wrong with it."""

    lines: tuple[str, ...]
    root: yaml.Node
    body: Mapping[str, Any]

    def example_line(self, kind: str, line: int | None, at: Route = ()) -> int | None:
        """The line of the file that holds a line of an example of the card `at` a route.

        Of an example as a whole, and of one that is no literal block, the line of its key; of
        a line behind its end, where YAML may miss something, the last one of the file. Lines
        are counted from one.
        """
        examples = _member(self._part(at), "examples")
        found = examples and _member(examples[1], kind)
        if not found:
            return None
        key, node = found
        if line is None or getattr(node, "style", None) != "|":
            return key.start_mark.line + 1
        return min(node.start_mark.line + 1 + line, len(self.lines))

    def written(self, key: str) -> tuple[str, ...]:
        """The lines of a key with its value, and of the comment above it."""
        found = _member(self.root, key)
        if not found:
            return ()
        first, end = found[0].start_mark.line, found[1].end_mark.line
        last = end + 1 if found[1].end_mark.column else end
        while first and self.lines[first - 1].startswith("#"):
            first -= 1
        while not self.lines[last - 1].strip() or self.lines[last - 1].startswith("#"):
            last -= 1
        return self.lines[first:last]

    def _part(self, at: Route) -> yaml.Node:
        """What a route through mappings and lists leads to."""
        node = self.root
        for step in at:
            found = _member(node, step) if isinstance(step, str) else None
            node = found[1] if found else node.value[step]
        return node


def read_source(content: bytes) -> Source | None:
    """The text of a card; None of what is no YAML mapping, as `read_file` will have said."""
    try:
        text = content.decode("utf-8-sig")
        root = yaml_text.compose(text)
        body, _ = yaml_text.plain(root) if root else (None, ())
    except (UnicodeDecodeError, TemplateError):
        return None
    if root is None or not is_mapping(body):
        return None
    return Source(tuple(text.splitlines()), root, body)


def _member(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((key, value) for key, value in members(node) if key.value == name), None)


def members(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The keys of a mapping with their values; of anything else, none."""
    yield from node.value if isinstance(node, yaml.MappingNode) else ()


class _Dumper(yaml.SafeDumper):
    """Writes out what is there twice, as people do."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dumped(part: Mapping[str, Any], width: int) -> list[str]:
    """Lines of YAML: in braces, as cards have it, where they are not too long for that."""
    for flow in (None, False):
        text = _dump(part, Dumper=_Dumper, default_flow_style=flow, **_AS_WRITTEN)
        lines = text.splitlines()
        if all(len(line) <= width for line in lines):
            break
    return lines


_dump = cast("Callable[..., str]", cast("Any", yaml).dump)
_AS_WRITTEN = {"allow_unicode": True, "sort_keys": False, "width": math.inf}
