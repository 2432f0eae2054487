"""The functions that stand in conditions, and those of the assertions in `Rules`.

CloudFormation Template Reference, "Condition functions" and "Rules section syntax".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.resolve.calls import Resolving
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import Unknown, causes_of, unknown
from synthgate.template.data import is_list


def _condition(resolver: Resolving, argument: Any) -> Truth:
    if isinstance(argument, str):
        return resolver.condition(argument)
    return unknown(Decider.FUNCTION, "Condition")


def _equals(resolver: Resolving, argument: Any) -> Truth:
    if not (is_list(argument) and len(argument) == 2):
        return unknown(Decider.FUNCTION, "Fn::Equals")
    return equal(resolver.resolve(argument[0]), resolver.resolve(argument[1]))


def _not(resolver: Resolving, argument: Any) -> Truth:
    operand = argument[0] if is_list(argument) and argument else argument
    return negation(resolver.decide(operand))


def _and(resolver: Resolving, argument: Any) -> Truth:
    return conjunction(resolver.decide(operand) for operand in _operands(argument))


def _or(resolver: Resolving, argument: Any) -> Truth:
    return disjunction(resolver.decide(operand) for operand in _operands(argument))


def _contains(resolver: Resolving, argument: Any) -> Truth:
    """``Fn::Contains: [[a, b], value]``."""
    if not (is_list(argument) and len(argument) == 2):
        return unknown(Decider.FUNCTION, "Fn::Contains")
    items, value = resolver.resolve(argument[0]), resolver.resolve(argument[1])
    if not is_list(items):
        return Unknown(causes_of(items))
    if not resolver.takes(len(items)):
        return unknown(Decider.EFFORT, "Fn::Contains")
    return disjunction(equal(item, value) for item in items)


def _each_member_in(resolver: Resolving, argument: Any) -> Truth:
    """``Fn::EachMemberIn: [[a], [a, b]]``."""
    if not (is_list(argument) and len(argument) == 2):
        return unknown(Decider.FUNCTION, "Fn::EachMemberIn")
    members, allowed = resolver.resolve(argument[0]), resolver.resolve(argument[1])
    if not (is_list(members) and is_list(allowed)):
        return Unknown(causes_of([members, allowed]))
    if not resolver.takes(len(members) * len(allowed)):
        return unknown(Decider.EFFORT, "Fn::EachMemberIn")
    return conjunction(disjunction(equal(member, item) for item in allowed) for member in members)


def _each_member_equals(resolver: Resolving, argument: Any) -> Truth:
    """``Fn::EachMemberEquals: [[a, a], a]``."""
    if not (is_list(argument) and len(argument) == 2):
        return unknown(Decider.FUNCTION, "Fn::EachMemberEquals")
    members, value = resolver.resolve(argument[0]), resolver.resolve(argument[1])
    if not is_list(members):
        return Unknown(causes_of(members))
    if not resolver.takes(len(members)):
        return unknown(Decider.EFFORT, "Fn::EachMemberEquals")
    return conjunction(equal(member, value) for member in members)


def _operands(argument: Any) -> list[Any]:
    return argument if is_list(argument) else []


CONDITION_FUNCTIONS: dict[str, Callable[[Resolving, Any], Truth]] = {
    "Condition": _condition,
    "Fn::Equals": _equals,
    "Fn::Not": _not,
    "Fn::And": _and,
    "Fn::Or": _or,
    "Fn::Contains": _contains,
    "Fn::EachMemberIn": _each_member_in,
    "Fn::EachMemberEquals": _each_member_equals,
}
