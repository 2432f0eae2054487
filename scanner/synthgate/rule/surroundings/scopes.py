"""Names that are names within another resource: a stage's within its API."""

from __future__ import annotations

from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import ABSENT, Reference, references_in, unknown
from synthgate.rule.surroundings.arns import is_arn
from synthgate.schemas.facts import facts_of

Placed = tuple[Resolver, Resource]
"""A resource in its stack."""


_EVERYWHERE = ("AWS::S3::Bucket",)
"""Types whose names are one for all accounts and Regions (S3 User Guide, "Bucket naming rules")."""
_IN_EVERY_REGION = ("AWS::IAM::", "AWS::CloudFront::", "AWS::Route53::", "AWS::Organizations::")
"""Services whose names are one for all Regions of an account."""


def is_in_one_place(named: Placed, holder: Placed) -> Truth:
    """Whether a name that stands in one stack may be of a resource of another.

    A bare name is of the account and the Region that its own stack goes to. Where those of both
    are untold, stacks for one environment are taken to go to one place.
    """
    stack, resource = named
    here, there = stack.placement, holder[0].placement
    if stack.identity == holder[0].identity or resource.type in _EVERYWHERE:
        return True
    places = [(here.account, there.account, "AWS::AccountId")]
    if not resource.type.startswith(_IN_EVERY_REGION):
        places.append((here.region, there.region, "AWS::Region"))
    one_environment = here.environment == there.environment
    return conjunction(
        one == other if one and other else (one is other and one_environment) or _untold(pseudo)
        for one, other, pseudo in places
    )


def _untold(pseudo: str) -> Truth:
    return unknown(Decider.PSEUDO, pseudo)


def is_within(value: object, named: Placed, holder: Placed) -> Truth:
    """Whether who holds a name speaks of the very resource in which it is the name of another.

    An ARN says that itself; else a property of the same name does, or whatever the holder refers
    to: a mapping to the stage ``prod`` of one API is none to that of another.
    """
    within = facts_of(named[1].type).within
    if is_arn(value):
        own = (named[1].properties.get(name) for name in within)
        spoken = [*references_in(value)]
        return conjunction(
            _speaks_of(one, named, spoken, holder) for one in own if isinstance(one, Reference)
        )
    return conjunction(_agrees(name, named, holder) for name in within)


def _agrees(name: str, named: Placed, holder: Placed) -> Truth:
    own = named[1].properties.get(name, ABSENT)
    stated = holder[1].properties.get(name, ABSENT)
    if stated is not ABSENT and not (isinstance(stated, Reference) and isinstance(own, Reference)):
        return equal(own, stated)
    if isinstance(own, Reference):
        return _speaks_of(own, named, [*references_in(holder[1].properties)], holder)
    return unknown(Decider.RELATION, holder[1].logical_id)


def _speaks_of(own: Reference, named: Placed, spoken: list[Reference], holder: Placed) -> Truth:
    """Whether references lead where another does; not if they lead to others of its kind."""
    target = own_name(own, named[0].identity)
    targets = {own_name(one, holder[0].identity) for one in spoken}
    if target in targets:
        return True
    kind = type_of(target, named[0])
    others = {type_of(one, holder[0]) for one in targets}
    return False if kind and kind in others else unknown(Decider.RELATION, holder[1].logical_id)


def type_of(target: tuple[str, str], stack: Resolver) -> str | None:
    """The type of a resource of the app; None where there is none."""
    identity, logical_id = target
    found: Any = stack if identity == stack.identity else stack.app.stacks.get(identity)
    body = found.template.resources.get(logical_id) if found else None
    return body["Type"] if body else None
