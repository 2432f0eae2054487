"""*suggest_waiver*: the entry that would accept a finding; a person writes it, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from synthgate.adoption.waive import entry_about
from synthgate.agents import shown
from synthgate.agents.answers import WaiverSuggested
from synthgate.agents.scans import Kept, Scans
from synthgate.errors import UsageError
from synthgate.judge.appending import appended
from synthgate.judge.waivers import LIST
from synthgate.judge.waivers.globs import is_glob
from synthgate.model import Finding, Message

DAYS = 90
"""For how long: a quarter, after which somebody looks at it again."""


def suggest(scans: Scans, fingerprint: str) -> WaiverSuggested:
    """Suggest a waiver of a finding of one of the last scans.

    Raises:
        UsageError: there is no such finding, or it does not count already.
    """
    kept, finding = scans.finding(fingerprint)
    if not finding.is_active:
        raise UsageError(_ACCEPTED)
    workspace = scans.workspace
    expires = (workspace.today + timedelta(days=DAYS)).isoformat()
    with workspace.configured({}, anything=False) as config:
        file = config.waivers_file.as_posix()
    said = _SUGGESTED.format(days=DAYS, expires=expires)
    return WaiverSuggested(
        summary=said[workspace.language],
        file=shown.name(file),
        expires=expires,
        finding=finding.fingerprint,
        entry=_entry(finding, kept, expires),
        command=(
            f"synthgate waive {finding.fingerprint} --reason '…' --owner '…' --expires {expires}"
        ),
    )


def _entry(finding: Finding, kept: Kept, expires: str) -> str:
    """The entry by the names of the resource, and by the fingerprint where these might mean more.

    Names that an agent is not shown as they are stand in no entry.
    """
    about = entry_about(finding)
    if any(shown.name(one) != one for one in about.values()):
        about = {"rule": finding.rule.id, "fingerprint": finding.fingerprint}
    elif _is_one_of_several(finding, kept) or any(map(is_glob, about.values())):
        about["fingerprint"] = finding.fingerprint
    return _written(about, expires)


def _is_one_of_several(finding: Finding, kept: Kept) -> bool:
    return any(
        one.rule.id == finding.rule.id and one.subject == finding.subject and one is not finding
        for one in kept.report.findings
    )


def _written(about: Mapping[str, str], expires: str) -> str:
    """A file with this entry alone, in which nobody says why yet: such a file is refused."""
    return appended("", LIST, {**about, "reason": "", "owner": "", "expires": expires})


_ACCEPTED = Message("this finding does not count already: it needs no waiver")
_SUGGESTED = Message(
    "Nothing was written. A waiver for {days} days, until {expires}: whether to accept the "
    "finding, why, and who answers for it, is a person's to say. Ask; fill in neither reason nor "
    "owner."
)
