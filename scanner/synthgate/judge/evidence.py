"""Evidence for what no rule can tell: who states what, until when, and whether it still counts.

``evidence.yaml`` holds a list. An entry that has expired, or whose file is not what was
stated, counts as none, and says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from synthgate.model import EVIDENCE_KINDS, Control, Evidence, Message, Problem, Text
from synthgate.rule.cards.shapes import fields, is_text, items, kind, member, text
from synthgate.rule.cards.sheet import Sheet, read_sheet
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

FILE_NAME = "evidence.yaml"
LIST = "evidence"
"""The one key of the file."""
MAX_BYTES = 200_000_000
YEAR = 366
"""How many days something may be said to be met elsewhere before somebody looks again."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def as_date(written: object) -> date | None:
    """A date as people write it (2027-12-31); None for anything else."""
    if not isinstance(written, str) or not _DATE.match(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


day = kind(lambda value: as_date(value) is not None, Message("a date (2027-12-31)"))
"""The shape of a date."""
_link = kind(
    lambda value: is_text(value) and value.startswith(("https://", "http://")),
    Message("an address (https://…)"),
)
_hash = kind(
    lambda value: isinstance(value, str) and bool(_SHA256.match(value)),
    Message("a SHA-256 of 64 digits in lower case"),
)
_form = fields(
    {
        "control": text,
        "framework": text,
        "kind": member(EVIDENCE_KINDS),
        "statement": text,
        "by": text,
        "date": day,
        "valid-until": day,
        "link": _link,
        "file": text,
        "sha256": _hash,
    },
    required=("control", "statement", "by", "date"),
)


def _entry(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _form(value, route)
    if not is_mapping(value):
        return
    if value.get("kind") == "elsewhere":
        yield from _elsewhere(value, route)
    if ("file" in value) is not ("sha256" in value):
        yield told(route, _FILE_AND_HASH)
    stated, until = as_date(value.get("date")), as_date(value.get("valid-until"))
    if stated and until and until < stated:
        yield told((*route, "valid-until"), _ENDS_BEFORE)


def _elsewhere(value: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    """What is met outside of the app is to be looked up there, and looked at again."""
    if "valid-until" not in value:
        yield told(route, _NEEDS_END)
    if not {"file", "link"}.intersection(value):
        yield told(route, _NEEDS_PROOF)


_sheet = fields({LIST: items(_entry, Message("a list of evidence"))}, (LIST,))


@dataclass(frozen=True, slots=True)
class Stated:
    """One entry of the file: its evidence, the framework if it names one, and its route."""

    evidence: Evidence
    framework: str | None
    route: Route


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """All that a file states, as far as it has no mistakes; and where it lies."""

    path: Path
    sheet: Sheet
    stated: tuple[Stated, ...] = ()
    problems: tuple[Problem, ...] = ()


class Demands(Protocol):
    """The frameworks that there are, and their controls."""

    def names(self) -> list[str]:
        """The ids of all frameworks."""
        ...

    def controls(self, framework: str) -> frozenset[str] | None:
        """The ids of the controls of one, None where there is no such framework."""
        ...

    def having(self, control: str) -> list[str]:
        """The frameworks that have a control of that id, and do not share their evidence."""
        ...


def read_evidence(path: Path, name: str, demands: Demands | None = None) -> EvidenceFile:
    """Read a file of evidence; `demands` are the controls that there are, None to not ask."""
    sheet = read_sheet(path, name)
    if sheet.problems:
        return EvidenceFile(path, sheet, problems=sheet.problems)
    found = [] if _is_empty(sheet) else [*_sheet(sheet.body, ())]
    if found:
        return EvidenceFile(path, sheet, problems=tuple(sheet.source.problems(found)))
    entries = sheet.body.get(LIST) or ()
    stated = tuple(_stated(entry, (LIST, index)) for index, entry in enumerate(entries))
    if demands is not None:
        found = [mistake for one in stated for mistake in _strangers(one, demands)]
    return EvidenceFile(path, sheet, stated, tuple(sheet.source.problems(found)))


def _is_empty(sheet: Sheet) -> bool:
    return not sheet.body or (set(sheet.body) == {LIST} and sheet.body[LIST] is None)


def _stated(entry: Mapping[str, Any], route: Route) -> Stated:
    evidence = Evidence(
        *(entry[key] for key in ("control", "statement", "by", "date")),
        *(entry.get(key) for key in ("valid-until", "link", "file", "sha256")),
        kind=entry.get("kind", "proof"),
    )
    return Stated(evidence, entry.get("framework"), route)


def _strangers(one: Stated, demands: Demands) -> Iterator[Mistake]:
    """The control, or the framework, that an entry names and that there is not; or not which."""
    control = one.evidence.control
    if one.framework is not None:
        known = demands.controls(one.framework)
        if known is None:
            names = demands.names()
            yield told((*one.route, "framework"), no_such(_NO_FRAMEWORK, one.framework, names))
        elif control not in known:
            yield told((*one.route, "control"), no_such(NO_CONTROL, control, known))
        return
    found = demands.having(control)
    if not found:
        every = (id_ for name in demands.names() for id_ in demands.controls(name) or ())
        yield told((*one.route, "control"), no_such(NO_CONTROL, control, every))
    elif len(found) > 1:
        several = _SEVERAL.format(control=control, frameworks=", ".join(found))
        yield told((*one.route, "control"), several)


def no_such(sentence: Message, name: str, known: Iterable[str]) -> Text:
    """That there is no such thing, with a guess at what was meant."""
    return sentence.format(name=name, meant=meant(name, known))


Judge = Callable[[Control, Collection[str]], tuple[Evidence, ...]]
"""Gives all evidence of a control, what does not count with its reason.

The control is of a framework, or of those that it extends: whatever id of these evidence names.
"""


def judge(file: EvidenceFile | None, today: date) -> Judge:
    """What a file states of a control, judged on a day."""
    stated = file.stated if file else ()
    folder = file.path.parent if file else Path()

    def of(control: Control, frameworks: Collection[str]) -> tuple[Evidence, ...]:
        return tuple(
            judged(one.evidence, control, folder, today)
            for one in stated
            if one.evidence.control == control.id
            and (one.framework is None or one.framework in frameworks)
        )

    return of


def judged(evidence: Evidence, control: Control, folder: Path, today: date) -> Evidence:
    """The evidence, refused where it does not count on that day."""
    refused = _untimely(evidence, control, today) or _tampered(evidence, folder)
    return replace(evidence, refused=refused, valid_until=_end(evidence, control).isoformat())


def _end(evidence: Evidence, control: Control) -> date:
    """The last day that it counts on: as it states, and no longer than the control allows."""
    ends = [date.fromisoformat(evidence.valid_until)] if evidence.valid_until else []
    days = YEAR if _is_of_a_year(evidence, control) else control.valid_days
    try:
        allowed = date.fromisoformat(evidence.date) + timedelta(days=days or 0)
    except OverflowError:
        allowed = date.max
    return min(*ends, allowed) if ends and days else (ends or [allowed])[0]


def _is_of_a_year(evidence: Evidence, control: Control) -> bool:
    """Whether the framework does not say how long what is stated holds."""
    return evidence.kind == "elsewhere" or control.mode == "unclaimed"


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


def _tampered(evidence: Evidence, folder: Path) -> Text | None:
    """Why a file is not the one that was stated."""
    if evidence.file is None:
        return None
    try:
        if not is_below(Path(evidence.file), folder):
            return _OUTSIDE.format(file=evidence.file)
        found = sha256_of(folder / evidence.file)
    except (OSError, ValueError):  # a ValueError: a name that no file can have
        return _MISSING.format(file=evidence.file)
    return None if found == evidence.sha256 else _CHANGED.format(file=evidence.file)


def is_below(file: Path, folder: Path) -> bool:
    """Whether a file stays below a folder, links followed."""
    return (folder / file).resolve().is_relative_to(folder.resolve()) and not file.is_absolute()


def sha256_of(path: Path) -> str:
    """The hash of a regular file.

    Raises:
        OSError: it cannot be read, is no regular file, or a very large one.
    """
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise OSError(None, "not a regular file of some size", str(path))
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_FILE_AND_HASH = Message("'file' and 'sha256' belong together: see 'synthgate evidence add --file'")
_ENDS_BEFORE = Message("is before 'date'")
_NO_FRAMEWORK = Message("no framework {name!r}{meant}")
_SEVERAL = Message("several frameworks have a control {control!r}: say 'framework', {frameworks}")
NO_CONTROL = Message("no control {name!r}{meant}")
_NOT_WANTED = Message("rules alone decide this control")
_NOWHERE = Message("what this control asks for is the app's own")
_NEEDS_END = Message("what is met elsewhere needs 'valid-until'")
_NEEDS_PROOF = Message("what is met elsewhere needs 'link' or 'file'")
_FUTURE = Message("dated in the future ({date})")
_EXPIRED = Message("expired on {date}")
_OUTSIDE = Message("{file!r} is not below the folder of the evidence")
_MISSING = Message("{file!r} cannot be read")
_CHANGED = Message("{file!r} is not the file that was stated: its SHA-256 differs")
