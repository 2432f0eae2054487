"""How a finding is told in the CDK's own lists, which have no place for a severity of ours."""

from __future__ import annotations

from synthgate.model import Finding, Message, Report
from synthgate_reports import wording


def said_of(finding: Finding, report: Report) -> str:
    """What the rule saw, and how bad that is."""
    said = wording.message(finding, report)
    return _SAID.format(said=said, severity=finding.severity)[report.language]


_SAID = Message("{said} (severity {severity})")
