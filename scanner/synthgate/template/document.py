"""A template as read: plain data, and the text it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Protocol

from synthgate.model import Excerpt, Location, Position, Problem
from synthgate.records import dataclass
from synthgate.template.data import is_mapping

Route = tuple[str | int, ...]
"""The keys and indexes that lead from the top of the data to a value."""

LOOP = "Fn::ForEach::"
"""How the key of a loop begins (transform AWS::LanguageExtensions)."""

RAIN = "Rain::"
"""How the directives begin that Rain replaces before a template is deployed (its "Packaging")."""

EXCERPT_WIDTH = 160
_LINE_END = re.compile(r"\r\n|\n|\r")


def position_at(text: str, offset: int) -> Position:
    """The line and column of an offset, for one who asks once."""
    starts = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
    return Position(len(starts) + 1, offset - (starts[-1] if starts else 0) + 1)


class Locator(Protocol):
    """Finds the deepest part of a route that the text holds."""

    def span(self, route: Route) -> tuple[int, int]:
        """Start and end offset of what the route leads to, its key included."""
        ...


@dataclass(frozen=True)
class Template:
    """One CloudFormation template.

    `data` is plain: dicts, lists, strings, numbers, booleans. YAML's short tags
    stand in it in their long form, so that JSON and YAML look alike from here on.
    """

    path: str
    text: str
    data: Mapping[str, Any]
    locator: Locator
    problems: tuple[Problem, ...] = ()
    aliases: Mapping[Route, Route] = field(default_factory=dict[Route, Route])
    """Where the text has what a transform wrote out: the longest known start of a route counts."""
    digest: str = ""
    """The SHA-256 of the file (hexadecimal)."""
    is_fetched: bool = False
    """Whether the file holds it within an answer of CloudFormation: see `fetched`."""

    @cached_property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        """The well-formed resources by logical id."""
        section = self.section("Resources")
        return {
            name: body
            for name, body in section.items()
            if is_mapping(body) and isinstance(body.get("Type"), str)
        }

    def of_raw_type(self, kind: str) -> list[Mapping[str, Any]]:
        """The resources of a type, as they are written."""
        return [body for body in self.resources.values() if body["Type"] == kind]

    def section(self, name: str) -> Mapping[str, Any]:
        """A top-level section, empty where the template has none (or has nonsense)."""
        section = self.data.get(name)
        return section if is_mapping(section) else {}

    def locate(self, route: Route, about: str = "") -> Location:
        """Where a route leads in the text, or the nearest that the text has of it.

        What stands there is not shown: lines of templates come by way of `secrets.mask` alone.
        """
        start, end = self.span(route)
        return Location(self.path, self._position(start), self._position(end), about)

    def span(self, route: Route) -> tuple[int, int]:
        """Where a route leads in the text, by offsets."""
        return self.locator.span(self.written(route))

    def written(self, route: Route) -> Route:
        """The route by which the text has what a transform wrote out, where it did."""
        for length in range(len(route), 0, -1) if self.aliases else ():
            if route[:length] in self.aliases:
                return (*self.aliases[route[:length]], *route[length:])
        return route

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        lengths = accumulate(map(len, self.text.split("\n")[:-1]), initial=0)
        return [length + ends for ends, length in enumerate(lengths)]

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def excerpt_of(lines: Sequence[str], number: int) -> Excerpt:
    """A line by its number, with its neighbours."""
    first, last = max(1, number - 1), min(len(lines), number + 1)
    return Excerpt(first, tuple(line.rstrip()[:EXCERPT_WIDTH] for line in lines[first - 1 : last]))


@lru_cache(maxsize=4096)
def property_path(route: Route) -> str:
    """A route from a resource, written as people write it: ``Properties.Rules[0].Id``."""
    text = ""
    for step in route:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isidentifier() or ":" in step:
            text += f".{step}" if text else step
        else:
            text += f"['{step}']"
    return text
