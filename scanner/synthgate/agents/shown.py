"""What templates say, as an agent may be shown it: data that is not taken for words to it.

A logical id, a construct path, a file's name or a value in a message is a stranger's, and whoever
reads it may do as it says (OWASP, "LLM01: Prompt Injection"). Nothing tells such words apart for
sure, so none of them stands in a sentence of ours: they have fields of their own, are cut, have
nothing invisible and no markup in them, and what reads like an order is broken up and pointed out.
Code is not bent: it stands as it is, but for what nobody sees; what reads like an order in it is
only pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from synthgate_reports import wording

NAME = 200
"""Letters of a name: a construct path of a real app has some dozens."""
SAID = 600
"""Letters of a message; of ours with the values that it quotes few have half of it."""
LINE = 240
"""Letters of a line of a file, or of an account."""
CUT = "…"
_LOOKED_AT = 1_200
"""Letters of a text that are looked at: no more than these are shown of any."""
_LINE_LOOKED_AT = 500
_MARKUP = str.maketrans({"<": "‹", "`": "'"})
_TAGS = re.compile("<([^<>]*)>")
_LINKS = re.compile(r"(?<=\])\(|!(?=\[)")
"""What makes a link, or an image that somebody's viewer would fetch, of words in Markdown."""
_GAP = r"[\W_]{0,6}"
_WHOSE = r"(?:all|any|the|your|its|these|those|previous|prior|above|earlier|preceding|of)"
_ORDERS = re.compile(
    rf"(?:ignore|disregard|forget|override){_GAP}(?:{_WHOSE}{_GAP}){{1,5}}"
    rf"(?:system{_GAP})?(?:instruction|prompt|rule|message|order)s?"
    rf"|(?:system|developer){_GAP}(?:prompt|instruction)s?"
    r"|(?:^|\n)\s{0,6}(?:system|assistant|user|human|developer)\s?:\s"
    rf"|you{_GAP}(?:are|must){_GAP}now"
    r"|\[/?INST\]|‹\|.{0,40}?\|›|‹/?(?:system|assistant|instructions?)›"
    r"|(?:이전|앞의|위의|기존|모든)[^\n]{0,20}?(?:지시|명령|지침|프롬)[^\n]{0,12}?(?:무시|잊)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s_]+|(?<=[a-z])(?=[A-Z])|:|(?<=\[)|\|")
_DOT = "·"


def name(text: str) -> str:
    """A name of the workspace: an id, a construct path, the path of a file."""
    return _tame(text, NAME)


def said(text: str) -> str:
    """A sentence that quotes what templates say."""
    return _tame(text, SAID)


def line(text: str) -> str:
    """A line of a file as it stands there, without anything invisible: code is not bent."""
    return _cut(code(text), LINE)


def code(text: str) -> str:
    """A line of a file in full, without anything invisible but its tabs."""
    return "\t".join(map(wording.printable, text.split("\t")))


def told(text: str) -> str:
    """A line of an account of ours, in which templates are quoted; its indent is kept."""
    return _tame(text, LINE)


def reads_like_orders(texts: Iterable[str]) -> bool:
    """Whether some words of a template read as if they told the reader what to do."""
    return any(_ORDERS.search(_plain(text[:_LOOKED_AT])) for text in texts)


def code_reads_like_orders(lines: Sequence[str]) -> bool:
    """The same of lines of code, which may say it over two of them.

    A key before a colon is no role there: templates have properties called ``User``.
    """
    follows = (*lines[1:], "")
    return reads_like_orders(
        f"| {one[:_LINE_LOOKED_AT]} {other[:_LINE_LOOKED_AT]}"
        for one, other in zip(lines, follows, strict=False)
    )


def _tame(text: str, most: int) -> str:
    broken = _ORDERS.sub(_broken_up, _plain(text[:_LOOKED_AT]))
    return _cut(_LINKS.sub(_DOT, wording.inert(wording.printable(broken))), most)


def _plain(text: str) -> str:
    """Without what makes markup of it."""
    return _TAGS.sub(r"‹\1›", text).translate(_MARKUP)


def _broken_up(found: re.Match[str]) -> str:
    return _BETWEEN.sub(_DOT, found[0])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}{CUT}"
