"""Other scanners, by the one name that each has here: in cards, in suppressions and in reports."""

from __future__ import annotations

from typing import Final, Literal

Tool = Literal["checkov", "cdk-nag", "guard-registry", "cfn_nag", "kics", "trivy", "cfn-lint"]
TOOLS: Final[tuple[Tool, ...]] = (
    "checkov",
    "cdk-nag",
    "guard-registry",
    "cfn_nag",
    "kics",
    "trivy",
    "cfn-lint",
)

Nearness = Literal["same", "narrower", "wider"]
NEARNESS: Final[tuple[Nearness, ...]] = ("same", "narrower", "wider")
"""How near another scanner's control comes to a rule: it reports the same, less, or more."""
