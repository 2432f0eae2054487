"""What the cards about alarms and dashboards share: which metrics are whose.

No card of its own. Metrics carry the name of their resource as a dimension, so that an alarm or
a widget belongs to a resource when that dimension leads there: by `Ref`, by the attribute that
holds the name, or by the name itself (CloudWatch metrics of each service: its User Guide's page
on monitoring).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from synthgate.model import Text
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import (
    ABSENT,
    Partial,
    Reference,
    Unknown,
    causes_of,
    references_in,
    seen_from_outside,
)
from synthgate.rule.api import (
    Path,
    Place,
    Resource,
    Truth,
    View,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
    negation,
)
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """How the metrics of a resource type name the resource that they are of."""

    namespaces: tuple[str, ...]
    dimension: str
    attributes: tuple[str | None, ...] = (None,)
    """What holds the dimension's value: an attribute, or None for `Ref`."""
    names: tuple[Path, ...] = ()
    """Where the template gives the resource the name that is the dimension's value."""


def _kind(
    namespace: str, dimension: str, *names: str, by: tuple[str | None, ...] = (None,)
) -> Kind:
    paths = tuple(compile_path(f"$.Properties.{name}") for name in names)
    return Kind(tuple(namespace.split()), dimension, by, paths)


_FUNCTION = _kind("AWS/Lambda", "FunctionName", "FunctionName")
_TABLE = _kind("AWS/DynamoDB", "TableName", "TableName")
# `Ref` of a REST API is its id, while its metrics have its name; `Ref` of a queue is its URL.
_REST_API = _kind("AWS/ApiGateway", "ApiName", "Name", "Body.info.title", by=())
_HTTP_API = _kind("AWS/ApiGateway", "ApiId", by=(None, "ApiId"))
_DATABASE = _kind("AWS/RDS", "DBInstanceIdentifier", "DBInstanceIdentifier")

