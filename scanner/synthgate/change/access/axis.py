"""One side of requests, their actions or resources: every kind of them that patterns tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synthgate.change.access.classes import classes, is_open, may_meet
from synthgate.change.access.logic import Expr, Is, Var, every, opposite, some
from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Pattern, matches


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A pattern as a statement names it, with the letters of what is open.

    `choices` are the patterns of which it is one, where they are known; `presence` decides whether
    it is there at all; `text` is how it is told. `Letters.entry` makes them: there is one of each.
    """

    pattern: Pattern
    choices: tuple[Pattern, ...] = ()
    presence: tuple[Var, ...] = ()
    text: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something in it is not known."""
        return any(map(is_open, self.pattern))


@dataclass(frozen=True, slots=True)
class Same:
    """That a text is one that a pattern matches, which nobody knows."""

    word: str
    pattern: Pattern

    @property
    def text(self) -> str:
        """All of its letters."""
        return self.word + "".join(one for one in self.pattern if isinstance(one, str))


@dataclass(frozen=True, slots=True)
class Select:
    """What an element names: any of some entries, or (`NotAction`) all but those."""

    entries: tuple[Entry, ...]
    left_out: bool = False

    def of(self, atom: Atom) -> Expr:
        """Whether it is about the texts of a class."""
        named = some(atom.answer(entry) for entry in self.entries)
        return opposite(named) if self.left_out else named


EVERYTHING = Select((), left_out=True)
"""What a policy is about that has no such element."""
NOTHING = Select(())


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """Texts that no entry tells apart: one of them, and which entries match it, or may."""

    word: str
    matched: dict[Entry, Expr]

    def answer(self, entry: Entry) -> Expr:
        """Whether an entry matches them."""
        return self.matched.get(entry, False)


def atoms(entries: Iterable[Entry], domain: Sequence[Pattern] = ()) -> list[Atom] | None:
    """Every class of texts, of those that fit a pattern of the domain; None if it takes too long.

    What is open is one of a kind as long as nothing else is compared with it: whether it is
    the same as another is a question of its own.
    """
    named = [*dict.fromkeys(entries)]
    numbers: dict[Pattern, int] = {}
    for pattern in (*(it for one in named for it in (one.pattern, *one.choices)), *domain):
        numbers.setdefault(pattern, len(numbers))
    found = classes([*numbers])
    if found is None:
        return None
    allowed = {numbers[pattern] for pattern in domain}
    axis = _Axis(named, numbers)
    return [
        Atom(word, axis.answers(word, matched))
        for matched, word in found.items()
        if not allowed or not allowed.isdisjoint(matched)
    ]


class _Axis:
    """Entries, by the numbers of their patterns."""

    def __init__(self, entries: Sequence[Entry], numbers: dict[Pattern, int]) -> None:
        self._entries = entries
        self._numbers = numbers
        self._open = [one for one in entries if one.is_open or one.choices]
        self._by_number: dict[int, list[Entry]] = {}
        for one in entries:
            self._by_number.setdefault(numbers[one.pattern], []).append(one)

    def answers(self, word: str, matched: frozenset[int]) -> dict[Entry, Expr]:
        """What the entries say of the texts for which a word stands."""
        found: dict[Entry, Expr] = {
            entry: every(Is(var) for var in entry.presence)
            for number in sorted(matched)
            for entry in self._by_number.get(number, ())
        }
        for entry in self._entries if any(map(is_open, word)) else self._open:
            if entry not in found and (same := self._may_be(entry, word, matched)) is not False:
                found[entry] = every((*(Is(var) for var in entry.presence), same))
        return found

    def _may_be(self, entry: Entry, word: str, matched: frozenset[int]) -> Expr:
        """Whether an entry matches a word that it does not match letter by letter."""
        if not entry.choices:
            return may_meet(tuple(word), entry.pattern) and Is(Same(word, entry.pattern))
        held = [self._numbers[choice] in matched for choice in entry.choices]
        if all(held):
            return True
        may_be = any(held) or any(_may_be(word, choice) for choice in entry.choices)
        return may_be and Is(Same(word, entry.pattern))


def _may_be(word: str, pattern: Pattern) -> bool:
    is_doubtful = any(map(is_open, word)) or any(map(is_open, pattern))
    return may_meet(tuple(word), pattern) if is_doubtful else matches(pattern, tuple(word))
