"""The nouns that every folder shares, by subject.

Lines and columns count from 1 and ends are exclusive, as in SARIF 2.1.0 (§3.30);
columns count Unicode code points. Paths are POSIX and relative to the folder of the run.
"""

from synthgate.model.acknowledged import NOTHING_ACKNOWLEDGED, Acknowledged, Acknowledgements
from synthgate.model.findings import (
    Acceptance,
    Checks,
    Disposition,
    Finding,
    Status,
    ToolRule,
    Verdict,
)
from synthgate.model.frameworks import (
    EVIDENCE_KINDS,
    AssessedControl,
    AssessedFramework,
    Control,
    ControlResult,
    ControlState,
    Evidence,
)
from synthgate.model.partial import Observed, PartialReport, Results, Suppression, UnitReport
from synthgate.model.places import (
    CdkMade,
    Excerpt,
    Location,
    MadeBy,
    Origin,
    Position,
    SourceLine,
    Subject,
)
from synthgate.model.problems import Problem, ScannedTemplate
from synthgate.model.reports import Gate, Report, Run
from synthgate.model.rules import (
    MATURITIES,
    SCOPES,
    Fix,
    Maturity,
    Pillar,
    Rule,
    Scope,
    Severity,
)
from synthgate.model.text import (
    LANGUAGES,
    NOTHING,
    Joined,
    Language,
    Message,
    Text,
    Words,
    in_context,
    joined,
    plural,
    verbatim,
    words_of,
)
from synthgate.model.tools import NEARNESS, TOOLS, Tool

__all__ = [
    "EVIDENCE_KINDS",
    "LANGUAGES",
    "MATURITIES",
    "NEARNESS",
    "NOTHING",
    "NOTHING_ACKNOWLEDGED",
    "SCOPES",
    "TOOLS",
    "Acceptance",
    "Acknowledged",
    "Acknowledgements",
    "AssessedControl",
    "AssessedFramework",
    "CdkMade",
    "Checks",
    "Control",
    "ControlResult",
    "ControlState",
    "Disposition",
    "Evidence",
    "Excerpt",
    "Finding",
    "Fix",
    "Gate",
    "Joined",
    "Language",
    "Location",
    "MadeBy",
    "Maturity",
    "Message",
    "Observed",
    "Origin",
    "PartialReport",
    "Pillar",
    "Position",
    "Problem",
    "Report",
    "Results",
    "Rule",
    "Run",
    "ScannedTemplate",
    "Scope",
    "Severity",
    "SourceLine",
    "Status",
    "Subject",
    "Suppression",
    "Text",
    "Tool",
    "ToolRule",
    "UnitReport",
    "Verdict",
    "Words",
    "in_context",
    "joined",
    "plural",
    "verbatim",
    "words_of",
]
