"""The value that a parameter has before deployment, or why it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from synthgate.resolve.causes import Decider
from synthgate.resolve.limits import limits_of, limits_of_stored
from synthgate.resolve.values import ABSENT, NO_VALUE, Unknown, exactly, scalar_text
from synthgate.template.data import is_list, is_mapping

PREVIOUS: Final = object()
"""Given as `UsePreviousValue`: the value that the deployed stack has, which nobody here knows."""
SSM_TYPE = "AWS::SSM::Parameter::Value"


def parameter_value(
    name: str,
    declaration: object,
    given: Mapping[str, Any],
    *,
    past_defaults: bool = False,
    look_up: Callable[[str], Any] = lambda _: ABSENT,
) -> Any:
    """What ``Ref`` to a parameter stands for.

    A value given for this stack, else the default (unless `past_defaults`), else any of
    `AllowedValues`. An SSM parameter type names a parameter of Parameter Store; its value
    is fetched when the stack is deployed (CloudFormation, "Specify existing resources at
    runtime with CloudFormation-supplied parameter types"), so that it is known only if
    `look_up` finds a stack of the same app that writes it.
    """
    if not is_mapping(declaration):
        return exactly(Decider.MISSING, name)
    kind = str(declaration.get("Type", "String"))
    stated = given.get(name, ABSENT)
    if isinstance(stated, Unknown) and NO_VALUE in stated.choices:
        return _or_default(name, declaration, given, stated)
    if stated is ABSENT and not past_defaults and declaration.get("Default") is not None:
        stated = declaration["Default"]
    if is_fetched(declaration):
        found = look_up(stated) if isinstance(stated, str) else ABSENT
        limits = limits_of_stored(kind.removeprefix(f"{SSM_TYPE}<").removesuffix(">"))
        return exactly(Decider.PARAMETER, name, limits=limits) if found is ABSENT else found
    if stated is ABSENT or stated is PREVIOUS:
        limits = limits_of(kind, declaration)
        allowed = declaration.get("AllowedValues")
        if not is_list(allowed) or _is_list_type(kind):  # each item of a list is one of them
            return exactly(Decider.PARAMETER, name, limits=limits)
        values = (_typed(kind, value) for value in allowed)
        return exactly(Decider.PARAMETER, name, tuple(values))
    return _typed(kind, stated)


def is_fetched(declaration: Mapping[Any, Any]) -> bool:
    """Whether a parameter names one of Parameter Store, whose value it stands for."""
    return str(declaration.get("Type")).startswith(SSM_TYPE)


def _or_default(
    name: str, declaration: object, given: Mapping[str, Any], stated: Unknown
) -> Unknown:
    """What a parent stack passes, or in the branch where it passes nothing: the default."""
    without = {key: value for key, value in given.items() if key != name}
    default = parameter_value(name, declaration, without)
    choices = tuple(default if choice is NO_VALUE else choice for choice in stated.choices)
    return Unknown(stated.causes, choices)


def _typed(kind: str, value: object) -> Any:
    """A value as ``Ref`` gives it: a text, whatever the type, or a list of texts.

    (CloudFormation Template Reference, "Parameters section syntax": "Type".)
    """
    text = scalar_text(value) if isinstance(value, bool | int | float) else value
    if _is_list_type(kind) and isinstance(text, str):
        return [item.strip() for item in text.split(",")] if text else []
    return text


def _is_list_type(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def is_open(value: object) -> bool:
    """Whether a value is the very thing that one cause names, so that a world can give it one."""
    return isinstance(value, Unknown) and value.exact and len(value.causes) == 1
