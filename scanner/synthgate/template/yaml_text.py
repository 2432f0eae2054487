"""YAML to plain data, as CloudFormation reads it.

libyaml composes the nodes, of which plain data is made here. Depth and size are those of
the data, tags and copies of aliases included, for they are what the rest has to walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import is_
from typing import Any, cast

import yaml
from yaml._yaml import CParser  # yaml.cyaml gives it on, but its stub does not say so
from yaml.composer import ComposerError

from synthgate.errors import TemplateError
from synthgate.model import Message, Position, Problem
from synthgate.problem_code import ProblemCode
from synthgate.template.data import MAX_DEPTH, is_list, is_mapping, key_twice, too_deep
from synthgate.template.yaml_scalar import PLAIN, plain_scalar, scalar, tag_levels, tagged

MAX_NODES = 1_000_000
_SINGLE = "expected a single document in the stream"
"""What PyYAML says before "but found another document"."""

_NESTED_LINE = re.compile(r"^[ \-?]+", re.MULTILINE)
_INDENTED = 50
_DEEP_LINE = re.compile(rf"\n[ \-?]{{{_INDENTED + 1}}}")
"""A line that is indented more than most are; looked for by its break, which is fast."""


class SeveralDocumentsError(TemplateError):
    """YAML that goes on after its first document."""


class _Composer(CParser):
    """libyaml's composer without YAML 1.1's table of implicit types."""

    def resolve(self, kind: type[yaml.Node], _value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode and implicit[0]:
            return PLAIN
        return ""

    # Called for every node, with two values and with none: what does nothing, and that fast.
    descend_resolver = staticmethod(is_)  # pyright: ignore[reportAssignmentType]
    ascend_resolver = staticmethod(tuple)  # pyright: ignore[reportAssignmentType]


def compose(text: str) -> yaml.Node | None:
    """The nodes of the one document in a text.

    Raises:
        SeveralDocumentsError: there is another one.
        TemplateError: no YAML, or nested too deeply.
    """
    _refuse_depth(text)
    try:
        return _Composer(text).get_single_node()
    except ComposerError as error:
        if error.context == _SINGLE and error.problem_mark:
            raise SeveralDocumentsError(_ONE_DOCUMENT, position_of(error.problem_mark)) from error
        raise _unreadable(error) from error
    except yaml.YAMLError as error:
        raise _unreadable(error) from error


def top_level_keys(text: str) -> set[str]:
    """The keys at the top of all documents in a text.

    Raises:
        TemplateError: no YAML, or nested too deeply.
    """
    _refuse_depth(text)
    try:
        return {key for root in _documents(text) for key in _keys(root)}
    except yaml.YAMLError as error:
        raise _unreadable(error) from error


def _documents(text: str) -> Iterator[yaml.Node | None]:
    composer = _Composer(text)
    while composer.check_node():
        yield composer.get_node()


def _keys(root: yaml.Node | None) -> list[str]:
    if not isinstance(root, yaml.MappingNode):
        return []
    return [key.value for key, _ in root.value if isinstance(key, yaml.ScalarNode)]


def _refuse_depth(text: str) -> None:
    """Keep libyaml, which recurses on the C stack, from nesting that would end the process.

    Counting brackets and indentation gives an upper bound at the price of a glance;
    only a text above it is read event by event, which does not recurse.
    """
    brackets = text.count("[") + text.count("{")
    if brackets + _INDENTED <= MAX_DEPTH and not _DEEP_LINE.search("\n" + text):
        return
    indented = max((len(match.group()) for match in _NESTED_LINE.finditer(text)), default=0)
    if indented + brackets <= MAX_DEPTH:
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=cast("Any", CParser)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise too_deep(position_of(cast("yaml.Mark", event.start_mark)))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        raise _too_deep_to_read(text, error) or _unreadable(error) from error


def _too_deep_to_read(text: str, error: yaml.YAMLError) -> TemplateError | None:
    """The refusal of a libyaml with a limit of its own, in our words.

    It reads ahead, and so may give up before the events that are counted here.
    """
    mark = getattr(error, "problem_mark", None)
    read = text[: mark.index] if mark else ""
    opened = sum(map(read.count, "[{")) - sum(map(read.count, "]}"))
    return too_deep(position_of(mark)) if mark and opened > MAX_DEPTH else None


def _unreadable(error: yaml.YAMLError) -> TemplateError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    # str(error) of a reader error holds the name "<unicode string>" and an offset only
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    return TemplateError(
        Message(
            "not valid YAML: {reason}; is the file complete, and indented with spaces only?"
        ).format(reason=reason),
        position_of(mark) if mark else None,
    )


def position_of(mark: yaml.Mark) -> Position:
    """A place of libyaml's, counted from one."""
    return Position(mark.line + 1, mark.column + 1)


