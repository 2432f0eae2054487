"""From what was scanned to what can be mended of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from synthgate.fixing.expecting import Tells, expects
from synthgate.fixing.looking import Looked
from synthgate.fixing.made import assembly_of
from synthgate.fixing.outcomes import Edited, Fixed, Left, Outcome
from synthgate.fixing.proposing import Proposal, Proposed, accepted_in, proposed
from synthgate.fixing.templates import mended
from synthgate.model import Finding, Message, Text, joined
from synthgate.sources.artifact import noted_path
from synthgate.sources.places import Places, within
from synthgate.sources.source import Source

Asks = Callable[[Outcome], bool]
"""Shows a fix to somebody, and tells whether it is wanted."""


def of_templates(looked: Looked, findings: Sequence[Finding], asks: Asks | None) -> Outcome:
    """What can be mended of templates that somebody wrote."""
    outcome = Outcome()
    for source in looked.sources:
        if source.kind != "assembly":
            outcome += _of_templates(looked, source, looked.of(source, findings), asks)
    return outcome


def _of_templates(
    looked: Looked, source: Source, findings: Sequence[Finding], asks: Asks | None
) -> Outcome:
    if not findings:
        return Outcome()
    cards = looked.prepared.judgement.chosen.gated.cards
    refused = {id(one): why for one in findings if (why := _refused(looked, source, one))}
    rest = [one for one in findings if id(one) not in refused]
    left = tuple(
        Left(one, refused[id(one)], one.rule.fix.code.get("template", ""))
        for one in findings
        if id(one) in refused
    )
    plan = looked.prepared.plan
    if asks is not None:
        alone = {id(one): mended(plan, source, cards, [one]) for one in rest}
        unwanted = [one for one in rest if alone[id(one)].fixed and not asks(alone[id(one)])]
        left += tuple(Left(one, _UNWANTED) for one in unwanted)
        rest = [one for one in rest if one not in unwanted]
    return Outcome(left=left) + (mended(plan, source, cards, rest) if rest else Outcome())


def _refused(looked: Looked, source: Source, finding: Finding) -> Text | None:
    """Why a finding is not mended in its template."""
    if source.remote:
        return _ELSEWHERE
    if source.kind == "file" and _is_led_out(looked.prepared.judgement.around, finding):
        return _LED_OUT
    for loaded in source.load(looked.prepared.plan.environment).templates:
        if loaded.path == finding.subject.template and loaded.template:
            body = loaded.template.resources.get(finding.subject.logical_id)
            return _BY_CDK if body is not None and noted_path(body) else None
    return None


def _is_led_out(around: Places, finding: Finding) -> bool:
    """Whether a file is named within the repository, or the folder, and a link leads out of it."""
    file = around.file(finding.location.path)
    roots = (around.source_root, around.folder)
    named = Path(os.path.normpath(file))
    is_named_within = any(named.is_relative_to(root) for root in roots)
    return is_named_within and not any(within(file, root) for root in roots)


def proposals_for(looked: Looked, findings: Sequence[Finding]) -> Proposed:
    """The cures of CDK programs that can be tried.

    Raises:
        UsageError: libcst is not installed.
    """
    sources = [source for source in looked.sources if source.kind == "assembly"]
    theirs = [one for source in sources for one in looked.of(source, findings)]
    made = assembly_of(looked.prepared.plan, sources if theirs else ()).counted()
    cards, around = looked.prepared.judgement.chosen.gated.cards, looked.prepared.judgement.around
    return proposed(theirs, cards, around, made, accepted_in(looked.report.findings))


def expected_of(looked: Looked) -> Tells:
    """What is expected of the resources of the assemblies, once a fix is deployed."""
    sources = [source for source in looked.sources if source.kind == "assembly"]
    cards = looked.prepared.judgement.chosen.gated.cards
    return expects(cards, lambda: assembly_of(looked.prepared.plan, sources))


def wanted_of(
    found: Proposed, asks: Asks | None, looked: Looked
) -> tuple[list[Proposal], list[Left]]:
    """Those proposals that somebody wants, and what is left for nobody does."""
    kept: list[Proposal] = []
    left: list[Left] = []
    for one in found.proposals:
        if asks is None or asks(outcome_of(found, [one], looked, verified=False)):
            kept.append(one)
        else:
            left.extend(Left(finding, _UNWANTED) for finding in one.findings)
    return kept, left


def outcome_of(
    found: Proposed,
    chosen: Sequence[Proposal],
    looked: Looked,
    *,
    verified: bool,
    tells: Tells = lambda _: None,
) -> Outcome:
    """The files with some proposals applied; `tells` what becomes of a resource."""
    around = looked.prepared.judgement.around
    texts = found.texts(chosen)
    fixed = tuple(
        Fixed(finding, one.path, _together(one.told, tells(finding)))
        for one in chosen
        for finding in one.findings
    )
    edited = tuple(
        Edited(path, around.file(path), found.contents[path], text)
        for path, text in sorted(texts.items())
    )
    return Outcome(fixed, found.left, edited, verified=verified or not chosen)


def _together(*texts: Text | None) -> Text | None:
    said = [one for one in texts if one]
    return joined("; ", said) if said else None


_UNWANTED = Message("not wanted")
_ELSEWHERE = Message("its template lies in a store: fetch it, and fix it here")
_LED_OUT = Message("a link leads out of the repository to it: name the file itself")
_BY_CDK = Message("the CDK writes this template: change the program ('synthgate fix --synth')")
