"""The proof that a text holds no template, at the price of a glance instead of parsing.

A template has a key `Resources`, or a transform that makes it; a broken one says its version. A
key is written out, or with escapes, or stands elsewhere under an anchor; in JSON and in YAML there
is no other way. So what has none of that is no template, whatever else it is. Everything else is
to be parsed.
"""

from __future__ import annotations

import codecs
import re

from synthgate.patterns import pattern

_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # first, for the mark of UTF-16 is how it begins
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_KEY = pattern("(?:Resources|AWSTemplateFormatVersion|Transform)[\"']?[\\s\ufeff]*+[:#/]")
"""The words as a key: between it and its colon may stand space, or a comment, JSON's included."""
_QUOTED = pattern("(?:Resources|AWSTemplateFormatVersion|Transform)\\\\+[\"']")
"""The same in a string of JSON: what CloudFormation is asked for answers with a text, perhaps."""
_ANSWER = pattern(r"\A\s*+\"|TemplateBody")
"""How such an answer is known: by its key, or by being nothing but a string."""
_ESCAPED = pattern(
    r"\\(?:(?:x|u00|U000000)([4-7][0-9A-Fa-f])|(?:\r\n|[\r\n\x85\u2028\u2029])[ \t]*+)"
)
"""An escape that makes a letter, and one that joins two lines (YAML 1.2, "Escaped Characters")."""


def cannot_be_template(content: bytes) -> bool:
    """Whether no reader of JSON or YAML finds a template in these bytes.

    Bytes that are no text are never excluded, nor is text of UTF-16 or UTF-32 without a mark.
    """
    text = _text(content)
    return text is not None and not (_has_key(text) or _has_key(_unescaped(text)))


def cannot_hold(word: str, content: bytes) -> bool:
    """Whether no reader of JSON or YAML finds a word, which is one of letters, in these bytes."""
    text = _text(content)
    return text is not None and word not in text and word not in _unescaped(text)


def _text(content: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _has_key(text: str) -> bool:
    if "Resources" in text and "&" in text and "*" in text:  # ``a: &x Resources`` and ``*x : …``
        return True
    if _KEY.search(text) is not None:
        return True
    return _ANSWER.search(text) is not None and _QUOTED.search(text) is not None


def _unescaped(text: str) -> str:
    """The text with its escapes as what they stand for; of an even row of backslashes, too."""
    return _ESCAPED.sub(_letter, text) if "\\" in text else ""


def _letter(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else ""
