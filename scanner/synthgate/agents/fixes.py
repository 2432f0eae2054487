"""*show_fix*: how one finding is mended, with the place and the code of the card."""

from __future__ import annotations

from pathlib import Path

from synthgate.agents import shown
from synthgate.agents.answers import FindingData, FixShown
from synthgate.agents.cards import code_of, examples_of, pairs_of, words
from synthgate.agents.diffs import UNSEEN, Diff, diff_for
from synthgate.agents.lines import resource_lines
from synthgate.agents.rows import finding_data
from synthgate.agents.rules import card_named, known_rules
from synthgate.agents.scans import Kept, Scans
from synthgate.model import Finding, Language, Message, Text

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
        once_deployed=diff.told[language] if diff.told else "",
        cure_here=shown.said(finding.cure[language]) if finding.cure else "",
        related=_related(finding, language),
        resource=resource,
        data=_data(finding, diff, language, workspace.root),
    )


def _bounded(diff: Diff) -> Diff:
    """A diff as it is to be applied; none that would have to be cut, or hides something."""
    if diff.text is None:
        return diff
    if len(diff.text) > _DIFF:
        return Diff(None, _TOO_LONG)
    lines = (line.removesuffix("\r") for line in diff.text.split("\n"))
    return diff if all(shown.code(line) == line for line in lines) else Diff(None, UNSEEN)


def _data(finding: Finding, diff: Diff, language: Language, root: Path) -> FindingData:
    """What the finding says; whether words of the diff, too, read as if they told somebody."""
    data = finding_data(finding, language, root)
    lines = [line[1:] for line in (diff.text or "").split("\n")]
    is_order = data.reads_like_orders or shown.code_reads_like_orders(lines)
    return data.model_copy(update={"reads_like_orders": is_order})


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
