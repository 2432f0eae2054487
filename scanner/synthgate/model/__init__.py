"""The nouns that every folder shares, by subject.

Lines and columns count from 1 and ends are exclusive, as in SARIF 2.1.0 (§3.30);
columns count Unicode code points. Paths are POSIX and relative to the folder of the run.

A name is looked for where it is defined when somebody asks for it: `--help` needs a few of all
these classes. Type checkers read the imports.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model.acknowledged import NOTHING_ACKNOWLEDGED, Acknowledged, Acknowledgements
    from synthgate.model.changes import GATED, Action, Change
    from synthgate.model.exits import CLOSED, INCOMPLETE, MISUSED, PASSED
    from synthgate.model.findings import (
        FINGERPRINTS,
        NO_REASON,
        Acceptance,
        Checks,
        Disposition,
        Finding,
        Novelty,
        Question,
        Related,
        Repeat,
        Stance,
        Status,
        Verdict,
    )
    from synthgate.model.frameworks import (
        BASES,
        EVIDENCE_KINDS,
        AssessedControl,
        AssessedFramework,
        Basis,
        Control,
        ControlResult,
        ControlState,
        Evidence,
        FrameworkSource,
        Mode,
        RuleMapping,
        around,
    )
    from synthgate.model.grades import (
        MATURITIES,
        NEVER,
        SCOPES,
        Maturity,
        Pillar,
        Scope,
        Severity,
    )
    from synthgate.model.operation import FORMS, Form, Operation, Organization, Signature
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
    from synthgate.model.provenance import (
        AssemblyRead,
        FileRole,
        FileUsed,
        Provenance,
        Stamp,
    )
    from synthgate.model.reported import (
        NOTHING_HEARD,
        Excuse,
        Heard,
        Placed,
        Reported,
        Spot,
        ToolRun,
    )
    from synthgate.model.reports import (
        Comparison,
        Decider,
        Gate,
        Report,
        ToolCounts,
    )
    from synthgate.model.rules import Fix, Rule
    from synthgate.model.runs import PolicyUsed, Run, StoredScan
    from synthgate.model.text import (
        LANGUAGES,
        NOTHING,
        Joined,
        Language,
        Message,
        Text,
        Words,
        first_of,
        in_context,
        joined,
        plural,
        verbatim,
        words_of,
    )
    from synthgate.model.tools import (
        NEARNESS,
        OURS,
        RUNNABLE,
        TOOLS,
        Nearness,
        Tool,
        ToolRule,
        is_of_tool,
        named,
        near_tool,
        of_tool,
    )

__all__ = [
    "BASES",
    "CLOSED",
    "EVIDENCE_KINDS",
    "FINGERPRINTS",
    "FORMS",
    "GATED",
    "INCOMPLETE",
    "LANGUAGES",
    "MATURITIES",
    "MISUSED",
    "NEARNESS",
    "NEVER",
    "NOTHING",
    "NOTHING_ACKNOWLEDGED",
    "NOTHING_HEARD",
    "NO_REASON",
    "OURS",
    "PASSED",
    "RUNNABLE",
    "SCOPES",
    "TOOLS",
    "Acceptance",
    "Acknowledged",
    "Acknowledgements",
    "Action",
    "AssemblyRead",
    "AssessedControl",
    "AssessedFramework",
    "Basis",
    "CdkMade",
    "Change",
    "Checks",
    "Comparison",
    "Control",
    "ControlResult",
    "ControlState",
    "Decider",
    "Disposition",
    "Evidence",
    "Excerpt",
    "Excuse",
    "FileRole",
    "FileUsed",
    "Finding",
    "Fix",
    "Form",
    "FrameworkSource",
    "Gate",
    "Heard",
    "Joined",
    "Language",
    "Location",
    "MadeBy",
    "Maturity",
    "Message",
    "Mode",
    "Nearness",
    "Novelty",
    "Observed",
    "Operation",
    "Organization",
    "Origin",
    "PartialReport",
    "Pillar",
    "Placed",
    "PolicyUsed",
    "Position",
    "Problem",
    "Provenance",
    "Question",
    "Related",
    "Repeat",
    "Report",
    "Reported",
    "Results",
    "Rule",
    "RuleMapping",
    "Run",
    "ScannedTemplate",
    "Scope",
    "Severity",
    "Signature",
    "SourceLine",
    "Spot",
    "Stamp",
    "Stance",
    "Status",
    "StoredScan",
    "Subject",
    "Suppression",
    "Text",
    "Tool",
    "ToolCounts",
    "ToolRule",
    "ToolRun",
    "UnitReport",
    "Verdict",
    "Words",
    "around",
    "first_of",
    "in_context",
    "is_of_tool",
    "joined",
    "named",
    "near_tool",
    "of_tool",
    "plural",
    "verbatim",
    "words_of",
]

_DEFINED_IN = {
    "acknowledged": "NOTHING_ACKNOWLEDGED Acknowledged Acknowledgements",
    "changes": "GATED Action Change",
    "exits": "CLOSED INCOMPLETE MISUSED PASSED",
    "findings": (
        "FINGERPRINTS NO_REASON Acceptance Checks Disposition Finding Novelty Question Related "
        "Repeat Stance Status Verdict"
    ),
    "frameworks": (
        "BASES EVIDENCE_KINDS AssessedControl AssessedFramework Basis Control ControlResult "
        "ControlState Evidence FrameworkSource Mode RuleMapping around"
    ),
    "grades": "MATURITIES NEVER SCOPES Maturity Pillar Scope Severity",
    "operation": "FORMS Form Operation Organization Signature",
    "partial": "Observed PartialReport Results Suppression UnitReport",
    "places": "CdkMade Excerpt Location MadeBy Origin Position SourceLine Subject",
    "problems": "Problem ScannedTemplate",
    "provenance": "AssemblyRead FileRole FileUsed Provenance Stamp",
    "reported": "NOTHING_HEARD Excuse Heard Placed Reported Spot ToolRun",
    "reports": "Comparison Decider Gate Report ToolCounts",
    "rules": "Fix Rule",
    "runs": "PolicyUsed Run StoredScan",
    "text": (
        "LANGUAGES NOTHING Joined Language Message Text Words first_of in_context joined plural "
        "verbatim words_of"
    ),
    "tools": (
        "NEARNESS OURS RUNNABLE TOOLS Nearness Tool ToolRule is_of_tool named near_tool of_tool"
    ),
}
_HOME = {name: module for module, names in _DEFINED_IN.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A name of one of the modules, which is imported for it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
