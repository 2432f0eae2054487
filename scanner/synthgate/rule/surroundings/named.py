"""Resources by their names, so that a value finds those that it is, or may be, the name of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.resolver import App, Resolver
from synthgate.resolve.values import Partial, Reference, Unknown, known
from synthgate.rule.surroundings.arns import (
    ends_of,
    is_arn,
    key_of,
    service_named,
    service_of,
)
from synthgate.rule.surroundings.function_names import until, with_whole_arn
from synthgate.rule.surroundings.leading import leading
from synthgate.rule.surroundings.log_groups import writers_in
from synthgate.rule.surroundings.names import in_small, names, physical_name, read
from synthgate.rule.surroundings.scopes import Placed


class Named:
    """Resources by their names, so that not each of them is asked about every value."""

    def __init__(self, resources: Iterable[Placed]) -> None:
        self._resources = [*resources]
        self._by_key: dict[Any, list[int]] = {}
        for number, (_, resource) in enumerate(self._resources):
            for key in _keys_of_name(physical_name(resource)):
                self._by_key.setdefault(key, []).append(number)

    def called(self, value: Any, holder: Placed) -> list[Placed]:
        """Those that a value, which a resource holds, surely names, in their order."""
        keys = _keys_of_value(read(value, holder[0]), known(value))
        numbers: Iterable[int] = range(len(self._resources))
        if keys is not None:
            among = (self._by_key.get(key, ()) for key in (*keys, _STRANGE))
            numbers = sorted({number for found in among for number in found})
        found = (self._resources[number] for number in numbers)
        return [(stack, it) for stack, it in found if names(value, it, stack, holder) is True]

    def meant(self, value: Any, holder: Placed, without: str = "") -> Truth:
        """Whether a value is, or may be, the name of one that exists, but in one stack."""
        return disjunction(
            conjunction((stack.exists(it.logical_id), names(value, it, stack, holder)))
            for stack, it in (self._resources[number] for number in self._like(value, holder))
            if stack.identity != without
        )

    def _like(self, value: Any, holder: Placed) -> Iterable[int]:
        """The numbers of those whose names may be a value."""
        spelt = read(value, holder[0])
        texts = keys_of_text(spelt) if isinstance(spelt, str) else None
        if texts is not None:
            among = (self._by_key.get(text, ()) for text in texts)
            return sorted({*self._open, *(number for found in among for number in found)})
        services = _services(value, spelt, holder[0])
        if services is None:
            return range(len(self._resources))
        return sorted(number for one in services for number in self._by_service.get(one, ()))

    @cached_property
    def _by_service(self) -> dict[str, list[int]]:
        """The numbers of all by what ARNs call their services."""
        found: dict[str, list[int]] = {}
        for number, (_, resource) in enumerate(self._resources):
            found.setdefault(service_of(resource.type), []).append(number)
        return found

    @cached_property
    def _open(self) -> tuple[int, ...]:
        """Those whose names are not known, or are no texts."""
        every = enumerate(self._resources)
        named = ((number, physical_name(resource)) for number, (_, resource) in every)
        return tuple(number for number, name in named if not isinstance(name, str | None))


def _services(value: Any, spelt: Any, stack: Resolver) -> set[str] | None:
    """The services that a value names, as it is written and spelt; None where it may be of any.

    What leads somewhere by reference is told by that.
    """
    led = leading(value, stack)
    if led.sure or led.perhaps or led.glued:
        return None
    told = {service_named(one) for one in (spelt, with_whole_arn(known(value)))}
    services = {one for one in told if one is not None}
    return services if len(services) == len(told) else None


def named_in(resolver: Resolver, types: tuple[str, ...]) -> Named:
    """The resources of some types in a stack, by name."""
    key = (Named, types)
    if key not in resolver.memo:
        resolver.memo[key] = Named(_of_types(resolver, types))
    found: Named = resolver.memo[key]
    return found


def named_in_app(app: App, types: tuple[str, ...]) -> Named:
    """The resources of some types in all the stacks of an app, where nothing is assumed."""
    key = (Named, types)
    if key not in app.memo:
        stacks = app.stacks.values()
        app.memo[key] = Named(one for stack in stacks for one in _of_types(stack, types))
    found: Named = app.memo[key]
    return found


def _of_types(resolver: Resolver, types: tuple[str, ...]) -> Iterator[Placed]:
    for kind in resolver.types_like(types):
        yield from ((resolver, other) for other in resolver.of_type(kind))


_STRANGE = object()
"""The key of names that are no texts: numbers, lists."""
_MOST_ENDS = 32
"""How many ends of one ARN may be names before every name is tried instead."""


def _keys_of_name(name: Any) -> list[Any]:
    """What a name is found by; none where there is none."""
    if name is None:
        return []
    if isinstance(name, str):
        return [name]
    is_open = isinstance(name, Unknown | Partial | Reference) and _has_hash(name)
    own = [name, key_of(known(name))] if is_open else []
    if isinstance(name, Unknown) and name.choices:  # it is sure where all of them are the same
        return [*own, *_keys_of_name(name.choices[0])]
    return own or [_STRANGE]


def _keys_of_value(value: Any, written: Any) -> list[Any] | None:
    """The same of a value as it is spelt, and as it is written."""
    spelt = _keys_of_one(value)
    more = [] if written == value else _keys_of_one(written)
    return None if spelt is None or more is None else [*dict.fromkeys([*spelt, *more])]


def _keys_of_one(value: Any) -> list[Any] | None:
    """What a value that surely names something finds it by; None where that cannot be told."""
    if isinstance(value, Reference):
        return []
    if isinstance(value, Unknown) and value.choices:
        return _keys_of_one(value.choices[0])
    if not isinstance(value, str | Partial | Unknown) or not _has_hash(value):
        return None
    ends = ends_of(value) if is_arn(value) else [*writers_in(value), until(":", value)]
    keys = dict.fromkeys([value, in_small(value), *ends, *map(in_small, ends)])
    return [*keys] if len(ends) <= _MOST_ENDS else None


def keys_of_text(value: str) -> list[str] | None:
    """The names that a text may stand for; None where there are too many."""
    arn = with_whole_arn(value)
    ends = ends_of(arn) if is_arn(arn) else [value, *writers_in(value), until(":", value)]
    return [*dict.fromkeys([*ends, *map(in_small, ends)])] if len(ends) <= _MOST_ENDS else None


def _has_hash(value: object) -> bool:
    try:
        hash(value)
    except TypeError:  # among its choices is a list
        return False
    return True
