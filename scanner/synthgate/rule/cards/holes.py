"""Holes in plain data, ``{path}`` or ``{thing:이/가}``, and what fills them.

A text that is nothing but a hole is what fills it, of whatever kind; null takes away the key that
it stands beside. In a longer text a hole is filled with letters: with those of the language, where
the text is a sentence and what fills it is said in several; beginning with a capital for
``{Thing}``. ``${Name}`` and ``{{resolve:…}}`` are CloudFormation's, and no holes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from synthgate.korean import PARTICLES, Korean
from synthgate.model import LANGUAGES, Language, Message
from synthgate.records import dataclass
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_INSIDE = r"\{([A-Za-z][\w-]*)(?::([^{}\s]+))?\}"
_HOLE = re.compile(rf"(?<![{{$]){_INSIDE}|(?<!\$){_INSIDE}(?!\}})", re.ASCII)
"""In braces that are not doubled on both sides: ``{{setting}: true}`` has one."""


def _parts(hole: re.Match[str]) -> tuple[str, str | None]:
    """What is asked for, as it is written, and with which particle."""
    return (hole[1], hole[2]) if hole[1] else (hole[3], hole[4])


def holes_in(node: object, route: Route = ()) -> Iterator[tuple[str, Route]]:
    """The names of the holes in plain data, each as often as it is there, and where."""
    if isinstance(node, str):
        yield from ((_name(_parts(hole)[0]), route) for hole in _HOLE.finditer(node))
    elif is_mapping(node):
        for key, value in node.items():
            yield from holes_in(value, (*route, key))
    elif is_list(node):
        for index, value in enumerate(node):
            yield from holes_in(value, (*route, index))


def unquoted(node: object, route: Route = ()) -> Iterator[tuple[str, Route]]:
    """Where a hole was meant, and YAML reads a mapping: ``equals: {value}`` without quotes."""
    if is_mapping(node):
        for key, value in node.items():
            if value is None and len(node) == 1 and whole(f"{{{key}}}"):
                yield key, route
            yield from unquoted(value, (*route, key))
    elif is_list(node):
        for index, value in enumerate(node):
            yield from unquoted(value, (*route, index))


def whole(text: object) -> str | None:
    """The name of the hole that a text is nothing but."""
    hole = _HOLE.fullmatch(text) if isinstance(text, str) else None
    written, pair = _parts(hole) if hole else ("", None)
    return written if written and not pair and written == _name(written) else None


def _name(written: str) -> str:
    """``Thing`` asks for `thing`."""
    return written[0].lower() + written[1:]


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills holes, and the mistakes that came to light on the way, at routes of the data."""

    values: Mapping[str, Any]
    mistakes: list[Mistake] = field(default_factory=list[Mistake])

    def filled(self, node: Any, route: Route) -> Any:
        """Plain data without holes; what cannot be filled stays as it is, and is a mistake."""
        if isinstance(node, str):
            return self._text(node, route)
        if is_mapping(node):
            pairs = {key: (node[key], self.filled(node[key], (*route, key))) for key in node}
            return {
                key: value
                for key, (written, value) in pairs.items()
                if value is not None or not whole(written)
            }
        if is_list(node):
            return [self.filled(item, (*route, index)) for index, item in enumerate(node)]
        return node

    def _text(self, text: str, route: Route) -> Any:
        name = whole(text)
        if name is not None and name in self.values:
            return self.values[name]
        languages: list[Language] = [one for one in LANGUAGES if route[-1:] == (one,)]
        return _HOLE.sub(lambda hole: self._letters(hole, languages, route), text)

    def _letters(self, hole: re.Match[str], languages: Sequence[Language], route: Route) -> str:
        asked, pair = _parts(hole)
        name = _name(asked)
        if name not in self.values:
            return self._refused(hole, route, _EMPTY.format(name=name))
        said = _said(self.values[name], languages)
        if said is None:
            return self._refused(hole, route, _NO_LETTERS.format(name=name))
        if asked != name:
            said = said[:1].upper() + said[1:]
        if pair is None:
            return said
        if pair not in PARTICLES:
            known = ", ".join(PARTICLES)
            return self._refused(hole, route, _NO_PARTICLE.format(pair=pair, known=known))
        return format(Korean(said), pair)

    def _refused(self, hole: re.Match[str], route: Route, text: Message) -> str:
        self.mistakes.append(Mistake(route, text))
        return hole[0]


def _said(value: object, languages: Sequence[Language]) -> str | None:
    """The letters of a value; None of what has none, or in no language that is known here.

    What is not said in the language has its words in the other one.
    """
    if is_mapping(value):
        words = [value[one] for one in (*languages, *LANGUAGES) if languages and one in value]
        return words[0] if words and isinstance(words[0], str) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def deepest_hole(node: object, route: Route) -> tuple[str, Route] | None:
    """The hole whose filling a route leads into, and the rest of the route; None: into none."""
    for depth in range(len(route) + 1):
        if isinstance(node, str):
            name = whole(node)
            first = name or next((it for it, _ in holes_in(node)), None)
            return (first, route[depth:] if name else ()) if first else None
        node = _member(node, route[depth]) if depth < len(route) else None
    return None


def _member(node: object, step: str | int) -> object:
    """What a step leads to; None: to nothing."""
    if is_mapping(node):
        return node.get(str(step))
    return node[step] if is_list(node) and isinstance(step, int) and step < len(node) else None


_EMPTY = Message("nothing fills {{{name}}}: the row has no key {name!r}")
_NO_LETTERS = Message("{{{name}}} in a text is filled by a text or a number, or by 'en' and 'ko'")
_NO_PARTICLE = Message("{pair!r} is no pair of Korean particles: {known}")
