"""Evidence for what no rule can tell: who states what, until when, and whether it still counts.

``evidence.yaml`` holds a list. An entry that has expired, or whose file is not what was
stated, counts as none, and says so.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from synthgate.judge.days import as_date, day
from synthgate.judge.operation import (
    OPERATION,
    ORGANIZATION,
    Run,
    operation,
    operations_of,
    organization,
    organization_of,
    twice,
)
from synthgate.model import EVIDENCE_KINDS, Evidence, Message, Organization, Problem, Text
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import Shape, fields, items, kind, member, saying, text
from synthgate.rule.cards.sheet import Sheet, read_sheet
from synthgate.rule.terms.mistakes import Mistake, bounded, meant, told
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

FILE_NAME = "evidence.yaml"
LIST = "evidence"
"""The key of what is stated of controls."""
MAX_BYTES = 200_000_000
_ADDRESS = re.compile(r"https?://\w[^\s]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def is_link(value: object) -> bool:
    """Whether a value is the address of a page: of a host, and not a scheme alone."""
    return isinstance(value, str) and bool(_ADDRESS.match(value))


_link = kind(is_link, Message("an address (https://…)"))
_hash = kind(
    lambda value: isinstance(value, str) and bool(_SHA256.match(value)),
    Message("a SHA-256 of 64 digits in lower case"),
)
_form = fields(
    {
        "control": text,
        "framework": text,
        "kind": member(EVIDENCE_KINDS),
        "statement": saying,
        "by": saying,
        "date": day,
        "valid-until": day,
        "link": _link,
        "file": text,
        "sha256": _hash,
        "document": saying,
        "apps": items(text, Message("a list of names, or patterns of names")),
    },
    required=("control", "statement", "by", "date"),
)


def _entry(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _form(value, route)
    if not is_mapping(value):
        return
    if value.get("kind") == "elsewhere":
        yield from _elsewhere(value, route)
    if value.get("apps") == []:
        yield told((*route, "apps"), _OF_NOBODY)
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


_SHAPES: Mapping[str, Shape] = {
    LIST: items(_entry, Message("a list of evidence")),
    ORGANIZATION: organization,
    OPERATION: operation,
}


def _sheet(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is wrong with a file; one that says who files, or how controls are run, is none less."""
    needed = () if {ORGANIZATION, OPERATION}.intersection(body) else (LIST,)
    yield from fields(_SHAPES, needed)(body, ())


@dataclass(frozen=True, slots=True)
class Stated:
    """One entry of the file: its evidence, the framework if it names one, and its route."""

    evidence: Evidence
    framework: str | None
    route: Route


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """All that a file states, as far as it has no mistakes; and the folder around it.

    `runs` say how controls are run. `digest` is the SHA-256 of the file (hexadecimal), where it was
    fetched.
    """

    around: Around
    sheet: Sheet
    stated: tuple[Stated, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    organization: Organization | None = None
    runs: tuple[Run, ...] = ()


class Around(Protocol):
    """The folder, or the part of a store, that a file of evidence lies in."""

    def sha256(self, file: str, most: int) -> str | None:
        """The hash of a file below it, of so many bytes at most; None where it lies elsewhere.

        Raises:
            OSError: it cannot be read, or is larger.
            ValueError: no file can have that name.
        """
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine."""

    path: Path

    def sha256(self, file: str, most: int) -> str | None:
        """The hash of a file below it, links followed."""
        return sha256_of(self.path / file, most) if is_below(Path(file), self.path) else None


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
    return evidence_in(read_sheet(path, name), Folder(path.parent), demands)


def evidence_in(sheet: Sheet, around: Around, demands: Demands | None = None) -> EvidenceFile:
    """What a sheet states that was read in a folder, or in a part of a store."""
    if sheet.problems:
        return EvidenceFile(around, sheet, problems=sheet.problems)
    found = [] if _is_empty(sheet) else [*bounded(_sheet(sheet.body))]
    if found:
        return EvidenceFile(around, sheet, problems=tuple(sheet.source.problems(found)))
    entries = sheet.body.get(LIST) or ()
    name = sheet.source.name
    stated = tuple(_stated(entry, (LIST, index), name) for index, entry in enumerate(entries))
    runs = operations_of(sheet.body)
    found = [*twice(runs)]
    if demands is not None:
        named = [(one.evidence.control, one.framework, one.route) for one in stated]
        named += [(one.operation.control, one.framework, one.route) for one in runs]
        found += [*bounded(mistake for one in named for mistake in _strangers(*one, demands))]
    problems = tuple(sheet.source.problems(found))
    filed = organization_of(sheet.body)
    return EvidenceFile(around, sheet, stated, problems, organization=filed, runs=runs)


def _is_empty(sheet: Sheet) -> bool:
    return not sheet.body or (set(sheet.body) == {LIST} and sheet.body[LIST] is None)


def _stated(entry: Mapping[str, Any], route: Route, name: str) -> Stated:
    evidence = Evidence(
        *(entry[key] for key in ("control", "statement", "by", "date")),
        *(entry.get(key) for key in ("valid-until", "link", "file", "sha256")),
        kind=entry.get("kind", "proof"),
        apps=tuple(entry.get("apps", ())),
        stated_in=name or None,
        document=entry.get("document"),
    )
    return Stated(evidence, entry.get("framework"), route)


def _strangers(
    control: str, framework: str | None, route: Route, demands: Demands
) -> Iterator[Mistake]:
    """The control, or the framework, that an entry names and that there is not; or not which."""
    if framework is not None:
        known = demands.controls(framework)
        if known is None:
            names = demands.names()
            yield told((*route, "framework"), no_such(_NO_FRAMEWORK, framework, names))
        elif control not in known:
            yield told((*route, "control"), no_such(NO_CONTROL, control, known))
        return
    found = demands.having(control)
    if not found:
        every = (id_ for name in demands.names() for id_ in demands.controls(name) or ())
        yield told((*route, "control"), no_such(NO_CONTROL, control, every))
    elif len(found) > 1:
        several = _SEVERAL.format(control=control, frameworks=", ".join(found))
        yield told((*route, "control"), several)


def no_such(sentence: Message, name: str, known: Iterable[str]) -> Text:
    """That there is no such thing, with a guess at what was meant."""
    return sentence.format(name=name, meant=meant(name, known))


def is_below(file: Path, folder: Path) -> bool:
    """Whether a file stays below a folder, links followed."""
    found = Path(os.path.realpath(folder / file))  # of links in a circle, too
    return found.is_relative_to(os.path.realpath(folder)) and not file.is_absolute()


def sha256_of(path: Path, most: int = MAX_BYTES) -> str:
    """The hash of a regular file of so many bytes at most.

    Raises:
        OSError: it cannot be read, is no regular file, or a very large one.
    """
    if not path.is_file() or path.stat().st_size > most:
        raise OSError(None, "not a regular file of some size", str(path))
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_FILE_AND_HASH = Message("'file' and 'sha256' belong together: see 'synthgate evidence add --file'")
_OF_NOBODY = Message("names no app: leave it out where the entry is of all")
_ENDS_BEFORE = Message("is before 'date'")
_NO_FRAMEWORK = Message("no framework {name!r}{meant}")
_SEVERAL = Message("several frameworks have a control {control!r}: say 'framework', {frameworks}")
NO_CONTROL = Message("no control {name!r}{meant}")
_NEEDS_END = Message("what is met elsewhere needs 'valid-until'")
_NEEDS_PROOF = Message("what is met elsewhere needs 'link' or 'file'")
