"""The data types of OSCAL: whatever a stranger calls something, it is one of them.

Tokens, strings, lines and prose as the JSON schemas of 1.2 have them (`TokenDatatype` …). Prose is
Markdown there, with inserted parameters (``{{ insert: param, … }}``): a stranger's words are none.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from synthgate_reports.clipping import counted_cut
from synthgate_reports.limits import EPOCH, made_at
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synthgate.model import Report

Json = dict[str, object]

VERSION = "1.2.1"
NS = "https://github.com/synthgate/synthgate/ns/oscal"
"""Whose the names of properties are that OSCAL does not define."""
OSCAL_NS = "http://csrc.nist.gov/ns/oscal"
_OURS = uuid5(NAMESPACE_URL, NS)
_LONGEST = 1_000
_LONGEST_PROSE = 8_000
_LONGEST_TOKEN = 200
_YEARS = range(1900, 3000)
"""Those that the schema knows."""

_NO_TOKEN = re.compile(r"[^A-Za-z0-9가-힣._-]+")
_BEGINS_TOKEN = re.compile(r"[A-Za-z가-힣_]")
_ENHANCEMENT = re.compile(r"\(([^()]*)\)")
_NIST = re.compile(r"[A-Z]{2}-\d+(?:\(\d+\))?")
_SIGNS = re.compile(r"[\\`*<\[{~^$&]|(?<![^\W_])_|_(?![^\W_])")


def uid(*words: str | int | None) -> str:
    """The uuid of what some words tell apart: the same in every run."""
    known = "\0".join(str(word) for word in words)
    return str(uuid5(_OURS, sha256(known.encode("utf-8", "surrogatepass")).hexdigest()))


def string(text: str | None) -> str:
    """A text on one line that neither begins nor ends with a space, and is not empty."""
    return counted_cut(printable(" ".join((text or "").split())), _LONGEST).strip() or "-"


def prose(text: str) -> str:
    """A sentence of whomever, which Markdown leaves as it is."""
    shown = counted_cut(printable(" ".join(text.split())), _LONGEST_PROSE).strip()
    return _SIGNS.sub(lambda found: f"\\{found[0]}", shown) or "-"


def paragraphs(*texts: str) -> str:
    """Several of them, each by itself; those that say nothing are left out."""
    return "\n\n".join(prose(text) for text in texts if text.strip()) or "-"


def token(text: str) -> str:
    """A name that begins with a letter or `_` and has no sign but `.`, `-` and `_`.

    Of an id with parts in parentheses, these follow a dot: ``164.312(a)`` is `_164.312.a`.
    """
    plain = _NO_TOKEN.sub("-", _ENHANCEMENT.sub(r".\1", text)).strip("-")
    if len(plain) > _LONGEST_TOKEN:
        plain = f"{plain[:_LONGEST_TOKEN]}-{uid(text)[:8]}"
    return plain if _BEGINS_TOKEN.match(plain) else f"_{plain}"


def control_token(id_: str) -> str:
    """A control as catalogs in OSCAL call it: that of SP 800-53 has ``ac-2.1`` for AC-2(1)."""
    return token(id_).lower() if _NIST.fullmatch(id_) else token(id_)


def href(path: str) -> str:
    """A path as a reference: no part of it is taken for a scheme or a fragment."""
    return "./" + quote(printable(path), safe="/")


def moment(report: Report) -> str:
    """When the report was made, as its stamp says; else the start of 1970."""
    made = made_at(report)
    try:
        found = datetime.fromisoformat(made)
    except ValueError:
        return EPOCH
    return made if found.year in _YEARS else EPOCH


def start_of(day: str | None) -> str | None:
    """The first second of an ISO date, in UTC; None of what is no date."""
    return f"{day}T00:00:00Z" if _is_day(day) else None


def end_of(day: str | None) -> str | None:
    """The last second of it."""
    return f"{day}T23:59:59Z" if _is_day(day) else None


def _is_day(day: str | None) -> bool:
    if not day or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return False
    try:
        return date.fromisoformat(day).year in _YEARS
    except ValueError:
        return False


def prop(name: str, value: object, class_: str = "", remarks: str = "", ns: str = NS) -> Json:
    """A property; its name is ours, unless another namespace is named."""
    return {
        "name": name,
        "ns": ns,
        "value": string(str(value)),
        **({"class": token(class_)} if class_ else {}),
        **({"remarks": prose(remarks)} if remarks else {}),
    }


def properties(facts: Iterable[tuple[str, str | int | None]]) -> list[Json]:
    """Those facts that there are."""
    return [prop(name, value) for name, value in facts if value is not None and value != ""]


def props(facts: Iterable[tuple[str, str | int | None]]) -> Json:
    """The same as a member; OSCAL takes no empty list."""
    return some("props", properties(facts))


def some(key: str, values: list[Json]) -> Json:
    """A list, if anything is in it."""
    return {key: values} if values else {}
