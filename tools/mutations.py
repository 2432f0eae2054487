"""The ways in which a source file is changed to see whether a test notices: mutmut's, and ours.

mutmut's own runner changes functions alone, and what varies here stands in tables. So its operators
are used on whatever stands on a line: `+` becomes `-`, `and` becomes `or`, `"a"` becomes
`"XXaXX"`, an argument becomes None, a case of a `match` is left out. To them come items left out of
literals and of conditions.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

_Item = TypeVar("_Item")

Display = cst.Set | cst.List | cst.Tuple

MESSAGES = {"Text", "say", "cast", "TypeVar", "Literal"}
"""Calls whose arguments are words for people, or for the type checker alone."""

SILENT = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Expr)
"""What no test sees change; of expressions that stand alone, only strings: docstrings."""


@dataclass(frozen=True, order=True)
class Mutant:
    """A changed file."""

    line: int
    before: str
    after: str
    source: str


def mutants(source: str, lines: Collection[int]) -> list[Mutant]:
    """Return each changed source, by line, with what was changed there."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    places = _Places(lines)
    wrapper.visit(places)
    found: dict[str, Mutant] = {}
    for line, node, change in places.found:
        before, after = (wrapper.module.code_for_node(it).strip() for it in (node, change))
        changed = wrapper.module.deep_replace(node, change)
        text = changed.code if isinstance(changed, cst.Module) else source
        if text != source and _is_python(text):
            found.setdefault(text, Mutant(line, before, after, text))
    return sorted(found.values())


class _Places(cst.CSTVisitor):
    """The changes that there are on some lines."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, lines: Collection[int]) -> None:
        super().__init__()
        self.found: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []
        self._lines = lines

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Take a node's changes, and go on into it unless nothing in it shows."""
        if _is_silent(node):
            return False
        place = self.get_metadata(PositionProvider, node, None)
        if isinstance(place, CodeRange) and place.start.line in self._lines:
            self.found += [(place.start.line, node, change) for change in changes(node)]
        return True


def _is_silent(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in MESSAGES
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)
    return isinstance(node, SILENT)


def changes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return what may stand in the place of a node."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    if isinstance(node, Display):
        yield from _without_an_element(node)
    elif isinstance(node, cst.Dict) and len(node.elements) > 1:
        for index in range(len(node.elements)):
            yield node.with_changes(elements=_without(node.elements, index))
    elif isinstance(node, cst.BooleanOperation):
        yield from (node.left, node.right)


def _without_an_element(node: Display) -> Iterator[cst.CSTNode]:
    least = 3 if isinstance(node, cst.Tuple) else 2  # a tuple of one needs a comma
    if len(node.elements) >= least:
        for index in range(len(node.elements)):
            yield node.with_changes(elements=_without(node.elements, index))


def _without(elements: Collection[_Item], index: int) -> list[_Item]:
    return [item for at, item in enumerate(elements) if at != index]


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
