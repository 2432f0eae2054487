r"""Regular expressions of rules, which RE2 matches in time linear in the text.

Python's `re` tries one way after another: ``^([a-z0-9]+-?)*$`` takes longer than anybody waits
for a name of forty letters, and the template under test chooses the name. RE2 takes each letter
once; for that it has neither look-around nor back-references.

A pattern means what it means in Python, as far as RE2 can say it, for authors know that and
verdicts stay. Two things are RE2's: ``\d``, ``\w``, ``\s`` and ``\b`` are about ASCII, and letters
are alike without case as Unicode's simple folding has it (RE2, "Syntax").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.records import dataclass

MEMORY = 8 << 20
"""Bytes that one pattern may take, at work too: what RE2 forgets for it costs time, no answer."""
MOST_COUNTED = 1000
"""How often RE2 repeats at most, counts within counts multiplied (RE2, "Syntax")."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern as its author wrote it, and as RE2 compiled it."""

    written: str
    compiled: Any

    def __str__(self) -> str:
        return self.written

    def found_in(self, text: str) -> bool:
        """Whether some part of a text fits."""
        return self.compiled.search(_encoded(text)) is not None


def _encoded(text: str) -> bytes:
    """A text as RE2 reads it. Half a letter of UTF-16, which JSON can spell, is a strange one."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


@lru_cache(maxsize=4096)
def regex(written: str) -> Regex:
    """Compile a pattern.

    Raises:
        CardError: it is no regular expression, or one that RE2 does not have.
    """
    # The import takes milliseconds, and many a command matches nothing; it has no types, either.
    re2: Any = import_module("re2")
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False  # to stderr
    options.never_capture = True
    try:
        return Regex(written, re2.compile(_encoded(in_re2(written)), options))
    except re2.error as error:
        raise CardError(_refusal(error.args[0].decode(errors="replace"))) from error


def _refusal(reason: str) -> Text:
    if "repetition size" in reason:
        return _TOO_OFTEN.format(most=MOST_COUNTED, piece=reason.rpartition(" ")[2])
    return (_TOO_LARGE if "too large" in reason else _WRONG).format(reason=reason)


def in_re2(written: str) -> str:
    r"""A pattern of Python's `re` in the words of RE2, for a search.

    ``$`` is found before a last newline, too, and ``\Z`` at the very end; ``\uXXXX`` is a letter,
    ``{,3}`` a count, ``(?#…)`` nothing. Before a last newline, ``$`` takes it along: a pattern
    that goes on to ask for it (``$\n``) does not find it.

    Raises:
        CardError: it holds what RE2 does not have.
    """
    each_line = bool(_EACH_LINE.match(written))

    def reworded(token: re.Match[str]) -> str:
        kind, piece = token.lastgroup or "", token.group()
        if kind in _MISSING:
            raise CardError(_missing(kind, piece, token.start() + 1))
        return piece if kind == "end" and each_line else _REWORDED.get(kind, str)(piece)

    return _TOKEN.sub(reworded, written)


_TOKEN = re.compile(
    r"""
      (?P<quoted> \\Q (?s:.)*? (?:\\E|\Z) )
    | (?P<letter> \\u[0-9a-fA-F]{4} | \\U[0-9a-fA-F]{8} )
    | (?P<last> \\Z )
    | (?P<octal> \\[0-7]{3} )
    | (?P<reference> \\[1-9][0-9]? | \(\?P=\w*+\)? )
    | (?P<escaped> \\ (?s:.) )
    | (?P<letters> \[ \^? \]? (?: \[:\^?\w*+:\] | \\(?s:.) | [^\]\\] )*+ \]? )
    | (?P<comment> \(\?\# [^)]*+ \)? )
    | (?P<look_ahead> \(\?[=!] )
    | (?P<look_behind> \(\?<[=!] )
    | (?P<choice> \(\?\( )
    | (?P<atomic> \(\?> )
    | (?P<verbose> \(\?[a-zA-Z]*x[a-zA-Z]*(?:-[a-zA-Z]+)?[:)] )
    | (?P<flags> \(\?[a-zA-Z]+(?:-[a-zA-Z]+)?[:)] )
    | (?P<end> \$ )
    | (?P<possessive> (?: [*+?] | \{[0-9]++(?:,[0-9]*+)?\} | \{,[0-9]*+\} ) \+ )
    | (?P<count> \{[0-9]++(?:,[0-9]*+)?\} | \{,[0-9]*+\} )
    """,
    re.VERBOSE,
)
"""The parts of a pattern that Python and RE2 do not read alike, and those around such signs."""
_EACH_LINE = re.compile(r"\(\?[a-zA-Z]*m[a-zA-Z]*\)")
_LETTER = re.compile(r"(\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8})|\\.", re.DOTALL)


def _letter(piece: str) -> str:
    return f"\\x{{{piece[2:]}}}"


def _letters(piece: str) -> str:
    """A class, which may hold letters by their number."""
    return _LETTER.sub(lambda found: _letter(found[1]) if found[1] else found[0], piece)


def _flags(piece: str) -> str:
    """Without those that say what holds anyway: texts are Unicode, and classes ASCII."""
    kept = re.sub("[au]", "", piece)
    return "" if kept == "(?)" else kept


def _count(piece: str) -> str:
    least, comma, most = piece[1:-1].partition(",")
    least, most = _number(least or "0", piece), _number(most, piece)
    return f"{{{least}{comma}{most}}}"


def _number(digits: str, piece: str) -> str:
    number = digits.lstrip("0") or digits[:1]
    if len(number) > len(str(MOST_COUNTED)) or int(number or 0) > MOST_COUNTED:
        raise CardError(_TOO_OFTEN.format(most=MOST_COUNTED, piece=piece))
    return number


_REWORDED: Mapping[str, Callable[[str], str]] = {
    "letter": _letter,
    "letters": _letters,
    "last": lambda _: r"\z",
    "end": lambda _: r"(?:$|\n\z)",
    "comment": lambda _: "",
    "flags": _flags,
    "count": _count,
}

_WRONG = Message("not a regular expression: {reason}")
_TOO_LARGE = Message(
    "this regular expression is too large: split it into several conditions, or use shorter counts"
)
_TOO_OFTEN = Message(
    "a regular expression repeats {most} times at most, counts within counts multiplied, "
    "not {piece}: ask for the 'length' beside it"
)
_NOT_HERE = Message(
    "{piece} at letter {place} of the regular expression is {kind}, which RE2 does not have: {way}"
)
_SPLIT = Message(
    "split the condition in two, 'matches' and 'not-matches', or ask in Python beside the card"
)
_MISSING: Mapping[str, tuple[Text, Text]] = {
    "look_ahead": (Message("a look-ahead"), _SPLIT),
    "look_behind": (Message("a look-behind"), _SPLIT),
    "reference": (
        Message("a back-reference"),
        Message("write out what may be repeated, or ask in Python beside the card"),
    ),
    "choice": (
        Message("a conditional group"),
        Message("write both cases out, (with|without)"),
    ),
    "atomic": (
        Message("an atomic group"),
        Message("write (?:…), for nothing is tried twice"),
    ),
    "possessive": (
        Message("a possessive repetition"),
        Message("leave out the last +, for nothing is tried twice"),
    ),
    "verbose": (
        Message("the flag x"),
        Message("write it without spaces and comments"),
    ),
}
"""What Python has and RE2 does not: what it is called, and the way out."""


def _missing(kind: str, piece: str, place: int) -> Text:
    called, way = _MISSING[kind]
    return _NOT_HERE.format(piece=piece, place=place, kind=called, way=way)
