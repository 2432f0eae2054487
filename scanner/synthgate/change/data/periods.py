"""How long resources keep what they hold, in days: where that stands, and what no word of it means.

Sources: the page of each type in the CloudFormation Template Reference, and where a default is no
property's, "Working with log groups and log streams" (CloudWatch Logs), "Lifecycle" (AWS Backup API
Reference), `PointInTimeRecoverySpecification` (DynamoDB API Reference), `BackupRetentionPeriod`
(Amazon RDS, Amazon DocumentDB and Neptune API References; 0 disables backups),
`SnapshotRetentionLimit` (Amazon ElastiCache API Reference), `AutomatedSnapshotRetentionPeriod`
(Amazon Redshift API Reference), `MessageRetentionPeriod` (Amazon SQS API Reference).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.values import ABSENT, NO_VALUE, known
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """One period: `unsaid` is what counts in days where nothing is said, `scale` days a unit.

    `zero` days are what 0 stands for.
    """

    name: str
    route: Route
    value: Any
    unsaid: float
    scale: float = 1
    zero: float = 0

    @property
    def days(self) -> float | None:
        """How long it is; None where only the deployment tells."""
        match self.value:
            case _ if self.value is ABSENT or self.value is NO_VALUE:
                return self.unsaid
            case bool():
                return None
            case int():
                return self.value * self.scale or self.zero
            case str() if self.value.isdecimal():
                return int(self.value) * self.scale or self.zero
            case _:
                return None


Reader = Callable[[Properties], Iterator[Period]]


def periods_of(kind: str, properties: Properties) -> Iterator[Period]:
    """All periods of a resource."""
    for read in PERIODS.get(kind, ()):
        yield from read(properties)


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path; what is unknown on the way stands for what is in it."""
    for key in path:
        if not is_mapping(value):
            return value
        value = known(value.get(key, ABSENT))
    return value


def _one(path: tuple[str, ...], unsaid: float, scale: float = 1, zero: float = 0) -> Reader:
    def read(properties: Properties) -> Iterator[Period]:
        value = value_at(properties, path)
        yield Period(".".join(path), ("Properties", *path), value, unsaid, scale, zero)

    return read


def _each(section: tuple[str, ...], key: str, path: tuple[str, ...], unsaid: float) -> Reader:
    """A period of each entry of a list, by the entry's name; entries without one are left out."""

    def read(properties: Properties) -> Iterator[Period]:
        entries = value_at(properties, section)
        for index, entry in enumerate(entries) if is_list(entries) else ():
            name = known(entry.get(key)) if is_mapping(entry) else None
            if isinstance(name, str):
                label = f"{section[-1]}[{name}].{'.'.join(path)}"
                route = ("Properties", *section, index, *path)
                yield Period(label, route, value_at(entry, path), unsaid)

    return read


_LOCK = ("ObjectLockConfiguration", "Rule", "DefaultRetention")


def _lock(properties: Properties) -> Iterator[Period]:
    """The default retention of Object Lock, in days or in years; without a rule there is none."""
    years = value_at(properties, (*_LOCK, "Years"))
    key, scale = ("Days", 1) if years is ABSENT or years is NO_VALUE else ("Years", 365)
    path = (*_LOCK, key)
    yield Period(".".join(_LOCK), ("Properties", *path), value_at(properties, path), 0, scale)


_RECOVERY = ("PointInTimeRecoverySpecification", "RecoveryPeriodInDays")
_BACKUPS = (_one(("BackupRetentionPeriod",), 1),)
_SNAPSHOTS = (_one(("SnapshotRetentionLimit",), 0),)
_HOUR, _SECOND = 1 / 24, 1 / 86_400

PERIODS: Mapping[str, tuple[Reader, ...]] = {
    "AWS::Logs::LogGroup": (_one(("RetentionInDays",), inf),),
    "AWS::Backup::BackupPlan": (
        _each(("BackupPlan", "BackupPlanRule"), "RuleName", ("Lifecycle", "DeleteAfterDays"), inf),
    ),
    "AWS::Backup::BackupVault": (_one(("LockConfiguration", "MinRetentionDays"), 0),),
    "AWS::DocDB::DBCluster": _BACKUPS,
    "AWS::DynamoDB::Table": (_one(_RECOVERY, 35),),
    "AWS::DynamoDB::GlobalTable": (_each(("Replicas",), "Region", _RECOVERY, 35),),
    "AWS::ElastiCache::CacheCluster": _SNAPSHOTS,
    "AWS::ElastiCache::ReplicationGroup": _SNAPSHOTS,
    "AWS::ElastiCache::ServerlessCache": _SNAPSHOTS,
    "AWS::Events::Archive": (_one(("RetentionDays",), inf, zero=inf),),
    "AWS::Kinesis::Stream": (_one(("RetentionPeriodHours",), 1, _HOUR),),
    "AWS::KinesisVideo::Stream": (_one(("DataRetentionInHours",), 0, _HOUR),),
    "AWS::MemoryDB::Cluster": _SNAPSHOTS,
    "AWS::Neptune::DBCluster": _BACKUPS,
    "AWS::RDS::DBCluster": _BACKUPS,
    "AWS::RDS::DBInstance": _BACKUPS,
    "AWS::Redshift::Cluster": (_one(("AutomatedSnapshotRetentionPeriod",), 1),),
    "AWS::S3::Bucket": (_lock,),
    "AWS::SQS::Queue": (_one(("MessageRetentionPeriod",), 4, _SECOND),),
}
"""The readers of each type's periods; what lifecycle rules of buckets delete is told by these."""
