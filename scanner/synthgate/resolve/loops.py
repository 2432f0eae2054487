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

from synthgate.model import Problem, Text, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.resolve.values import Unknown, causes_of, reasons, scalar_text
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import LOOP, Route, Template
from synthgate.template.read import malformed

MAX_ITEMS = 10_000
"""How much may be written out; a stack has 500 resources at the most ("Quotas")."""

_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")

Bindings = Mapping[str, Any]


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
        self._items = 0

    def value(self, node: Any, bound: Bindings, here: Route, origin: Route) -> Any:
        """A value with the identifiers replaced and the loops inside written out."""
        if isinstance(node, str):
            return _named(node, bound)
        if is_list(node):
            return [
                self.value(item, bound, (*here, index), (*origin, index))
                for index, item in enumerate(node)
            ]
        if is_mapping(node):
            if len(node) == 1 and node.get("Ref") in bound:
                return bound[node["Ref"]]
            return self.mapping(node, bound, here, origin)
        return node

    def mapping(
        self, node: Mapping[str, Any], bound: Bindings, here: Route, origin: Route
    ) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for key, value in node.items():
            if key.startswith(LOOP):
                written.update(self._loop(key, value, bound, here, (*origin, key)))
                continue
            name = _named(key, bound)
            place = (*here, name)
            if place != (*origin, key):
                self.aliases[place] = (*origin, key)
            written[name] = self.value(value, bound, place, (*origin, key))
        return written

    def _loop(
        self, key: str, loop: Any, bound: Bindings, here: Route, origin: Route
    ) -> dict[str, Any]:
        """What one loop makes: for each item, the fragment with the item in its names."""
        if not (is_list(loop) and len(loop) == 3 and is_mapping(loop[2])):
            self._say(origin, _MALFORMED.format(loop=key))
            return {}
        items = self._resolve(self.value(loop[1], bound, here, origin))
        if not is_list(items) or any(isinstance(item, Unknown) for item in items):
            causes = causes_of(items)
            why = reasons(causes) if causes else verbatim("?")
            self._say(origin, _OPEN.format(loop=key, why=why))
            # Inside a resource it may make any property: like an include, of which that is said.
            return {"Fn::Transform": {"Name": key}} if len(here) > 2 else {}
        written: dict[str, Any] = {}
        for item in items:
            self._items += 1
            if self._items > MAX_ITEMS:
                self._say(origin, _TOO_MANY.format(loop=key, most=MAX_ITEMS))
                break
            inner = {**bound, str(loop[0]): item}
            written.update(self.mapping(loop[2], inner, here, (*origin, 2)))
        return written

    def _say(self, origin: Route, message: Text) -> None:
        location = self._template.locate(origin)
        problem = Problem(
            ProblemCode.LOOP_NOT_WRITTEN, message, self._template.path, location.start
        )
        self.problems.append(problem)


def _named(text: str, bound: Bindings) -> str:
    for name, item in bound.items():
        value = scalar_text(item)
        text = text.replace(f"${{{name}}}", value)
        text = text.replace(f"&{{{name}}}", _NOT_ALPHANUMERIC.sub("", value))
    return text


_MALFORMED = Text(
    "{loop} is not [identifier, collection, fragment]: what it makes was not checked",
    "{loop}이(가) [식별자, 컬렉션, 조각] 형식이 아니어서 생성되는 내용을 검사하지 못했습니다",
)
_OPEN = Text(
    "{loop} runs over what is not known ({why}), so what it makes was not checked: "
    "give the value with --parameters",
    "{loop}의 컬렉션을 알 수 없어({why}) 생성되는 내용을 검사하지 못했습니다. "
    "--parameters로 값을 지정하세요",
)
_TOO_MANY = Text(
    "{loop} makes more than {most} things: the rest was not checked",
    "{loop}이(가) {most}개를 넘게 생성하므로 나머지는 검사하지 않았습니다",
)
