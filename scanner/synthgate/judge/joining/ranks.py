"""How bad a finding of another tool is: as our rule of that meaning says, else by a table.

Of a tool without either, its own word counts: SARIF's levels (2.1.0, §3.27.10), and the severities
that scanners have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synthgate.model import Reported, Rule, Severity
from synthgate.schemas.severities import severity_of

_WORDS: Mapping[str, Severity] = {
    "critical": Severity.CRITICAL,
    "fatal": Severity.CRITICAL,
    "blocker": Severity.CRITICAL,
    "high": Severity.HIGH,
    "error": Severity.HIGH,
    "medium": Severity.MEDIUM,
    "moderate": Severity.MEDIUM,
    "warning": Severity.MEDIUM,
    "warn": Severity.MEDIUM,
    "low": Severity.LOW,
    "note": Severity.LOW,
    "info": Severity.INFO,
    "informational": Severity.INFO,
    "none": Severity.INFO,
    "trace": Severity.INFO,
}
_OTHERWISE = Severity.MEDIUM
"""Of what nobody ranks."""


def ranked(
    reported: Reported, open_: Sequence[Rule], rules: Sequence[Rule], environment: str | None
) -> tuple[Severity, str]:
    """The severity, and whose word it is: the worst of our rules, a table's source, or the tool.

    A rule of ours that passes there says how bad another fault would be: of those that are not
    `open_` the mildest counts, and only where no table has the id.
    """
    if open_:
        worst = min(open_, key=lambda rule: rule.severity_for(environment).rank)
        return worst.severity_for(environment), worst.id
    graded = severity_of(reported.tool, reported.rule_id)
    if graded:
        return Severity(graded.severity_for(environment)), graded.source
    if rules:
        mildest = max(rules, key=lambda rule: rule.severity_for(environment).rank)
        return mildest.severity_for(environment), mildest.id
    word = reported.severity.lower()
    return (_WORDS[word], reported.tool) if word in _WORDS else (_OTHERWISE, "")
