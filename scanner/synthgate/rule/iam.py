"""Policy documents as statements, in every spelling that IAM accepts.

IAM User Guide, "IAM JSON policy elements reference": a document has one statement or
a list of them; Action, Resource and the members of Principal hold one string or a
list. (Grammar: "Grammar of the IAM JSON policy language".)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Unknown, causes_of, written_at
from synthgate.rule.outcome import Place
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Placed = tuple[Route, Any]
"""A value and the way to it from the resource."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy document, at its place in the resource."""

    route: Route
    body: Any

    @property
    def effect(self) -> Any:
        """``Allow``, ``Deny``, or a value that is not known."""
        return self._get("Effect")

    @property
    def actions(self) -> list[Placed]:
        """The actions that it names, not those it leaves out with ``NotAction``."""
        return self.values("Action")

    @property
    def resources(self) -> list[Placed]:
        """The resources that it names."""
        return self.values("Resource")

    @property
    def conditions(self) -> Any:
        """The ``Condition`` block, `ABSENT` if it has none."""
        return self._get("Condition")

    def principals(self, key: str = "Principal") -> list[Placed]:
        """Every principal; ``"*"`` stands for everyone, as ``{"AWS": "*"}`` does."""
        principal = self._get(key)
        if not is_mapping(principal):
            return [((*self.route, key), principal)] if principal is not ABSENT else []
        return [
            placed
            for kind, value in principal.items()
            for placed in each((*self.route, key, kind), value)
        ]

    def has(self, key: str) -> bool:
        """Whether an element is there."""
        return is_mapping(self.body) and key in self.body

    def values(self, key: str) -> list[Placed]:
        """The values of an element, one or many."""
        value = self._get(key)
        return [] if value is ABSENT else list(each((*self.route, key), value))

    def _get(self, key: str) -> Any:
        if is_mapping(self.body):
            return self.body.get(key, ABSENT)
        return Unknown(self.body.causes) if isinstance(self.body, Unknown) else ABSENT


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

    ``…IfExists`` lets in whoever comes without the key, ``…Not…`` everything but some.
    """
    if isinstance(conditions, Unknown):
        return Unknown(conditions.causes)
    if not is_mapping(conditions):
        return False
    return disjunction(
        Unknown(keys.causes) if isinstance(keys, Unknown) else _has_limit(operator, keys, limits)
        for operator, keys in conditions.items()
    )


def _has_limit(operator: str, keys: Any, limits: KeyTest) -> Truth:
    if not is_mapping(keys) or "Not" in operator or operator.endswith(("IfExists", "Null")):
        return False
    return disjunction(limits(key.lower(), values) for key, values in keys.items())


def limits_principals(statement: Statement) -> Truth:
    """Whether a condition narrows "everyone" down to callers that somebody named.

    A value of ``*`` lets in everyone who has the key at all.
    """
    return is_limited(statement.conditions, _names_callers)


def _names_callers(key: str, values: Any) -> Truth:
    return key.startswith(CALLER_KEYS) and conjunction(
        negation(equal(value, "*")) for _, value in each((), values)
    )


def admits_everyone(statement: Statement) -> Iterator[Place]:
    """Where an Allow statement admits every principal, in whatever spelling.

    ``*`` alone, under a key of Principal, or in a list; ``NotPrincipal``, which admits
    everyone else. A condition on who asks closes it; a principal that is not known is
    a doubt.
    """
    limited = limits_principals(statement)
    applies = conjunction((equal(statement.effect, "Allow"), negation(limited)))
    if applies is False:
        return
    unsettled = causes_of(applies)
    if statement.has("NotPrincipal"):
        route = (*statement.route, "NotPrincipal")
        yield Place(route, statement.body["NotPrincipal"], unsettled)
    for route, principal in statement.principals():
        everyone = equal(principal, "*")
        if everyone is not False:
            yield Place(route, principal, (*causes_of(everyone), *unsettled))


def each(route: Route, value: Any) -> Iterator[Placed]:
    """The items of a list; a single value is a list of one."""
    if is_list(value):
        for index, item in enumerate(value):
            yield (*route, written_at(value, index)), item
    else:
        yield route, value


def statements(document: Any, route: Route) -> list[Statement]:
    """The statements of a policy document that stands at a route."""
    if isinstance(document, Unknown):
        return [Statement(route, document)]
    found = document.get("Statement", ABSENT) if is_mapping(document) else ABSENT
    if found is ABSENT:
        return []
    return [Statement(*placed) for placed in each((*route, "Statement"), found)]


POLICY_ROUTES: dict[str, tuple[Route, ...]] = {
    "AWS::IAM::Policy": (("Properties", "PolicyDocument"),),
    "AWS::IAM::ManagedPolicy": (("Properties", "PolicyDocument"),),
    "AWS::IAM::RolePolicy": (("Properties", "PolicyDocument"),),
    "AWS::IAM::UserPolicy": (("Properties", "PolicyDocument"),),
    "AWS::IAM::GroupPolicy": (("Properties", "PolicyDocument"),),
}
"""Where a resource type keeps the document that grants permissions to identities."""


def identity_statements(resource_type: str, body: Any) -> list[Statement]:
    """The statements that a resource attaches to roles, users or groups."""
    found: list[Statement] = []
    for route in POLICY_ROUTES.get(resource_type, ()):
        found.extend(statements(_dig(body, route), route))
    for route, policy in _inline_policies(body):
        document = policy if isinstance(policy, Unknown) else _dig(policy, ("PolicyDocument",))
        found.extend(statements(document, (*route, "PolicyDocument")))
    return found


def _inline_policies(body: Any) -> Iterator[Placed]:
    policies = _dig(body, ("Properties", "Policies"))
    if policies is not ABSENT:
        yield from each(("Properties", "Policies"), policies)


def _dig(value: Any, route: Route) -> Any:
    for step in route:
        if isinstance(value, Unknown):
            break
        value = value.get(str(step), ABSENT) if is_mapping(value) else ABSENT
    return value
