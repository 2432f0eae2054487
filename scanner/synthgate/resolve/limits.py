"""What the declaration of a parameter says of the value that it leaves open.

CloudFormation User Guide, "Parameters section syntax": `AllowedPattern` fits the whole value, or
each item of a list; the AWS-specific types are of what exists in the account, whose ids have
their prefixes (EC2 User Guide, "Resource IDs").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import inf, isfinite
from typing import Any

from synthgate.resolve.values import Limits
from synthgate.template.data import is_list

_LIST = "List<"
_OF_AWS: Mapping[str, Limits] = {
    "AWS::EC2::AvailabilityZone::Name": Limits("[a-z]+(-[a-z0-9]+)+"),
    "AWS::EC2::Image::Id": Limits("ami-[0-9a-z]+"),
    "AWS::EC2::Instance::Id": Limits("m?i-[0-9a-z]+"),
    "AWS::EC2::KeyPair::KeyName": Limits(shortest=1),
    "AWS::EC2::SecurityGroup::GroupName": Limits(shortest=1),
    "AWS::EC2::SecurityGroup::Id": Limits("sg-[0-9a-z]+"),
    "AWS::EC2::Subnet::Id": Limits("subnet-[0-9a-z]+"),
    "AWS::EC2::VPC::Id": Limits("vpc-[0-9a-z]+"),
    "AWS::EC2::Volume::Id": Limits("vol-[0-9a-z]+"),
    "AWS::Route53::HostedZone::Id": Limits("[A-Z0-9]+"),
    "AWS::SSM::Parameter::Name": Limits(shortest=1),
}
"""Of the supplied types ("Supported AWS-specific parameter types")."""


def limits_of(kind: str, declaration: Mapping[str, Any]) -> Limits:
    """The limits of a parameter of a type without a known value."""
    of_items = kind == "CommaDelimitedList" or kind.startswith(_LIST)
    one = kind.removeprefix(_LIST).removesuffix(">") if of_items else kind
    found = _OF_AWS.get(one, Limits())
    if one == "Number":
        found = Limits(
            is_number=True,
            least=_number(declaration.get("MinValue"), -inf),
            most=_number(declaration.get("MaxValue"), inf),
        )
    elif one in ("String", "CommaDelimitedList"):
        pattern = declaration.get("AllowedPattern")
        found = Limits(
            pattern if isinstance(pattern, str) else "",
            max(0, int(_number(declaration.get("MinLength"), 0))),
            _number(declaration.get("MaxLength"), inf),
        )
    allowed = declaration.get("AllowedValues")
    offers = [declaration.get("Default"), *(allowed if is_list(allowed) else ())]
    found = replace(found, offered=tuple(one for one in offers if isinstance(one, str)))
    return replace(found, of_items=True) if of_items else found


def limits_of_stored(kind: str) -> Limits:
    """The limits of what Parameter Store has of a type: something (`PutParameter`, "Value")."""
    found = limits_of(kind, {})
    return replace(found, shortest=max(1, found.shortest))


def _number(written: object, otherwise: float) -> float:
    """A number as it is written, or in digits; one that cannot be read limits nothing."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return otherwise
    try:
        found = float(written)
    except (ValueError, OverflowError):
        return otherwise
    return found if isfinite(found) else otherwise
