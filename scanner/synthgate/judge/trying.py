"""Rules in preview, which are being tried: what they find is told, and counts in no gate."""

from __future__ import annotations

from synthgate.model import Acceptance, Disposition, Finding, Message


def tried(finding: Finding) -> Finding:
    """A finding that nothing else sets aside, which is, where its rule is in preview."""
    if finding.is_active and finding.rule.maturity == "preview":
        return finding.set_aside(Disposition.PREVIEW, _IN_PREVIEW)
    return finding


_IN_PREVIEW = Acceptance("synthgate", Message("the rule is being tried"))
