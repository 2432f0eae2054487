"""The kinds of numbers that an environment has: sizes, periods, limits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSettings:
    """How much a function may use, and how much it may be given when it runs short.

    Reserved concurrency caps the cost of a runaway caller, and is taken from the
    account's quota. New accounts have a quota of 10 and can reserve nothing
    until it is raised.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html

    The two ``surge`` values are where automatic remediation stops.
    """

    memory_mib: int = 256
    timeout_seconds: int = 30
    reserved_concurrency: int = 2
    surge_memory_mib: int = 512
    surge_concurrency: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSettings:
    """How a table pays: by request up to a ceiling, or for units that follow the load.

    Steady traffic is cheaper provisioned, and only provisioned units are covered
    by reserved capacity, which is bought outside CloudFormation.
    """

    provisioned: bool = False
    on_demand_ceiling: int = 100
    least_units: int = 5
    most_units: int = 100
    point_in_time_days: int = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """How long backups are kept, and what is done with them besides."""

    retention_days: int
    """How long a recovery point may live: whatever the schedule says, none outlives it."""
    critical_days: int | None = None
    """How long one of every night lives, of which a copy goes to the recovery region."""
    locked: bool = False
    """Whether nobody may delete a recovery point before its time without lifting a lock."""
    restore_testing: bool = False
    """Whether recovery points are restored every week, to see that they can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSettings:
    """What the environment may cost a month, and what of it is out of the ordinary."""

    monthly_limit_usd: int
    anomaly_usd: int
    account_limit_usd: int | None = None
    """What the whole account may cost a month; for one of the environments that share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleSettings:
    """When objects move to cheaper storage, and when they go; some never do."""

    infrequent_after_days: int
    archive_after_days: int | None = None
    expire_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """The private network of the functions that touch customers' data."""

    cidr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """What AWS gives a region, and would otherwise have to be looked up.

    The prefix lists hold the public addresses of S3 and DynamoDB. Their ids are the
    same in every account: ``aws ec2 describe-prefix-lists --region REGION``.

    So are the ids of zones, and their names are not: one account's ``us-east-1a`` may be
    another's ``us-east-1d``, and some zones take no new customers, or lack services
    (``use1-az3``, ``apne1-az3``). ``aws ec2 describe-availability-zones --region REGION``.
    https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
    """

    s3_prefix_list: str
    dynamodb_prefix_list: str
    zone_ids: tuple[str, str]
    pair: str
    """Where backups of this region go, unless somebody says otherwise."""


REGIONS = {
    "us-east-1": RegionFacts(
        s3_prefix_list="pl-63a5400a",
        dynamodb_prefix_list="pl-02cd2c6b",
        zone_ids=("use1-az2", "use1-az4"),
        pair="us-west-2",
    ),
    "us-west-2": RegionFacts(
        s3_prefix_list="pl-68a54001",
        dynamodb_prefix_list="pl-00a54069",
        zone_ids=("usw2-az1", "usw2-az3"),
        pair="us-east-1",
    ),
    "ap-northeast-2": RegionFacts(
        s3_prefix_list="pl-78a54011",
        dynamodb_prefix_list="pl-48a54021",
        zone_ids=("apne2-az1", "apne2-az3"),
        pair="ap-northeast-1",
    ),
    "ap-northeast-1": RegionFacts(
        s3_prefix_list="pl-61a54008",
        dynamodb_prefix_list="pl-78a54011",
        zone_ids=("apne1-az1", "apne1-az4"),
        pair="ap-northeast-2",
    ),
}


class NoAmountError(ValueError):
    """The context has a limit that is no number of dollars."""

    def __init__(self, key: str, value: str) -> None:
        """Name the fault and the cure."""
        super().__init__(f"{key} is {value!r}: write whole US dollars, as 50, or 0 for no alarm")


class UnknownRegionError(ValueError):
    """A network was asked for in a region that nothing is known about."""

    def __init__(self, region: str) -> None:
        """Name the fault and the cure."""
        super().__init__(
            f"no facts about region {region!r}: use one of {', '.join(REGIONS)}, or add what"
            f" `aws ec2 describe-prefix-lists --region {region}` and"
            f" `aws ec2 describe-availability-zones --region {region}` say"
            " to REGIONS in infra/production/sizes.py"
        )


def facts_about(region: str) -> RegionFacts:
    """Return what has to be known about a region to make a network in it."""
    try:
        return REGIONS[region]
    except KeyError:
        raise UnknownRegionError(region) from None
