"""Where a stack goes and what it is for, and the pseudo parameters that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.regions import partition_of
from synthgate.resolve.values import NO_VALUE, exactly


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

    @property
    def partition(self) -> str | None:
        """The partition of the Region, if that is known: ``aws``, ``aws-cn``."""
        return None if self.region is None else partition_of(self.region).name

    def pseudo_parameter(self, name: str) -> Any:
        """The value of a pseudo parameter (CloudFormation, "Pseudo parameters reference")."""
        partition = None if self.region is None else partition_of(self.region)
        known = {
            "AWS::NoValue": NO_VALUE,
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::StackName": self.stack_name,
            "AWS::Partition": partition.name if partition else None,
            "AWS::URLSuffix": partition.suffix if partition else None,
        }.get(name)
        return known or exactly(Decider.PSEUDO, name)


NOWHERE = Placement()
"""The placement of a template that nothing is known of."""
