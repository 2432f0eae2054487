"""Whether what people state of controls counts: on a day, for an app, with its file unchanged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatchcase

from synthgate.judge.evidence import MAX_BYTES, Around, EvidenceFile
from synthgate.model import Control, Evidence, Message, Operation, Organization, Text
from synthgate.records import dataclass

YEAR = 366
"""How many days something may be said to be met elsewhere before somebody looks again."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What some files state, judged on a day, for an app by the name that its organisation has."""

    files: tuple[EvidenceFile, ...] = ()
    today: date = date.max
    app: str = ""

    def __call__(self, control: Control, frameworks: Collection[str]) -> tuple[Evidence, ...]:
        """All evidence of a control, what does not count with its reason.

        The control is of a framework, or of those that it extends: whatever id of these is named.
        What is of other apps is not there.
        """
        return tuple(
            judged(one.evidence, control, file.around, self)
            for file in self.files
            for one in file.stated
            if one.evidence.control == control.id
            and (one.framework is None or one.framework in frameworks)
            and not self.is_of_others(one.evidence)
        )

    def operation(self, control: Control, frameworks: Sequence[str]) -> Operation | None:
        """How a control is run, as the first file says that says it.

        What is said of the framework itself goes before what is said of one that it extends:
        `frameworks` are in that order.
        """
        near: Sequence[str | None] = (*frameworks, None)
        for file in self.files:
            said = [
                one
                for one in file.runs
                if one.operation.control == control.id and one.framework in near
            ]
            if said:
                return min(said, key=lambda one: near.index(one.framework)).operation
        return None

    @property
    def organization(self) -> Organization | None:
        """Who files what is stated, as the first file says that says it."""
        return next((it.organization for it in self.files if it.organization), None)

    def is_of_others(self, evidence: Evidence) -> bool:
        """Whether it is of some apps, and this is none of them."""
        return bool(self.app and evidence.apps) and not any(
            fnmatchcase(self.app, pattern) for pattern in evidence.apps
        )


def judged(evidence: Evidence, control: Control, around: Around, judge: Judge) -> Evidence:
    """The evidence, refused where it does not count."""
    of_whom = _OF_APPS.format(apps=", ".join(evidence.apps))
    unknown_app = of_whom if evidence.apps and not judge.app else None
    refused = _untimely(evidence, control, judge.today) or unknown_app
    refused = refused or _unrecorded(evidence, control) or _tampered(evidence, around)
    return replace(evidence, refused=refused, valid_until=_end(evidence, control).isoformat())


def _end(evidence: Evidence, control: Control) -> date:
    """The last day that it counts on: as it states, and no longer than the control allows."""
    stated = date.fromisoformat(evidence.date)
    said = date.fromisoformat(evidence.valid_until) if evidence.valid_until else None
    allowed = last_day(stated, evidence.kind, control)
    if allowed is None:
        return said or stated
    return min(said, allowed) if said else allowed


def last_day(stated: date, kind: str | None, control: Control) -> date | None:
    """The last day that evidence of a day may count on; None where nothing bounds it."""
    days = YEAR if kind == "elsewhere" or control.mode == "unclaimed" else control.valid_days
    try:
        return stated + timedelta(days=days) if days else None
    except OverflowError:
        return date.max


def _untimely(evidence: Evidence, control: Control, today: date) -> Text | None:
    if not _is_wanted(evidence, control):
        return _NOT_WANTED if evidence.kind == "proof" else _NOWHERE
    if date.fromisoformat(evidence.date) > today:
        return _FUTURE.format(date=evidence.date)
    end = _end(evidence, control)
    return _EXPIRED.format(date=end.isoformat()) if end < today else None


def _is_wanted(evidence: Evidence, control: Control) -> bool:
    if evidence.kind == "elsewhere":
        return bool(control.elsewhere)
    return control.mode != "automated"


def needs_record(control: Control) -> bool:
    """Whether a word alone is nothing to go by: no rule says anything of the control."""
    return control.mode in {"manual", "unclaimed"}


def _unrecorded(evidence: Evidence, control: Control) -> Text | None:
    """That a statement names nothing that an auditor could look up, where nothing else tells."""
    is_bare = evidence.record is None and evidence.kind == "proof"
    return NO_RECORD if is_bare and needs_record(control) else None


def _tampered(evidence: Evidence, around: Around) -> Text | None:
    """Why a file is not the one that was stated."""
    if evidence.file is None:
        return None
    try:
        found = around.sha256(evidence.file, MAX_BYTES)
        if found is None:
            return _OUTSIDE.format(file=evidence.file)
    except (OSError, ValueError):  # a ValueError: a name that no file can have
        return _MISSING.format(file=evidence.file)
    return None if found == evidence.sha256 else _CHANGED.format(file=evidence.file)


_OF_APPS = Message("it is of some apps ({apps}), and nobody says which this is: --app")
_NOT_WANTED = Message("rules alone decide this control")
_NOWHERE = Message("what this control asks for is the app's own")
NO_RECORD = Message(
    "stated, but no record is named: no rule tells of this control, so say 'file', 'link' or "
    "'document'"
)
_FUTURE = Message("dated in the future ({date})")
_EXPIRED = Message("expired on {date}")
_OUTSIDE = Message("{file!r} is not below the folder of the evidence")
_MISSING = Message("{file!r} cannot be read")
_CHANGED = Message("{file!r} is not the file that was stated: its SHA-256 differs")
