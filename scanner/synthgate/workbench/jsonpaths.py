"""JSONPaths held against schemas: whether what a path leads to can be there at all."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

from jsonpath_ng import exceptions, jsonpath
from jsonpath_ng.ext import filter as ng_filter
from jsonpath_ng.ext.parser import parse

from synthgate.records import dataclass
from synthgate.workbench import shapes
from synthgate.workbench.shapes import OPEN, Node, Nodes

PROPERTIES = "$.Properties"


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that cannot be where a path looks for it: below `where`, which may have `known`.

    `is_read_only` is set where AWS, and no template, says what it is.
    """

    name: str
    where: str
    known: tuple[str, ...]
    is_read_only: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a path has come to: the nodes that may be there, and the way as people write it."""

    nodes: Nodes
    where: str = "$"

    def below(self, nodes: Iterable[Node], step: str) -> Spot:
        """One step further."""
        return Spot(tuple(nodes), self.where + step)


ANYWHERE = Spot((OPEN,))
"""A place of which nothing is known, so that nothing is wrong there."""


def reach(spot: Spot, path: str) -> tuple[Spot, list[Missing]]:
    """Where a path leads to from a spot, and the keys on its way that cannot be there.

    A path that cannot be judged leads anywhere; after a key that cannot be there, too.
    """
    steps = steps_of(path)
    if steps is None:
        return ANYWHERE, []
    walk = _Walk([])
    return walk.along(steps, spot), walk.missing


def steps_of(path: str) -> list[jsonpath.JSONPath] | None:
    """The steps of a path; ``[*]`` is handed over as the slice that it is of lists."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return [*_flat(parse(path.replace("[*]", "[:]")))]
    except (exceptions.JsonPathLexerError, exceptions.JsonPathParserError):
        return None


def _flat(tree: jsonpath.JSONPath) -> Iterator[jsonpath.JSONPath]:
    match tree:
        case jsonpath.Root() | jsonpath.This():
            return
        case jsonpath.Child():
            yield from _flat(tree.left)
            yield from _flat(tree.right)
        case jsonpath.Descendants():
            yield from _flat(tree.left)
            yield jsonpath.Descendants(jsonpath.This(), tree.right)
        case _:
            yield tree


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk along steps, which notes what it misses."""

    missing: list[Missing]

    def along(self, steps: Iterable[jsonpath.JSONPath], spot: Spot) -> Spot:
        for step in steps:
            spot = self._step(step, spot)
        return spot

    def _step(self, step: jsonpath.JSONPath, spot: Spot) -> Spot:
        match step:
            case jsonpath.Fields():
                return self._fields(step.fields, spot)
            case jsonpath.Index() | jsonpath.Slice():
                return _each(spot)
            case ng_filter.Filter():
                return self._filter(step, spot)
            case jsonpath.Descendants():
                below = Spot(tuple(shapes.descendants(spot.nodes)), f"{spot.where}..")
                return self.along(_flat(step.right), below)
            case _ if type(step).__name__ == "Wildcard":
                return _every(spot)
            case _:
                return ANYWHERE

    def _fields(self, names: tuple[str, ...], spot: Spot) -> Spot:
        if names == ("*",):
            return _every(spot)
        found = [node for name in names for node in _members(spot, name)]
        if found:
            return spot.below(found, f".{','.join(names)}")
        known = (*shapes.names(spot.nodes), *_names_of_properties(spot))
        read_only = any(_is_read_only(spot, name) for name in names)
        self.missing.append(Missing(",".join(names), spot.where, known, read_only))
        return ANYWHERE

    def _filter(self, step: ng_filter.Filter, spot: Spot) -> Spot:
        item = _each(spot)
        for expression in cast("Any", step).expressions:
            self.along(_flat(expression.target), item)
        return replace(item, where=f"{spot.where}[?]")


def _names_of_properties(spot: Spot) -> list[str]:
    """What may have been meant by who forgot that properties are below ``Properties``."""
    below = tuple(_members(spot, "Properties")) if spot.where == "$" else ()
    return [f"Properties.{name}" for name in shapes.names(below)]


def _is_read_only(spot: Spot, name: str) -> bool:
    return spot.where == PROPERTIES and any(
        name in node.root.get("readOnly", ()) for node in spot.nodes
    )


def _members(spot: Spot, name: str) -> Iterator[Node]:
    for node in spot.nodes:
        yield from shapes.member(node, name)


def _each(spot: Spot) -> Spot:
    return _onwards(shapes.items, spot, "[*]")


def _every(spot: Spot) -> Spot:
    return _onwards(shapes.members, spot, ".*")


def _onwards(inner: Callable[[Node], Iterable[Node]], spot: Spot, step: str) -> Spot:
    nodes = [below for node in spot.nodes for below in inner(node)]
    return spot.below(nodes or (OPEN,), step)
