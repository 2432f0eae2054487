"""The templates of a unit as stacks that know each other, with their loops written out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import field
from typing import Any

from synthgate.clock import within
from synthgate.evaluate import Stack
from synthgate.guard import Guard, crash
from synthgate.model import Message, Origin, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.loops import written_out
from synthgate.resolve.resolver import App, Resolver
from synthgate.resolve.sam import TRANSFORM, expanded, is_serverless
from synthgate.resolve.strings import PLACEHOLDER
from synthgate.sources.holders import (
    HOLDERS,
    NESTED_STACK,
    is_inline,
    route_to_template,
    templates_of,
)
from synthgate.sources.loaded import LoadedTemplate, Unit
from synthgate.sources.local import is_local
from synthgate.sources.parameter_file import GivenParameters
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, Template

EXPANDED_HERE = frozenset({"AWS::LanguageExtensions"})
KNOWN_TRANSFORMS = frozenset({TRANSFORM, "AWS::Include"})


SECONDS = 120.0
"""How long one template may take before it can be evaluated: the last guard, see `clock`."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Stacks by the id of their template, and what went wrong in making them.

    A template that synthgate itself failed over has no stack: to the others it is elsewhere.
    """

    stacks: dict[str, Stack] = field(default_factory=dict[str, Stack])
    problems: list[Problem] = field(default_factory=list[Problem])


def link(unit: Unit, given: GivenParameters, *, past_defaults: bool = False) -> Linked:
    """Make the stacks of a unit."""
    linker = _Linker(unit, given, past_defaults=past_defaults)
    for step in (linker.as_written, linker.transformed):
        for loaded, template in linker.readable():
            with linker.guarded(loaded), within(SECONDS):
                step(loaded, template)
    linker.give_up_unsound()
    linker.let_go_of_written()
    return linker.linked


class _Linker:
    """The stacks of a unit in the making."""

    def __init__(self, unit: Unit, given: GivenParameters, *, past_defaults: bool) -> None:
        self._loaded = {loaded.id: loaded for loaded in unit.templates}
        self._given, self._past_defaults = given, past_defaults
        children = {loaded.id: loaded.children for loaded in unit.templates}
        # What transforms ask of parameters may come from other stacks, which are as written then.
        self._written, self._made = App(children), App(children)
        self.linked = Linked()

    def readable(self) -> Iterator[tuple[LoadedTemplate, Template]]:
        every = self._loaded.values()
        return ((loaded, loaded.template) for loaded in every if loaded.template)

    def guarded(self, loaded: LoadedTemplate) -> Guard:
        """What goes wrong in here is a problem of one template, the clock included."""
        return Guard(self.linked.problems, crash(loaded.path), last=True)

    def as_written(self, loaded: LoadedTemplate, template: Template) -> None:
        self._written.stacks[loaded.id] = self._resolver(loaded, template, self._written)

    def transformed(self, loaded: LoadedTemplate, as_written: Template) -> None:
        """Make a stack of what the transforms leave of a template."""
        before = self._written.stacks.get(loaded.id)
        if before is None:  # told of already
            return
        template = _transformed(as_written, before, self.linked.problems)
        self.linked.problems.extend(_macros(template))
        self.linked.problems.extend(_templates_elsewhere(loaded, template))
        self._make(loaded, template)

    def let_go_of_written(self) -> None:
        """Forget the stacks as they are written, once transforms have nothing more to ask."""
        self._written.let_go()

    def give_up_unsound(self) -> None:
        """Take out what cannot even say which resources it has, before anybody asks it."""
        for loaded, _ in self.readable():
            if loaded.id in self.linked.stacks:
                self._prove(loaded)
            else:
                self._lose(loaded)

    def _prove(self, loaded: LoadedTemplate) -> None:
        with self.guarded(loaded) as guard, within(SECONDS):
            _ = self.linked.stacks[loaded.id].resolver.ids_by_type
        if guard.tripped:
            self._lose(loaded)

    def _lose(self, loaded: LoadedTemplate) -> None:
        """Forget a stack. What it would have passed to those nested in it is not known."""
        self._made.stacks.pop(loaded.id, None)
        self.linked.stacks.pop(loaded.id, None)
        for child_id in loaded.children.values():
            stack = self.linked.stacks.get(child_id)
            if stack:
                self._make(self._loaded[child_id], stack.template, is_orphan=True)
                self._prove(self._loaded[child_id])

    def _make(self, loaded: LoadedTemplate, template: Template, *, is_orphan: bool = False) -> None:
        resolver = self._resolver(loaded, template, self._made, is_orphan=is_orphan)
        self._made.stacks[loaded.id] = resolver
        self.linked.stacks[loaded.id] = Stack(
            resolver,
            _origins(loaded, template),
            loaded.stack,
            loaded.stage,
            loaded.construct,
            loaded.acknowledged,
            loaded.needs,
        )

    def _resolver(
        self, loaded: LoadedTemplate, template: Template, app: App, *, is_orphan: bool = False
    ) -> Resolver:
        return Resolver(
            template,
            loaded.placement,
            self._given.of(loaded.path, loaded.placement.stack_name, loaded.stack),
            past_defaults=self._past_defaults or is_orphan,
            app=app,
            identity=loaded.id,
            cdk_made=frozenset(
                name for name, one in _origins(loaded, template).items() if one.made
            ),
        )


def _origins(loaded: LoadedTemplate, template: Template) -> Mapping[str, Origin]:
    """Where resources come from: what a transform made, from where that which it was made of does.

    The assembly knows of the resource that the program has written, and of no other.
    """
    made = {
        str(route[1]): loaded.origins[str(of[1])]
        for route, of in template.aliases.items()
        if len(route) == len(of) == _OF_RESOURCE and of[1] in loaded.origins
    }
    return {**made, **loaded.origins} if made else loaded.origins


_OF_RESOURCE = 2
"""Steps of a route to a resource: ``Resources``, and its logical id."""


def _transformed(template: Template, resolver: Resolver, problems: list[Problem]) -> Template:
    """The template after the transforms that can be known here, in CloudFormation's order."""
    if is_serverless(template):
        given = {name: resolver.ref(name) for name in template.section("Parameters")}
        known = {name: value for name, value in given.items() if isinstance(value, str | int)}
        template, refused = expanded(template, known)
        problems.extend(refused)
    written = written_out(template, resolver.resolve)
    problems.extend(written.problems[len(template.problems) :])
    return written


