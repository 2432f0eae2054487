"""Parameters that keep the value that the deployed stack has.

A default is what "to use if no value is specified when a stack is created" (CloudFormation User
Guide, "CloudFormation template Parameters syntax"); of a stack that is there `cdk deploy` passes on
the values that it has (AWS CDK CLI reference, ``cdk deploy``, ``--previous-parameters``). So a
default that changes may change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from synthgate.change.names import names_in
from synthgate.change.sides import Member
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import ABSENT
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import descent, is_mapping
from synthgate.template.document import Route

_PASSED: Route = ("Properties", "Parameters")


def kept_defaults(before: Resolver, after: Resolver, written: Any) -> tuple[Cause, ...]:
    """The parameters in what both states write alike that have another default in each.

    Those of the stacks around a nested one count, as far as they are passed on to it.
    """
    return tuple(dict.fromkeys(_changed(before, after, written, "", set())))


def kept_parameters(before: Resolver, after: Resolver, causes: Iterable[Cause]) -> list[Cause]:
    """The same of the parameters that a value is not known for.

    Their default may be a name, as of one whose value is in Systems Manager.
    """
    found: list[Cause] = []
    for one in causes:
        states = _around(before, after, one.stack) if one.stack else (before, after)
        if one.decider is Decider.PARAMETER and states and _has_another_default(*states, one.name):
            found.append(Cause(Decider.PREVIOUS, one.name, one.stack))
    return found


def _changed(
    before: Resolver, after: Resolver, written: Any, stack: str, seen: set[tuple[str, str]]
) -> Iterator[Cause]:
    for kind, name in names_in(written):
        if (stack, f"{kind} {name}") in seen:
            continue
        seen.add((stack, f"{kind} {name}"))
        if kind == "condition":
            declared = after.template.section("Conditions").get(name)
            yield from _changed(before, after, declared, stack, seen)
        elif kind == "ref":
            yield from _of_parameter(before, after, name, stack, seen)
        elif kind == "import":
            yield from _of_export(before, after, name, seen)


def _of_parameter(
    before: Resolver, after: Resolver, name: str, stack: str, seen: set[tuple[str, str]]
) -> Iterator[Cause]:
    """The parameter itself; of a nested stack, what both states pass on for it alike."""
    passed = _passed(before, name), _passed(after, name)
    if passed == (ABSENT, ABSENT):
        if _has_another_default(before, after, name):
            yield Cause(Decider.PREVIOUS, name, stack)
        return
    around = _parent(before), _parent(after)
    if passed[0] == passed[1] and around[0] and around[1]:
        yield from _changed(around[0], around[1], passed[1], around[1].identity, seen)


def _of_export(
    before: Resolver, after: Resolver, written: Any, seen: set[tuple[str, str]]
) -> Iterator[Cause]:
    """What the value is made of that another stack exports, by the same name, alike."""
    there, here = _exported(before, written), _exported(after, written)
    if there and here and there[1] == here[1]:
        yield from _changed(there[0], here[0], here[1], here[0].identity, seen)


def _exported(resolver: Resolver, written: Any) -> tuple[Resolver, Any] | None:
    name = resolver.resolve(written["Fn::ImportValue"]) if "Fn::ImportValue" in written else None
    return resolver.app.exporter(name, resolver.placement) if isinstance(name, str) else None


def doubted(before: Member, after: Member, place: Place) -> Place:
    """A place of a change that may be none: what is there is written as it was.

    Without a way to it, or where all of it is as it was, it is the whole resource.
    """
    route = place.route if place.route and before.raw != after.raw else ()
    there, here = (descent(one.raw, route)[0] for one in (before, after))
    if place.causes or there != here:
        return place
    kept = kept_defaults(before.stack.resolver, after.stack.resolver, here)
    return replace(place, causes=kept)


def _passed(resolver: Resolver, name: str) -> Any:
    """What the stack around a nested one passes for a parameter, as it is written."""
    around = resolver.app.parent(resolver.identity)
    if around is None:
        return ABSENT
    parent, logical_id = around
    value, _ = descent(parent.template.resources[logical_id], (*_PASSED, name))
    return value


def _parent(resolver: Resolver) -> Resolver | None:
    around = resolver.app.parent(resolver.identity)
    return around[0] if around else None


def _around(before: Resolver, after: Resolver, stack: str) -> tuple[Resolver, Resolver] | None:
    """Of the stacks around two the one that is called so in the head, in both states."""
    old, new = _parent(before), _parent(after)
    while old and new:
        if new.identity == stack:
            return old, new
        old, new = _parent(old), _parent(new)
    return None


def _has_another_default(before: Resolver, after: Resolver, name: str) -> bool:
    declared = (one.template.section("Parameters").get(name) for one in (before, after))
    defaults = [one.get("Default") for one in declared if is_mapping(one)]
    return len(defaults) == 2 and None not in defaults and defaults[0] != defaults[1]
