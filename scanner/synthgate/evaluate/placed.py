"""The resources of a stack as findings of other tools may be about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.evaluate.engine import Stack
from synthgate.model import Origin, Placed
from synthgate.rule.surroundings.tags import known_tags
from synthgate.rule.surroundings.view import View
from synthgate.secrets.found import shown


def placed_of(stack: Stack) -> Iterator[Placed]:
    """Every resource of a stack, with its lines and without its secrets."""
    resolver, as_shown = stack.resolver, shown(stack.resolver)
    for logical_id, body in stack.template.resources.items():
        whole = stack.template.locate(("Resources", logical_id))
        place = stack.template.locate(("Resources", logical_id, "Type"))
        tags = known_tags(View(resolver.resource(logical_id), resolver))
        yield Placed(
            stack.subject(logical_id, str(body["Type"])),
            replace(place, excerpt=as_shown.excerpt(place.start.line)),
            whole.start.line,
            whole.end.line,
            stack.origins.get(logical_id, Origin()).source,
            as_shown.mask.tags(sorted(tags.items())),
            resolver.placement.environment,
        )
