"""Words that ask of all matches together, and what may be said of a match before any is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.records import dataclass
from synthgate.resolve.values import Nothing, Unknown, causes_of
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.outcome import Outcome
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Scene


@dataclass(frozen=True, eq=False)
class Together:
    """A word with what it says of matches, by its argument, and what is told of them.

    `take` gives what is written in the card as `says` wants it.
    """

    word: Word
    take: Callable[[Any], Any]
    says: Callable[[Sequence[Match], Any], Outcome]
    noted: Callable[[Sequence[Match], Scene], str]
    quick: Callable[[Sequence[Any], Any], bool | None] | None = None
    """What it says of the values alone, some of which may be `OPEN`."""
    of_items: bool = False
    """Whether it asks of the items of the one value that a path without ``[*]`` leads to."""

    @property
    def name(self) -> str:
        """The word itself."""
        return self.word.name


def doubt(match: Match) -> Unknown | None:
    """Why a match may be none: a filter is not decided, or the value may be left out."""
    if match.doubt is None and _may_be_nothing(match.value):
        return Unknown(causes_of(match.value))
    return match.doubt


def _may_be_nothing(value: object) -> bool:
    return isinstance(value, Unknown) and any(
        isinstance(choice, Nothing) or _may_be_nothing(choice) for choice in value.choices
    )
