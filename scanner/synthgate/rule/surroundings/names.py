"""Resources by their names: which of them a value is the name, or the ARN, of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.records import replaced
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.shapes import spelt
from synthgate.resolve.values import (
    Partial,
    Reference,
    Unknown,
    causes_of,
    known,
    seen_from_outside,
)
from synthgate.rule.surroundings.arns import (
    is_arn,
    is_arn_of,
    may_be_arn,
    may_begin_arn,
    may_end_arn,
)
from synthgate.rule.surroundings.function_names import with_whole_arn, without_version
from synthgate.rule.surroundings.leading import leading, targets_of
from synthgate.rule.surroundings.log_groups import writer_in
from synthgate.rule.surroundings.scopes import Placed, is_in_one_place, is_within
from synthgate.rule.texts.sameness import equal_texts
from synthgate.schemas.facts import facts_of, is_known
from synthgate.template.data import is_container, is_list, is_mapping


def items_of(value: object) -> Iterator[Any]:
    """A value, or what is in it: each may be a name, or a reference."""
    if is_list(value):
        inside = value
    elif is_mapping(value):
        inside = list(value.values())
    else:
        yield value
        return
    for item in inside:
        yield from items_of(item)


def names(value: object, resource: Resource, stack: Resolver, holder: Placed) -> Truth:
    """Whether a value is the name of a resource, or an ARN with it; of several, one of them.

    `holder` is the resource that holds the value: what has its name within another, as a stage
    within its API, is named by who speaks of that one. A name that CloudFormation makes up is no
    literal of a template, but may be passed on.
    """
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: names(choice, resource, stack, holder), value)
    if is_container(value):
        return disjunction(names(item, resource, stack, holder) for item in items_of(value))
    by_reference = _by_reference(value, (stack.identity, resource.logical_id), holder[0])
    if by_reference is not None:
        return by_reference
    name = physical_name(resource)
    if stack.identity != holder[0].identity:
        name = _from_outside(name, stack.identity)
    called = _is_called(value, name, resource, stack, holder)
    if called is False:
        return False
    there = stack, resource
    parts = [called, is_arn(value) or is_in_one_place(there, holder)]
    if facts_of(resource.type).within:
        parts.append(is_within(value, there, holder))
    return conjunction(parts)


def _from_outside(name: Any, stack: str) -> Any:
    """A name as another stack sees it: parameters are its own, the Region may be that of both."""
    match name:
        case Unknown(causes) if all(_may_be_of_both(cause) for cause in causes):
            return name
        case Partial(parts):
            return Partial(tuple(_from_outside(part, stack) for part in parts))
        case Unknown() | Reference():
            return seen_from_outside(name, stack)
        case _:
            return name


def _may_be_of_both(cause: Cause) -> bool:
    return cause.decider is Decider.PSEUDO and not cause.name.startswith("AWS::Stack")


def _by_reference(value: object, own: tuple[str, str], stack: Resolver) -> Truth | None:
    """What the references in a value say of a resource; None where its letters have to.

    A text in which more is glued to a reference is the name of another.
    """
    found = leading(value, stack)
    if own in targets_of(found.perhaps, stack) or (found.sure and not is_arn(value)):
        return Unknown(causes_of(value))  # its world tells which resource it is of
    return False if own in targets_of(found.glued, stack) else None


def read(value: Any, stack: Resolver) -> Any:
    """A value that leads nowhere by reference, with the names that are known in it."""
    return value if leading(value, stack).sure else with_whole_arn(spelt(known(value)))


def _is_called(
    value: object, name: Any, resource: Resource, stack: Resolver, holder: Placed
) -> Truth:
    """As it is written, with the same parameters in both, or as far as these are spelt."""
    called = _is_name(with_whole_arn(known(value)), name, resource, stack.placement)
    if called is True:
        return called
    return _is_name(read(value, holder[0]), name, resource, stack.placement)


def _is_name(value: object, name: Any, resource: Resource, placement: Placement) -> Truth:
    if name is None:
        return _may_be_passed_on(value, resource) and Unknown(causes_of(value))
    if not is_arn(value):
        writer = writer_in(value, resource.type)
        meant = [writer] if writer is not None else [value, without_version(value, resource.type)]
        is_lowered = facts_of(resource.type).lowered
        doubt = may_begin_arn(value) and may_end_arn(value, name) and Unknown(causes_of(value))
        same = (equal_texts(in_small(one) if is_lowered else one, name) for one in meant)
        return disjunction((*same, doubt))
    if isinstance(name, Unknown) and name.choices:
        return agreed(lambda choice: _is_name(value, choice, resource, placement), name)
    if isinstance(name, str | Unknown | Partial | Reference):
        return is_arn_of(value, resource.type, name, placement)
    return False


def _may_be_passed_on(value: object, resource: Resource) -> bool:
    """Whether a value may hold a name that nobody wrote: not the Region, nor another's name."""
    if not (
        may_be_arn(value, (resource.type,)) if is_arn(value) else _may_be_made(value, resource)
    ):
        return False
    pieces = value.parts if isinstance(value, Partial) else (value,)
    return any(
        cause.decider is not Decider.PSEUDO
        for piece in pieces
        if isinstance(piece, Unknown)
        for cause in piece.causes
    )


_OF_KEYS = "alias/"
"""How the names of aliases of keys start, and no other (KMS API Reference, "CreateAlias")."""
_MADE = re.compile(r"[A-Za-z0-9-]*(\.fifo)?")
"""Names that CloudFormation makes: of the stack's, the logical id and letters by chance
(CloudFormation Template Reference, "Name type")."""


def _may_be_made(value: object, resource: Resource) -> bool:
    """Whether a text, as far as it is known, may be the name that a resource is given."""
    parts = value.parts if isinstance(value, Partial) else (value,)
    texts = [part for part in parts if isinstance(part, str)]
    if may_begin_arn(value):
        return True
    if isinstance(parts[0], str) and parts[0].startswith(_OF_KEYS):
        return False
    return not facts_of(resource.type).is_ref or all(map(_MADE.fullmatch, texts))


def physical_name(resource: Resource) -> Any:
    """The name that the template gives a resource: ``BucketName``, ``DBClusterIdentifier`` …."""
    properties: Mapping[str, Any] = resource.properties
    if not is_known(resource.type):
        kind = resource.type.rsplit("::", 1)[-1]
        return properties.get(f"{kind}Name", properties.get("Name"))
    facts = facts_of(resource.type)
    name = properties.get(facts.name) if facts.name else None
    return in_small(name) if facts.lowered else name


def in_small(value: Any) -> Any:
    """A text, as far as it is known, as a service writes it that uses small letters only."""
    match value:
        case str():
            return value.lower()
        case Partial(parts):
            return Partial(tuple(map(in_small, parts)))
        case Unknown(_, choices):
            return replaced(value, choices=tuple(map(in_small, choices)))
        case _:
            return value