def _macros(template: Template) -> Iterator[Problem]:
    """A notice of each macro that will rewrite the template before it is deployed."""
    declared: Any = template.data.get("Transform")
    for macro in declared if is_list(declared) else [declared]:
        name = macro.get("Name") if is_mapping(macro) else macro
        if isinstance(name, str) and name not in EXPANDED_HERE | KNOWN_TRANSFORMS:
            yield Problem(
                ProblemCode.MACRO,
                Message(
                    "macro {name!r} will rewrite this template; it was checked as it is written"
                ).format(name=name),
                template.path,
                template.locate(("Transform",)).start,
            )


def _templates_elsewhere(loaded: LoadedTemplate, template: Template) -> Iterator[Problem]:
    """A notice of each resource that deploys a template which is not among those that were read."""
    for logical_id, body in template.resources.items():
        if body["Type"] not in HOLDERS or _is_looked_for(body):
            continue
        if len(loaded.deploys.get(logical_id, ())) < templates_of(body):
            yield Problem(
                ProblemCode.NESTED_TEMPLATE_ELSEWHERE,
                _where(body).format(holder=HOLDERS[body["Type"]].name, name=repr(logical_id)[:80]),
                template.path,
                template.locate(route_to_template(logical_id, body)).start,
            )


def _is_looked_for(body: Mapping[str, Any]) -> bool:
    """Whether a nested stack names a local file, which is told of when its parent is read."""
    properties = body.get("Properties")
    url = properties.get("TemplateURL") if is_mapping(properties) else None
    return body["Type"] == NESTED_STACK and isinstance(url, str) and is_local(url)


def _where(body: Mapping[str, Any]) -> Message:
    if is_inline(body):
        return _INLINE
    return _STACK_ELSEWHERE if body["Type"] == NESTED_STACK else _ELSEWHERE


_STACK_ELSEWHERE = Message(
    "the template of {holder} {name} is not here, so that it was not "
    "checked: scan it by itself, or name it by a local path"
)
_ELSEWHERE = Message(
    "not every template of {holder} {name} is here, so that not all was checked: scan it by itself"
)
_INLINE = Message(
    "the template of {holder} {name} is written inline (TemplateBody), so that it was not checked: "
    "keep it in a file of its own and scan that"
)


def dangling(stack: Stack) -> Iterator[Problem]:
    """A notice of each name that was asked for and that the template does not have.

    To be called after the stack was evaluated: what nothing asked for is not looked up.
    """
    missing = stack.resolver.missing
    mentions = _first_mentions(stack.template.data, missing) if missing else {}
    for name in missing:
        yield Problem(
            ProblemCode.NAME_UNKNOWN,
            Message(
                "{name!r} is no parameter or resource of this template: what refers to it is "
                "unknown"
            ).format(name=name),
            stack.template.path,
            stack.template.locate(mentions.get(name, ())).start,
        )


def overspent(stack: Stack) -> Iterator[Problem]:
    """The problem of a template that asks for more than its budget.

    To be called when every stack that may ask it for a value was evaluated.
    """
    budget = stack.resolver.budget
    if budget.excess:
        place = stack.template.locate(budget.route).start
        yield Problem(ProblemCode.LIMIT, budget.excess.value, stack.template.path, place)


def _first_mentions(data: Any, names: Container[str]) -> dict[str, Route]:
    """Where each of some names is referred to first, found in one walk."""
    found: dict[str, Route] = {}
    for name, route in _mentions(data, ()):
        if name in names:
            found.setdefault(name, route)
    return found


def _mentions(node: Any, here: Route) -> Iterator[tuple[str, Route]]:
    """The names that a node refers to, in the order of the text."""
    items: list[tuple[str | int, Any]] = []
    if is_mapping(node):
        if isinstance(node.get("Ref"), str):
            yield node["Ref"], here
        items = [*node.items()]
    elif is_list(node):
        if here[-1:] == ("Fn::GetAtt",) and node and isinstance(node[0], str):
            yield node[0], here
        items = [*enumerate(node)]
    elif isinstance(node, str):
        for written in PLACEHOLDER.findall(node) if "${" in node else ():
            yield written.partition(".")[0].strip(), here
    for step, item in items:
        yield from _mentions(item, (*here, step))
