"""What is wrong in a card, found by a route of keys; the file turns routes into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from reprlib import repr as short
from typing import Any

from synthgate.errors import CardError
from synthgate.model import NOTHING, Message, Text, joined, verbatim
from synthgate.records import dataclass
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence about the part of a card that a route leads to, and the error that it makes."""

    route: Route
    text: Text
    error: type[CardError] = CardError


def told(
    route: Route, text: Text, *, at: str | None = None, error: type[CardError] = CardError
) -> Mistake:
    """A mistake in a part that is told by its name; `at` is the key to point at."""
    named = joined(": ", [verbatim(shown(route)), text]) if route else text
    return Mistake(route if at is None else (*route, at), named, error)


MOST = 200
"""Mistakes of one file that are told at once: a guess at what each was to be takes its time."""


def bounded(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """The first of many mistakes, and that there are more."""
    left = iter(mistakes)
    yield from islice(left, MOST)
    if next(left, None) is not None:
        yield Mistake((), _MORE.format(most=MOST))


def shown(route: Route) -> str:
    """A route as people write it: ``check.all-of[1].path``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return "".join(steps).removeprefix(".")


def wrong_kind(wanted: Text, value: Any) -> Text:
    """A value is not what belongs there."""
    if isinstance(value, int | float) and not isinstance(value, bool) and wanted.en == _A_TEXT:
        return _UNQUOTED.format(wanted=wanted, value=short(value))
    return Message("{wanted} is needed, not {value}").format(wanted=wanted, value=short(value))


_A_TEXT = "a text"
_UNQUOTED = Message("{wanted} is needed, not {value}: put it in quotes")


def meant(word: str, known: Iterable[str]) -> Text:
    """A guess at what a word was to be, and never its opposite; nothing where no word is near."""
    # Takes longer to import than cards to read, and is for those with mistakes only.
    from difflib import get_close_matches  # noqa: PLC0415

    said, positive = [*known], word.removeprefix(_NOT)
    near = get_close_matches(word, [one for one in said if _denies(one) is _denies(word)], n=1)
    if _denies(word) and positive in said:
        near = [f"not: {{{positive}: …}}"]
    if not near:
        return NOTHING
    return Message("; did you mean {near!r}?").format(near=near[0])


_MORE = Message("more than {most} mistakes: what else is wrong is told when these are mended")
_NOT = "not-"


def _denies(word: str) -> bool:
    return word.startswith(_NOT)
