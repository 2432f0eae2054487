"""What differs between the environments, and nothing else.

One row for each environment. The constructs read the row and never ask which
environment they are in, so a new environment is a new row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aws_cdk import RemovalPolicy
from aws_cdk.aws_logs import RetentionDays

APPLICATION = "my-cdk-app"


class UnknownEnvironmentError(ValueError):
    """An environment was asked for that has no settings."""

    def __init__(self, name: str) -> None:
        """Name the fault and the cure."""
        known = ", ".join(ENVIRONMENTS)
        super().__init__(f"unknown environment {name!r}: use one of {known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSettings:
    """How much a function may use.

    Reserved concurrency caps the cost of a runaway caller, and is taken from the
    account's quota. New accounts have a quota of 10 and can reserve nothing
    until it is raised.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    """

    memory_mib: int = 256
    timeout_seconds: int = 30
    reserved_concurrency: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentSettings:
    """One environment: how long things live, how much they may use, how they are tagged."""

    name: str
    cost_center: str
    removal_policy: RemovalPolicy
    termination_protection: bool
    log_retention: RetentionDays
    function: FunctionSettings
    extra_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    application: str = APPLICATION

    @property
    def qualified_name(self) -> str:
        """Return a name that no other environment or application of the account has."""
        return f"{self.application}-{self.name}"

    @property
    def tags(self) -> dict[str, str]:
        """Return the tags of everything the application owns in this environment."""
        return {
            "Application": self.application,
            "CostCenter": self.cost_center,
            "Environment": self.name,
            **self.extra_tags,
        }


DEVELOPMENT = EnvironmentSettings(
    name="development",
    cost_center="development",
    removal_policy=RemovalPolicy.DESTROY,
    termination_protection=False,
    log_retention=RetentionDays.ONE_MONTH,
    function=FunctionSettings(),
)

STAGING = EnvironmentSettings(
    name="staging",
    cost_center="development",
    removal_policy=RemovalPolicy.DESTROY,
    termination_protection=False,
    log_retention=RetentionDays.THREE_MONTHS,
    function=FunctionSettings(reserved_concurrency=5),
)

PRODUCTION = EnvironmentSettings(
    name="production",
    cost_center="production",
    removal_policy=RemovalPolicy.RETAIN,
    termination_protection=True,
    log_retention=RetentionDays.ONE_YEAR,
    function=FunctionSettings(reserved_concurrency=10),
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


def settings_for(name: str) -> EnvironmentSettings:
    """Return the row of an environment."""
    try:
        return ENVIRONMENTS[name]
    except KeyError:
        raise UnknownEnvironmentError(name) from None
