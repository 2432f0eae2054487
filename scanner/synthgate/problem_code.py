"""What may keep a run from being whole, or be worth telling of it: a closed list.

Programs match on `ProblemCode.id`, people read the message. A new code is a line here and a
line of ``docs/problems.md``, which a test holds against this list.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

ProblemKind = Literal["configuration", "incomplete", "notice"]

_MISTAKE: Final = "configuration"
"""The user's to mend before anything counts (exit code 2)."""
_GAP: Final = "incomplete"
"""Something was not scanned (exit code 3)."""
_NOTICE: Final = "notice"
"""Worth reading; changes no exit code."""


class ProblemCode(Enum):
    """One kind of problem: its name, how serious it is, and what it means."""

    id: str
    kind: ProblemKind
    meaning: str

    def __init__(self, id: str, kind: ProblemKind, meaning: str) -> None:  # noqa: A002
        self.id, self.kind, self.meaning = id, kind, meaning

    SETTING = (
        "setting",
        _MISTAKE,
        "A mistake in `synthgate.yaml`, an option, a variable, a profile or a framework.",
    )
    CARD = ("card", _MISTAKE, "A rule card that cannot be used, or two with one id.")
    RULES_UNREADABLE = "rules-unreadable", _MISTAKE, "A folder or file of rules that is not there."
    PACK = ("pack", _MISTAKE, "An installed pack that has no rules where it says.")
    CODE_NOT_ALLOWED = (
        "code-not-allowed",
        _MISTAKE,
        "Python beside a card of a folder that the repository names; see `--allow-code`.",
    )
    NO_RULES = ("no-rules", _MISTAKE, "No rule is left to ask, or a folder of rules has no card.")

    NOTHING_TO_SCAN = (
        "nothing-to-scan",
        _GAP,
        "No path was named, or one that is not there, or a folder without any template.",
    )
    FILE_UNREADABLE = (
        "file-unreadable",
        _GAP,
        "What cannot be opened, is no regular file, or is a link out of the folder.",
    )
    TEMPLATE_INVALID = (
        "template-invalid",
        _GAP,
        "Text that is no template: neither JSON nor YAML, a key twice, too large or too deep.",
    )
    RESOURCE_INVALID = (
        "resource-invalid",
        _GAP,
        "An entry of `Resources` without a type, or one that only a macro makes.",
    )
    LOOP_NOT_WRITTEN = (
        "loop-not-written",
        _GAP,
        "An `Fn::ForEach` that is malformed, runs over what is not known, or makes too much.",
    )
    SAM_NOT_EXPANDED = (
        "sam-not-expanded",
        _GAP,
        "The SAM transform is not installed, or refuses the template.",
    )
    NESTED_TEMPLATE_UNREAD = (
        "nested-template-unread",
        _GAP,
        "A nested template that is not there, lies outside, or contains itself.",
    )
    ASSEMBLY_INVALID = (
        "assembly-invalid",
        _GAP,
        "A cloud assembly whose manifest, or a file that it names, cannot be followed.",
    )
    ASSEMBLY_EMPTY = ("assembly-empty", _GAP, "A cloud assembly that names no stack.")
    LOOKUP_UNRESOLVED = (
        "lookup-unresolved",
        _GAP,
        "A context look-up that synth could not make: templates hold dummy values.",
    )
    LIMIT = (
        "limit",
        _GAP,
        "Input that takes more steps, letters or templates than any real app: the rest is unknown.",
    )
    RESULTS_PARTIAL = (
        "results-partial",
        _GAP,
        "Stored results of rules that are not here, or without those that are chosen now.",
    )
    TIMED_OUT = (
        "timed-out",
        _GAP,
        "The last guard: a step that was stopped by the clock. It gives no verdict.",
    )
    TOOL_FAILED = (
        "tool-failed",
        _GAP,
        "Another tool that is absent, hangs, dies or answers with what nobody can read.",
    )
    TOOL_REPORT_INVALID = (
        "tool-report-invalid",
        _GAP,
        "A report of another tool that cannot be read, as a whole or in parts.",
    )
    RULE_CRASHED = ("rule-crashed", _GAP, "A rule that raised an error on a resource.")
    SCAN_CRASHED = (
        "scan-crashed",
        _GAP,
        "An error of synthgate itself over one template; the others were scanned.",
    )
    WORKER_DIED = ("worker-died", _GAP, "Processes that ended over one unit, one after another.")

    MACRO = ("macro", _NOTICE, "A macro that will rewrite the template before it is deployed.")
    MERGE_KEY = ("merge-key", _NOTICE, "A YAML merge key, which CloudFormation refuses.")
    NESTED_TEMPLATE_ELSEWHERE = (
        "nested-template-elsewhere",
        _NOTICE,
        "A nested stack, StackSet or product whose template is elsewhere, or inline.",
    )
    NAME_UNKNOWN = ("name-unknown", _NOTICE, "A reference to what the template does not have.")
    ENVIRONMENT_UNTOLD = (
        "environment-untold",
        _NOTICE,
        "Rules that depend on what a stack is for, which nothing says: they are unknown there.",
    )
    PARAMETER_UNUSED = (
        "parameter-unused",
        _NOTICE,
        "A value given for a stack or a parameter that nothing scanned has.",
    )
    TEMPLATE_STRAY = (
        "template-stray",
        _NOTICE,
        "A template or an assembly in an assembly's folder that no manifest names.",
    )
    ARTIFACT_UNKNOWN = (
        "artifact-unknown",
        _NOTICE,
        "An entry of a manifest of a type that synthgate does not know.",
    )
    ASSEMBLY_NEWER = (
        "assembly-newer",
        _NOTICE,
        "A cloud assembly of a schema that is newer than synthgate; it was read all the same.",
    )
    ASSEMBLY_STALE = (
        "assembly-stale",
        _NOTICE,
        "Files of the program are newer than the assembly: lines are as of its synthesis.",
    )
    LINES_INVALID = (
        "lines-invalid",
        _NOTICE,
        "Recorded lines of a program (`synthgate-lines.json`) that cannot be used, or not all.",
    )
    LINES_MISSING = (
        "lines-missing",
        _NOTICE,
        "An assembly of a Python program that does not tell which of its lines made what.",
    )
    APP_UNREAD = ("app-unread", _NOTICE, "A `cdk.json` that does not tell what to scan.")
    NOT_LOOKED_AT = (
        "not-looked-at",
        _NOTICE,
        "Files that were left out: by suffix, by size, by their folder, behind a link.",
    )
    GATE_WEAKENED = (
        "gate-weakened",
        _NOTICE,
        "What the repository's own configuration takes from the gate.",
    )
    POLICY_ENFORCED = (
        "policy-enforced",
        _NOTICE,
        "Something asked for that a policy does not allow: it is not followed.",
    )
    POLICY_OPEN = (
        "policy-open",
        _NOTICE,
        "A policy in the repository under test, which a change to it could edit or leave out.",
    )
    ACCEPTED_ELSEWHERE = (
        "accepted-elsewhere",
        _NOTICE,
        "Files here that say otherwise than those which `--accepted-from` takes in their place.",
    )
    FRAMEWORK_NARROWER = (
        "framework-narrower",
        _NOTICE,
        "A framework asks less of a control than the one that it extends: its `rules` are fewer.",
    )
    RULE_RENAMED = (
        "rule-renamed",
        _NOTICE,
        "A rule is named by an id that it had before (`formerly` in its card).",
    )
    SUPPRESSION_INVALID = (
        "suppression-invalid",
        _NOTICE,
        "A suppression in a template that has a mistake: it does not count.",
    )
    SUPPRESSION_UNKNOWN = (
        "suppression-unknown",
        _NOTICE,
        "A suppression in a template by an id that there is not.",
    )
    SUPPRESSION_EXPIRED = (
        "suppression-expired",
        _NOTICE,
        "A suppression in a template whose last day is past: what it suppressed counts again.",
    )
    SUPPRESSION_ENDING = (
        "suppression-ending",
        _NOTICE,
        "A suppression in a template that expires within 14 days.",
    )
    SUPPRESSION_UNUSED = (
        "suppression-unused",
        _NOTICE,
        "A suppression in a template that matches no finding, or names only a part of one.",
    )
    BASELINE_STALE = (
        "baseline-stale",
        _NOTICE,
        "Findings of the baseline that are gone, or do not count for another reason.",
    )
    BASELINE_ELSEWHERE = (
        "baseline-elsewhere",
        _NOTICE,
        "A baseline of none of these stacks.",
    )
    BASELINE_FALSE = ("baseline-false", _NOTICE, "A line of a baseline not about its finding.")
    BASE_PARTIAL = (
        "base-partial",
        _NOTICE,
        "What a run is compared with does not tell all: it was asked less, or is a report only.",
    )
    BASE_STRANGE = "base-strange", _GAP, "A base that is of another app: it has nothing in common."
    BASE_OTHER_CDK = "base-other-cdk", _NOTICE, "A base that another version of the CDK wrote."
    CHANGE_UNTOLD = "change-untold", _NOTICE, "A change of which one side is stored results."
    CHANGE_UNKNOWN = "change-unknown", _GAP, "The same, where the gate looks at what it does."
    RESULTS_UNLIKE = "results-unlike", _NOTICE, "Stored results that were asked something else."
    ACCEPTED_THEN = "accepted-then", _NOTICE, "Files that accepted findings at the scan alone."
    SETTING_IGNORED = (
        "setting-ignored",
        _NOTICE,
        "What a repository's configuration says and `--untrusted` does not take from it.",
    )
    SETTINGS_BESIDE = "settings-beside", _NOTICE, "A nearer `synthgate.yaml` that is not used."
    NOT_CHECKED = (
        "not-checked",
        _NOTICE,
        "Rules that the configuration excludes: nothing was held against them.",
    )
    WAIVER_EXPIRED = "waiver-expired", _NOTICE, "A waiver that is over: it accepts nothing more."
    WAIVER_ENDING = ("waiver-ending", _NOTICE, "A waiver that ends within two weeks.")
    ANOTHER_DAY = ("another-day", _NOTICE, "Under a policy: what ends is not judged as of today.")
    WAIVER_UNUSED = (
        "waiver-unused",
        _NOTICE,
        "A waiver that matched no finding and no problem of the run, or never could.",
    )
    TOOL_APART = (
        "tool-apart",
        _NOTICE,
        "What a tool says that is counted and not joined, as the CDK's own validation.",
    )
    TOOL_UNTESTED = (
        "tool-untested",
        _NOTICE,
        "A release of another tool that is not the one tested with: its answer was read.",
    )
    TOOL_UNKNOWN = (
        "tool-unknown",
        _NOTICE,
        "An id of a rule by the name of a tool that all but is one that synthgate knows.",
    )
    TOOL_RULE_REPEATED = (
        "tool-rule-repeated",
        _NOTICE,
        "Several files of rules for another tool that have rules of one name.",
    )
    CACHE_IGNORED = (
        "cache-ignored",
        _NOTICE,
        "What of the cache is damaged or signed by another, or all, where others may write to it.",
    )
