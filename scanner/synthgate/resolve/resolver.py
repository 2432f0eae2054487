"""What the names of one template stand for, and its resources with intrinsics resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from synthgate.guard import Guard, crash
from synthgate.model import Position
from synthgate.resolve.app import App
from synthgate.resolve.budget import A_DECISION, MOST_LEVELS
from synthgate.resolve.conditions import CONDITION_FUNCTIONS
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.parameters import is_open, parameter_value
from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.resolve.shared import Shared
from synthgate.resolve.strings import DYNAMIC_START
from synthgate.resolve.values import (
    ABSENT,
    NO_VALUE,
    Cause,
    Decider,
    Reference,
    Unknown,
    causes_of,
    exactly,
    seen_from_outside,
    unknown,
)
from synthgate.resolve.walker import Walker
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


class Resolver(Walker):
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
    ) -> None:
        self.template = template
        self.placement = placement
        self.identity = identity or template.path
        self.app = app or App()
        self.past_defaults = past_defaults
        self.assumed = assumed or {}
        self.shared = shared or Shared(template)
        self.budget = self.shared.budget
        self.problems = self.shared.problems
        self.memo: dict[Any, Any] = {}
        """What rules found out about the stack in this world, for those that ask again."""
        self.missing: dict[str, None] = {}
        """Names that were asked for and that the template does not have."""
        self.open: dict[Cause, Unknown] = {}
        """What was asked for and is open: the causes that a world may decide."""
        self._given = given or {}
        self._parameters: dict[str, Any] = {}
        self._conditions: dict[str, Truth] = {}
        self._resources: dict[str, Resource] = {}
        self._cells: dict[tuple[str, str, str], Any] = {}
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

    def types_like(self, patterns: Sequence[str]) -> list[str]:
        """The types of this template that are among some types, or fit a pattern of them."""
        return [
            kind
            for kind in self.ids_by_type
            if any(kind == one or ("*" in one and fnmatchcase(kind, one)) for one in patterns)
        ]

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

    def ref(self, name: str) -> Any:
        """What ``{"Ref": name}`` stands for."""
        if name in self.template.section("Resources"):
            return Reference(name)
        if name.startswith("AWS::"):
            return self._in_this_world(self._pseudo_parameter(name))
        if name not in self._parameters:
            if name not in self.template.section("Parameters"):
                self.missing[name] = None
            value = self._in_this_world(self._parameter(name))
            self._parameters[name] = (
                value if isinstance(value, str) else self.budget.admitted(value)
            )
        value = self._parameters[name]
        return value if isinstance(value, str) else self.budget.admitted(value)

    def _pseudo_parameter(self, name: str) -> Any:
        region = self.assumed.get(Cause(Decider.PSEUDO, "AWS::Region"))
        if isinstance(region, str):
            return Placement(
                self.placement.account, region, self.placement.stack_name
            ).pseudo_parameter(name)
        return self.placement.pseudo_parameter(name)

    def _parameter(self, name: str) -> Any:
        stated = self._stated(name)
        return parameter_value(
            name,
            self.template.section("Parameters").get(name),
            {} if stated is ABSENT else {name: stated},
            past_defaults=self.past_defaults,
            look_up=lambda parameter: self.app.ssm_parameter(parameter, self.placement),
        )

    def _stated(self, name: str) -> Any:
        """What was given for a parameter, or what the parent of a nested stack passes."""
        return self._given[name] if name in self._given else self._passed(name)

    def _passed(self, name: str) -> Any:
        passed = self.shared.passed
        if name not in passed:
            # What is passed may not ask for itself: it would find this.
            passed[name] = unknown(Decider.IMPOSSIBLE, name)
            passed[name] = self._from_parent(name)
        return passed[name]

    def _from_parent(self, name: str) -> Any:
        """What the stack that this one is nested in has for a parameter; `ABSENT` if nothing."""
        nested_in = self.app.parent(self.identity)
        if nested_in is None:
            return ABSENT
        parent, logical_id = nested_in
        raw = parent.template.resources[logical_id].get("Properties")
        written = raw.get("Parameters") if is_mapping(raw) else None
        if is_mapping(written) and len(written) == 1 and next(iter(written)) in FUNCTIONS:
            written = parent.resolve(written)
        value = parent.resolve(written.get(name, ABSENT)) if is_mapping(written) else ABSENT
        if value is NO_VALUE:
            return ABSENT
        return seen_from_outside(parent.budget.admitted(value), parent.identity)

    def is_given(self, name: str) -> bool:
        """Whether a parameter's value was given, by a file or by the parent stack."""
        return self._stated(name) is not ABSENT

    def is_passed(self, name: str) -> bool:
        """Whether it was the parent stack that gave a parameter's value."""
        return self.is_given(name) and name not in self._given

    def _in_this_world(self, value: Any) -> Any:
        """A value as the world assumes it, where it is open."""
        if not is_open(value):
            return value
        cause = value.causes[0]
        self.open.setdefault(cause, value)
        return self.assumed.get(cause, value)

    def attribute(self, logical_id: str, attribute: str) -> Any:
        """What ``Fn::GetAtt`` of a resource stands for."""
        if logical_id not in self.template.section("Resources"):
            self.missing[logical_id] = None
            return unknown(Decider.MISSING, f"{logical_id}.{attribute}")
        if attribute.startswith("Outputs."):
            output = self.app.output(self.identity, logical_id, attribute)
            if output is not ABSENT:
                return self.budget.admitted(output)
        return Reference(logical_id, attribute)

    def imported(self, name: object) -> Any:
        """What ``Fn::ImportValue`` of a resolved name stands for."""
        if not isinstance(name, str):
            nameless = unknown(Decider.IMPORT, "Fn::ImportValue")
            return Unknown((*nameless.causes, *causes_of(name)))
        value = self.app.export(name, self.placement)
        found = exactly(Decider.IMPORT, name) if value is ABSENT else self.budget.admitted(value)
        return self._in_this_world(found)

    def stack_output(self, wanted: Mapping[str, Any]) -> Any:
        """What ``Fn::GetStackOutput`` with a resolved argument stands for."""
        stack, output = wanted.get("StackName"), wanted.get("OutputName")
        if not (isinstance(stack, str) and isinstance(output, str)):
            nameless = unknown(Decider.IMPORT, "Fn::GetStackOutput")
            return Unknown((*nameless.causes, *causes_of(stack), *causes_of(output)))
        region = wanted.get("Region", self.placement.region)
        value = self.app.stack_output(stack.rpartition(":stack/")[2].split("/")[0], output, region)
        missing = value is ABSENT
        found = exactly(Decider.IMPORT, f"{stack}.{output}") if missing else value
        return self._in_this_world(self.budget.admitted(found))

    def dynamic_reference(self, text: str) -> Any:
        """What ``{{resolve:…}}`` stands for: known if the app writes that SSM parameter."""
        service, _, name = text[len(DYNAMIC_START) :].rstrip("}").partition(":")
        if service == "ssm":
            value = self.app.ssm_parameter(name, self.placement)
            if value is not ABSENT:
                return self.budget.admitted(value)
        return exactly(Decider.DYNAMIC, text[:200])

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
