"""Whether a value leads to something in the app, by reference or by its name."""

from __future__ import annotations

from collections.abc import Sequence

from synthgate.resolve.kleene import Truth, agreed, disjunction
from synthgate.resolve.values import (
    Nothing,
    Reference,
    Unknown,
    causes_of,
)
from synthgate.rule.surroundings.leading import leading
from synthgate.rule.surroundings.named import named_in, named_in_app
from synthgate.rule.surroundings.names import items_of
from synthgate.rule.surroundings.view import View, passes_on
from synthgate.template.data import is_container


def leads_inside(value: object, view: View) -> Truth:
    """Whether a value leads to a resource of the app: by reference, or by its name."""
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda one: leads_inside(one, view), value)
    if is_container(value):
        return disjunction(leads_inside(item, view) for item in items_of(value))
    if isinstance(value, Nothing):
        return False
    led = leading(value, view.resolver)
    if led.sure:
        return disjunction(_is_there(reference, view) for reference in led.sure)
    perhaps = (_is_there(reference, view) for reference in led.perhaps)
    doubts = (there is not False and Unknown(causes_of(value)) for there in perhaps)
    return disjunction((is_name(value, view, ("*",)), *doubts))


def _is_there(reference: Reference, view: View) -> Truth:
    """Whether the resource that is referred to is of the app; some only pass others on."""
    found = view.target(reference, ("*",))
    if found is None:
        return False
    other, there = found
    return Unknown((reference.cause,)) if passes_on(reference, other.resource) else there


def is_name(value: object, view: View, types: Sequence[str]) -> Truth:
    """Whether a value is the name, or the ARN, of a resource of these types in the app.

    An open one may be what it fits: a name, or one that CloudFormation makes.
    """
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda one: is_name(one, view, types), value)
    holder = view.resolver, view.resource
    own = named_in(view.resolver, tuple(types)).meant(value, holder)
    if own is not True and view.has_others:
        others = named_in_app(view.resolver.app, tuple(types))
        return disjunction((own, others.meant(value, holder, view.resolver.identity)))
    return own
