"""How rules are graded and grouped: what settings and options speak of as well."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How much harm a fault does, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is as bad as the threshold, or worse."""
        return self.rank <= threshold.rank


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
"""Looked up, for all findings are put in order by it."""

NEVER = "never"
"""In the place of a least severity: no finding is as bad as that."""

Scope = Literal["resource", "stack", "app", "change"]
SCOPES: tuple[Scope, ...] = ("resource", "stack", "app", "change")
"""What a rule is asked about: each resource, each stack, the whole app, or what a change does."""


Maturity = Literal["stable", "preview"]
MATURITIES: tuple[Maturity, ...] = ("stable", "preview")
"""Whether a rule has shown itself right: what one in preview says is told apart."""


class Pillar(StrEnum):
    """The parts of the production checklist."""

    SECURITY = "security"
    MONITORING = "monitoring"
    BACKUP = "backup"
    OPERATIONS = "operations"
    COST = "cost"
