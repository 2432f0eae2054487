"""`Fn::ForEach`, written out: the one intrinsic function that makes keys.

CloudFormation Template Reference, "Fn::ForEach" (transform AWS::LanguageExtensions): in
Resources, Conditions, Outputs and inside of resources, also nested. The identifier
stands in keys and strings as ``${Name}`` (``&{Name}`` without what logical ids may not
hold) and as ``{"Ref": "Name"}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.resolve.budget import PIECE
from synthgate.resolve.values import causes_of, reasons, scalar_text
from synthgate.template.data import is_container, is_list, is_mapping
from synthgate.template.document import LOOP, Route, Template
from synthgate.template.read import malformed

MOST_RESOURCES = 500
"""What the loops of a template may make: as many resources as a stack may have.

Loops change no quota, which hold for the template as it is written out (CloudFormation Template
Reference, "Fn::ForEach"; CloudFormation User Guide, "Understand CloudFormation quotas").
"""
MOST_LETTERS = 2 * 1024 * 1024
"""What the loops of a template may write: twice what a template may hold."""

_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")
_NAME = re.compile(r"([$&])\{([^{}]*)\}")

Bindings = Mapping[str, Any]


class _TooMuchError(Exception):
    """A loop makes more than a template may hold: nothing that is made half is kept."""

    def __init__(self, message: Message, most: int) -> None:
        super().__init__(message.id)
        self.message = message
        self.most = most


def written_out(template: Template, resolve: Callable[[object], Any]) -> Template:
    """The template with its loops written out, and problems for those that cannot be.

    `resolve` gives the collections, which may be parameters. A place in what was written
    out leads back to the loop (`Template.aliases`).
    """
    if LOOP not in template.text:  # a glance at the text is a hundredth of a walk
        return template
    writer = _Writer(template, resolve)
    data = writer.mapping(template.data, {}, (), ())
    made = replace(template, data=data, aliases=writer.aliases)
    known = set(template.problems)
    new = (problem for problem in malformed(made) if problem not in known)
    return replace(made, problems=(*template.problems, *writer.problems, *new))


class _Writer:
    """Writes one template out, noting where everything comes from."""

    def __init__(self, template: Template, resolve: Callable[[object], Any]) -> None:
        self.aliases: dict[Route, Route] = dict(template.aliases)
        self.problems: list[Problem] = []
        self._template = template
        self._resolve = resolve
        self._letters = 0
        self._resources = 0
        self._told: set[tuple[Route, Text]] = set()

    def value(self, node: Any, bound: Bindings, here: Route, origin: Route) -> Any:
        """A value with the identifiers replaced and the loops inside written out."""
        if bound:
            self._count(PIECE)
        if isinstance(node, str):
            return self._named(node, bound)
        if is_list(node):
            return [
                self.value(item, bound, (*here, index), (*origin, index))
                for index, item in enumerate(node)
            ]
        if is_mapping(node):
            name = node.get("Ref") if len(node) == 1 else None
            if isinstance(name, str) and name in bound:
                self._count(len(scalar_text(bound[name])))
                return bound[name]
            return self.mapping(node, bound, here, origin)
        return node

    def mapping(
        self, node: Mapping[str, Any], bound: Bindings, here: Route, origin: Route
    ) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for key, value in node.items():
            source = (*origin, key)
            if key.startswith(LOOP):
                self._add(written, self._loop(key, value, bound, here, source), here, source)
                continue
            name = self._named(key, bound)
            place = (*here, name)
            if place != source:
                self.aliases.setdefault(place, source)
            made = self.value(value, bound, place, source)
            if bound and here == ("Resources",):
                self._resources += 1
            self._add(written, {name: made}, here, source)
        return written

    def _add(
        self, written: dict[str, Any], more: Mapping[str, Any], here: Route, origin: Route
    ) -> None:
        """Add what was made. The first of two under one name stays, and that there are is said."""
        for name, value in more.items():
            if name not in written:
                written[name] = value
            elif name != _OPEN_KEY:
                self._say(origin, _TWICE.format(name=name))

    def _loop(
        self, key: str, loop: Any, bound: Bindings, here: Route, origin: Route
    ) -> dict[str, Any]:
        """What one loop makes; of an outermost one that makes too much, the turns before that."""
        written: dict[str, Any] = {}
        try:
            self._turn_by_turn(written, key, loop, bound, here, origin)
        except _TooMuchError as error:
            if bound:
                raise
            self._say(origin, error.message.format(loop=key, most=error.most))
            written.update(_not_known(key, here))
        return written

    def _turn_by_turn(
        self,
        written: dict[str, Any],
        key: str,
        loop: Any,
        bound: Bindings,
        here: Route,
        origin: Route,
    ) -> None:
        """Add, for each item, the fragment with the item in its names."""
        items: Any = None
        if is_list(loop) and len(loop) == 3 and isinstance(loop[0], str) and is_mapping(loop[2]):
            items = self._resolve(self.value(loop[1], bound, here, origin))
        causes = causes_of(items)
        if causes or not is_list(items) or not all(map(_is_text, items)):
            why = _OPEN if causes else _MALFORMED
            self._say(origin, why.format(loop=key, why=reasons(causes)))
            written.update(_not_known(key, here))
            return
        for item in items:
            self._count(PIECE)
            turn = self.mapping(loop[2], {**bound, loop[0]: item}, here, (*origin, 2))
            if self._resources > MOST_RESOURCES:
                raise _TooMuchError(_TOO_MANY, MOST_RESOURCES)
            self._add(written, turn, here, origin)

    def _named(self, text: str, bound: Bindings) -> str:
        """A text with the items in place of the identifiers; what an item says stays as it is."""
        if not bound:
            return text
        self._count(len(text))
        return _NAME.sub(lambda match: self._item(match, bound), text)

    def _item(self, match: re.Match[str], bound: Bindings) -> str:
        if match[2] not in bound:
            return match[0]
        text = scalar_text(bound[match[2]])
        self._count(len(text))
        return text if match[1] == "$" else _NOT_ALPHANUMERIC.sub("", text)

    def _count(self, letters: int) -> None:
        self._letters += letters
        if self._letters > MOST_LETTERS:
            raise _TooMuchError(_TOO_LONG, MOST_LETTERS)

    def _say(self, origin: Route, message: Text) -> None:
        if (origin, message) not in self._told:
            self._told.add((origin, message))
            at = self._template.locate(origin).start
            code = ProblemCode.LOOP_NOT_WRITTEN
            self.problems.append(Problem(code, message, self._template.path, at))


_OPEN_KEY = "Fn::Transform"


def _not_known(key: str, here: Route) -> dict[str, Any]:
    """What a loop leaves that is not written out.

    Inside a resource it may make any property: like an include, of which that is said.
    """
    return {_OPEN_KEY: {"Name": key}} if len(here) > 2 else {}


def _is_text(item: object) -> bool:
    """Whether an item can stand in a name."""
    return item is not None and not is_container(item)


_MALFORMED = Message(
    "{loop} is not [identifier, collection, fragment]: what it makes was not checked"
)
_OPEN = Message(
    "{loop} runs over what is not known ({why}), so what it makes was not checked: "
    "give the value with --parameters"
)
_TOO_MANY = Message(
    "{loop} brings what loops make to more than {most} resources, which no stack may "
    "have: the rest was not checked; split the template"
)
_TOO_LONG = Message(
    "{loop} brings what loops write to more than {most:,} letters, twice what a template "
    "may hold: the rest was not checked; split the template"
)
_TWICE = Message(
    "{name!r} is made twice by loops, and only the first was checked: put the loop's identifier "
    "into the name"
)
