"""What a classic load balancer negotiates, by the policies that its listeners name.

Elastic Load Balancing, "SSL negotiation configurations for Classic Load Balancers": a predefined
policy is referred to by an attribute, one of one's own turns protocols on by attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.kleene import agreed
from synthgate.resolve.resolver import Resource
from synthgate.rule.api import (
    ABSENT,
    Place,
    Truth,
    Unknown,
    View,
    causes_of,
    conjunction,
    disjunction,
    each,
    equal,
    negation,
)
from synthgate.template.data import is_mapping

STRICT = "ELBSecurityPolicy-TLS-1-2-2017-01"
OUTDATED = ("Protocol-SSLv2", "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1")


def outdated_listener(resource: Resource, _: View) -> Iterator[Place]:
    """A listener with TLS whose policy is none, or accepts what is older than TLS 1.2."""
    policies = [policy for _, policy in each((), _of(resource.properties, "Policies"))]
    listeners = _of(resource.properties, "Listeners")
    for route, listener in each(("Properties", "Listeners"), listeners):
        strict = disjunction((negation(_speaks_tls(listener)), *_strict(listener, policies)))
        if isinstance(strict, Unknown):
            yield Place(route, listener, causes_of(strict))
        elif not strict:
            yield Place(route, listener)


def _speaks_tls(listener: Any) -> Truth:
    return _is_tls(_of(listener, "Protocol"))


def _is_tls(protocol: Any) -> Truth:
    if isinstance(protocol, Unknown) and protocol.choices:
        return agreed(_is_tls, protocol)
    if isinstance(protocol, str):
        return protocol.upper() in {"HTTPS", "SSL"}
    return disjunction(equal(protocol, name) for name in ("HTTPS", "SSL"))


def _strict(listener: Any, policies: list[Any]) -> Iterator[Truth]:
    """Of each policy: whether it is the listener's, and is strict."""
    names = [name for _, name in each((), _of(listener, "PolicyNames"))]
    for policy in policies:
        named = (equal(_of(policy, "PolicyName"), name) for name in names)
        ports = (
            equal(port, _of(listener, "LoadBalancerPort"))
            for _, port in each((), _of(policy, "LoadBalancerPorts"))
        )
        yield conjunction((disjunction((*named, *ports)), _is_strict(policy)))


def _is_strict(policy: Any) -> Truth:
    """Whether a policy is about protocols, and knows none that is older."""
    attributes = [one for _, one in each((), _of(policy, "Attributes"))]
    own = conjunction(
        (
            _has(attributes, "Protocol-TLSv1.2", "true"),
            negation(disjunction(_is_on(attributes, name) for name in OUTDATED)),
        )
    )
    return conjunction(
        (
            equal(_of(policy, "PolicyType"), "SSLNegotiationPolicyType"),
            disjunction((_has(attributes, "Reference-Security-Policy", STRICT), own)),
        )
    )


def _has(attributes: list[Any], name: str, value: str) -> Truth:
    return disjunction(
        conjunction((equal(_of(one, "Name"), name), equal(_of(one, "Value"), value)))
        for one in attributes
    )


def _is_on(attributes: list[Any], name: str) -> Truth:
    """Whether a protocol is named, and not switched off."""
    return disjunction(
        conjunction((equal(_of(one, "Name"), name), negation(equal(_of(one, "Value"), "false"))))
        for one in attributes
    )


def _of(value: Any, key: str) -> Any:
    """What stands under a key: nothing in what is no mapping, unknown in what is unknown."""
    if isinstance(value, Unknown):
        return value
    return value.get(key, ABSENT) if is_mapping(value) else ABSENT
