"""What tools find and the template sets aside in their own words: accepted, as if they had said so.

Most tools read that themselves, and then say so or are silent; cdk-nag 3 does not read what stands
in templates, nor does a report that was written before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synthgate.judge.inline.nag import id_of
from synthgate.judge.inline.said import EVERYTHING, Part
from synthgate.judge.joining.equivalents import ALSO, NAG, spelt
from synthgate.model import Acceptance, Excuse, Placed, Reported, Status

_FOR_GOOD = "9999-12-31"


def excused(reported: Reported, placed: Placed | None) -> Reported:
    """What a tool says of a resource, accepted where that is written there."""
    if placed is None or reported.accepted or reported.status is Status.PASS:
        return reported
    found = [one.accepted for one in placed.excuses if _holds(one, reported)]
    return replace(reported, accepted=max(found, key=_lasts)) if found else reported


def is_excused(reported: Reported, places: Sequence[Placed]) -> bool:
    """Whether all that a tool says by one finding is accepted."""
    return bool(places) and all(excused(reported, one).accepted for one in places)


def _holds(excuse: Excuse, reported: Reported) -> bool:
    if excuse.tool not in {reported.tool, ALSO.get(reported.tool)}:
        return False
    if excuse.lines and not excuse.lines[0] <= reported.spot.line <= excuse.lines[1]:
        return False
    return _means(excuse, reported.rule_id) and _names(excuse, reported.rule_id)


def _means(excuse: Excuse, rule_id: str) -> bool:
    written = excuse.rule_id
    if excuse.tool == "cfn-lint":  # the start of an id means all that begin so
        return bool(written) and rule_id.startswith(written)
    if excuse.tool in {"kics", "trivy"} and written == EVERYTHING:
        return True
    return spelt(excuse.tool, written) == spelt(excuse.tool, rule_id)


def _names(excuse: Excuse, rule_id: str) -> bool:
    """Whether a finding of a granular rule is among those that are meant."""
    parts = (*map(Part, excuse.parts), *(Part(one, is_pattern=True) for one in excuse.patterns))
    finding = id_of(rule_id).finding if excuse.tool == NAG else ""
    return not parts or (bool(finding) and any(one.names(finding) for one in parts))


def _lasts(accepted: Acceptance) -> str:
    return accepted.expires or _FOR_GOOD
