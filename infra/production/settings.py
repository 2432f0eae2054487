"""What differs between the environments, and nothing else.

One row for each environment. The constructs read the row and never ask which
environment they are in, so a new environment is a new row, and right-sizing a
change of numbers in this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from aws_cdk import RemovalPolicy
from aws_cdk.aws_logs import RetentionDays

from production.sizes import (
    BackupSettings,
    CostSettings,
    FunctionSettings,
    LifecycleSettings,
    NetworkSettings,
    TableSettings,
)

APPLICATION = "my-cdk-app"


class UnknownEnvironmentError(ValueError):
    """An environment was asked for that has no settings."""

    def __init__(self, name: str) -> None:
        """Name the fault and the cure."""
        known = ", ".join((*ENVIRONMENTS, *ALIASES))
        super().__init__(f"unknown environment {name!r}: use one of {known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentSettings:
    """One environment: where it is, how long things live, how much they may use."""

    name: str
    cost_center: str
    removal_policy: RemovalPolicy
    termination_protection: bool
    audit_trail: bool
    audit_lock_days: int | None = None
    """For how long nobody may delete a log of security, where it is to outlive everybody."""
    alarms_are_heard: bool
    """Whether it is deployed only if somebody gets its alarms."""
    log_retention: RetentionDays
    table: TableSettings
    backup: BackupSettings
    cost: CostSettings
    lifecycle: LifecycleSettings
    functions: Mapping[str, FunctionSettings] = field(default_factory=dict[str, FunctionSettings])
    default_function: FunctionSettings = field(default_factory=FunctionSettings)
    network: NetworkSettings | None = None
    api_requests_per_second: int = 20
    region: str = "us-east-1"
    recovery_region: str = "us-west-2"
    notification_email: str | None = None
    restored_table: str | None = None
    """The name of a table that was restored from a backup, to be used instead of the own one."""
    extra_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    application: str = APPLICATION

    @property
    def qualified_name(self) -> str:
        """Return a name that no other environment or application of the account has."""
        return f"{self.application}-{self.name}"

    @property
    def vault_name(self) -> str:
        """Return the name of the backup vault in the environment's own region."""
        return f"{self.qualified_name}-vault"

    @property
    def recovery_vault_name(self) -> str:
        """Return the name of the vault in the recovery region, which two stacks agree on."""
        return f"{self.qualified_name}-recovery-vault"

    @property
    def tags(self) -> dict[str, str]:
        """Return the tags of everything the application owns in this environment."""
        return {
            "Application": self.application,
            "CostCenter": self.cost_center,
            "CreatedBy": "AWS CDK",
            "Environment": self.name,
            **self.extra_tags,
        }

    def function(self, handler: str) -> FunctionSettings:
        """Return how much a function may use: its own row, or that of all others."""
        return self.functions.get(handler, self.default_function)


DEVELOPMENT = EnvironmentSettings(
    name="development",
    cost_center="development",
    removal_policy=RemovalPolicy.DESTROY,
    termination_protection=False,
    audit_trail=False,
    alarms_are_heard=False,
    log_retention=RetentionDays.ONE_MONTH,
    table=TableSettings(on_demand_ceiling=20, point_in_time_days=1),
    backup=BackupSettings(retention_days=7),
    cost=CostSettings(monthly_limit_usd=50, anomaly_usd=10),
    lifecycle=LifecycleSettings(infrequent_after_days=30, expire_after_days=90),
    extra_tags=MappingProxyType({"Purpose": "learning"}),
)

STAGING = EnvironmentSettings(
    name="staging",
    cost_center="development",
    removal_policy=RemovalPolicy.DESTROY,
    termination_protection=False,
    audit_trail=False,
    alarms_are_heard=True,
    log_retention=RetentionDays.THREE_MONTHS,
    table=TableSettings(on_demand_ceiling=100, point_in_time_days=7),
    backup=BackupSettings(retention_days=35),
    cost=CostSettings(monthly_limit_usd=200, anomaly_usd=25),
    lifecycle=LifecycleSettings(infrequent_after_days=30, expire_after_days=180),
    default_function=FunctionSettings(reserved_concurrency=5, surge_concurrency=10),
    network=NetworkSettings(cidr="10.20.0.0/24"),
    api_requests_per_second=50,
)

PRODUCTION = EnvironmentSettings(
    name="production",
    cost_center="production",
    removal_policy=RemovalPolicy.RETAIN,
    termination_protection=True,
    audit_trail=True,
    audit_lock_days=2555,
    alarms_are_heard=True,
    log_retention=RetentionDays.ONE_YEAR,
    table=TableSettings(provisioned=True, least_units=5, most_units=100, point_in_time_days=35),
    backup=BackupSettings(
        retention_days=1825, critical_days=365, locked=True, restore_testing=True
    ),
    cost=CostSettings(monthly_limit_usd=1000, anomaly_usd=100, account_limit_usd=1250),
    lifecycle=LifecycleSettings(infrequent_after_days=30, archive_after_days=90),
    functions=MappingProxyType(
        {
            "create_order": FunctionSettings(
                memory_mib=512,
                timeout_seconds=10,
                reserved_concurrency=20,
                surge_concurrency=60,
                surge_memory_mib=1024,
            ),
            "read_order": FunctionSettings(
                timeout_seconds=10,
                reserved_concurrency=20,
                surge_concurrency=60,
            ),
            "fulfil_order": FunctionSettings(
                # The queue is read no faster than this: it is never throttled, and never surges.
                memory_mib=512,
                reserved_concurrency=10,
                surge_concurrency=10,
                surge_memory_mib=1024,
            ),
        }
    ),
    network=NetworkSettings(cidr="10.30.0.0/24"),
    api_requests_per_second=200,
    extra_tags=MappingProxyType(
        {
            "BackupRequired": "true",
            "ComplianceLevel": "high",
            "DataClassification": "confidential",
        }
    ),
)

ENVIRONMENTS: Mapping[str, EnvironmentSettings] = MappingProxyType(
    {settings.name: settings for settings in (DEVELOPMENT, STAGING, PRODUCTION)}
)


ALIASES: Mapping[str, str] = MappingProxyType({"dev": "development", "prod": "production"})
"""What the tutorial's commands call environments; nothing but this table knows."""


def settings_for(name: str) -> EnvironmentSettings:
    """Return the row of an environment, by its name or by its alias."""
    try:
        return ENVIRONMENTS[ALIASES.get(name, name)]
    except KeyError:
        raise UnknownEnvironmentError(name) from None


def settings_for_one_function(
    environment: str, application: str, *, timeout_seconds: int, concurrency: int
) -> EnvironmentSettings:
    """Return the settings of an application that is one function, which has a whole processor."""
    size = FunctionSettings(
        memory_mib=1769,  # one processor: "Configure Lambda function memory"
        timeout_seconds=timeout_seconds,
        reserved_concurrency=concurrency,
        surge_memory_mib=1769,
        surge_concurrency=concurrency,
    )
    return replace(
        settings_for(environment),
        application=application,
        functions={},
        default_function=size,
        network=None,
        extra_tags={"DataClassification": "confidential"},
    )
