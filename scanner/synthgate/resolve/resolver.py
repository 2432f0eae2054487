"""What the names of one template stand for, and its resources with intrinsics resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from synthgate.resolve.functions import CONDITION_FUNCTIONS, FUNCTIONS
from synthgate.resolve.kleene import Truth
from synthgate.resolve.parameters import parameter_value
from synthgate.resolve.values import NO_VALUE, Decider, Reference, Unknown, unknown
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a stack goes and what it is called, as far as its assembly says.

    `environment` is the stage of life that the stack serves ("production"), where
    configuration, tags or names tell.
    """

    account: str | None = None
    region: str | None = None
    stack_name: str | None = None
    environment: str | None = None

    def pseudo_parameter(self, name: str) -> Any:
        """The value of a pseudo parameter (CloudFormation, "Pseudo parameters reference")."""
        known = {
            "AWS::NoValue": NO_VALUE,
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::StackName": self.stack_name,
            "AWS::Partition": self._by_partition("aws", "aws-cn", "aws-us-gov"),
            "AWS::URLSuffix": self._by_partition(
                "amazonaws.com", "amazonaws.com.cn", "amazonaws.com"
            ),
        }.get(name)
        return known or unknown(Decider.PSEUDO, name)

    def _by_partition(self, commercial: str, china: str, government: str) -> str | None:
        if self.region is None:
            return None
        if self.region.startswith("cn-"):
            return china
        return government if self.region.startswith("us-gov-") else commercial


NOWHERE = Placement()
"""The placement of a template that nothing is known of."""


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


class Resolver:
    """Resolves one template. What is asked for once is remembered."""

    def __init__(
        self,
        template: Template,
        placement: Placement = NOWHERE,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.template = template
        self.placement = placement
        self._given = given or {}
        self._parameters: dict[str, Any] = {}
        self._conditions: dict[str, Truth] = {}
        self._resources: dict[str, Resource] = {}

    @cached_property
    def ids_by_type(self) -> Mapping[str, tuple[str, ...]]:
        """Logical ids by resource type, in the order of the template.

        A resource whose own condition is false does not exist.
        """
        ids: dict[str, tuple[str, ...]] = {}
        for logical_id, body in self.template.resources.items():
            condition = body.get("Condition")
            if isinstance(condition, str) and self.condition(condition) is False:
                continue
            ids[body["Type"]] = (*ids.get(body["Type"], ()), logical_id)
        return ids

    def resource(self, logical_id: str) -> Resource:
        """One resource, resolved when it is first asked for."""
        known = self._resources.get(logical_id)
        if known is None:
            raw = self.template.resources[logical_id]
            # Metadata is no part of what is deployed, and may be large.
            body = {
                key: value if key == "Metadata" else self.resolve(value)
                for key, value in raw.items()
            }
            body = {key: value for key, value in body.items() if value is not NO_VALUE}
            known = self._resources[logical_id] = Resource(logical_id, raw["Type"], body)
        return known

    def of_type(self, *types: str) -> list[Resource]:
        """Every resource of these types that exists."""
        return [self.resource(name) for kind in types for name in self.ids_by_type.get(kind, ())]

    def resolve(self, node: object) -> Any:
        """A value of the template with its intrinsic functions resolved; shared if it has none."""
        if isinstance(node, str):
            return _dynamic(node) if "{{resolve:" in node else node
        if is_mapping(node):
            if len(node) == 1:
                name, argument = next(iter(node.items()))
                function = FUNCTIONS.get(name)
                if function:
                    return function(self, argument)
                if name.startswith("Fn::"):
                    return unknown(Decider.FUNCTION, name)
            return self._resolve_mapping(node)
        return self._resolve_list(node) if is_list(node) else node

    def _resolve_mapping(self, node: dict[str, Any]) -> dict[str, Any]:
        resolved = {key: self.resolve(value) for key, value in node.items()}
        if all(resolved[key] is value for key, value in node.items()):
            return node
        return {key: value for key, value in resolved.items() if value is not NO_VALUE}

    def _resolve_list(self, node: list[Any]) -> list[Any]:
        resolved = [self.resolve(item) for item in node]
        if all(new is old for new, old in zip(resolved, node, strict=True)):
            return node
        return [item for item in resolved if item is not NO_VALUE]

    def ref(self, name: str) -> Any:
        """What ``{"Ref": name}`` stands for."""
        if name in self.template.section("Resources"):
            return Reference(name)
        if name.startswith("AWS::"):
            return self.placement.pseudo_parameter(name)
        if name not in self._parameters:
            declared = self.template.section("Parameters").get(name)
            self._parameters[name] = parameter_value(name, declared, self._given)
        return self._parameters[name]

    def attribute(self, logical_id: str, attribute: str) -> Any:
        """What ``Fn::GetAtt`` of a resource stands for."""
        if logical_id in self.template.section("Resources"):
            return Reference(logical_id, attribute)
        return unknown(Decider.MISSING, f"{logical_id}.{attribute}")

    def mapping(self, name: str) -> object:
        """A mapping of the template, or None."""
        return self.template.section("Mappings").get(name)

    def condition(self, name: str) -> Truth:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            # A condition that asks for itself finds this, and stays undecided.
            self._conditions[name] = unknown(Decider.CONDITION, name)
            declared = self.template.section("Conditions").get(name)
            if declared is not None:
                self._conditions[name] = self.decide(declared)
        return self._conditions[name]

    def decide(self, node: object) -> Truth:
        """Evaluate a condition function."""
        if isinstance(node, bool):
            return node
        if is_mapping(node) and len(node) == 1:
            name, argument = next(iter(node.items()))
            function = CONDITION_FUNCTIONS.get(name)
            if function:
                return function(self, argument)
        return unknown(Decider.FUNCTION, "Conditions")


def _dynamic(text: str) -> Unknown:
    """A dynamic reference: its value is read during deployment and never in the template."""
    start = text.index("{{resolve:")
    return unknown(Decider.DYNAMIC, text[start : start + 200])
