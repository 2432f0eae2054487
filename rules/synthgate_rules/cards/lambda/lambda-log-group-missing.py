"""Functions whose log groups are nobody's decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.values import text_of
from synthgate.rule.api import (
    ABSENT,
    Partial,
    Place,
    Resource,
    Truth,
    View,
    compile_path,
    conjunction,
    disjunction,
    equal,
    is_set,
)
from synthgate.rule.surroundings.pointers import pointers_of
from synthgate_rules.cards.cloudwatch.deploying import only_deploys
from synthgate_rules.cards.cloudwatch.watching import resolvers, unless

GROUPS = ("AWS::Logs::LogGroup", "Custom::LogRetention")
NAME = compile_path("$.Properties.LogGroupName")
CHOSEN = compile_path("$.Properties.LoggingConfig.LogGroup")
PREFIX = "/aws/lambda/"
"""Where Lambda writes if nobody says otherwise ("Configuring CloudWatch log groups")."""


def operational(_: Resource, view: View) -> Iterator[Place]:
    """A place where the function serves nothing but deployments."""
    if only_deploys(view):
        yield Place(())


def without_group(resource: Resource, view: View) -> Iterator[Place]:
    """The function, if neither its configuration nor its name leads to a log group."""
    chosen = next(iter(CHOSEN.find(resource.body))).value
    if is_set(chosen) is not False:
        seen = view.targets(chosen, ["AWS::Logs::LogGroup"])
        yield from unless(disjunction(there for _, there in seen))
        return
    yield from unless(disjunction(_groups(view)))


def _groups(view: View) -> Iterator[Truth]:
    """Each log group that may have the name under which a function logs."""
    own = view.resolver.identity, view.resource.logical_id
    name: Any = view.resource.properties.get("FunctionName", ABSENT)
    for resolver in resolvers(view):
        pointers = pointers_of(resolver, GROUPS, NAME)
        for group in pointers.referring.get(own, ()):
            written = group.properties["LogGroupName"]
            begins = isinstance(written, Partial) and written.prefix == PREFIX
            yield conjunction((begins, resolver.exists(group.logical_id)))
        for group, values in pointers.naming if name is not ABSENT else ():
            same = disjunction(equal(value, text_of([PREFIX, name])) for value in values)
            yield conjunction((same, resolver.exists(group.logical_id)))
