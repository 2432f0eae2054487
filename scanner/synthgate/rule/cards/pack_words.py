"""What the Python beside a card says, in the languages of the card's own pack.

A pack, or a folder of cards, may have catalogs as gettext's tools make them, in
``locales/LANGUAGE/LC_MESSAGES/*.mo`` beside its cards or in a folder around them. They are read
when a sentence is said that is not synthgate's own, and what they have of it goes with it: who
writes the report need not have the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it has no name of its own

from synthgate.catalogs import ENGLISH, looked_up
from synthgate.model import LANGUAGES, Joined, Language, Message, Text, Words
from synthgate.model.text import placeholders

_AROUND = 3
"""How many folders may lie around a card within its pack."""
_MOST_BYTES = 10_000_000


def in_own_words(said: Text, card: Path) -> Text:
    """A text with its translations, as far as the pack of a card has them.

    Raises:
        OSError, ValueError: a catalog cannot be read.
    """
    if not any(_catalogs(card.parent, one) for one in LANGUAGES if one != ENGLISH):
        return said
    match said:
        case Words():
            return said
        case Joined(between, parts):
            return Joined(between, tuple(in_own_words(part, card) for part in parts))
        case Message():
            arguments = tuple(
                (name, value if isinstance(value, str | int | float) else in_own_words(value, card))
                for name, value in said.arguments
            )
            return replace(
                said, arguments=arguments, translations=tuple(_translations(said, card.parent))
            )


def require_sayable(said: object) -> None:
    """Make sure that a note can be said: when a report is written, nobody knows whose it was.

    Raises:
        TypeError: it is no text.
        KeyError, ValueError: a placeholder is left over, or cannot be filled in as it says.
    """
    match said:
        case Words():
            return
        case Joined(_, parts):
            for part in parts:
                require_sayable(part)
        case Message():
            values = dict(said.arguments)
            for value in values.values():
                if not isinstance(value, str | int | float):
                    require_sayable(value)
            _ = said.en
            for language, sentence in said.translations:
                if placeholders(sentence) - values.keys():
                    raise KeyError(sentence)
                _ = said[language]
        case _:
            kind = type(said).__name__
            told = f"a note is a Message, not {kind}"
            raise TypeError(told)


def _translations(said: Message, folder: Path) -> Iterator[tuple[Language, str]]:
    for language in LANGUAGES:
        for catalog in _catalogs(folder, language) if language != ENGLISH else ():
            sentence = _sentence(catalog, said)
            if sentence:
                yield language, sentence
                break


def _sentence(catalog: GNUTranslations, said: Message) -> str | None:
    """What a catalog has of a sentence; None where it has nothing."""
    found = looked_up(catalog, said.id, said.context, said.plural, said.number)
    return None if found in (said.id, said.plural) else found


def catalogs_in(folder: Path) -> list[Path]:
    """The files of the catalogs that the Python of a folder is translated by, in any language."""
    return [file for one in LANGUAGES if one != ENGLISH for file in _files(folder, one)]


def _files(folder: Path, language: Language) -> list[Path]:
    """The catalogs of a language that are nearest to a folder of cards."""
    for around in (folder, *folder.parents[:_AROUND]):
        files = sorted((around / "locales" / language / "LC_MESSAGES").glob("*.mo"))
        if files:
            return files
    return []


@cache
def _catalogs(folder: Path, language: Language) -> tuple[GNUTranslations, ...]:
    return tuple(map(_catalog, _files(folder, language)))


def _catalog(path: Path) -> GNUTranslations:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(path.name)
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, StructError) as error:  # told without the folder it lies in
        raise ValueError(path.name) from error
