"""The catalogs of what the program says, as gettext has them: one for each language but English.

A sentence's English stands in the code and is its key. Translations are in
``locales/LANGUAGE/LC_MESSAGES/synthgate.po``; ``.mo`` files are compiled from them when the
package is built or installed (`hatch_build.py`), and are not kept in git.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

DOMAIN = "synthgate"
ENGLISH = "en"
"""What stands in the code, and needs no catalog."""
FOLDER = Path(__file__).parent / "locales"


class CatalogError(Exception):
    """The catalog of a language is not there, or no catalog: the installation is not whole.

    It is told in English, there being no other words.
    """


def require(language: str) -> None:
    """Make sure that everything can be said in a language.

    Raises:
        CatalogError: there is no catalog of it.
    """
    if language != ENGLISH:
        catalog_of(language)


def sentence_in(language: str, english: str, context: str, plural: str, number: int) -> str:
    """A sentence of the program in a language, with its placeholders.

    `plural` is what it is for another `number` than one, or empty.

    Raises:
        CatalogError: there is no catalog of the language.
    """
    if language == ENGLISH:
        return plural if plural and number != 1 else english
    return looked_up(catalog_of(language), english, context, plural, number)


def looked_up(
    catalog: GNUTranslations, english: str, context: str, plural: str, number: int
) -> str:
    """What a catalog has of a sentence, in the form for a number; the English where it has none."""
    match bool(context), bool(plural):
        case False, False:
            return catalog.gettext(english)
        case True, False:
            return catalog.pgettext(context, english)
        case False, True:
            return catalog.ngettext(english, plural, number)
        case _:
            return catalog.npgettext(context, english, plural, number)


@cache
def catalog_of(language: str) -> GNUTranslations:
    """The compiled catalog of a language.

    Raises:
        CatalogError: there is none.
    """
    from gettext import GNUTranslations  # noqa: PLC0415 - English needs none of it
    from struct import error as error_of_bytes  # noqa: PLC0415 - likewise

    path = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, error_of_bytes) as error:
        told = (
            f"no messages in {language!r}: {DOMAIN}.mo of this installation cannot be read "
            f"({type(error).__name__}); install synthgate again, which compiles it"
        )
        raise CatalogError(told) from error
