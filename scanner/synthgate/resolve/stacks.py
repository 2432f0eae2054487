"""The stacks of one app as they see each other: nested stacks, exports, SSM parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from synthgate.resolve.budget import Budget, Nesting
from synthgate.resolve.kleene import Truth
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import ABSENT, Reference, seen_from_outside
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

SSM_PARAMETER = "AWS::SSM::Parameter"
MOST_HOPS = 20
"""From import to export to import: how far a value is followed."""


Place = tuple[str | None, str | None]
"""An account and a Region: exports and SSM parameters are seen within one of each."""


class Stack(Protocol):
    """What the other stacks of an app ask of one."""

    template: Template
    placement: Placement
    identity: str
    budget: Budget

    stack_exists: cached_property[Truth]

    def resolve(self, node: object) -> Any: ...  # noqa: D102
    def condition(self, name: str) -> Truth: ...  # noqa: D102


OneT = TypeVar("OneT", bound=Stack)


class Stacks(Generic[OneT]):
    """The stacks of a unit by their identity, filled before the first question.

    `children` names, of each stack, the stacks nested in it by the logical id that stands
    for them.
    """

    def __init__(self, children: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.stacks: dict[str, OneT] = {}
        self.memo: dict[Any, Any] = {}
        """What rules found out about all the stacks, where nothing is assumed."""
        self._children = children or {}
        self._parents = {
            child: (stack, logical_id)
            for stack, nested in self._children.items()
            for logical_id, child in nested.items()
        }
        self.nesting = Nesting()
        self._exports: dict[Place, dict[str, tuple[OneT, Any]]] = {}
        self._values: dict[tuple[str, int], Any] = {}
        self._hops = 0

    def let_go(self) -> None:
        """Forget all of it: what leads around in circles is freed only by a search for those."""
        for found in (self.stacks, self.memo, self._exports, self._values):
            found.clear()
        for looked_up in ("nested", "_by_stack_name", "_by_place", "_ssm_parameters"):
            vars(self).pop(looked_up, None)

    def others(self, stack: str) -> Iterator[tuple[str, OneT]]:
        """Every stack but one."""
        return ((name, resolver) for name, resolver in self.stacks.items() if name != stack)

    def child(self, stack: str, logical_id: str) -> OneT | None:
        """The stack that a resource of a stack stands for."""
        return self.stacks.get(self._children.get(stack, {}).get(logical_id, ""))

    def parent(self, stack: str) -> tuple[OneT, str] | None:
        """The stack that a nested stack is in, and its logical id there."""
        parent, logical_id = self._parents.get(stack, ("", ""))
        return (self.stacks[parent], logical_id) if parent in self.stacks else None

    def is_nested_in(self, stack: str, other: str) -> bool:
        """Whether a stack is made by another, or by one that is nested in that."""
        while stack in self._parents:
            stack, _ = self._parents[stack]
            if stack == other:
                return True
        return False

    @cached_property
    def nested(self) -> Mapping[str, list[OneT]]:
        """By each stack that makes others: those, and the ones that they make in turn."""
        found: dict[str, list[OneT]] = {}
        for stack, resolver in self.stacks.items():
            around = stack
            while around in self._parents:
                around, _ = self._parents[around]
                found.setdefault(around, []).append(resolver)
        return found

    def output(self, stack: str, logical_id: str, attribute: str) -> Any:
        """``Outputs.X`` of a nested stack, `ABSENT` where it is not in the app."""
        child = self.child(stack, logical_id)
        if child is None:
            return ABSENT
        name = attribute.removeprefix("Outputs.")
        output = _existing(child, child.template.section("Outputs").get(name))
        return self._from(child, output.get("Value")) if output else ABSENT

    def export(self, name: str, placement: Placement) -> Any:
        """The value exported under a name in the same account and Region, else `ABSENT`."""
        found = self.exporter(name, placement)
        return self._from(*found) if found else ABSENT

    def exporter(self, name: str, placement: Placement) -> tuple[OneT, Any] | None:
        """The stack that exports a name in the same account and Region, and what it says there."""
        return self._exports_at(placement).get(name)

    def stack_output(self, stack_name: str, output: str, region: object) -> Any:
        """An output of the stack of that name in a Region, `ABSENT` where it is not in the app."""
        for resolver in self._by_stack_name.get(stack_name, ()):
            if resolver.placement.region in (region, None):
                entry = _existing(resolver, resolver.template.section("Outputs").get(output))
                return self._from(resolver, entry["Value"]) if "Value" in entry else ABSENT
        return ABSENT

    @cached_property
    def _by_stack_name(self) -> dict[str, list[OneT]]:
        found: dict[str, list[OneT]] = {}
        for resolver in self.stacks.values():
            found.setdefault(resolver.placement.stack_name or "", []).append(resolver)
        return found

    @cached_property
    def _by_place(self) -> dict[Place, list[OneT]]:
        found: dict[Place, list[OneT]] = {}
        for resolver in self.stacks.values():
            found.setdefault(_place(resolver.placement), []).append(resolver)
        return found

    def ssm_parameter(self, name: str, placement: Placement) -> Any:
        """The value of a Parameter Store parameter that a stack of the app writes."""
        written = self._ssm_parameters.get((_place(placement), name))
        if written is None:
            return ABSENT
        resolver, body = written
        properties = _existing(resolver, body).get("Properties")
        return self._from(resolver, properties.get("Value")) if is_mapping(properties) else ABSENT

    @cached_property
    def _ssm_parameters(self) -> dict[tuple[Place, str], tuple[OneT, Any]]:
        """The parameters whose names are literal, by place and name."""
        found: dict[tuple[Place, str], tuple[OneT, Any]] = {}
        for resolver in self.stacks.values():
            for body in resolver.template.of_raw_type(SSM_PARAMETER):
                properties = body.get("Properties")
                name = properties.get("Name") if is_mapping(properties) else None
                if isinstance(name, str):
                    found.setdefault((_place(resolver.placement), name), (resolver, body))
        return found

    def _exports_at(self, placement: Placement) -> dict[str, tuple[OneT, Any]]:
        place = _place(placement)
        if place not in self._exports:
            self._exports[place] = {}  # so that an export's name cannot ask for exports
            self._exports[place] = dict(self._all_exports(place))
        return self._exports[place]

    def _all_exports(self, place: Place) -> Iterator[tuple[str, tuple[OneT, Any]]]:
        for resolver in self._by_place.get(place, ()):
            for written in resolver.template.section("Outputs").values():
                output = _existing(resolver, written)
                export = output.get("Export")
                name = resolver.resolve(export.get("Name")) if is_mapping(export) else None
                if isinstance(name, str):
                    yield name, (resolver, output.get("Value"))

    def _from(self, resolver: OneT, node: object) -> Any:
        """A value of another stack, by the names of that stack; `ABSENT` if it asks for itself.

        The template keeps the node alive, so that its identity is one.
        """
        key = resolver.identity, id(node)
        if key not in self._values:
            if self._hops >= MOST_HOPS:
                return ABSENT
            self._values[key] = ABSENT
            self._hops += 1
            try:
                value = resolver.budget.admitted(resolver.resolve(node))
                self._values[key] = seen_from_outside(value, resolver.identity)
            finally:
                self._hops -= 1
        return self._values[key]


def _existing(resolver: Stack, entry: object) -> dict[str, Any]:
    """An output or a resource, or nothing where its condition does not let it be."""
    if not is_mapping(entry) or resolver.stack_exists is False:
        return {}
    condition = entry.get("Condition")
    gone = isinstance(condition, str) and resolver.condition(condition) is False
    return {} if gone else entry


def _place(placement: Placement) -> Place:
    return placement.account, placement.region


def own_name(reference: Reference, stack: str) -> tuple[str, str]:
    """The stack and the logical id that a reference of a stack means."""
    return reference.stack or stack, reference.logical_id
