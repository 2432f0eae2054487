"""What all parts of a trace share: a language, the rule's parameters, places and values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.model import Language, Message, Status, Text
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.kleene import Truth
from synthgate.resolve.origins import shown
from synthgate.resolve.values import Unknown, reasons, scalar_text
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome
from synthgate.rule.terms.parameters import named
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, property_path
from synthgate.trace.record import Asked

Lines = Iterator[str]
Tell = Callable[[Asked, "Scene"], Lines]
"""Tells of a condition, whatever it is."""

LONGEST = 120
"""How many characters of a value, or of an expression, are shown."""

_NOT_PLAIN = re.compile(r"""\A\Z|\A[\s!&*%@`|>\[\]{}#'"-]|:(?:\s|\Z)|\s(?:#|\Z)""")
_NOT_PLAIN_INSIDE = re.compile(rf"{_NOT_PLAIN.pattern}|[,\[\]{{}}]")
"""What YAML would not take for a string without quotes: by itself, or inside brackets."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who a trace is told to, and how the rule that it is about is set."""

    language: Language
    compiler: Compiler

    def say(self, text: Text, **values: object) -> str:
        """A sentence, its placeholders filled in."""
        filled = text.format(**values) if values and isinstance(text, Message) else text
        return filled[self.language]

    def value(self, value: Any) -> str:
        """A resolved value, on one line."""
        return cut(shown(value, self.language) or '""')

    def written(self, node: Any) -> str:
        """A part of the card, on one line, with the values and names of parameters."""
        return flow(node, self._parameter)

    def _parameter(self, name: str) -> str | None:
        if name not in self.compiler.parameters:
            return None
        return f"{flow(self.compiler.parameters[name])} ({self.say(_PARAMETER, name=name)})"

    def alone(self, node: Mapping[str, Any], words: Iterable[str], view: View, value: Any) -> str:
        """What a condition would come to with only some of its words."""
        part = {word: node[word] for word in words if word in node}
        return self.outcome(self.compiler.compiled(part)(view, value))

    def outcome(self, outcome: Outcome | None, *, why: bool = True) -> str:
        """An outcome as the end of a line, with what it hangs on."""
        if outcome is None:
            return f"=> {self.say(_NOT_APPLICABLE)}"
        causes = [cause for place in outcome.places for cause in place.causes] if why else []
        told = reasons(tuple(dict.fromkeys(causes)))[self.language]
        ending = f" ({told})" if told and outcome.status is Status.UNKNOWN else ""
        return f"=> {self.say(STATUS[outcome.status])}{ending}"

    def doubtful(self, truth: Truth, text: Text) -> str:
        """What may or may not be so, with what decides it; nothing where that is known."""
        if not isinstance(truth, Unknown):
            return ""
        return f"{self.say(text)} ({reasons(truth.causes)[self.language]})"


Parameter = Callable[[str], str | None]
"""How a parameter is shown that stands in the place of a value; None where it is none."""


def flow(node: Any, parameter: Parameter = lambda _: None, *, inside: bool = False) -> str:
    """Plain data as YAML on one line, with intrinsic functions in their short form."""
    name = named(node)
    shown_as = parameter(name) if name is not None else None
    if shown_as is not None:
        return shown_as
    if is_mapping(node):
        return _call(node, inside=inside) or _braced(node, parameter)
    if is_list(node):
        return f"[{', '.join(flow(item, parameter, inside=True) for item in node)}]"
    if isinstance(node, str) and (_NOT_PLAIN_INSIDE if inside else _NOT_PLAIN).search(node):
        return json.dumps(node, ensure_ascii=False)
    return "null" if node is None else scalar_text(node)


def _braced(node: dict[str, Any], parameter: Parameter) -> str:
    members = (f"{key}: {flow(value, parameter, inside=True)}" for key, value in node.items())
    return "{" + ", ".join(members) + "}"


def _call(node: dict[str, Any], *, inside: bool) -> str | None:
    name, argument = next(iter(node.items()), ("", None))
    if len(node) != 1 or not (name in FUNCTIONS or name.startswith("Fn::") or name == "Condition"):
        return None
    if name == "Fn::GetAtt" and is_list(argument) and all(isinstance(p, str) for p in argument):
        argument = ".".join(argument)
    return f"!{name.removeprefix('Fn::')} {flow(argument, inside=inside)}"


def cut(text: str) -> str:
    """The start of a text that is too long for a line."""
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def spot(view: View, route: Route) -> str:
    """Where a route from a resource, a stack or an app leads in the template."""
    template = view.resolver.template
    top: Route = () if view.is_whole else ("Resources", view.resource.logical_id)
    start = template.locate((*top, *route)).start
    return f"({template.path}:{start.line}:{start.column})"


def path_of(route: Route) -> str:
    """A route as people write it."""
    return property_path(route) or "$"


def titled(view: View) -> str:
    """A resource by its id, its type and its place."""
    resource = view.resource
    return f"{resource.logical_id} ({resource.type})  {spot(view, ())}"


def indented(lines: Iterable[str]) -> Lines:
    """Lines one level further in."""
    return (f"  {line}" if line else "" for line in lines)


def dashed(lines: Iterable[str]) -> Lines:
    """Lines as one item of a list."""
    for index, line in enumerate(lines):
        yield f"{'  ' if index else '- '}{line}"


STATUS = {
    Status.PASS: Message("pass"),
    Status.FAIL: Message("fail"),
    Status.UNKNOWN: Message("unknown"),
}
_NOT_APPLICABLE = Message("not applicable")
_PARAMETER = Message("rule parameter {name}")
