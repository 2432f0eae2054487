"""What the names in a template stand for: parameters, resources, imports, other stacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from synthgate.resolve.budget import MOST_LEVELS, weight
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.parameters import is_fetched, is_open, parameter_value
from synthgate.resolve.placement import Placement
from synthgate.resolve.shared import Shared
from synthgate.resolve.stacks import Stacks
from synthgate.resolve.strings import DYNAMIC_START
from synthgate.resolve.values import (
    ABSENT,
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    exactly,
    known,
    seen_from_outside,
    unknown,
)
from synthgate.resolve.walker import Walker
from synthgate.schemas.facts import UNTOLD, facts_of, is_known
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

_OF_THEIR_OWN = "AWS::CloudFormation::"
"""Nested stacks and custom resources, whose attributes are outputs."""

_A_NAME = 3
"""How many levels a name counts that another name is made of: it takes as many calls of ours."""

AppT = TypeVar("AppT", bound=Stacks[Any])


class Names(Walker, Generic[AppT]):
    """A walker that knows names, those of the app too; who derives from it knows conditions."""

    template: Template
    placement: Placement
    identity: str
    app: AppT
    past_defaults: bool
    assumed: Mapping[Cause, Any]
    shared: Shared
    missing: dict[str, None]
    """Names that were asked for and that the template does not have."""
    open: dict[Cause, Unknown]
    """What was asked for and is open: the causes that a world may decide."""
    memo: dict[Any, Any]
    _given: Mapping[str, Any]
    _parameters: dict[str, Any]

    def ref(self, name: str) -> Any:
        """What ``{"Ref": name}`` stands for."""
        if name in self.template.section("Resources"):
            return Reference(name, value=self._stated_name(name), single=True)
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
        """The value of a parameter, which no world decides: worked out once for all of them.

        What another stack writes into Parameter Store is asked of that stack each time.
        """
        declared = self.template.section("Parameters").get(name)
        if is_mapping(declared) and is_fetched(declared):
            return self._declared(name, declared)
        known = self.shared.parameters
        if name not in known:
            known[name] = self._declared(name, declared)
        return known[name]

    def _declared(self, name: str, declared: object) -> Any:
        stated = self._stated(name)
        return parameter_value(
            name,
            declared,
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

    def given(self, name: str) -> Any:
        """What a file gives for a parameter; None where it gives nothing."""
        return self._given.get(name)

    def is_given(self, name: str) -> bool:
        """Whether a parameter's value was given, by a file or by the parent stack."""
        return self._stated(name) is not ABSENT

    def is_passed(self, name: str) -> bool:
        """Whether it was the parent stack that gave a parameter's value."""
        return self.is_given(name) and name not in self._given

    def stored_under(self, name: str) -> str:
        """The name in Parameter Store by which a parameter's value is fetched; empty without."""
        declaration = self.template.section("Parameters").get(name)
        if not is_mapping(declaration) or not is_fetched(declaration):
            return ""
        stated = self._stated(name)
        if stated is ABSENT and not self.past_defaults:
            stated = declaration.get("Default")
        return stated if isinstance(stated, str) else ""

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
        value = self._stated_property(logical_id, attribute)
        single = self._is_single(logical_id, attribute)
        return Reference(logical_id, attribute, value=value, single=single)

    def _is_single(self, logical_id: str, attribute: str) -> bool:
        """Whether an attribute is surely one value, and no list."""
        kind = self._type_with_schema(logical_id)
        return kind is not None and attribute not in facts_of(kind).lists

    def _type_with_schema(self, logical_id: str) -> str | None:
        """The type of a resource whose attributes are those of its schema; None of any other."""
        kind = self.template.resources.get(logical_id, {}).get("Type")
        if not isinstance(kind, str) or kind.startswith(_OF_THEIR_OWN):
            return None
        return kind if is_known(kind) else None

    def _stated_name(self, logical_id: str) -> Any:
        """What `Ref` gives of a resource that is called as the template says."""
        kind = self._type_with_schema(logical_id)
        facts = facts_of(kind) if kind else UNTOLD
        named = facts.name if facts.is_ref else None
        return self._stated_property(logical_id, named) if named else ABSENT

    def _stated_property(self, logical_id: str, attribute: str) -> Any:
        """What an attribute comes to that is a property of its resource, and stated: a text.

        `ABSENT` of all others, also of those that the service writes otherwise.
        """
        key = "stated", logical_id, attribute
        if key not in self.memo:
            if self.nesting.levels >= MOST_LEVELS:
                return self.too_deep(logical_id)
            self.memo[key] = ABSENT  # what asks for itself cannot be deployed
            self.nesting.levels += _A_NAME
            try:
                self.memo[key] = self._property(logical_id, attribute)
            finally:
                self.nesting.levels -= _A_NAME
        return self.memo[key]

    def _property(self, logical_id: str, attribute: str) -> Any:
        kind = self._type_with_schema(logical_id)
        properties = self.template.resources.get(logical_id, {}).get("Properties")
        written = properties.get(attribute, ABSENT) if is_mapping(properties) else ABSENT
        if written is ABSENT or kind is None:
            return ABSENT
        facts = facts_of(kind)
        if facts.lowered and facts.name == attribute:
            return ABSENT
        value = known(self.resolve(written))
        is_text = isinstance(value, str | int | float | Partial | Unknown)
        return self.budget.admitted(value) if is_text and weight(value) is not None else ABSENT

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
