"""What a finding rests on in other resources, without the secrets of their templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.evaluate.places import present
from synthgate.model import Related
from synthgate.rule.terms.outcome import Place
from synthgate.secrets.found import shown
from synthgate.template.document import property_path


def related_of(place: Place) -> Iterator[Related]:
    """The places beside one, in their order, each where its own template has it."""
    for one in place.related:
        as_shown, logical_id = shown(one.at.resolver), one.at.resource.logical_id
        template, mask = as_shown.template, as_shown.mask
        there = present(template.resources[logical_id], one.route) or ("Type",)
        about = mask.hide(property_path(one.route))
        location = template.locate(("Resources", logical_id, *there), about=about)
        excerpt = as_shown.excerpt(location.start.line)
        yield Related(mask.said(one.note), logical_id, replace(location, excerpt=excerpt))
