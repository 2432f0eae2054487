"""Properties that open something to the internet, or to whoever asks, by a single word.

What stands for closed and open, and what holds where nothing is said, is as the CloudFormation
Template Reference has it of each property; of Block Public Access, the S3 User Guide ("Blocking
public access to your Amazon S3 storage"): a new bucket has all four, one that states some, those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.change.access.holders import touched
from synthgate.change.access.telling import BROADER, NARROWER, effect_at
from synthgate.change.sides import Matched, Member, Pair
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, verbatim
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.kleene import Truth, decided
from synthgate.resolve.values import (
    ABSENT,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    scalar_text,
    unknown,
)
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Switch:
    """A property, the values that open, and whether silence does: None where that depends."""

    path: tuple[str, ...]
    open: tuple[str, ...]
    silent: bool | None = False
    severity: Severity = Severity.HIGH
    below: int = 0
    """How much of the path must be there, for silence to mean that; else it means the opposite."""


_PUBLIC = Switch(("PubliclyAccessible",), ("true",))
_BY_NETWORK = Switch(("PubliclyAccessible",), ("true",), None)
"""Left out, it depends on the subnets ("AWS::RDS::DBInstance", "PubliclyAccessible")."""
_BLOCKS = tuple(
    Switch(("PublicAccessBlockConfiguration", name), ("false",), True, Severity.HIGH, below=1)
    for name in (
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    )
)
SWITCHES: Mapping[str, tuple[Switch, ...]] = {
    "AWS::RDS::DBInstance": (_BY_NETWORK,),
    "AWS::RDS::DBCluster": (_BY_NETWORK,),
    "AWS::Redshift::Cluster": (_PUBLIC,),
    "AWS::RedshiftServerless::Workgroup": (_PUBLIC,),
    "AWS::AmazonMQ::Broker": (_PUBLIC,),
    "AWS::DMS::ReplicationInstance": (Switch(("PubliclyAccessible",), ("true",), True),),
    "AWS::Lambda::Url": (Switch(("AuthType",), ("none",)),),
    "AWS::ApiGateway::Method": (Switch(("AuthorizationType",), ("none",)),),
    "AWS::ApiGatewayV2::Route": (Switch(("AuthorizationType",), ("none",), True),),
    "AWS::Cognito::IdentityPool": (Switch(("AllowUnauthenticatedIdentities",), ("true",)),),
    "AWS::Cognito::UserPool": (
        Switch(
            ("AdminCreateUserConfig", "AllowAdminCreateUserOnly"),
            ("false",),
            True,
            Severity.MEDIUM,
        ),
    ),
    "AWS::S3::Bucket": (
        *_BLOCKS,
        Switch(
            ("AccessControl",),
            ("publicread", "publicreadwrite", "authenticatedread"),
            severity=Severity.CRITICAL,
        ),
    ),
    "AWS::S3::AccessPoint": _BLOCKS,
    "AWS::EKS::Cluster": (Switch(("ResourcesVpcConfig", "EndpointPublicAccess"), ("true",), True),),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        Switch(("Scheme",), ("internet-facing",), True, Severity.MEDIUM),
    ),
    "AWS::EC2::Subnet": (Switch(("MapPublicIpOnLaunch",), ("true",), severity=Severity.LOW),),
    "AWS::SageMaker::NotebookInstance": (
        Switch(("DirectInternetAccess",), ("enabled",), True, Severity.MEDIUM),
    ),
    "AWS::RAM::ResourceShare": (
        Switch(("AllowExternalPrincipals",), ("true",), True, Severity.MEDIUM),
    ),
    "AWS::SecretsManager::ResourcePolicy": (
        Switch(("BlockPublicPolicy",), ("false",), severity=Severity.MEDIUM),
    ),
}
TYPES = frozenset(SWITCHES)


def on_switches(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    changed = touched(matched, TYPES)
    for pair in matched.resources if changed else ():
        before, after = pair.before, pair.after
        if after and after.where in changed and after.type in TYPES and after.exists is not False:
            is_same = before and before.type == after.type and before.exists is not False
            there = Pair(before if is_same else None, after)
            for switch in SWITCHES[after.type]:
                yield from _switched(matched, there, switch)


def _switched(matched: Matched, pair: Pair, switch: Switch) -> Iterator[Effect]:
    after = pair.after
    assert after  # noqa: S101 - it is there
    now = _is_open(after, switch)
    was: Truth = _is_open(pair.before, switch) if pair.before else False
    if pair.before is None and _value(after, switch) is ABSENT:
        return  # the rules about what a template says tell of it
    if now is False and was is not False:
        yield _told(matched, NARROWER, pair, switch, was)
    elif now is not False and was is not True and not _is_same(pair, switch):
        doubtful = now if isinstance(now, Unknown) else was
        yield _told(matched, BROADER, pair, switch, doubtful)


def _is_same(pair: Pair, switch: Switch) -> bool:
    """Whether it is open or not by the same unknown value."""
    before = pair.before
    assert pair.after  # noqa: S101 - it is there
    return before is not None and _value(before, switch) == _value(pair.after, switch)


def _value(member: Member, switch: Switch) -> Any:
    value: Any = member.resource.properties
    for step in switch.path:
        value = value.get(step, ABSENT) if is_mapping(value) else value
    return ABSENT if isinstance(value, Nothing) or is_mapping(value) else value


def _is_open(member: Member, switch: Switch) -> Truth:
    return decided(lambda known: _opens(known, member, switch), _value(member, switch))


def _opens(value: Any, member: Member, switch: Switch) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    if isinstance(value, Nothing):
        return _is_silence(member, switch)
    word = as_boolean(value) if isinstance(value, bool) else None
    return (scalar_text(value) if word is None else str(word)).lower() in switch.open


def _is_silence(member: Member, switch: Switch) -> Truth:
    if switch.silent is None:
        return unknown(Decider.FUNCTION, ".".join(switch.path))
    return switch.silent and (not switch.below or _has(member, switch.path[: switch.below]))


def _has(member: Member, path: tuple[str, ...]) -> bool:
    value: Any = member.resource.properties
    for step in path:
        value = value.get(step, ABSENT) if is_mapping(value) else ABSENT
    return not isinstance(value, Nothing)


def _told(matched: Matched, kind: str, pair: Pair, switch: Switch, truth: Truth) -> Effect:
    after = pair.after
    assert after  # noqa: S101 - it is there
    is_broader, path = kind == BROADER, ".".join(switch.path)
    before, now = _said(pair.before, switch), _said(after, switch)
    message = (_OPENED if is_broader else _CLOSED).format(
        what=after.logical_id, path=path, before=before, now=now
    )
    if pair.before is None:
        message = _OPEN.format(what=after.logical_id, path=path, now=now)
    place = Place(
        ("Properties", *switch.path) if is_broader else (),
        _value(after, switch),
        causes=truth.causes if isinstance(truth, Unknown) else (),
        note=message,
        message=message,
        severity=switch.severity if is_broader else Severity.INFO,
        before=before,
        after=now,
    )
    return effect_at(matched, kind, after, place)


def _said(member: Member | None, switch: Switch) -> Text:
    value = _value(member, switch) if member else ABSENT
    if value is ABSENT:
        return Message("not set")
    return verbatim("…" if isinstance(value, Unknown | Partial | Reference) else scalar_text(value))


_OPENED = Message("{what} is more open than it was: {path} is {now}, and was {before}")
_OPEN = Message("{what} is new, and open: {path} is {now}")
_CLOSED = Message("{what} is less open than it was: {path} is {now}, and was {before}")
