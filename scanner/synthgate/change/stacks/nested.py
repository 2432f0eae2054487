"""Nested stacks that do not fit their parents: parameters, and outputs that are asked for.

CloudFormation refuses parameters that a template does not declare, or that it declares without a
default and is not given, and values that their constraints do not allow (CloudFormation User
Guide, "Parameters section syntax"; Template Reference, "AWS::CloudFormation::Stack").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.change.stacks.allowed import refusal
from synthgate.change.stacks.calls import Call, named_in, output_holds
from synthgate.change.stacks.changed import is_changed
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import State
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import NO_VALUE, Unknown, causes_of
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

NESTED_STACK = "AWS::CloudFormation::Stack"
_OUTPUTS = "Outputs."


@dataclass(frozen=True, slots=True, eq=False)
class _Misfit:
    """What does not fit, and where the parent has it; `key` tells it from others of one stack."""

    parent: Stack
    logical_id: str
    route: Route
    note: Text
    key: tuple[str, ...]
    holds: Truth = True


def misfits(sides: Sides) -> Iterator[Effect]:
    """An effect for each misfit of the head that the base did not have."""
    changed = {id(one.after) for one in sides.matched.stacks if one.after and is_changed(one)}
    partners = {id(one.after): one.before for one in sides.matched.stacks if one.after}
    for parent in sides.head.stacks:
        if not _is_concerned(parent, sides.head, changed):
            continue
        before = partners.get(id(parent))
        known = {one.key for one in _of(before, sides.base)} if before else set[tuple[str, ...]]()
        for one in _of(parent, sides.head):
            if one.key not in known:
                yield _effect(one)


def _is_concerned(parent: Stack, head: State, changed: set[int]) -> bool:
    """Whether a stack has others nested in it of which one, or itself, changes."""
    nested = parent.resolver.app.nested.get(parent.resolver.identity, ())
    below = (head.by_identity.get(one.identity) for one in nested)
    return bool(nested) and (id(parent) in changed or any(id(one) in changed for one in below))


def _effect(misfit: _Misfit) -> Effect:
    causes = causes_of(misfit.holds)
    place = Place(misfit.route, causes=causes, note=misfit.note)
    return Effect("misfits", misfit.parent, place, misfit.logical_id)


def _of(parent: Stack, state: State) -> Iterator[_Misfit]:
    app, identity = parent.resolver.app, parent.resolver.identity
    for logical_id, body in parent.template.resources.items():
        child = app.child(identity, logical_id) if body["Type"] == NESTED_STACK else None
        holds = parent.resolver.exists(logical_id)
        if child is not None and holds is not False:
            for one in _of_parameters(parent, logical_id, child):
                if one.holds is not False:
                    yield one
    for call in state.calls(parent, ("Fn::GetAtt", "Fn::Sub")):
        yield from _of_outputs(call)


def _of_parameters(parent: Stack, logical_id: str, child: Resolver) -> Iterator[_Misfit]:
    """What of the parameters passed to a nested stack does not fit what it declares."""
    passed = parent.resolver.resource(logical_id).properties.get("Parameters", {})
    if not is_mapping(passed):
        return  # of what a function gives as a whole nothing can be said
    declared = child.template.section("Parameters")
    exists = parent.resolver.exists(logical_id)
    for name, value in passed.items():
        route = ("Properties", "Parameters", name)
        if name not in declared:
            note = _UNDECLARED.format(name=name)
            yield _Misfit(parent, logical_id, route, note, ("+", logical_id, name), exists)
        elif (found := refusal(value, declared[name])) is not None:
            holds = conjunction((exists, found.holds))
            note = _REFUSED.format(name=name, reason=found.reason)
            key = ("=", logical_id, name, found.reason.id)
            yield _Misfit(parent, logical_id, route, note, key, holds)
    for name, declaration in declared.items():
        given = _is_given(passed, name)
        if given is not True and _is_required(declaration):
            note = _MISSING.format(name=name)
            route = ("Properties", "Parameters")
            holds = conjunction((exists, negation(given)))
            yield _Misfit(parent, logical_id, (*route, name), note, ("-", logical_id, name), holds)


def _is_required(declaration: object) -> bool:
    return is_mapping(declaration) and declaration.get("Default") is None


def _is_given(passed: Mapping[str, Any], name: str) -> Truth:
    """Whether a parameter is passed; one of an open `Fn::If` may be left out."""
    value = passed.get(name, NO_VALUE)
    if isinstance(value, Unknown) and NO_VALUE in value.choices:
        return Unknown(value.causes)
    return value is not NO_VALUE


def _of_outputs(call: Call) -> Iterator[_Misfit]:
    """Outputs of nested stacks that are asked for, and that those do not have."""
    parent = call.stack.resolver
    for name, attribute in named_in(call):
        if attribute is None or not attribute.startswith(_OUTPUTS):
            continue
        child = parent.app.child(parent.identity, name)
        if child is None:
            continue
        output = attribute.removeprefix(_OUTPUTS)
        body = child.template.section("Outputs").get(output)
        there = output_holds(child, body) if is_mapping(body) else False
        missing = conjunction((call.holds, negation(there)))
        if missing is not False:
            note = _NO_OUTPUT.format(stack=name, output=output)
            key = ("?", name, output)
            yield _Misfit(call.stack, call.logical_id, call.route, note, key, missing)


_UNDECLARED = Message("parameter {name} is passed, and the nested template does not declare it")
_MISSING = Message("parameter {name} is not passed, and the nested template has no default for it")
_REFUSED = Message("what is passed for parameter {name} is not allowed: {reason}")
_NO_OUTPUT = Message("nested stack {stack} has no output {output}")