KINDS: Mapping[str, Kind] = {
    "AWS::ApiGateway::RestApi": _REST_API,
    "AWS::ApiGatewayV2::Api": _HTTP_API,
    "AWS::DynamoDB::GlobalTable": _TABLE,
    "AWS::DynamoDB::Table": _TABLE,
    "AWS::ECS::Service": _kind(
        "AWS/ECS ECS/ContainerInsights", "ServiceName", "ServiceName", by=("Name",)
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _kind(
        "AWS/ApplicationELB AWS/NetworkELB AWS/GatewayELB",
        "LoadBalancer",
        by=("LoadBalancerFullName",),
    ),
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::RDS::DBCluster": _kind("AWS/RDS", "DBClusterIdentifier", "DBClusterIdentifier"),
    "AWS::RDS::DBInstance": _DATABASE,
    "AWS::SQS::Queue": _kind("AWS/SQS", "QueueName", "QueueName", by=("QueueName",)),
    "AWS::Serverless::Api": _REST_API,
    "AWS::Serverless::Function": _FUNCTION,
    "AWS::Serverless::HttpApi": _HTTP_API,
    "AWS::Serverless::SimpleTable": _TABLE,
    "AWS::StepFunctions::StateMachine": _kind("AWS/States", "StateMachineArn", by=(None, "Arn")),
}

Names = Collection[str]
"""Names of metrics; empty for any."""

_QUERY = re.compile(
    r'select\s+\w+\(\s*"?(\w+)"?\s*\)\s+from\s+(?:schema\(\s*)?"?([\w/]+)"?', re.IGNORECASE
)
"""A Metrics Insights query: ``SELECT MAX(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)``."""


def metrics_of(alarm: Resource) -> Iterator[Mapping[str, Any]]:
    """The metrics that an alarm reads: its one, or those that its expressions are made of.

    Metric math, anomaly detection bands and search for the worst of many all list them.
    """
    if "MetricName" in alarm.properties:
        yield alarm.properties
    for _, query in each((), alarm.properties.get("Metrics", [])):
        stat = query.get("MetricStat") if is_mapping(query) else None
        metric = stat.get("Metric") if is_mapping(stat) else None
        if is_mapping(metric):
            yield metric


ALARM = "AWS::CloudWatch::Alarm"


def watched(view: View, names: Names) -> Truth:
    """Whether an alarm of the app reads one of these metrics of the resource."""
    return disjunction(
        conjunction((alarm.resolver.exists(alarm.resource.logical_id), watches(alarm, view, names)))
        for alarm in _alarms_about(view)
    )


_Key = tuple[str, str] | str
"""What an alarm refers to, by its stack and logical id; or the namespace of what it names."""


def _alarms_about(view: View) -> Iterator[View]:
    """The alarms of the app that may be about a resource: by reference, or by namespace."""
    own = view.resolver.identity, view.resource.logical_id
    keys = (own, *KINDS[view.resource.type].namespaces, "")
    for resolver in (view.resolver, *_others_with_alarms(view, keys)):
        alarms = _alarms_of(resolver)
        found = [alarm for key in keys for alarm in alarms.get(key, ())]
        yield from (view.on(alarm, resolver) for alarm in found)


def _others_with_alarms(view: View, keys: Sequence[_Key]) -> Iterator[Resolver]:
    """The other stacks of the app that have an alarm under one of some keys, in their order."""
    app = view.resolver.app
    stacks = [*app.stacks.values()] if "alarms" not in app.memo else []
    if stacks:
        by_key: dict[_Key, list[tuple[int, Resolver]]] = {}
        for place, stack in enumerate(stacks):
            for key in _alarms_of(stack):
                by_key.setdefault(key, []).append((place, stack))
        app.memo["alarms"] = by_key
    known: Mapping[_Key, list[tuple[int, Resolver]]] = app.memo.get("alarms", {})
    found = {place: stack for key in keys for place, stack in known.get(key, ())}
    for place in sorted(found):
        if found[place].identity != view.resolver.identity:
            yield found[place]


def resolvers(view: View) -> Iterator[Resolver]:
    """The stacks of the app, the own one first."""
    yield view.resolver
    yield from (resolver for _, resolver in view.resolver.app.others(view.resolver.identity))


def _alarms_of(resolver: Resolver) -> Mapping[_Key, list[Resource]]:
    """The alarms of a stack by what they refer to, and by the namespace of what they name.

    Looked up once: a stack may have a thousand functions, and each asks for its alarms.
    """
    if "alarms" not in resolver.memo:
        alarms: dict[_Key, list[Resource]] = {}
        for alarm in resolver.of_type(ALARM):
            for target in {own_name(one, resolver.identity) for one in _dimensions(alarm)}:
                alarms.setdefault(target, []).append(alarm)
            for space in _spaces(alarm):
                alarms.setdefault(space, []).append(alarm)
        resolver.memo["alarms"] = alarms
    found: Mapping[_Key, list[Resource]] = resolver.memo["alarms"]
    return found


def _dimensions(alarm: Resource) -> Iterator[Reference]:
    return (one for metric in metrics_of(alarm) for one in references_in(metric.get("Dimensions")))


def _spaces(alarm: Resource) -> set[str]:
    """The namespaces of the metrics that an alarm has by name; empty for what is not known."""
    queries = [query for _, query in each((), alarm.properties.get("Metrics", []))]
    asks = any(is_mapping(query) and "MetricStat" not in query for query in queries)
    by_name = [
        metric.get("Namespace")
        for metric in metrics_of(alarm)
        for _, dimension in each((), metric.get("Dimensions", []))
        if not any(True for _ in references_in(dimension))
    ]
    known = {space if isinstance(space, str) else "" for space in by_name}
    return known | {""} if asks else known


def watches(alarm: View, subject: View, names: Names) -> Truth:
    """Whether an alarm reads one of these metrics of a resource."""
    if not is_near(alarm, subject):
        return False
    one = disjunction(is_of(subject, metric, names, alarm) for metric in metrics_of(alarm.resource))
    return disjunction((one, *_queries(alarm, subject, names)))


def is_near(alarm: View, subject: View) -> bool:
    """Whether an alarm is in the Region of a resource, as far as is told; it sees no other's.

    An alarm names an account, if any, and no Region (CloudWatch API Reference, "MetricDataQuery").
    """
    here, there = alarm.placement.region, subject.placement.region
    return here is None or there is None or here == there


def is_of(subject: View, metric: Mapping[str, Any], names: Names, seen_from: View) -> Truth:
    """Whether a metric, as an alarm writes it down, is one of these of a resource."""
    kind = KINDS[subject.resource.type]
    named = disjunction(equal(metric.get("MetricName", ABSENT), name) for name in names)
    space = disjunction(equal(metric.get("Namespace", ABSENT), one) for one in kind.namespaces)
    whose = disjunction(
        conjunction(
            (
                equal(dimension.get("Name", ABSENT), kind.dimension),
                leads_to(dimension.get("Value", ABSENT), subject, seen_from),
            )
        )
        for _, dimension in each((), metric.get("Dimensions", []))
        if is_mapping(dimension)
    )
    return conjunction((named or not names, space, whose))


def leads_to(value: Any, subject: View, seen_from: View) -> Truth:
    """Whether the value of a dimension is the name of a resource."""
    kind = KINDS[subject.resource.type]
    if isinstance(value, Partial) and len(value.parts) == 1:
        value = value.parts[0]
    if isinstance(value, Reference):
        stack, logical_id = own_name(value, seen_from.resolver.identity)
        same = (stack, logical_id) == (subject.resolver.identity, subject.resource.logical_id)
        return same and value.attribute in kind.attributes
    if value is ABSENT or any(True for _ in references_in(value)):
        return False
    known = disjunction(
        equal(_as_seen(name, subject, seen_from), value) for name in _names(subject, kind)
    )
    if isinstance(known, Unknown) and _is_a_siblings(value, subject, kind):
        return False
    open_value = isinstance(value, Unknown | Partial) and not any(_names(subject, kind))
    return Unknown(causes_of(value)) if open_value else known


def _names(subject: View, kind: Kind) -> list[Any]:
    found = (match.value for path in kind.names for match in path.find(subject.resource.body))
    return [value for value in found if value is not ABSENT]


def _as_seen(name: Any, subject: View, seen_from: View) -> Any:
    same = subject.resolver.identity == seen_from.resolver.identity
    return name if same else seen_from_outside(name, subject.resolver.identity)


def _is_a_siblings(value: Any, subject: View, kind: Kind) -> bool:
    """A name that is surely another's cannot be this one's too."""
    return any(
        equal(name, value) is True
        for other in subject.everywhere([subject.resource.type], "app")
        if other.resource.logical_id != subject.resource.logical_id
        for name in _names(other, kind)
    )


def _queries(alarm: View, subject: View, names: Names) -> Iterator[Truth]:
    """Metrics Insights queries: of all resources of a kind, or of what WHERE leaves of them."""
    kind = KINDS[subject.resource.type]
    for _, query in each((), alarm.resource.properties.get("Metrics", [])):
        written = query.get("Expression") if is_mapping(query) else None
        found = _QUERY.match(written.strip()) if isinstance(written, str) else None
        if found and found[2] in kind.namespaces and (not names or found[1] in names):
            asks_more = re.search(r"\bwhere\b", str(written), re.IGNORECASE)
            yield may_be(alarm.resource.logical_id) if asks_more else True


def may_be(logical_id: str) -> Unknown:
    """The doubt whether a resource has to do with the one that is looked at."""
    return Unknown((Cause(Decider.RELATION, logical_id),))


def unless(truth: Truth, note: Text | None = None) -> Iterator[Place]:
    """The whole resource, stack or app, where something does not hold; a doubt where it may not."""
    wrong = negation(truth)
    if wrong is not False:
        yield Place((), causes=wrong.causes if isinstance(wrong, Unknown) else (), note=note)
