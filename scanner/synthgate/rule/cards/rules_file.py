"""What a file of rules holds: one card, or a family of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.model import Position
from synthgate.records import dataclass
from synthgate.rule.cards.card import (
    Card,
    Locate,
    Reading,
    in_full,
    placed,
    read_mapping,
    reading_of,
)
from synthgate.rule.cards.family import ROWS, Made, is_family, made_of, mistakes_of_family
from synthgate.rule.cards.python_check import Code
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.document import Route


def read_rules(
    path: Path, content: bytes, *, compiled: bool = False, code: Code = Code.RUN
) -> tuple[Reading, ...]:
    """Read every rule of a file, each with all that keeps it from being one.

    With `compiled`, what is wrong inside conditions is found too. What the rows of a family have in
    common is told once, of the first of them.
    """
    read = read_mapping(content)
    if isinstance(read, Reading):
        return (read,)
    body, locate = read
    if not is_family(body):
        body, found = in_full(path, body, compiled=compiled, code=code)
        return (reading_of(path, body, placed(found, locate), locate, code),)
    wrong = placed(mistakes_of_family(body), locate)
    if wrong:
        return (Reading(None, wrong, locate=locate),)
    rows = [made_of(body, index) for index in range(len(body[ROWS]))]
    whole = [in_full(path, made.body, compiled=compiled, code=code) for made in rows]
    shared = _in_all([mistakes for _, mistakes in whole])
    readings = [
        _of_row(path, replace(made, body=body), mistakes, _Places(made, locate, shared), code)
        for made, (body, mistakes) in zip(rows, whole, strict=True)
    ]
    return tuple(_once(readings))


def rule_in(path: Path, content: bytes, rule_id: str) -> Card:
    """A rule of a file that was without mistakes when it was last read.

    Raises:
        CardError: it has mistakes now.
    """
    readings = read_rules(path, content)
    asked = next((it for it in readings if it.rule_id == rule_id), readings[0])
    if asked.card is None:
        raise asked.mistakes[0]
    return asked.card


@dataclass(frozen=True, slots=True)
class _Places:
    """Where that was written which stands in the card that a row makes.

    `shared` are the routes of the card where all rows have the same mistake.
    """

    made: Made
    in_file: Locate
    shared: Collection[Route]

    def __call__(self, route: Route) -> Position | None:
        return self.in_file(self.made.origin(route, of_all=route in self.shared))


def _of_row(
    path: Path, made: Made, found: Sequence[Mistake], places: _Places, code: Code
) -> Reading:
    """The card that a row makes, or the mistakes of the row and of what it makes."""
    others = () if made.is_unfilled else found
    mistakes = (*placed(made.mistakes, places.in_file), *placed(others, places))
    reading = reading_of(path, made.body, mistakes, places, code)
    return replace(reading, row=made.row, at=made.at)


def _in_all(found: Sequence[Iterable[Mistake]]) -> set[Route]:
    """Where all of several rows have the same mistake: it is their family's."""
    alike = [{(mistake.route, mistake.text.en) for mistake in one} for one in found]
    return {route for route, _ in alike[0].intersection(*alike)} if alike[1:] else set()


def _once(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Readings that do not repeat what is told of one before them, at the same place."""
    seen: set[tuple[Position | None, str]] = set()
    for reading in readings:
        told = {(error.position, error.text.en): error for error in reading.mistakes}
        fresh = tuple(error for key, error in told.items() if key not in seen)
        seen.update(told)
        yield replace(reading, mistakes=fresh)
