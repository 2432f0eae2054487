"""Log groups that a service names after what writes into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.strings import joined
from synthgate.resolve.values import Partial, Unknown, causes_of
from synthgate.rule.surroundings.function_names import until


@dataclass(frozen=True, slots=True)
class Group:
    """How such a name is made: what stands before the resource's, and whether more follows."""

    before: str
    has_more: bool = False


GROUPS: Mapping[str, Group] = {
    "AWS::Lambda::Function": Group("/aws/lambda/"),
    "AWS::Serverless::Function": Group("/aws/lambda/"),
    "AWS::CodeBuild::Project": Group("/aws/codebuild/"),
    "AWS::EKS::Cluster": Group("/aws/eks/", has_more=True),
    "AWS::RDS::DBCluster": Group("/aws/rds/cluster/", has_more=True),
    "AWS::RDS::DBInstance": Group("/aws/rds/instance/", has_more=True),
    "AWS::DocDB::DBCluster": Group("/aws/docdb/", has_more=True),
    "AWS::ApiGateway::RestApi": Group("API-Gateway-Execution-Logs_", has_more=True),
}
"""By the type that writes (Lambda Developer Guide, "Configuring CloudWatch log groups"; CodeBuild
API Reference, "CloudWatchLogsConfig"; EKS User Guide, "Send control plane logs"; Aurora User Guide,
"Publishing Aurora MySQL logs"; RDS User Guide, "Publishing database logs"; DocumentDB Developer
Guide, "Auditing events"; API Gateway Developer Guide, "Set up CloudWatch logging")."""

_BY_ID = frozenset({"AWS::ApiGateway::RestApi"})
"""Types in whose groups the id stands that AWS makes, and not the name that the template gives."""


def writer_in(value: Any, kind: str) -> Any:
    """What stands in the name of a log group where the name of its writer does; else None."""
    group = GROUPS.get(kind)
    parts = value.parts if isinstance(value, Partial) else (value,)
    if group is None or kind in _BY_ID or not isinstance(parts[0], str):
        return None
    if not parts[0].startswith(group.before):
        return None
    named = joined([parts[0].removeprefix(group.before), *parts[1:]])
    if not group.has_more:
        return named
    before = until("/", named)
    is_told = before is not named or isinstance(named, str)
    return Unknown(causes_of(value)) if not is_told else None if before is named else before


def writers_in(value: Any) -> Iterator[Any]:
    """Whatever the name of a log group may name: of each type that writes, what it would be."""
    found = (writer_in(value, kind) for kind in GROUPS)
    return (one for one in found if one is not None)
