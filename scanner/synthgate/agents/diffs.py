"""A change that mends a finding, as *show_fix* hands it over: the one place that makes diffs."""

from __future__ import annotations

from dataclasses import replace

from synthgate.apps import find_resource
from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.fixing.looking import Wanted, looked
from synthgate.fixing.mending import expected_of, of_templates, outcome_of, proposals_for
from synthgate.fixing.outcomes import NoFixError, Outcome
from synthgate.fixing.showing import diff_of
from synthgate.model import Finding, Message, Text
from synthgate.records import dataclass
from synthgate.secrets.found import mask_of
from synthgate.secrets.program import shown_lines


@dataclass(frozen=True, slots=True)
class Diff:
    """A unified diff of a file of the workspace, or why there is none.

    `tried` says whether what it makes was scanned and passes: of a program only a synth can tell.
    """

    text: str | None
    why_not: Text
    tried: bool = False
    told: Text | None = None
    """What becomes of the resource once that is deployed."""


def diff_for(config: Config, finding: Finding) -> Diff:
    """The change that mends a finding; nothing is written, and no program is run."""
    try:
        outcome = _outcome(config, finding)
    except (NoFixError, UsageError) as error:
        return Diff(None, error.reason if isinstance(error, NoFixError) else error.text)
    if outcome.edited:
        lines = diff_of(outcome.edited)
        if _quotes_secrets(config, finding, lines):
            return Diff(None, _SECRETS)
        if not all(one.path.isprintable() for one in outcome.edited):
            return Diff(None, UNSEEN)
        told = next((one.told for one in outcome.fixed if one.told), None)
        return Diff("".join(lines), _BY_HAND, outcome.verified, told)
    return Diff(None, outcome.left[0].reason if outcome.left else _BY_HAND)


def _outcome(config: Config, finding: Finding) -> Outcome:
    seen = looked(replace(config, against=None))
    wanted = Wanted((finding.rule.id,))
    same = [it for it in seen.findings(wanted) if it.fingerprint == finding.fingerprint]
    of_template = of_templates(seen, same, None)
    if of_template.edited or of_template.left:
        return of_template
    found = proposals_for(seen, same)
    return outcome_of(found, found.proposals, seen, verified=False, tells=expected_of(seen))


def _quotes_secrets(config: Config, finding: Finding, lines: list[str]) -> bool:
    """Whether lines of the files hold what every report masks."""
    if finding.source and finding.source.secretive:
        return True
    plain = [line.rstrip("\r\n") for line in lines]
    if shown_lines("\n".join(plain), secretive=False) != plain:
        return True
    found = find_resource(config, finding.subject.logical_id).resources
    return any([*mask_of(stack.resolver).lines(iter(plain))] != plain for stack, _ in found)


UNSEEN = Message(
    "the lines around it, or the file's name, hold characters that nobody sees, which would be "
    "lost here: 'synthgate fix' makes the change"
)
_SECRETS = Message(
    "the lines around it hold secrets in clear text, which are shown to no agent: 'synthgate fix' "
    "shows the change to a person"
)
_BY_HAND = Message(
    "no change was made up for this place: edit the line of the program by 'pairs' and 'code', run "
    "the synth, and scan again"
)
