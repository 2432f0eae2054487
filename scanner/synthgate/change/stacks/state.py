"""One of the two states: its stacks by name and place, and what they give to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from synthgate.change.sides import Matched
from synthgate.change.stacks.calls import Call, calls_in, output_holds
from synthgate.evaluate import Stack
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import known
from synthgate.template.data import is_mapping

Place = tuple[str | None, str | None]
"""An account and a Region: exports and parameters are seen within one of each."""


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """An output that other stacks may import, by its resolved name."""

    stack: Stack
    output: str
    name: Any
    written: Any
    holds: Truth

    @property
    def value(self) -> Any:
        """What it comes to, as far as that is known."""
        return known(self.stack.resolver.resolve(self.written))

    @property
    def said(self) -> Text | str:
        """Its name for people; of one that only the deployment knows, that of its output."""
        if isinstance(self.name, str):
            return self.name
        return _UNNAMED.format(output=self.output)


_UNNAMED = Message("(output {output})")


class State:
    """The stacks of one state. A place that only the other state knows is taken from there."""

    def __init__(self, stacks: Iterable[Stack], places: Mapping[str, Place]) -> None:
        self.stacks = [*stacks]
        self._places = places
        self._calls: dict[str, list[Call]] = {}
        self._imports: dict[str, list[tuple[Any, Truth]]] = {}

    @cached_property
    def by_identity(self) -> Mapping[str, Stack]:
        """The stacks by the identities of their resolvers."""
        return {one.resolver.identity: one for one in self.stacks}

    def place(self, stack: Stack) -> Place:
        """Where a stack goes."""
        own = stack.resolver.placement
        other = self._places.get(stack.resolver.identity, (None, None))
        return own.account or other[0], own.region or other[1]

    def top(self, stack: Stack) -> Stack:
        """The stack that is deployed for it: the outermost of those around it."""
        app = stack.resolver.app
        identity = stack.resolver.identity
        while (around := app.parent(identity)) is not None:
            identity = around[0].identity
        return self.by_identity.get(identity, stack)

    def calls(self, stack: Stack, names: Sequence[str]) -> list[Call]:
        """The calls of some functions in a stack, found in one walk if its text has any at all."""
        text, identity = stack.template.text, stack.resolver.identity
        if not any(name.removeprefix("Fn::") in text for name in names):
            return []
        if identity not in self._calls:
            self._calls[identity] = [one for one in calls_in(stack) if one.name in _OF_OTHERS]
        return [one for one in self._calls[identity] if one.name in names]

    def imports(self, stack: Stack) -> list[tuple[Any, Truth]]:
        """The names that a stack imports, as far as they are known, and whether it does."""
        identity = stack.resolver.identity
        if identity not in self._imports:
            resolve, calls = stack.resolver.resolve, self.calls(stack, ("Fn::ImportValue",))
            self._imports[identity] = [(known(resolve(it.argument)), it.holds) for it in calls]
        return self._imports[identity]

    @cached_property
    def exporters(self) -> Mapping[tuple[Place, str], Export]:
        """The exports whose names are known, by place and name; the first of several."""
        found: dict[tuple[Place, str], Export] = {}
        for stack in self.stacks:
            for export in exports_of(stack):
                if isinstance(export.name, str):
                    found.setdefault((self.place(stack), export.name), export)
        return found


_OF_OTHERS = frozenset({"Fn::ImportValue", "Fn::GetStackOutput", "Fn::GetAtt", "Fn::Sub"})
"""The functions by which stacks ask each other, and their own nested ones."""


def exports_of(stack: Stack) -> Iterator[Export]:
    """What a stack exports; what conditions take away is not."""
    for output, body in stack.template.section("Outputs").items():
        written = body.get("Export") if is_mapping(body) else None
        holds = output_holds(stack.resolver, body) if is_mapping(written) else False
        if is_mapping(written) and holds is not False:
            name = known(stack.resolver.resolve(written.get("Name")))
            yield Export(stack, output, name, body.get("Value"), holds)


def states_of(matched: Matched) -> tuple[State, State]:
    """The base and the head."""
    pairs = [(one.before, one.after) for one in matched.stacks]
    both = [(before, after) for before, after in pairs if before and after]
    before = State((one for one, _ in pairs if one), {_id(one): _place(two) for one, two in both})
    after = State((two for _, two in pairs if two), {_id(two): _place(one) for one, two in both})
    return before, after


def _id(stack: Stack) -> str:
    return stack.resolver.identity


def _place(stack: Stack) -> Place:
    placement = stack.resolver.placement
    return placement.account, placement.region
