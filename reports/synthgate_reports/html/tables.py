"""Words and records that the page of a report keeps once each, by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = TypeVar("Record")

LONGEST_NAME = 300
LONGEST_SENTENCE = 2000
_CUT = "…"


class Table(Generic[Record]):
    """Records in the order of their first use, none of them twice."""

    def __init__(self, *known: Record) -> None:
        self._numbers = {record: number for number, record in enumerate(known)}

    def __contains__(self, record: Record) -> bool:
        return record in self._numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, record: Record) -> int:
        """The number of a record, from 0."""
        return self._numbers.setdefault(record, len(self._numbers))

    def rows(self) -> list[Record]:
        """All of them, in the order of their numbers."""
        return [*self._numbers]


class Strings(Table[str]):
    """All words of the page, each made visible; the number 0 stands for none."""

    def __init__(self) -> None:
        super().__init__("")
        self._names: dict[str | None, int] = {}

    def name(self, text: str | None) -> int:
        """The number of a name, of which a very long one is cut."""
        if text not in self._names:
            self._names[text] = self.number(name(text or ""))
        return self._names[text]

    def prose(self, text: str) -> int:
        """The number of a sentence."""
        return self.number(prose(text))

    def code(self, text: str) -> int:
        """The number of a few lines."""
        return self.number("\n".join(printable(line) for line in text.strip().splitlines()))

    def names(self, texts: Iterable[str]) -> tuple[int, ...]:
        """The numbers of several names."""
        return tuple(self.name(text) for text in texts)


def name(text: str) -> str:
    """A name as the page shows it."""
    return _cut(printable(text[: LONGEST_NAME + 1]), LONGEST_NAME)


def prose(text: str) -> str:
    """A sentence as the page shows it."""
    return _cut(sentence(text), LONGEST_SENTENCE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + _CUT


def differences(numbers: Iterable[int]) -> list[int]:
    """Each number less the one before it, the first less 0."""
    before, less = 0, list[int]()
    for number in numbers:
        less.append(number - before)
        before = number
    return less
