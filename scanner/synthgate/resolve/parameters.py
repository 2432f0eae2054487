"""The value that a parameter has before deployment, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.resolve.values import Decider, unknown
from synthgate.template.data import is_list, is_mapping


def parameter_value(name: str, declaration: object, given: Mapping[str, Any]) -> Any:
    """What ``Ref`` to a parameter stands for.

    A value given for this stack, else the default, else any of `AllowedValues`. An
    SSM parameter type names a parameter of Parameter Store; its value is fetched when
    the stack is deployed (CloudFormation, "Specify existing resources at runtime with
    CloudFormation-supplied parameter types").
    """
    if not is_mapping(declaration):
        return unknown(Decider.MISSING, name)
    kind = str(declaration.get("Type", "String"))
    if kind.startswith("AWS::SSM::Parameter::Value"):
        return unknown(Decider.PARAMETER, name)
    if name in given:
        return _typed(kind, given[name])
    if declaration.get("Default") is not None:
        return _typed(kind, declaration["Default"])
    allowed = declaration.get("AllowedValues")
    choices = tuple(_typed(kind, value) for value in allowed) if is_list(allowed) else ()
    return unknown(Decider.PARAMETER, name, choices)


def _typed(kind: str, value: object) -> Any:
    is_list_type = kind == "CommaDelimitedList" or kind.startswith("List<")
    if is_list_type and isinstance(value, str):
        return [item.strip() for item in value.split(",")] if value else []
    return value
