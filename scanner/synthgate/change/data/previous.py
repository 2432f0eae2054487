"""Parameters that keep the value that the deployed stack has.

A default is what "to use if no value is specified when a stack is created" (CloudFormation User
Guide, "CloudFormation template Parameters syntax"); of a stack that is there `cdk deploy` passes on
the values that it has (AWS CDK CLI reference, ``cdk deploy``, ``--previous-parameters``). So a
default that changes may change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from synthgate.change.data.names import names_in
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.resolver import Resolver
from synthgate.template.data import is_mapping


def kept_defaults(before: Resolver, after: Resolver, written: Any) -> tuple[Cause, ...]:
    """The parameters in what both states write alike that have another default in each."""
    names = dict.fromkeys(_changed(before, after, written, set()))
    return tuple(Cause(Decider.PREVIOUS, name) for name in names)


def kept_parameters(before: Resolver, after: Resolver, causes: Iterable[Cause]) -> list[Cause]:
    """The same of the parameters that a value is not known for.

    Their default may be a name, as of one whose value is in Systems Manager.
    """
    return [
        Cause(Decider.PREVIOUS, one.name)
        for one in causes
        if one.decider is Decider.PARAMETER
        and not one.stack
        and _has_another_default(before, after, one.name)
    ]


def _changed(before: Resolver, after: Resolver, written: Any, seen: set[str]) -> Iterator[str]:
    for kind, name in names_in(written):
        if kind == "ref" and _has_another_default(before, after, name):
            yield name
        elif kind == "condition" and name not in seen:
            seen.add(name)
            yield from _changed(before, after, after.template.section("Conditions").get(name), seen)


def _has_another_default(before: Resolver, after: Resolver, name: str) -> bool:
    declared = (one.template.section("Parameters").get(name) for one in (before, after))
    defaults = [one.get("Default") for one in declared if is_mapping(one)]
    return len(defaults) == 2 and None not in defaults and defaults[0] != defaults[1]
