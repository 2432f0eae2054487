"""Which resources point at which: the joins of the rule language, found once for a stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.resolver import App, Resolver, Resource
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.path import Path
from synthgate.rule.surroundings.arns import is_arn
from synthgate.rule.surroundings.leading import Target, leading, targets_of
from synthgate.rule.surroundings.named import Named, keys_of_text
from synthgate.rule.surroundings.names import items_of, physical_name
from synthgate.rule.surroundings.scopes import Placed


@dataclass(frozen=True, eq=False)
class Pointers:
    """Of the resources of some types in a stack: what a path of theirs leads to.

    `referring` by what they refer to; `naming` are those whose path holds a name, known or not.
    """

    referring: Mapping[Target, list[Resource]]
    naming: list[tuple[Resource, list[Any]]]


def pointers_of(resolver: Resolver, types: tuple[str, ...], by: Path) -> Pointers:
    """The pointers of a stack; looked up once, for every bucket may ask for its policy."""
    key = (types, by.text)
    if key not in resolver.memo:
        resolver.memo[key] = _pointers(resolver, types, by)
    found: Pointers = resolver.memo[key]
    return found


def _pointers(resolver: Resolver, types: tuple[str, ...], by: Path) -> Pointers:
    referring: dict[Target, list[Resource]] = {}
    naming: list[tuple[Resource, list[Any]]] = []
    for other in resolver.of_type(*types):
        names: list[Any] = []
        targets: dict[Target, None] = {}
        found = (match.value for match in by.find(other.body) if match.value is not ABSENT)
        for value in (item for one in found for item in items_of(one)):
            led = leading(value, resolver)
            targets.update(dict.fromkeys(targets_of(led.sure, resolver)))
            if value is not ABSENT and (is_arn(value) or led.perhaps or not led.sure):
                names.append(value)
        for target in targets:
            referring.setdefault(target, []).append(other)
        if names:
            naming.append((other, names))
    return Pointers(referring, naming)


@dataclass(frozen=True, slots=True)
class Pointing:
    """A resource that points at another: by reference, or with values that may be its name."""

    stack: Resolver
    resource: Resource
    values: Sequence[Any] | None = None

    @property
    def placed(self) -> Placed:
        """The resource in its stack."""
        return self.stack, self.resource


@dataclass(frozen=True, eq=False)
class _Meant:
    """Those that hold names, by number: for each sibling that all they hold surely names, the rest.

    `open` are those of the rest that may name what has a plain name, or none.
    """

    surely: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    rest: list[int] = field(default_factory=list[int])
    open: list[int] = field(default_factory=list[int])


class Joined:
    """The pointers of several stacks, by what they point at: nobody looks through all of them."""

    def __init__(self, stacks: Iterable[Resolver], types: tuple[str, ...], by: Path) -> None:
        self._every: list[Pointing] = []
        self._referring: dict[Target, list[int]] = {}
        self._naming: list[int] = []
        self._by_text: dict[str, list[int]] = {}
        self._open: set[int] = set()
        self._meant: dict[Named, _Meant] = {}
        has_patterns = any("*" in kind for kind in types)
        for stack in stacks:
            kinds = tuple(stack.types_like(types)) if has_patterns else types
            self._add(stack, stack.of_type(*kinds), pointers_of(stack, kinds, by))

    def _add(self, stack: Resolver, resources: list[Resource], pointers: Pointers) -> None:
        """Number what points at something, as it is to be found: stack by stack."""
        numbers = {id(one): number for number, one in enumerate(resources, len(self._every))}
        self._every.extend(Pointing(stack, one) for one in resources)
        for target, found in pointers.referring.items():
            self._referring.setdefault(target, []).extend(numbers[id(one)] for one in found)
        for resource, values in pointers.naming:
            self._index(len(self._every), values)
            self._every.append(Pointing(stack, resource, values))

    def _index(self, number: int, values: Sequence[Any]) -> None:
        self._naming.append(number)
        for value in values:
            texts = keys_of_text(value) if isinstance(value, str) else None
            if texts is None:
                self._open.add(number)
            for text in texts or ():
                self._by_text.setdefault(text, []).append(number)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of theirs points at anything."""
        return not self._every

    def referring(self, target: Target) -> list[Pointing]:
        """What refers to a resource."""
        return [self._every[number] for number in self._referring.get(target, ())]

    def at(self, target: Target, resource: Resource, siblings: Named) -> list[Pointing]:
        """What refers to a resource, or may hold its name; `siblings` has those of its type.

        Most of what cannot mean it is left out: values that surely name a sibling, and texts
        that are another name.
        """
        numbers = {*self._referring.get(target, ())}
        if self._naming:
            meant, name = self._meant_among(siblings), physical_name(resource)
            numbers.update(meant.surely.get(resource.logical_id, ()))
            if name is None or isinstance(name, str):
                numbers.update(meant.open, self._by_text.get(name or "", ()))
            else:
                numbers.update(meant.rest)
        return [self._every[number] for number in sorted(numbers)]

    def _meant_among(self, siblings: Named) -> _Meant:
        meant = self._meant.get(siblings)
        if meant is None:
            meant = self._meant[siblings] = _Meant()
            for number in self._naming:
                self._sort(number, siblings, meant)
        return meant

    def _sort(self, number: int, siblings: Named, meant: _Meant) -> None:
        holder = self._every[number]
        called = [siblings.called(value, holder.placed) for value in holder.values or ()]
        if not all(called):
            meant.rest.append(number)
            if number in self._open:
                meant.open.append(number)
        for logical_id in {one.logical_id for found in called for _, one in found}:
            meant.surely.setdefault(logical_id, []).append(number)


_NOTHING = Joined((), (), Path("$", ()))


def joined_in(resolver: Resolver, types: tuple[str, ...], by: Path) -> Joined:
    """The pointers of one stack."""
    key = (Joined, types, by.text)
    if key not in resolver.memo:
        has_any = bool(resolver.types_like(types))
        resolver.memo[key] = Joined([resolver], types, by) if has_any else _NOTHING
    found: Joined = resolver.memo[key]
    return found


def joined_in_app(app: App, types: tuple[str, ...], by: Path) -> Joined:
    """The pointers of all the stacks of an app, where nothing is assumed."""
    key = (Joined, types, by.text)
    if key not in app.memo:
        app.memo[key] = Joined(app.stacks.values(), types, by)
    found: Joined = app.memo[key]
    return found
