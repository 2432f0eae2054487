"""What the program says: sentences that stay in no language until a report is written.

A sentence of the program is English, with named placeholders; its translations stand in the
catalogs (`synthgate.catalogs`). What cards, profiles and frameworks say is data, and brings its
languages along. Neither is put into a language before somebody asks: `text["ko"]`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from synthgate.catalogs import sentence_in
from synthgate.korean import Korean
from synthgate.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the program, by its English words, and what fills its placeholders.

    ``Message("no rule {id!r}").format(id=name)``; the extraction of the catalogs looks for the
    call, so the words stand in it. `context` tells two sentences apart that are the same in
    English only; `plural` is how the sentence goes for any ``{number}`` but one.
    """

    id: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    context: str = ""
    plural: str = ""
    translations: tuple[tuple[Language, str], ...] = ()
    """Of a sentence that is not in the program's catalogs: see `synthgate.rule.api`."""

    def format(self, **values: object) -> Message:
        """Fill all placeholders; what is filled in is never read as a sentence.

        Raises:
            KeyError: one is left over. A sentence is read by somebody who could not mend it.
        """
        left_over = placeholders(self.id) - values.keys()
        if left_over:
            raise KeyError(*sorted(left_over))
        given = tuple((name, _plain(it)) for name, it in values.items())
        return Message(self.id, given, self.context, self.plural, self.translations)

    @property
    def number(self) -> int:
        """The number that its form depends on; one where it depends on none."""
        number = dict(self.arguments).get("number") if self.plural else None
        return number if isinstance(number, int) else 1

    def __getitem__(self, language: Language) -> str:
        values = dict(self.arguments)
        sentence = dict(self.translations).get(language) or sentence_in(
            language, self.id, self.context, self.plural, self.number
        )
        return sentence.format_map({name: _said(it, language) for name, it in values.items()})

    @property
    def en(self) -> str:
        """In English."""
        return self["en"]

    @property
    def ko(self) -> str:
        """In Korean."""
        return self["ko"]


@dataclass(frozen=True, slots=True)
class Words:
    """What a card, a profile or a framework says, in each language."""

    en: str
    ko: str

    def __getitem__(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts in a row, with something between them."""

    between: str
    parts: tuple[Text, ...]

    def __getitem__(self, language: Language) -> str:
        return self.between.join(part[language] for part in self.parts)

    @property
    def en(self) -> str:
        """In English."""
        return self["en"]

    @property
    def ko(self) -> str:
        """In Korean."""
        return self["ko"]


Text = Message | Words | Joined
"""Something that can be said in every language: ``text["ko"]``."""

NOTHING = Words("", "")

Argument = str | int | float | Text
"""What fills a placeholder: plain data, so that messages can be stored and sent."""


@cache
def placeholders(sentence: str) -> frozenset[str]:
    """The names between braces in a sentence of the program."""
    if "{" not in sentence and "}" not in sentence:
        return frozenset()
    from string import Formatter  # noqa: PLC0415 - most sentences of `--help` have none

    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def in_context(context: str, sentence: str) -> Message:
    """A sentence of which another one is the same in English, and in English only."""
    return Message(sentence, context=context)


def plural(one: str, many: str) -> Message:
    """A sentence that depends on its placeholder ``{number}``."""
    return Message(one, plural=many)


def verbatim(words: str) -> Words:
    """Words that are the same in every language: a name, a quotation of the input."""
    return Words(words, words)


def joined(between: str, parts: Iterable[Text]) -> Joined:
    """Several texts in a row."""
    return Joined(between, tuple(parts))


_AND_MORE = Message("{names} and {more} more")


def first_of(
    names: Sequence[str], most: int, between: str = ", ", and_more: Message = _AND_MORE
) -> Text:
    """The first of some names, and how many more there are (`and_more`: `names`, `more`)."""
    first, more = between.join(names[:most]), len(names) - most
    return and_more.format(names=first, more=more) if more > 0 else verbatim(first)


def words_of(written: Mapping[str, str]) -> Words:
    """What data says in one language or in several; a language that is missing has the other's.

    Raises:
        ValueError: it is said in no language.
    """
    said = [written[language].strip() for language in LANGUAGES if language in written]
    if not said:
        raise ValueError(sorted(written))
    return Words(*(written.get(language, said[0]).strip() for language in LANGUAGES))


def _plain(value: object) -> Argument:
    """A value as it can be stored: what is neither text nor number, by its `str`."""
    if isinstance(value, Text | int | float) and not isinstance(value, bool):
        return cast("Argument", value)
    return str(value)


def _said(value: Argument, language: Language) -> str | int | float:
    """What is put into a placeholder."""
    said = value[language] if isinstance(value, Text) else value
    return Korean(said) if language == "ko" and isinstance(said, str) else said
