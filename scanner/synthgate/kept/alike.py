"""What the reports of many units hold alike, once in memory.

A million findings say a thousand sentences, in the names of a hundred rules.
"""

from __future__ import annotations

from typing import Any, TypeVar

from synthgate.model import Joined, Message, Text, Words

_T = TypeVar("_T")


_MOST = 200_000
"""So many things are known: what comes later has been seen before, or is seldom seen again."""


class Alike:
    """Gives for what equals something that it was given before that which it was given before."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def value(self, value: _T) -> _T:
        """A value by itself."""
        return self._of(value, value)

    def name(self, row: Any) -> Any:
        """A name, or whatever else stands in its place."""
        return self.value(row) if isinstance(row, str) else row

    def text(self, text: Text) -> Text:
        """A text whose parts have been here: one and 1.0 are told apart, which are equal."""
        return self._of(_key(text), text)

    def _of(self, key: object, value: _T) -> _T:
        if len(self._known) < _MOST:
            return self._known.setdefault(key, value)
        return self._known.get(key, value)


class Unlike(Alike):
    """Gives everything as it is, where nothing stays in memory."""

    def value(self, value: _T) -> _T:
        """The value."""
        return value

    def text(self, text: Text) -> Text:
        """The text."""
        return text


def _key(text: Text) -> tuple[object, ...]:
    """What no other text has. Parts that are known by their identity live as long as the text."""
    match text:
        case Words(en, ko):
            return en, ko
        case Joined(between, parts):
            return between, *map(id, parts)
        case Message():
            given = (
                (name, id(value)) if isinstance(value, Text) else (name, type(value), str(value))
                for name, value in text.arguments
            )
            return Message, text.id, text.context, text.plural, text.translations, *given
