"""Where a stack goes and what it is for, and the pseudo parameters that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from synthgate.resolve.values import NO_VALUE, Decider, exactly


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a stack goes and what it is called, as far as its assembly says.

    `environment` is the stage of life that the stack serves ("production"), where
    configuration, tags or names tell.
    """

    account: str | None = None
    region: str | None = None
    stack_name: str | None = None
    environment: str | None = None
    tags: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The tags of the stack, which all of its resources are given."""
    termination_protection: bool | None = None

    def pseudo_parameter(self, name: str) -> Any:
        """The value of a pseudo parameter (CloudFormation, "Pseudo parameters reference")."""
        known = {
            "AWS::NoValue": NO_VALUE,
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::StackName": self.stack_name,
            "AWS::Partition": self._by_partition("aws", "aws-cn", "aws-us-gov"),
            "AWS::URLSuffix": self._by_partition(
                "amazonaws.com", "amazonaws.com.cn", "amazonaws.com"
            ),
        }.get(name)
        return known or exactly(Decider.PSEUDO, name)

    def _by_partition(self, commercial: str, china: str, government: str) -> str | None:
        if self.region is None:
            return None
        if self.region.startswith("cn-"):
            return china
        return government if self.region.startswith("us-gov-") else commercial


NOWHERE = Placement()
"""The placement of a template that nothing is known of."""
