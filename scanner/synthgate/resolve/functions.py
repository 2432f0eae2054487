"""One small function for each intrinsic function, and the tables that name them.

CloudFormation Template Reference, "Intrinsic function reference". Each function takes
the resolver and the argument as it stands in the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.resolve.calls import Function, Resolving, malformed, not_known
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import is_same, may_be_left_out
from synthgate.resolve.lists import cidr, length, select, split
from synthgate.resolve.mappings import find_in_map
from synthgate.resolve.strings import PLACEHOLDER, dynamic, joined, json_of, literal
from synthgate.resolve.values import Unknown, causes_of, distinct, unknown
from synthgate.template.data import is_list, is_mapping


def _ref(resolver: Resolving, argument: Any) -> Any:
    name = argument if isinstance(argument, str) else resolver.resolve(argument)
    return resolver.ref(name) if isinstance(name, str) else not_known("Ref", name)


def _get_att(resolver: Resolving, argument: Any) -> Any:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not (is_list(argument) and len(argument) == 2):
        return malformed("Fn::GetAtt")
    logical_id, attribute = (resolver.resolve(part) for part in argument)
    if isinstance(logical_id, str) and isinstance(attribute, str):
        return resolver.attribute(logical_id, attribute)
    return not_known("Fn::GetAtt", [logical_id, attribute])


def _sub(resolver: Resolving, argument: Any) -> Any:
    own: Any = {}
    template = argument
    if is_list(argument) and len(argument) == 2:
        template, own = argument
    if not (isinstance(template, str) and is_mapping(own)):
        return malformed("Fn::Sub")
    written = PLACEHOLDER.split(template)
    if not resolver.takes(len(written)):
        return unknown(Decider.EFFORT, "Fn::Sub")
    values: dict[str, Any] = {}
    pieces: list[Any] = []
    for index, piece in enumerate(written):
        if index % 2 == 0:
            pieces.append(literal(piece))
            continue
        name = piece.strip()
        if name not in values:
            values[name] = _named(resolver, name, own)
        pieces.append(values[name])
    return dynamic(joined(pieces), resolver.dynamic_reference)


def _named(resolver: Resolving, name: str, own: Mapping[str, Any]) -> Any:
    """What a name in the text of an `Fn::Sub` stands for."""
    if name in own:
        return resolver.resolve(own[name])
    if "." in name:
        return resolver.attribute(*name.split(".", 1))
    return resolver.ref(name)


def _join(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 2 and isinstance(argument[0], str)):
        return malformed("Fn::Join")
    items = resolver.resolve(argument[1])
    if not is_list(items) or any(may_be_left_out(item) for item in items):
        return not_known("Fn::Join", items)
    pieces: list[Any] = []
    for item in items:
        pieces.extend((argument[0], item))
    return dynamic(joined(pieces[1:]), resolver.dynamic_reference)


def _if(resolver: Resolving, argument: Any) -> Any:
    if not (is_list(argument) and len(argument) == 3 and isinstance(argument[0], str)):
        return malformed("Fn::If")
    holds = resolver.condition(argument[0])
    if not isinstance(holds, Unknown):
        return resolver.resolve(argument[1 if holds else 2])
    first, second = (resolver.resolve(branch) for branch in argument[1:])
    return first if is_same(first, second) else either(argument[0], holds, first, second)


def either(condition: str, holds: Unknown, first: Any, second: Any) -> Unknown:
    """The value of an `Fn::If` whose condition is open: one branch or the other."""
    own = unknown(Decider.CONDITION, condition).causes
    return Unknown(distinct((*own, *holds.causes)), (first, second))


def _import_value(resolver: Resolving, argument: Any) -> Any:
    return resolver.imported(resolver.resolve(argument))


def _stack_output(resolver: Resolving, argument: Any) -> Any:
    """An output of another stack by its name: what CDK writes for a weak reference.

    (CloudFormation Template Reference, "Fn::GetStackOutput".)
    """
    written = resolver.resolve(argument)
    return resolver.stack_output(written if is_mapping(written) else {})


def _base64(resolver: Resolving, argument: Any) -> Any:
    # The text itself: a rule about user data asks what it says, not how it is sent.
    return resolver.resolve(argument)


def _get_azs(resolver: Resolving, argument: Any) -> Any:
    region = causes_of(resolver.resolve(argument))
    return Unknown((*unknown(Decider.PSEUDO, "Fn::GetAZs").causes, *region))


def _to_json_string(resolver: Resolving, argument: Any) -> Any:
    return json_of(resolver.resolve(argument))


def _transform(_: Resolving, argument: Any) -> Any:
    name = argument.get("Name") if is_mapping(argument) else None
    return unknown(Decider.FUNCTION, name if isinstance(name, str) and name else "Fn::Transform")


FUNCTIONS: dict[str, Function] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::FindInMap": find_in_map,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::GetStackOutput": _stack_output,
    "Fn::Base64": _base64,
    "Fn::GetAZs": _get_azs,
    "Fn::Cidr": cidr,
    "Fn::Length": length,
    "Fn::ToJsonString": _to_json_string,
    "Fn::Transform": _transform,
}
