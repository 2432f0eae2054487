"""What a finding rests on besides its place, without the secrets of the templates.

That is other resources, and the defaults of parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.evaluate.places import present
from synthgate.model import Message, Related
from synthgate.resolve.defaults import defaults
from synthgate.resolve.origins import is_call, written
from synthgate.resolve.resolver import Resolver
from synthgate.rule.terms.outcome import Place
from synthgate.secrets.found import shown
from synthgate.template.document import property_path


def related_of(place: Place) -> Iterator[Related]:
    """The places beside one, in their order, each where its own template has it."""
    for one in place.related:
        as_shown, logical_id = shown(one.at.resolver), one.at.resource.logical_id
        mask, raw = as_shown.mask, as_shown.template.resources[logical_id]
        route = ("Resources", logical_id, *(present(raw, one.route) or ("Type",)))
        location = as_shown.located(route, mask.hide(property_path(one.route)))
        yield Related(mask.said(one.note), logical_id, location)


def defaults_behind(raw: Any, place: Place, resolver: Resolver) -> Iterator[Related]:
    """The defaults of parameters that make the value of a place in `raw` what it is.

    A block that has references somewhere in it is not made by them.
    """
    node, _ = written(raw, place.route)
    if not is_call(node):
        return
    for name, there in defaults(node, resolver):
        as_shown, route = shown(there), ("Parameters", name, "Default")
        mask = as_shown.mask
        location = as_shown.located(route, mask.hide(property_path(route)))
        yield Related(mask.said(_DECIDES.format(name=name)), name, location)


_DECIDES = Message("the default of {name} decides")
