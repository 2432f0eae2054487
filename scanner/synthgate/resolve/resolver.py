"""What the names of one template stand for, and its resources with intrinsics resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any

from synthgate.guard import Guard, crash
from synthgate.model import Position
from synthgate.records import dataclass
from synthgate.resolve.budget import A_DECISION, MOST_LEVELS
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.conditions import CONDITION_FUNCTIONS
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.names import Names
from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.resolve.shared import Shared
from synthgate.resolve.stacks import Stacks
from synthgate.resolve.values import NO_VALUE, unknown
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

MOST_CONDITIONS = 60
"""How many conditions may ask each other in a row, and how deep one may nest."""

_AS_WRITTEN = frozenset({"Type", "Condition", "DependsOn", "Metadata"})


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as CloudFormation would see it: `body` has its intrinsics resolved."""

    logical_id: str
    type: str
    body: Mapping[str, Any]

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its `Properties`, empty where it has none."""
        properties = self.body.get("Properties")
        return properties if is_mapping(properties) else {}


@lru_cache(maxsize=4096)
def _named_and_like(types: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Types by their names, and the patterns among them: cards ask for the same in each stack."""
    return frozenset(types), tuple(one for one in types if "*" in one)


class Resolver(Names["App"]):
    """Resolves one template in one world. What is asked for once is remembered.

    A world is a set of assumptions: what a parameter, or a condition, that the template
    leaves open is taken to be. The base has none.
    """

    def __init__(
        self,
        template: Template,
        placement: Placement = NOWHERE,
        given: Mapping[str, Any] | None = None,
        *,
        past_defaults: bool = False,
        app: App | None = None,
        identity: str = "",
        assumed: Mapping[Cause, Any] | None = None,
        shared: Shared | None = None,
        cdk_made: frozenset[str] = frozenset(),
    ) -> None:
        self.template = template
        self.placement = placement
        self.identity = identity or template.path
        self.app = app or App()
        self.past_defaults = past_defaults
        self.cdk_made = cdk_made
        """The logical ids of what the CDK made by itself."""
        self.assumed = assumed or {}
        self.shared = shared or Shared(template)
        self.budget = self.shared.budget
        self.problems = self.shared.problems
        self.memo: dict[Any, Any] = {}
        """What rules found out about the stack in this world, for those that ask again."""
        self.missing = {}
        self.open = {}
        self._given = given or {}
        self._parameters = {}
        self._conditions: dict[str, Truth] = {}
        self._resources: dict[str, Resource] = {}
        self._cells: dict[tuple[str, str, str], Any] = {}
        self._types_like: dict[tuple[str, ...], list[str]] = {}
        self.nesting = self.app.nesting
        self._depth = 0

    def assuming(self, assumption: Mapping[Cause, Any]) -> Resolver:
        """The same template in a world where this holds besides."""
        return Resolver(
            self.template,
            self.placement,
            self._given,
            past_defaults=self.past_defaults,
            app=self.app,
            identity=self.identity,
            assumed={**self.assumed, **assumption},
            shared=self.shared,
            cdk_made=self.cdk_made,
        )

    @cached_property
    def ids_by_type(self) -> Mapping[str, tuple[str, ...]]:
        """Logical ids by resource type, in the order of the template.

        A resource whose own condition is false does not exist.
        """
        ids: dict[str, list[str]] = {}
        self.takes(len(self.template.resources))
        for logical_id, body in self.template.resources.items():
            if self.exists(logical_id) is not False:
                ids.setdefault(body["Type"], []).append(logical_id)
        return {kind: tuple(names) for kind, names in ids.items()}

    @property
    def types_of_user(self) -> Iterator[str]:
        """The types of which there is a resource that the CDK did not make by itself."""
        for kind, names in self.ids_by_type.items():
            if not self.cdk_made.issuperset(names):
                yield kind

    def types_like(self, patterns: Sequence[str]) -> list[str]:
        """The types of this template that are among some types, or fit a pattern of them."""
        asked = tuple(patterns)
        if asked not in self._types_like:
            named, like = _named_and_like(asked)
            self._types_like[asked] = [
                kind
                for kind in self.ids_by_type
                if kind in named or (like and any(fnmatchcase(kind, one) for one in like))
            ]
        return self._types_like[asked]

    def exists(self, logical_id: str) -> Truth:
        """Whether the condition of a resource, and those of the stacks around it, let it be."""
        condition = self.template.resources[logical_id].get("Condition")
        own = self.condition(condition) if isinstance(condition, str) else True
        return own if self.stack_exists is True else conjunction((self.stack_exists, own))

    @cached_property
    def stack_exists(self) -> Truth:
        """Whether the stack that this one is nested in makes it at all."""
        nested_in = self.app.parent(self.identity)
        return nested_in[0].exists(nested_in[1]) if nested_in else True

    def resource(self, logical_id: str) -> Resource:
        """One resource, resolved when it is first asked for."""
        known = self._resources.get(logical_id)
        if known is None:
            known = self._resources[logical_id] = self._resolved(logical_id)
        return known

    def _resolved(self, logical_id: str) -> Resource:
        """A resource; of one that cannot be resolved for an error of ours, nothing is known."""
        raw = self.template.resources[logical_id]
        self.budget.here = ("Resources", logical_id)
        body: dict[str, Any] = {}
        with Guard(self.problems, crash(self.template.path, self._place(logical_id))) as guard:
            # Metadata is no part of what is deployed, and may be large.
            body = {
                key: value if key == "Metadata" else self.resolve(value)
                for key, value in raw.items()
            }
        if guard.tripped:
            opaque = unknown(Decider.FUNCTION, logical_id)
            body = {key: raw[key] if key in _AS_WRITTEN else opaque for key in raw}
        body = {key: value for key, value in body.items() if value is not NO_VALUE}
        return Resource(logical_id, raw["Type"], body)

    def _place(self, logical_id: str) -> Callable[[], Position]:
        return lambda: self.template.locate(("Resources", logical_id)).start

    def of_type(self, *types: str) -> list[Resource]:
        """Every resource of these types that exists, or may."""
        return [self.resource(name) for kind in types for name in self.ids_by_type.get(kind, ())]

    def mapping(self, name: str) -> object:
        """A mapping of the template, or None."""
        return self.template.section("Mappings").get(name)

    def cell(self, name: str, row: str, column: str) -> Any:
        """A cell of a mapping that has it. One that asks for itself cannot be deployed."""
        key = name, row, column
        if key not in self._cells:
            self._cells[key] = unknown(Decider.IMPOSSIBLE, f"Mappings.{name}.{row}.{column}")
            self.nesting.levels += 1
            try:
                written = self.template.section("Mappings")[name][row][column]
                self._cells[key] = self.budget.admitted(self.resolve(written))
            finally:
                self.nesting.levels -= 1
        return self.budget.admitted(self._cells[key])

    def condition(self, name: str) -> Truth:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            for asked in self.shared.asked_by(name, self._conditions):
                self._settle(asked)
            self._settle(name)
        return self._conditions[name]

    def _settle(self, name: str) -> None:
        undecided = unknown(Decider.CONDITION, name)
        # A condition that asks for itself finds this, and stays undecided.
        self._conditions[name] = undecided
        assumed = self.assumed.get(undecided.causes[0])
        declared = self.template.section("Conditions").get(name)
        if isinstance(assumed, bool):
            self._conditions[name] = assumed
        elif declared is not None:
            around, self.budget.here = self.budget.here, ("Conditions", name)
            self._conditions[name] = self.decide(declared)
            self.budget.here = around

    def decide(self, node: object) -> Truth:
        """Evaluate a condition function."""
        if isinstance(node, bool):
            return node
        if not (is_mapping(node) and len(node) == 1) or self._depth > MOST_CONDITIONS:
            return unknown(Decider.FUNCTION, "Conditions")
        name, argument = next(iter(node.items()))
        function = CONDITION_FUNCTIONS.get(name)
        if function is None:
            return unknown(Decider.FUNCTION, name)
        if not self.budget.takes(A_DECISION):
            return unknown(Decider.EFFORT, name)
        if self.nesting.levels >= MOST_LEVELS:
            return self.too_deep(name)
        self._depth += 1
        self.nesting.levels += 2
        try:
            return function(self, argument)
        finally:
            self._depth -= 1
            self.nesting.levels -= 2


class App(Stacks[Resolver]):
    """The resolvers of a unit, as they see each other."""
