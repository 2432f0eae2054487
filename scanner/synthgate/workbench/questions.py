"""The conditions of a card held against the schemas of the resource types that they ask about.

Each word says what stands beside it (`Role`) and where it leads (`Leads`). A word that is none of
the language is passed over, and nothing in it is held against anything but what it names itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.rule.cards.shared import ASKING
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.operators.value_of import OF_THE_MATCH, PATH, THIS, VALUE_OF
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.rule.terms.word import Role
from synthgate.schemas.properties import types, types_like
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route
from synthgate.workbench.jsonpaths import ANYWHERE, Missing, Spot, reach
from synthgate.workbench.schemas import resource
from synthgate.workbench.shapes import OPEN, Node

SHOWN_TYPES = 3
EVERY_TYPE = "*"
_UNTOLD = re.compile(r"(?:Custom::.+|(?!(?i:AWS)::)\w+(?:::\w+){2,3})\Z")
"""Types that no schema tells of: custom resources, and those that an account has registered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition asks about: resources of some types, or a spot inside them.

    `first` is what the rule is asked of, where that is another resource.
    """

    spot: Spot
    resource: Spot
    types: str
    first: Asked | None = None

    def at(self, spot: Spot) -> Asked:
        """The same resources, seen at another spot."""
        return replace(self, spot=spot)


_ROLES = {word.name: word.takes.role for word in every_word()}
_PATHS = (Role.PATH, Role.PATH_OF_OTHERS)

ANYTHING = Asked(ANYWHERE, ANYWHERE, "")
Found = tuple[Asked, list[Mistake]]


@dataclass(frozen=True, slots=True)
class Questions:
    """Holds conditions against schemas, each of which is read once for all cards."""

    _tops: dict[str, Node] = field(default_factory=dict[str, Node])

    def mistakes(self, body: Mapping[str, Any]) -> Iterator[Mistake]:
        """Types that do not exist, and paths that no type which is asked about has."""
        asked, wrong = self.about(body.get("resources"), ("resources",))
        yield from wrong
        if body.get("scope", "resource") != "resource":
            asked = ANYTHING  # a path leads through the sections of a template
        for word in ASKING:
            yield from self._inside(body.get(word), (word,), asked)

    def _inside(self, node: object, route: Route, asked: Asked) -> Iterator[Mistake]:
        """The mistakes of a condition, or of several, that ask about something."""
        if is_list(node):
            for index, part in enumerate(node):
                yield from self._inside(part, (*route, index), asked)
        elif is_mapping(node):
            inner, wrong = self._turned(node, route, asked)
            yield from wrong
            about = {Role.CONDITION: asked, Role.INNER: inner}
            outside = asked.at(ANYWHERE)
            for word, part in node.items():
                role = _ROLES.get(word, Role.VALUE)
                if role is Role.BRANCHES and is_mapping(part):
                    yield from self._branches(part, (*route, word), asked)
                else:
                    yield from self._inside(part, (*route, word), about.get(role, outside))

    def _branches(
        self, branches: Mapping[str, Any], route: Route, asked: Asked
    ) -> Iterator[Mistake]:
        """The mistakes of conditions that ask about resources of one type each."""
        for kind, part in branches.items():
            of_kind, wrong = self.about(kind, (*route, kind))
            yield from wrong
            is_narrowed = kind != EVERY_TYPE and asked.spot is asked.resource is not ANYWHERE
            of_kind = replace(of_kind, first=asked.first) if is_narrowed else asked
            yield from self._inside(part, (*route, kind), of_kind)

    def _turned(self, node: Mapping[str, Any], route: Route, asked: Asked) -> Found:
        """What the conditions inside one ask about, and what is wrong on the way there."""
        inner, wrong = asked, list[Mistake]()
        for kind in KINDS.values():
            if kind.name in node and kind.leads is not Leads.ON:
                inner, found = self._led(kind, node, route, asked)
                wrong.extend(found)
        if VALUE_OF in node:
            wrong.extend(self._of_another(node[VALUE_OF], (*route, VALUE_OF), asked))
        return inner, wrong

    def _of_another(self, written: object, route: Route, asked: Asked) -> list[Mistake]:
        """The mistakes of the path to another property, of this resource or of the first."""
        if not is_mapping(written):
            return self._of_path(written, route, asked)
        starts = {PATH: asked, THIS: asked.first or asked}
        named = [word for word in starts if word in written]
        found = (self._of_path(written[one], (*route, one), starts[one]) for one in named)
        return [mistake for wrong in found for mistake in wrong]

    def _of_path(self, path: object, route: Route, asked: Asked) -> list[Mistake]:
        """The mistakes of a path that starts at the resource; of one from a match, none."""
        if str(path).startswith(OF_THE_MATCH):
            return []
        return self.along(asked.at(asked.resource), path, route)[1]

    def _led(self, kind: Kind, node: Mapping[str, Any], route: Route, asked: Asked) -> Found:
        """Where a condition of some kind leads, by the types and the paths that it names."""
        others, along, wrong = ANYTHING, asked, list[Mistake]()
        for word in kind.required:
            if word.takes.role is Role.TYPES:
                others, found = self.about(node.get(word.name), (*route, word.name))
                wrong.extend(found)
        for word in kind.may_have:
            if word.takes.role is Role.PATH_TO_ENTRIES and word.name in node:
                others, found = self.along(others, node[word.name], (*route, word.name))
                wrong.extend(found)
        for word in kind.required:
            if word.takes.role in _PATHS:
                start = others if word.takes.role is Role.PATH_OF_OTHERS else asked
                along, found = self.along(start, node.get(word.name), (*route, word.name))
                wrong.extend(found)
        others = replace(others, first=asked.first or asked)
        there = {Leads.ALONG: along, Leads.TO_OTHERS: others}
        return there.get(kind.leads, asked.at(ANYWHERE)), wrong

    def along(self, asked: Asked, path: object, route: Route) -> Found:
        """What a path leads to from what is asked about."""
        if not isinstance(path, str):
            return asked.at(ANYWHERE), []
        spot, missing = reach(asked.spot, path)
        return asked.at(spot), [told(route, _no_such_key(one, asked.types)) for one in missing]

    def about(self, written: object, route: Route) -> Found:
        """The resources of types, which are one or several, or patterns such as ``AWS::EC2::*``."""
        every = [*enumerate(written)] if is_list(written) else [(None, written)]
        names = [(index, name) for index, name in every if isinstance(name, str)]
        nodes: list[Node] = []
        wrong: list[Mistake] = []
        for index, name in names:
            found = self._nodes(name)
            nodes.extend(found or (OPEN,))
            if found is None:
                at = route if index is None else (*route, index)
                wrong.append(told(at, _no_such_type(name)))
        top = Spot(tuple(nodes) or (OPEN,))
        return Asked(top, top, _shown_types([name for _, name in names])), wrong

    def _nodes(self, name: str) -> list[Node] | None:
        """The tops of the resources that a type or a pattern stands for; None: there are none."""
        if name == EVERY_TYPE:
            return [OPEN]
        kinds = types_like(name)
        for kind in kinds:
            if kind not in self._tops:
                self._tops[kind] = resource(kind)
        if not kinds and _UNTOLD.match(name):
            return [OPEN]
        return [self._tops[kind] for kind in kinds] or None


def _no_such_type(name: str) -> Text:
    if "*" in name:
        return Message("no resource type is like {name!r}").format(name=name)
    return Message("no resource type {name!r}{meant}").format(name=name, meant=meant(name, types()))


def _no_such_key(missing: Missing, types: str) -> Text:
    return Message("{name!r} is not in {where} of {types}{meant}").format(
        name=missing.name, where=missing.where, types=types, meant=_near(missing)
    )


def _near(missing: Missing) -> Text:
    """The name that may have been meant; first of all the same one, a step further in."""
    if missing.is_read_only:
        return Message("; AWS sets it, no template does")
    further = [name for name in missing.known if name.endswith(f".{missing.name}")]
    return meant(further[0] if further else missing.name, missing.known)


def _shown_types(types: list[str]) -> str:
    more = "" if len(types) <= SHOWN_TYPES else ", …"
    return ", ".join(types[:SHOWN_TYPES]) + more
