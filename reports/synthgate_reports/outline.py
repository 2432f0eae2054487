"""The lines that both formats of the checklist are made of, and how Markdown takes their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from synthgate.records import dataclass

if TYPE_CHECKING:
    from synthgate.model import ControlState


class Code(str):
    """Words that are code: a place, an id, a command."""

    __slots__ = ()


Words = tuple[str, ...]
"""What a line says; some of it may be `Code`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline; details have a depth from 1, and controls their state.

    `row` is one of a table, the first of which is its head. Groups have a depth from 0.
    """

    kind: Literal["title", "text", "group", "control", "detail", "row"]
    words: Words
    depth: int = 0
    state: ControlState | None = None

    @property
    def text(self) -> str:
        """What it says, plain."""
        return "".join(self.words)


def detail(depth: int, *words: str) -> Line:
    """A line below a control."""
    return Line("detail", words, depth)


def escaped(words: Words) -> str:
    """Words as Markdown has them: code in its spans, and prose that means nothing else."""
    return "".join(_span(one) if isinstance(one, Code) else _prose(one) for one in words)


def _span(code: str) -> str:
    """Code in a span; words of a stranger that might leave it, or be a link, as prose."""
    return _prose(code) if _NO_CODE.search(code) or not code.strip() else f"`{code}`"


def _prose(text: str) -> str:
    r"""Words that Markdown leaves alone: no link, no tag, no emphasis from a stranger's name."""
    out = "".join(_ENTITY.get(char) or (f"\\{char}" if char in _SIGNS else char) for char in text)
    return out.replace("://", "&#58;//").replace("www.", "www&#46;")


_NO_CODE = re.compile(r"`|<[A-Za-z/!?]|@\w|://|www\.|\|")
_SIGNS = r"\`*_[]#|~!"
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
"""Signs that a backslash does not keep from a meaning: of a tag, a mention."""
