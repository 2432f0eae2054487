"""One side of requests, their actions or resources: every kind of them that patterns tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synthgate.change.access.classes import classes, is_open, may_meet
from synthgate.change.access.logic import Expr, Is, Var, every, opposite, some
from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Pattern, matches


@dataclass(frozen=True, slots=True)
class Entry:
    """A pattern as a statement names it, with the letters of what is open.

    `choices` are the patterns of which it is one, where they are known; `presence` decides whether
    it is there at all; `text` is how it is told.
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
        named = some(atom.answers[entry] for entry in self.entries)
        return opposite(named) if self.left_out else named


EVERYTHING = Select((), left_out=True)
"""What a policy is about that has no such element."""
NOTHING = Select(())


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """Texts that no entry tells apart: one of them, and which entries match it."""

    word: str
    answers: dict[Entry, Expr]


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
    return [
        Atom(word, {entry: _answer(entry, word, matched, numbers) for entry in named})
        for matched, word in found.items()
        if not allowed or not allowed.isdisjoint(matched)
    ]


def _answer(entry: Entry, word: str, matched: frozenset[int], numbers: dict[Pattern, int]) -> Expr:
    there = every(Is(var) for var in entry.presence)
    if numbers[entry.pattern] in matched:
        return there
    if entry.choices:
        held = [numbers[choice] in matched or _may_be(word, choice) for choice in entry.choices]
        same: Expr = Is(Same(word, entry.pattern)) if any(held) else False
        if all(numbers[choice] in matched for choice in entry.choices):
            same = True
    else:
        is_doubtful = (entry.is_open or any(map(is_open, word))) and _may_be(word, entry.pattern)
        same = Is(Same(word, entry.pattern)) if is_doubtful else False
    return every((there, same))


def _may_be(word: str, pattern: Pattern) -> bool:
    is_doubtful = any(map(is_open, word)) or any(map(is_open, pattern))
    return may_meet(tuple(word), pattern) if is_doubtful else matches(pattern, tuple(word))
