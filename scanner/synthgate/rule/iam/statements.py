"""Policy documents as statements, in every spelling that IAM accepts.

IAM User Guide, "IAM JSON policy elements reference": a document has one statement or
a list of them; Action, Resource and the members of Principal hold one string or a
list. (Grammar: "Grammar of the IAM JSON policy language".)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction, negation
from synthgate.resolve.values import (
    ABSENT,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    written_at,
)
from synthgate.rule.iam.elements import (
    Reader,
    action_pattern,
    covers,
    resource_pattern,
    spelt_out,
    touches,
    wanted_action,
    wanted_resource,
)
from synthgate.rule.iam.wildcards import ANYTHING, Pattern
from synthgate.rule.paths.embedding import embedded, unreadable
from synthgate.rule.terms.outcome import Place
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

    def asked(self, key: str, names: ValueTest, leaves_out: ValueTest) -> Truth:
        """A test of what an element names, or one of what its opposite (``NotAction``) does."""
        elements = ((key, names), (f"Not{key}", leaves_out))
        return disjunction(through(test, self._get(name)) for name, test in elements)

    def covers_action(self, action: str) -> Truth:
        """Whether it is about an action; of one with wildcards, about all that it matches."""
        return self._holds("Action", wanted_action(action), action_pattern)

    def touches_action(self, action: str) -> Truth:
        """Whether it is about something that an action with wildcards matches."""
        return self._holds("Action", wanted_action(action), action_pattern, of_some=True)

    def covers_resource(self, resource: str) -> Truth:
        """Whether it is about a resource; of an ARN with wildcards, about all that it matches."""
        return self._holds("Resource", wanted_resource(resource), resource_pattern)

    def _holds(self, key: str, wanted: Pattern, read: Reader, *, of_some: bool = False) -> Truth:
        named, left_out = (touches, covers) if of_some else (covers, touches)
        return self.asked(
            key,
            lambda value: named(value, wanted, read),
            lambda value: negation(left_out(value, wanted, read)),
        )

    def _get(self, key: str) -> Any:
        if is_mapping(self.body):
            return self.body.get(key, ABSENT)
        return Unknown(self.body.causes) if isinstance(self.body, Unknown) else ABSENT


ValueTest = Callable[[Any], Truth]
"""Asks something of what stands under a key."""


def through(test: ValueTest, value: Any) -> Truth:
    """A test of a value, or of each that it may be; of what is not there, it is false."""
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: through(test, choice), value)
    return not isinstance(value, Nothing) and test(value)


def of_all(values: Any, test: ValueTest) -> Truth:
    """A test of one value, or of each of a list; of none, it is true."""
    values = spelt_out(values)
    if isinstance(values, Unknown) and values.choices:
        return agreed(lambda choice: of_all(choice, test), values)
    if is_list(values):
        return conjunction(of_all(value, test) for value in values)
    return isinstance(values, Nothing) or test(values)


def by_kind(principal: Any) -> dict[str, Any]:
    """The members of a Principal element; what has no kind is written as those of AWS are."""
    return principal if is_mapping(principal) else {"AWS": principal}


def may_be_of(kind: str, principal: str) -> bool:
    """Whether a principal is written as those of a kind are ("…: Principal")."""
    return kind not in _KINDS or bool(_KINDS[kind].match(principal))


_KINDS = {
    "Service": re.compile(r"[^:][^:.]*\.[^:]+\Z"),
    "Federated": re.compile(r"[^:][^:.]*\.[^:]+\Z|arn:[^:]*:iam::[^:]*:(?:saml|oidc)-provider/"),
    "CanonicalUser": re.compile(r"[0-9a-f]{64}\Z"),
}

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
    """The statements of a policy document that stands at a route, as a mapping or as JSON text.

    Of text that cannot be read as JSON, one that is unknown.
    """
    if isinstance(document, Unknown | Partial | Reference):
        return [Statement(route, Unknown(causes_of(document)))]
    if isinstance(document, str) and embedded(document) is None:
        return [Statement(route, unreadable(route))]
    mapping = document if is_mapping(document) else embedded(document) or {}
    found = mapping.get("Statement", ABSENT)
    if found is ABSENT:
        return []
    return [Statement(*placed) for placed in each((*route, "Statement"), found)]


POLICY_ROUTES: dict[str, tuple[Route, ...]] = {
    f"AWS::IAM::{kind}": (("Properties", "PolicyDocument"),)
    for kind in ("Policy", "ManagedPolicy", "RolePolicy", "UserPolicy", "GroupPolicy")
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
