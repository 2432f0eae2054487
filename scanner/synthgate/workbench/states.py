"""The stacks of an example: one, or those of the base and of the head of a change.

A line ``---`` parts base and head. A line ``# stack: NAME`` begins the template of a stack of that
name, and ``# stack: NAME/ID`` that of the one nested in it as ``ID``; without any there is one
stack, which has no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from synthgate.evaluate import Stack
from synthgate.resolve.resolver import App, Resolver
from synthgate.sources.environment import stated_placement
from synthgate.sources.noted import origins_of
from synthgate.template.document import Template
from synthgate.template.read import read_template

_PATH = "example.yaml"
_APART = re.compile(r"^---\n", re.MULTILINE)
_NAMED = re.compile(r"^# stack: *(\S+)[ \t]*\n", re.MULTILINE)

State = list[Stack]


def states_in(text: str) -> Iterator[State]:
    """The base and the head of a text; every line has the number that it has in all of it.

    Raises:
        TemplateError: a part of it is no template.
    """
    start = 0
    for end in (*(one.start() for one in _APART.finditer(text)), len(text)):
        yield _state(text, start, end)
        start = end + len("---\n")


def _state(text: str, start: int, end: int) -> State:
    names = [*_NAMED.finditer(text, start, end)]
    if not names:
        return [stack_of(_read(text, start, end))]
    ends = (*(one.start() for one in names[1:]), end)
    templates = {
        one[1]: _read(text, one.end(), until) for one, until in zip(names, ends, strict=True)
    }
    return _app(templates)


def _read(text: str, start: int, end: int) -> Template:
    above = "\n" * text.count("\n", 0, start)
    return read_template(_PATH, (above + text[start:end]).encode())


def _app(templates: dict[str, Template]) -> State:
    """Stacks that know each other, by their names."""
    children: dict[str, dict[str, str]] = {}
    for name in templates:
        parent, _, logical_id = name.rpartition("/")
        children.setdefault(parent, {})[logical_id] = name
    app = App(children)
    stacks = [_member(name, template, app) for name, template in templates.items()]
    app.stacks.update((one.resolver.identity, one.resolver) for one in stacks)
    return stacks


def _member(name: str, template: Template, app: App) -> Stack:
    placement = stated_placement(template)
    placement = replace(placement, stack_name=placement.stack_name or name.partition("/")[0])
    resolver = Resolver(template, placement, app=app, identity=name)
    return Stack(resolver, origins_of(template), name)


def stack_of(template: Template) -> Stack:
    """The stack of an example, whose metadata may say where it goes."""
    origins = origins_of(template)
    cdk_made = frozenset(origins)
    return Stack(Resolver(template, stated_placement(template), cdk_made=cdk_made), origins)
