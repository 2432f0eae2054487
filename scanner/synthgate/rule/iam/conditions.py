"""Conditions of statements: whom they keep out, and whether they are what is demanded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import Unknown
from synthgate.rule.iam.elements import covers, resource_pattern, wanted_resource
from synthgate.rule.iam.statement import Statement, each, of_all, through
from synthgate.rule.texts.wildcards import ANYTHING
from synthgate.template.data import is_mapping

CALLER_KEYS = (
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principaltag/",
    "aws:principalservicename",
    "aws:principalisawsservice",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:userid",
    "aws:username",
    "kms:calleraccount",
)
"""Condition keys that say who may ask (IAM User Guide, "AWS global condition context keys";
KMS Developer Guide, "Condition keys for AWS KMS"); keys are compared without regard to case."""


KeyTest = Callable[[str, Any], Truth]
"""Asks of a condition key, in lower case, and its value or values whether they limit something."""


def is_limited(conditions: Any, limits: KeyTest) -> Truth:
    """Whether some key of a `Condition` block limits something.

    ``…Not…`` lets in everything but some. ``…IfExists`` and ``ForAllValues:`` let in whoever comes
    without the key (IAM User Guide, "Multivalued context keys"), unless ``Null`` demands it.
    """

    def test(operator: str, key: str, values: Any) -> Truth:
        name = operator.lower()
        if "not" in name or name.endswith("null"):
            return False
        optional = name.startswith("forallvalues:") or name.endswith("ifexists")
        return conjunction((not optional or demanded(key), limits(key, values)))

    def demanded(wanted: str) -> Truth:
        return some_condition(
            conditions,
            lambda operator, key, value: (
                operator.lower() == "null" and key == wanted and through(_is_false, value)
            ),
        )

    return some_condition(conditions, test)


def _is_false(values: Any) -> Truth:
    return of_all(values, lambda value: equal(value, False))


def some_condition(conditions: Any, test: Callable[[str, str, Any], Truth]) -> Truth:
    """Whether a test of some condition holds: of its operator, key (in lower case) and values."""
    if not is_mapping(conditions):
        return isinstance(conditions, Unknown) and Unknown(conditions.causes)
    return disjunction(
        Unknown(keys.causes)
        if isinstance(keys, Unknown)
        else is_mapping(keys)
        and disjunction(test(operator, key.lower(), value) for key, value in keys.items())
        for operator, keys in conditions.items()
    )


def lets_all_through(operator: str, value: Any) -> Truth:
    """Whether every value meets it: of operators that know wildcards, or networks."""
    if operator.startswith(("arn", "stringlike")):
        wanted = wanted_resource("*") if operator.startswith("arn") else ANYTHING
        return covers(value, wanted, resource_pattern)
    everywhere = disjunction(equal(value, network) for network in ("0.0.0.0/0", "::/0"))
    return operator.startswith("ipaddress") and everywhere


def limits_principals(statement: Statement) -> Truth:
    """Whether a condition narrows "everyone" down to callers that somebody named.

    A value of ``*`` lets in everyone who has the key at all.
    """
    return is_limited(statement.conditions, _names_callers)


def _names_callers(key: str, values: Any) -> Truth:
    return key.startswith(CALLER_KEYS) and conjunction(
        negation(equal(value, "*")) for _, value in each((), values)
    )


@dataclass(frozen=True, eq=False)
class Demand:
    """A condition that a statement is to have, on one of some keys.

    A key that ends with ``/`` or ``*`` stands for all that start so. Without `values`, a
    condition meets it that does not let everything through; with them, one all of whose
    values are among them. Without `operators`, one that a request without the key does not
    meet: no ``…Not…``, ``…IfExists``, ``Null`` nor ``ForAllValues:`` ("Condition operators";
    "Multivalued context keys").
    """

    keys: tuple[str, ...]
    values: tuple[Any, ...] = ()
    operators: tuple[str, ...] = ()

    def is_met_by(self, operator: str, key: str, values: Any) -> Truth:
        """Whether a condition meets it: an operator, a key in lower case, value or values."""
        plain = operator.lower().removeprefix("foranyvalue:")
        if not (self._takes(plain) and self._is_about(key)):
            return False
        return through(lambda there: of_all(there, lambda one: self._holds(plain, one)), values)

    def _takes(self, operator: str) -> bool:
        if self.operators:
            return operator in map(str.lower, self.operators)
        negative = "not" in operator or operator.endswith(("ifexists", "null"))
        return not (negative or operator.startswith("forallvalues:"))

    def _is_about(self, key: str) -> bool:
        return any(
            key.startswith(wanted.rstrip("*")) if wanted.endswith(("/", "*")) else key == wanted
            for wanted in map(str.lower, self.keys)
        )

    def _holds(self, operator: str, value: Any) -> Truth:
        if self.values:
            return disjunction(equal(value, wanted) for wanted in self.values)
        return negation(lets_all_through(operator, value))


def has_condition(statement: Statement, demand: Demand) -> Truth:
    """Whether one of its conditions is what is demanded."""
    return through(lambda block: some_condition(block, demand.is_met_by), statement.conditions)
