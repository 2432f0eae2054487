"""Secrets in scripts and files of settings: what is assigned to a name that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.model import Message
from synthgate.patterns import pattern
from synthgate.records import dataclass
from synthgate.secrets.exposure import HOLE
from synthgate.secrets.kinds import decoded, tokens
from synthgate.secrets.words import is_placeholder, tells

LONGEST = 1 << 20
_ASSIGNED = pattern(
    r"""(?<![\w.$-])
        (?: --(?P<option>[A-Za-z][\w-]{1,80})(?:=|[ \t]{1,4})
          | (?P<name>[A-Za-z_][\w.-]{1,80})["']?\s{0,4}(?:=>|:=|[=:])\s{0,4}
        )
        (?: "(?P<double>[^"\n]{3,200})" | '(?P<single>[^'\n]{3,200})'
          | (?P<bare>[^\s"'`,;&|()<>\[\]{}]{6,200})
        )
    """,
    re.VERBOSE,
)
_NAMED = pattern(r"(?i)passw|passph|pwd|secret|token|key|identified")
"""What is in every name that says that it is a secret: most texts have none."""
_IDENTIFIED = pattern(
    r"(?i)\bIDENTIFIED\s{1,4}(?:WITH\s{1,4}\w{1,80}\s{1,4})?BY\s{1,4}['\"]([^'\"\n]{3,200})['\"]"
)
_LETTER_AND_DIGIT = pattern(r"(?=.*[0-9])(?=.*[A-Za-z])")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
PASSWORD = Message("a password")


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A secret in a text: how it is called, for those who read of it, and its letters."""

    kind: str
    name: Message
    text: str


def written_in(text: str) -> Iterator[Written]:
    """The secrets in a script: known kinds, assignments, and both in what is written in base64."""
    text = text[:LONGEST]
    yield from known_in(text)
    yield from assigned_in(text)
    for block in _BASE64.findall(text) if len(text) < LONGEST else ():
        inside = decoded(block).decode("utf-8", "ignore")
        if inside.isprintable() or "\n" in inside:
            for one in (*known_in(inside), *assigned_in(inside)):
                yield Written(one.kind, one.name, one.text)
                yield Written(one.kind, one.name, block)


def known_in(text: str) -> Iterator[Written]:
    """The credentials of known kinds in a text."""
    for token in tokens(text):
        yield Written(token.kind.id, token.kind.name, token.text)


def assigned_in(text: str) -> Iterator[Written]:
    """What is assigned to a name of a secret, and written out there.

    ``PASSWORD=$(aws …)`` and what has a hole in it are not; nor are, without quotes, the names that
    programs have for values: a literal there has letters and digits.
    """
    if not _NAMED.search(text):
        return
    for found in _ASSIGNED.finditer(text):
        name = found["option"] or found["name"].rpartition(".")[2]
        value = found["double"] or found["single"] or found["bare"]
        if _is_literal(value, is_bare=found["bare"] is not None) and tells(name, value):
            yield Written("password", PASSWORD, value)
    for found in _IDENTIFIED.finditer(text):
        if _is_literal(found[1], is_bare=False) and not is_placeholder(found[1]):
            yield Written("password", PASSWORD, found[1])


def _is_literal(value: str, *, is_bare: bool) -> bool:
    if HOLE in value or "$" in value or "`" in value or "{{" in value or "%(" in value:
        return False
    return not is_bare or ("." not in value and _LETTER_AND_DIGIT.match(value) is not None)
