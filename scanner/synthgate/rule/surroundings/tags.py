"""Tags as one map, whatever a resource type calls them and however they are spelt.

Most types have ``Tags``, a list of ``{Key, Value}``; some have a map, some another name (the
``tagging`` of each resource type's schema). Some, as launch templates, take
``TagSpecifications``, lists of tags by the types of what is made; their own are those of their
own type (CloudFormation Template Reference, "AWS::EC2::LaunchTemplate TagSpecification"). Tags of
the stack are given to all of its resources that can have any (CloudFormation User Guide,
"Resource tags").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, disjunction, merged
from synthgate.resolve.values import (
    ABSENT,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    unknown,
    written_at,
)
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.schemas.facts import facts_of
from synthgate.template.data import is_list, is_mapping

SPECIFICATIONS = "TagSpecifications"
_WORDS = re.compile("[A-Z][a-z0-9]*|[A-Z0-9]+(?![a-z])")

_ONE = {"Key", "Value"}
_KEYS = ("Key", "TagKey", "key")
_VALUES = ("Value", "TagValue", "value")


def tag_of(view: View, name: str) -> Match:
    """One tag of a resource, from the stack where the resource does not say it itself."""
    return _tag(view, name, view.placement.tags.get(name, ABSENT))


def known_tags(view: View) -> dict[str, str]:
    """The tags of a resource, those of its stack among them, as far as the template tells them."""
    own = view.resource.properties.get(facts_of(view.resource.type).tags or "Tags", ABSENT)
    stated = own if is_mapping(own) and own.keys() != _ONE else dict(_pairs(own))
    every = {**view.placement.tags, **stated}
    return {key: value for key, value in every.items() if isinstance(value, str)}


def _pairs(tags: Any) -> Iterator[tuple[str, Any]]:
    for match in _listed(tags):
        key = _first(match.value, _KEYS) if is_mapping(match.value) else ABSENT
        if isinstance(key, str):
            yield key, _first(match.value, _VALUES)


def tags_of(view: View, name: str, *, own: bool) -> list[Match]:
    """One tag of a resource: its `own`, or that of its stack where it does not say it itself.

    Several where it has none of its own, but each item of a list has: the replicas of a table.
    """
    given = ABSENT if own else view.placement.tags.get(name, ABSENT)
    each = facts_of(view.resource.type).each
    return [_tag(view, name, given)] if each is None else _tag_of_each(view, each, name, given)


def _tag_of_each(view: View, each: str, name: str, given: Any) -> list[Match]:
    """A tag of each item of a list. No page says whether those of the stack are given to them."""
    perhaps = ABSENT if given is ABSENT else _anything(unknown(Decider.ATTRIBUTE, each))
    return [
        Match(("Properties", each, *item.route, *tag.route), _or_given(tag.value, perhaps))
        for item in _listed(view.resource.properties.get(each, ABSENT))
        for tag in [_tag_in(item.value, name)]
    ] or [_tag_nowhere(view, each)]


def _tag_in(item: Any, name: str) -> Match:
    if not is_mapping(item):
        return Match((), _anything(item) if _is_open(item) else ABSENT)
    stated = _stated(item.get("Tags", ABSENT), name)
    return Match(("Tags", *stated.route), stated.value)


def _tag_nowhere(view: View, each: str) -> Match:
    """A tag of a list that is not there, or not known."""
    properties = view.resource.body.get("Properties")
    found = properties if _is_open(properties) else view.resource.properties.get(each, ABSENT)
    return Match(("Properties", each), _anything(found) if _is_open(found) else ABSENT)


def _tag(view: View, name: str, given: Any) -> Match:
    kind = view.resource.type
    key = facts_of(kind).tags or "Tags"
    properties = view.resource.body.get("Properties")
    is_open = isinstance(properties, Unknown)
    tags = properties if is_open else view.resource.properties.get(key, ABSENT)
    stated = _specified(tags, kind, name) if key == SPECIFICATIONS else _stated(tags, name)
    route = () if stated.value is ABSENT and given is not ABSENT else stated.route
    return Match(("Properties", key, *route), _or_given(stated.value, given))


def _or_given(stated: Any, given: Any) -> Any:
    """What a resource says of a tag; where it says nothing, what its stack gives it."""
    if isinstance(stated, Unknown) and stated.choices:
        return replace(stated, choices=tuple(_or_given(choice, given) for choice in stated.choices))
    return given if isinstance(stated, Nothing) else stated


def _specified(specifications: Any, kind: str, name: str) -> Match:
    """A tag among those that a resource specifies for itself, not for what it makes."""
    doubts: list[Unknown] = []
    for match in _listed(specifications):
        own = _is_of(match.value, kind)
        found = _stated(match.value.get("Tags", ABSENT), name) if own is True else None
        if found and not isinstance(found.value, Nothing):
            return Match((*match.route, "Tags", *found.route), found.value)
        if isinstance(own, Unknown):
            doubts.append(own)
    if _is_open(specifications):
        doubts.append(_anything(specifications))
    return Match((), _anything(merged(doubts)) if doubts else ABSENT)


def _is_of(specification: Any, kind: str) -> Truth:
    """Whether tags are of a resource of a type itself: ``launch-template``, or of no type."""
    if not is_mapping(specification):
        return _is_open(specification) and _anything(specification)
    of = specification.get("ResourceType", ABSENT)
    if of is ABSENT:
        return True
    words = _WORDS.findall(kind.rsplit("::", 1)[-1])
    names = ("-".join(words[start:]).lower() for start in range(len(words)))
    return disjunction(equal(of, own) for own in names)


def _stated(tags: Any, name: str) -> Match:
    if _is_open(tags):
        return Match((), _anything(tags))
    if is_mapping(tags) and tags.keys() != _ONE:
        return Match((name,), tags.get(name, ABSENT))
    doubts: list[Unknown] = []
    for match in _listed(tags):
        item = match.value
        key = _first(item, _KEYS) if is_mapping(item) else ABSENT
        same = equal(key, name) if is_mapping(item) else _is_open(item) and _anything(item)
        if same is True:
            value = next((key for key in _VALUES if key in item), "Value")
            return Match((*match.route, value), item.get(value, ABSENT))
        if isinstance(same, Unknown):
            doubts.append(same)
    return Match((name,), _anything(merged(doubts)) if doubts else ABSENT)


def _listed(tags: Any) -> Iterator[Match]:
    if is_mapping(tags):  # a single one counts as a list of one
        yield Match((), tags)
    elif is_list(tags):
        yield from _items(tags)


def _items(tags: list[Any]) -> Iterator[Match]:
    for index, item in enumerate(tags):
        yield Match((written_at(tags, index),), item)


def _first(item: Any, keys: tuple[str, ...]) -> Any:
    return next((item[key] for key in keys if key in item), ABSENT)


def _is_open(value: Any) -> bool:
    return isinstance(value, Unknown | Reference | Partial)


def _anything(value: Any) -> Unknown:
    """A tag that may be there with any value, or may not be."""
    causes = causes_of(value)
    return Unknown(causes, (ABSENT, Unknown(causes)))
