"""How severe the findings of checkov and cdk-nag are: checkov's free edition does not say.

For what no rule of ours means the same as; where one does, the rule's severity counts. The table is
`severities.txt`, which says where each severity is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from synthgate.records import dataclass
from synthgate.schemas.nag_ids import nag_ids, pieces

PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Graded:
    """A severity, as a word, and its source.

    The source is a kind of faults or an exception (both of docs/severity.md), or a publisher and
    its own id: ``prisma CKV_AWS_260``.
    """

    severity: str
    source: str
    in_production: str | None = None

    def severity_for(self, environment: str | None) -> str:
        """How much harm the fault does in an environment, as `Rule.severity_for` has it."""
        in_production = self.in_production if environment == PRODUCTION else None
        return in_production or self.severity


def severity_of(tool: str, rule_id: str) -> Graded | None:
    """The severity of what a tool writes a finding under; None where the table has nothing.

    Of cdk-nag in any spelling: ``AwsSolutions-IAM5[Resource::*]``, ``NIST.800.53.R5-IAMNoInline…``,
    the rule's bare name. Checks of somebody's own, and of checkov's paid edition, have none.
    """
    if tool == "cdk-nag":
        rule_id = nag_ids().rule(pieces(rule_id)[1]) or ""
    return severities().get((tool, rule_id))


@cache
def severities() -> Mapping[tuple[str, str], Graded]:
    """The table, by tool and id, read once. cdk-nag's ids are the names of its rules."""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    return dict(_row(line) for line in lines if not line.startswith("#"))


def _row(line: str) -> tuple[tuple[str, str], Graded]:
    tool, rule, severity, source = line.split(" ", 3)
    elsewhere, _, production = severity.partition("/")
    return (tool, rule), Graded(elsewhere, source, production or None)
