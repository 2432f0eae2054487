"""``validation-report.json``: what validation plugins, such as cdk-nag's packs, found in synth.

The shape is that of aws-cdk-lib 2.275, or the older one of ``policy-validation-report.json``, whose
names for the same differ and which knows nothing of what was acknowledged. Stack traces are passed
over: they hold paths of the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from synthgate.model import (
    OURS,
    Acceptance,
    Heard,
    Message,
    Problem,
    Reported,
    Spot,
    Status,
    Text,
    ToolRun,
    named,
    plural,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.manifest import NEWEST_SCHEMA, major
from synthgate.sources.validation_report.spots import SpotOf, Spots, by_path
from synthgate.sources.validation_report.words import said, said_with_controls
from synthgate.sources.validation_report.wrong import Wrong

ANNOTATIONS = "construct-annotations"
"""What a program itself says of its constructs (``Construct Annotations``)."""
APART = frozenset({"cfn-validate", ANNOTATIONS})
"""What the CDK reports of its own accord."""
THREW = "Rule threw an error during validation"
"""How cdk-nag 3 says that it could not evaluate a rule (cdk-nag, `nag-pack.ts`).

It says of all resources of a rule what it says of the first, so that others of which it says this
may have been evaluated, and the other way around.
"""
_LONGEST = 300
"""How many letters of an annotation are told."""
_COUNTED = frozenset({"fatal", "error", "warning"})
_PLUGIN = "pluginReports[]"


@dataclass(frozen=True, slots=True)
class Read:
    """What a report says, and what was wrong with it."""

    heard: Heard
    problems: tuple[Problem, ...] = ()


def read_plugins(data: Mapping[str, Any], shown: str, spot_of: SpotOf = by_path) -> Read:
    """What the plugins of a report found; `shown` is the file of the report."""
    reader = _Reader(shown, spot_of)
    reader.problems.extend(_newer(data, shown))
    for plugin in reader.wrong.entries(data, "pluginReports", ""):
        reader.plugin(plugin)
    once = dict.fromkeys(reader.reported)  # a pack that is registered twice says all of it twice
    heard = Heard(tuple(reader.runs.values()), tuple(once))
    return Read(heard, (*reader.problems, *reader.wrong.problems(shown)))


def _newer(data: Mapping[str, Any], shown: str) -> Iterator[Problem]:
    """That a report is of a schema that nobody knew here; the older ones have no version."""
    version = major(data.get("version"))
    if version is not None and version > NEWEST_SCHEMA:
        text = _NEWER.format(version=version, newest=NEWEST_SCHEMA)
        yield Problem(ProblemCode.ASSEMBLY_NEWER, text, shown)


class _Reader:
    """The findings of one report, growing plugin by plugin."""

    def __init__(self, shown: str, spot_of: SpotOf) -> None:
        self._shown = shown
        self.wrong = Wrong()
        self._spots = Spots(shown, spot_of, self.wrong)
        self.runs: dict[str, ToolRun] = {}
        self.reported: list[Reported] = []
        self.problems: list[Problem] = []

    def plugin(self, plugin: Mapping[str, Any]) -> None:
        """Read what one plugin says; of synthgate's own, only what was acknowledged in the program.

        Where that was said of the app or a stage, it is recorded nowhere else.
        """
        summary = self.wrong.mapping(plugin, "summary", _PLUGIN)
        name = self.wrong.name({**summary, **plugin}, "pluginName", _PLUGIN)
        tool = named(name)
        if tool == OURS:
            self.reported.extend(one for one in self._violations(tool, plugin) if one.accepted)
        if not name or tool == OURS:
            return
        release = self.wrong.text(plugin, "pluginVersion", _PLUGIN)
        release = said(release or self.wrong.text(plugin, "version", _PLUGIN))
        run = ToolRun(tool, release, self._shown, apart=tool in APART)
        self.runs.setdefault(tool, run)  # the packs of cdk-nag are one tool
        self._note_failure(name, tool, {**summary, **plugin})
        found = self._violations(tool, plugin)
        if tool in APART:
            self._mention_apart(tool, [*found])
        else:
            self.reported.extend(found)

    def _note_failure(self, name: str, tool: str, plugin: Mapping[str, Any]) -> None:
        """A plugin that raised an error has found nothing, which says nothing."""
        metadata = self.wrong.mapping(plugin, "metadata", _PLUGIN)
        error = self.wrong.text(metadata, "error", f"{_PLUGIN}.metadata")
        if error:
            self.runs[tool] = replace(self.runs[tool], is_whole=False)
            text = _FAILED.format(plugin=said(name), error=said(error))
            self.problems.append(Problem(ProblemCode.TOOL_FAILED, text, self._shown))

    def _violations(self, tool: str, plugin: Mapping[str, Any]) -> Iterator[Reported]:
        for key in ("violations", "suppressedViolations"):
            where = f"{_PLUGIN}.{key}[]"
            for violation in self.wrong.entries(plugin, key, _PLUGIN):
                rule_id = self.wrong.name(violation, "ruleName", where)
                if not rule_id:
                    continue
                what = self._what(tool, rule_id, violation, where)
                if key == "suppressedViolations":
                    what = replace(what, accepted=self._acceptance(tool, violation, where))
                yield from (replace(what, spot=spot) for spot in self._spots.of(violation, where))

    def _what(self, tool: str, rule_id: str, violation: Mapping[str, Any], where: str) -> Reported:
        """What a violation says of each of its places."""
        text = self.wrong.text(violation, "description", where)
        message, controls = said_with_controls(text)
        severity = self.wrong.text(violation, "severity", where)
        if severity == "custom":
            severity = self.wrong.text(violation, "customSeverity", where) or severity
        return Reported(
            tool,
            said(rule_id),
            Status.UNKNOWN if text.startswith(THREW) else Status.FAIL,
            Spot(),
            message,
            severity=said(severity),
            controls=controls,
        )

    def _acceptance(self, tool: str, violation: Mapping[str, Any], where: str) -> Acceptance:
        reason: Text = verbatim(said(self.wrong.text(violation, "reason", where)))
        at = said(self.wrong.text(violation, "acknowledgedAt", where))
        if at:
            reason = _ACKNOWLEDGED_FOR.format(reason=reason, construct=at)
        return Acceptance(tool, reason)

    def _mention_apart(self, tool: str, found: Sequence[Reported]) -> None:
        counted = [one for one in found if one.severity.lower() in _COUNTED and not one.accepted]
        if counted:
            sentence = _ANNOTATED if tool == ANNOTATIONS else _VALIDATED
            first = counted[0].message or counted[0].rule_id
            text = sentence.format(number=len(counted), first=first[:_LONGEST])
            self.problems.append(Problem(ProblemCode.TOOL_APART, text, self._shown))


_FAILED = Message(
    "the plugin {plugin} failed in cdk synth, so that what it would have found is not known: "
    "{error}; mend the plugin and run cdk synth again"
)
_NEWER = Message(
    "a report of schema version {version}, which is newer than this synthgate, which knows "
    "{newest}; it was read all the same: upgrade synthgate"
)
_ACKNOWLEDGED_FOR = Message("{reason} (acknowledged for {construct})")
_VALIDATED = plural(
    "the CDK's own validation says {number} thing of these templates, which is not joined; "
    "--with cfn-validate joins what it finds",
    "the CDK's own validation says {number} things of these templates, which are not joined; "
    "--with cfn-validate joins what it finds",
)
_ANNOTATED = plural(
    "the program annotates its constructs with {number} warning or error, which is not joined; "
    "cdk synth shows it: {first}",
    "the program annotates its constructs with {number} warnings and errors, which are not "
    "joined; cdk synth shows them; the first: {first}",
)
