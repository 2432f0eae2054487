"""*show_fix*: how one finding is mended, with the place and the code of the card."""

from __future__ import annotations

from dataclasses import replace

from synthgate.agents import shown
from synthgate.agents.answers import FixShown
from synthgate.agents.cards import code_of, examples_of, pairs_of, words
from synthgate.agents.diffs import Diff, diff_for
from synthgate.agents.lines import resource_lines
from synthgate.agents.rows import finding_data
from synthgate.agents.rules import card_named, known_rules
from synthgate.agents.scans import Kept, Scans
from synthgate.model import Finding, Language, Message, Text
from synthgate_reports import wording

_RELATED = 10
_DIFF = 12_000
"""Letters of a diff."""


def show_fix(scans: Scans, fingerprint: str) -> FixShown:
    """Show how a finding of one of the last scans is mended.

    Raises:
        UsageError: none of them has it.
    """
    kept, finding = scans.finding(fingerprint)
    workspace = scans.workspace
    with workspace.configured(kept.asked) as config:
        chosen = known_rules(config)
        diff = _bounded(diff_for(config, finding))
        resource = resource_lines(config, finding.subject)
    language, rule = workspace.language, finding.rule
    is_known = rule.id in chosen.every or rule.id in chosen.gated.cards
    card = card_named(chosen, rule.id) if is_known else None
    passing = [one for one in examples_of(card) if one.verdict == "passes"] if card else []
    return FixShown(
        summary=_summary(finding)[language],
        finding=finding.fingerprint,
        rule=shown.name(rule.id),
        fix=words(card, rule.fix.text[language]),
        code=code_of(rule),
        pairs=pairs_of(card) if card else [],
        passing_example=passing[0].template if passing else "",
        same_rule_elsewhere=_others(kept, finding),
        diff=diff.text,
        diff_was_tried=diff.tried,
        no_diff_because=None if diff.text else diff.why_not[language],
        cure_here=shown.said(finding.cure[language]) if finding.cure else "",
        related=_related(finding, language),
        resource=resource,
        data=finding_data(finding, language, workspace.root),
    )


def _bounded(diff: Diff) -> Diff:
    """A diff as it is to be applied, without anything invisible; none that would have to be cut."""
    if diff.text is None:
        return diff
    lines = "".join(f"{wording.printable(line)}\n" for line in diff.text.splitlines())
    return replace(diff, text=lines) if len(lines) <= _DIFF else Diff(None, _TOO_LONG)


def _others(kept: Kept, finding: Finding) -> int:
    return sum(one.rule.id == finding.rule.id for one in kept.listed if one is not finding)


def _related(finding: Finding, language: Language) -> list[str]:
    told = (
        f"{one.location.path}:{one.location.start.line}: {one.message[language]}"
        for one in finding.related[:_RELATED]
    )
    return [*map(shown.said, told)]


def _summary(finding: Finding) -> Text:
    """Where to mend it: in the program if its line is known, else in the template."""
    source = finding.source
    if source is None:
        return _IN_TEMPLATE
    return _IN_PROGRAM if source.found and not source.stale else _STALE


_TOO_LONG = Message("the change is too long to be shown here: 'synthgate fix' shows it")
_IN_PROGRAM = Message(
    "Mend it in the CDK program, at 'data.program'; the template is made of that. Then the person "
    "runs the synth, and scan shows whether it is gone."
)
_STALE = Message(
    "The CDK program has changed since the synth, or is not here: the line of 'data.program' may "
    "be off. Run the synth and scan again before you rely on it."
)
_IN_TEMPLATE = Message(
    "No line of a program is known: mend the template at 'data.template', or, where a CDK program "
    "makes it, the construct that 'data.construct_path' names."
)
