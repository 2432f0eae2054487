"""Which resources point at which: the joins of the rule language, found once for a stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.resolve.app import own_name
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, agreed, disjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of, references_in
from synthgate.rule.arns import is_arn, is_arn_of
from synthgate.rule.jsonpath import Path
from synthgate.template.data import is_container, is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Pointers:
    """Of the resources of some types in a stack: what a path of theirs leads to.

    `referring` by the stack and logical id of what they refer to; `naming` are those whose
    path holds a name, known or not.
    """

    referring: Mapping[tuple[str, str], list[Resource]]
    naming: list[tuple[Resource, list[Any]]]


def pointers_of(resolver: Resolver, types: tuple[str, ...], by: Path) -> Pointers:
    """The pointers of a stack; looked up once, for every bucket may ask for its policy."""
    key = (types, by.text)
    if key not in resolver.memo:
        resolver.memo[key] = _pointers(resolver, types, by)
    found: Pointers = resolver.memo[key]
    return found


def _pointers(resolver: Resolver, types: tuple[str, ...], by: Path) -> Pointers:
    referring: dict[tuple[str, str], list[Resource]] = {}
    naming: list[tuple[Resource, list[Any]]] = []
    for other in resolver.of_type(*types):
        names: list[Any] = []
        targets: dict[tuple[str, str], None] = {}
        for value in (item for match in by.find(other.body) for item in _items(match.value)):
            references = [own_name(one, resolver.identity) for one in references_in(value)]
            targets.update(dict.fromkeys(references))
            if not references and value is not ABSENT:
                names.append(value)
        for target in targets:
            referring.setdefault(target, []).append(other)
        if names:
            naming.append((other, names))
    return Pointers(referring, naming)


def _items(value: object) -> Iterator[Any]:
    """A value, or what is in it: each may be a name, or a reference."""
    if is_list(value):
        inside = value
    elif is_mapping(value):
        inside = list(value.values())
    else:
        yield value
        return
    for item in inside:
        yield from _items(item)


def names(value: object, resource: Resource, placement: Placement) -> Truth:
    """Whether a value is the name of a resource, or an ARN with it; of several, one of them.

    A name that CloudFormation makes up is no literal of a template, but may be passed on.
    """
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: names(choice, resource, placement), value)
    if is_container(value):
        return disjunction(names(item, resource, placement) for item in _items(value))
    if isinstance(value, Reference):  # in a branch: its world tells which resource it is of
        return Unknown(causes_of(value))
    name = physical_name(resource)
    if name is None:
        return Unknown(causes_of(value)) if isinstance(value, Unknown | Partial) else False
    if isinstance(name, str) and is_arn(value):
        return is_arn_of(value, resource.type, name, placement)
    return equal(value, name)


def physical_name(resource: Resource) -> Any:
    """The name that the template gives a resource: ``BucketName``, ``TopicName``, ``Name`` …."""
    kind = resource.type.rsplit("::", 1)[-1]
    properties: Mapping[str, Any] = resource.properties
    return properties.get(f"{kind}Name", properties.get("Name"))
