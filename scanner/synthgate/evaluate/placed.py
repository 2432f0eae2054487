"""The resources of a stack as findings of other tools may be about them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.evaluate.stack import Stack
from synthgate.model import Origin, Placed
from synthgate.rule.surroundings.tags import known_tags
from synthgate.rule.surroundings.view import View
from synthgate.secrets.found import shown
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template, lines_of


def placed_of(stack: Stack) -> Iterator[Placed]:
    """Every resource of a stack, with its lines and without its secrets."""
    resolver, as_shown = stack.resolver, shown(stack.resolver)
    lines = _lines(stack.template)
    for logical_id, body in stack.template.resources.items():
        place = as_shown.located(("Resources", logical_id, "Type"))
        origin = stack.origins.get(logical_id, Origin())
        tags = known_tags(View(resolver.resource(logical_id), resolver))
        yield Placed(
            stack.subject(logical_id, str(body["Type"])),
            place,
            *lines[logical_id],
            origin.source,
            as_shown.mask.tags(sorted(tags.items())),
            resolver.placement.environment,
            _attached_to(body),
            origin.made is not None and not origin.made.props,
        )


_POLICIES = {
    "AWS::S3::BucketPolicy": "Bucket",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SNS::TopicPolicy": "Topics",
}
"""Policies of one resource or several, which are resources of their own, and what names those."""


def _attached_to(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What a policy is attached to, as far as it is named by references."""
    properties, key = body.get("Properties"), _POLICIES.get(str(body["Type"]))
    named = properties.get(key) if key and is_mapping(properties) else None
    every = named if is_list(named) else [named]
    return tuple(one["Ref"] for one in every if is_mapping(one) and isinstance(one.get("Ref"), str))


def _lines(template: Template) -> dict[str, tuple[int, int]]:
    """The first and the last line of each resource: it ends where the next thing begins."""
    firsts = {name: _first(template, "Resources", name) for name in template.resources}
    sections = (_first(template, name) for name in template.data)
    starts = sorted({*firsts.values(), *sections, len(lines_of(template.text)) + 1})
    return {name: (first, _last(first, starts)) for name, first in firsts.items()}


def _first(template: Template, *route: str) -> int:
    return template.locate(route).start.line


def _last(first: int, starts: list[int]) -> int:
    following = starts[bisect_right(starts, first) :]
    return max(following[0] - 1, first) if following else first
