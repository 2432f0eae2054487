"""One folder of rule cards: every card that reads well, and every mistake of the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from synthgate.model import Position, Problem, Text
from synthgate.rule.card import Card, read_file

CARD_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file of a folder that claims an id: what a report calls it, and where its id stands.

    `card` is None where its mistakes keep it from being one.
    """

    rule_id: str
    card: Card | None
    shown: str
    id_position: Position | None


@dataclass(frozen=True, slots=True)
class Library:
    """What a folder holds. The cards may repeat each other's ids; that is the catalog's affair."""

    shelved: list[Shelved] = field(default_factory=list[Shelved])
    problems: list[Problem] = field(default_factory=list[Problem])


def read_library(
    folder: Path, shown: Callable[[Path], str] = Path.as_posix, *, compiled: bool = False
) -> Library:
    """Read every card below a folder.

    `shown` gives a file's name in reports. With `compiled`, the mistakes inside conditions
    are found too.
    """
    library = Library()
    unreadable = library.problems.append
    for path in card_files(folder, lambda error: unreadable(_unreadable(error))):
        try:
            reading = read_file(path, _content(path), compiled=compiled)
        except OSError as error:
            unreadable(_unreadable(error, shown(path)))
            continue
        library.problems.extend(
            Problem(error.text, shown(path), error.position, reading.rule_id, "configuration")
            for error in reading.mistakes
        )
        if reading.rule_id is not None:
            at = reading.locate(("id",))
            library.shelved.append(Shelved(reading.rule_id, reading.card, shown(path), at))
    return library


def card_files(folder: Path, unreadable: Callable[[OSError], object] | None = None) -> list[Path]:
    """Every card below a folder; a folder is none, whatever its name."""
    names = (
        Path(below, name)
        for below, _, names in os.walk(folder, onerror=unreadable)
        for name in names
    )
    return sorted(path for path in names if path.suffix in CARD_SUFFIXES)


def _content(path: Path) -> bytes:
    """The bytes of a regular file; a pipe, which might never end, is none."""
    if path.exists() and not path.is_file():
        raise OSError(None, "not a regular file", str(path))
    return path.read_bytes()


def _unreadable(error: OSError, shown: str | None = None) -> Problem:
    reason = error.strerror or str(error)
    return Problem(
        Text(f"cannot be read: {reason}", f"읽을 수 없습니다: {reason}"),
        shown or Path(str(error.filename)).as_posix(),
        kind="configuration",
    )