def plain(root: yaml.Node) -> tuple[Any, tuple[Problem, ...]]:
    """Nodes as plain data; anchored nodes are shared, not copied.

    Raises:
        TemplateError: a duplicate key, an anchor inside itself, or an alias bomb.
    """
    reader = _Reader()
    return reader.value(root), tuple(reader.problems)


_Done = tuple[Any, int, int]
"""The value of a node that was read, and what a copy of it adds: values and levels."""


class _Reader:
    """Walks the nodes once, counting what they would come to if aliases were copied."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._done: dict[int, _Done] = {}
        self._open: set[int] = set()
        self._size = 0
        self._level = 0
        self._deepest = 0

    def value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        known = self._done.get(id(node))
        if known:
            self._grow(known[1], node)
            self._reach(self._level + known[2], node)
            return known[0]
        if id(node) in self._open:
            raise _refused(
                node,
                Message("an anchor that contains itself: write the values out"),
            )
        self._open.add(id(node))
        done = self._done[id(node)] = self._collection(node)
        self._open.discard(id(node))
        return done[0]

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        self._size += 1
        if self._size > MAX_NODES:
            self._grow(0, node)
        tag = node.tag
        if not tag:  # in quotes
            return node.value
        return plain_scalar(node.value) if tag == PLAIN else tagged(tag, scalar(node))

    def _collection(self, node: yaml.Node) -> _Done:
        size, level, deepest = self._size, self._level, self._deepest
        self._level += 1 + tag_levels(node.tag)
        self._deepest = 0
        self._reach(self._level, node)
        value = self._sequence(node) if isinstance(node, yaml.SequenceNode) else self._mapping(node)
        self._grow(1, node)
        levels = self._deepest - level
        self._level, self._deepest = level, max(deepest, self._deepest)
        return tagged(node.tag, value), self._size - size, levels

    def _reach(self, level: int, node: yaml.Node) -> None:
        self._deepest = max(self._deepest, level)
        if level > MAX_DEPTH:
            raise too_deep(position_of(node.start_mark))

    def _grow(self, by: int, node: yaml.Node) -> None:
        self._size += by
        if self._size > MAX_NODES:
            raise _refused(
                node,
                Message(
                    "aliases make more than {max_nodes:,} values of this text: write them out"
                ).format(max_nodes=MAX_NODES),
            )

    def _sequence(self, node: yaml.SequenceNode) -> list[Any]:
        return [
            self._scalar(item) if isinstance(item, yaml.ScalarNode) else self.value(item)
            for item in node.value
        ]

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        merged: list[tuple[yaml.Node, dict[str, Any]]] = []
        for key_node, value_node in node.value:
            key = _key(key_node)
            if key == "<<" and key_node.tag == PLAIN:
                merged.extend((key_node, source) for source in self._merge_sources(value_node))
                continue
            if key in mapping:
                raise key_twice(key, position_of(key_node.start_mark))
            mapping[key] = (
                self._scalar(value_node)
                if isinstance(value_node, yaml.ScalarNode)
                else self.value(value_node)
            )
        for key_node, source in merged:
            self._merge(mapping, source, key_node)
        return mapping

    def _merge_sources(self, node: yaml.Node) -> list[dict[str, Any]]:
        value = self.value(node)
        sources = value if is_list(value) else [value]
        if not all(is_mapping(source) for source in sources):
            raise _refused(node, Message("'<<' merges mappings only"))
        return sources

    def _merge(self, mapping: dict[str, Any], source: dict[str, Any], at: yaml.Node) -> None:
        for key, value in source.items():
            mapping.setdefault(key, value)
        self.problems.append(
            Problem(
                ProblemCode.MERGE_KEY,
                Message(
                    "merge key '<<' was read, but CloudFormation refuses it: "
                    "write the keys out, or package the template first"
                ),
                position=position_of(at.start_mark),
            )
        )


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _refused(node, Message("a key must be a string: quote it"))
    return node.value


def _refused(node: yaml.Node, told: Message) -> TemplateError:
    return TemplateError(told, position_of(node.start_mark))


_ONE_DOCUMENT = Message(
    "not valid YAML for a template: more than one document ('---'), and CloudFormation takes one "
    "template a file; split the file"
)
