"""What comes of a wish to mend: a fix, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from synthgate.model import Finding, Message, Problem, Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding that is gone with the edits of a file; `path` is how reports name that.

    `told` is what a person should know besides: that more resources change with it.
    """

    finding: Finding
    path: str
    told: Text | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays, why, and what would mend it, as text."""

    finding: Finding
    reason: Text
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A file before and after; `file` is where it lies, None where it came by standard input."""

    path: str
    file: Path | None
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """All of it. `verified` says whether what was made was scanned, or synthesized, again."""

    fixed: tuple[Fixed, ...] = ()
    left: tuple[Left, ...] = ()
    edited: tuple[Edited, ...] = ()
    problems: tuple[Problem, ...] = ()
    verified: bool = True

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            (*self.fixed, *other.fixed),
            (*self.left, *other.left),
            (*self.edited, *other.edited),
            tuple(dict.fromkeys((*self.problems, *other.problems))),
            self.verified and other.verified,
        )


class NoFixError(Exception):
    """A fix that is not made, and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


Texts = Mapping[str, bytes]
"""Files that are other than those that lie there, by the names that reports give them."""


NO_CURE = Message("its card has no cure that was run as it stands: apply it by hand")
TAKES_AWAY = Message("the cure deletes what is kept, or ends what runs: apply it by hand")
