"""A change that mends a finding, as *show_fix* hands it over: the one place that makes diffs."""

from __future__ import annotations

from dataclasses import replace

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.fixing.looking import Wanted, looked
from synthgate.fixing.mending import of_templates, outcome_of, proposals_for
from synthgate.fixing.outcomes import NoFixError, Outcome
from synthgate.fixing.showing import diff_of
from synthgate.model import Finding, Message, Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Diff:
    """A unified diff of a file of the workspace, or why there is none.

    `tried` says whether what it makes was scanned and passes: of a program only a synth can tell.
    """

    text: str | None
    why_not: Text
    tried: bool = False


def diff_for(config: Config, finding: Finding) -> Diff:
    """The change that mends a finding; nothing is written, and no program is run."""
    try:
        outcome = _outcome(config, finding)
    except (NoFixError, UsageError) as error:
        return Diff(None, error.reason if isinstance(error, NoFixError) else error.text)
    if outcome.edited:
        return Diff("".join(diff_of(outcome.edited)), _BY_HAND, outcome.verified)
    return Diff(None, outcome.left[0].reason if outcome.left else _BY_HAND)


def _outcome(config: Config, finding: Finding) -> Outcome:
    seen = looked(replace(config, against=None))
    wanted = Wanted((finding.rule.id,))
    same = [it for it in seen.findings(wanted) if it.fingerprint == finding.fingerprint]
    of_template = of_templates(seen, same, None)
    if of_template.edited or of_template.left:
        return of_template
    found = proposals_for(seen, same)
    return outcome_of(found, found.proposals, seen, verified=False)


_BY_HAND = Message(
    "no change was made up for this place: edit the line of the program by 'pairs' and 'code', run "
    "the synth, and scan again"
)
