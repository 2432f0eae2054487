r"""Regular languages of texts: whether all of them, some or none fit a pattern.

A text that is known in pieces stands for a language: ``m5.${Size}`` for all that begins with
``m5.``. Whether ``^(t4g|m7g)\.`` is found in none of it, in all of it or in some is decided by
going through both automata at once, by sets of states (Hopcroft, Motwani, Ullman, "Introduction
to Automata Theory", chapters 2 and 4). The effort is bounded; beyond it nothing is said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from synthgate.texts.letters import Letters, holds, ranges

MOST_STATES = 4000
"""Of one automaton; counts are written out."""
MOST_STEPS = 20_000
"""How many pairs of states are looked at for one answer."""


class UndecidableError(Exception):
    """A pattern, or an effort, that this module leaves alone."""


class Automaton:
    """States by number; state 0 is where a text begins, `end` where it ends.

    Besides letters an edge may be free, or free where the text begins or ends.
    """

    __slots__ = ("_edges", "_known", "_steps", "end", "free", "letters")

    def __init__(self) -> None:
        self.letters: list[list[tuple[Letters, int]]] = []
        self.free: list[list[tuple[str, int]]] = []
        self.end = 0
        self._known: dict[tuple[frozenset[int], int], frozenset[int]] = {}
        """What `after` has found: many letters lead from few sets of states."""
        self._steps: dict[tuple[int, int], frozenset[int]] = {}
        """What it has found of one state: the sets are many, and the states in them few."""
        self._edges: dict[frozenset[int], tuple[Letters, frozenset[int]]] = {}
        """The letters that lead on from sets of states, and where the edges part them."""

    def state(self) -> int:
        """A new state."""
        if len(self.letters) >= MOST_STATES:
            raise UndecidableError
        self.letters.append([])
        self.free.append([])
        return len(self.letters) - 1

    def closure(self, states: Iterable[int], *where: str) -> frozenset[int]:
        """All states that free edges lead to, where a text begins or ends, or does both."""
        found = set(states)
        waiting = [*found]
        while waiting:
            for kind, target in self.free[waiting.pop()]:
                if target not in found and (not kind or kind in where):
                    found.add(target)
                    waiting.append(target)
        return frozenset(found)

    def after(self, states: frozenset[int], letter: int) -> frozenset[int]:
        """The states after a letter, free edges followed."""
        key = states, letter
        found = self._known.get(key)
        if found is None:
            found = _NOWHERE.union(*[self._step(state, letter) for state in states])
            if len(self._known) < MOST_STEPS:
                self._known[key] = found
        return found

    def _step(self, state: int, letter: int) -> frozenset[int]:
        """The states after a letter in one state, free edges followed."""
        key = state, letter
        found = self._steps.get(key)
        if found is None:
            edges = self.letters[state]
            moved = [target for letters, target in edges if holds(letters, letter)]
            found = self.closure(moved) if moved else _NOWHERE
            if len(self._steps) < MOST_STEPS:
                self._steps[key] = found
        return found

    def every_letter(self) -> Letters:
        """The letters that its texts may have."""
        rows = (letters for row in self.letters for letters, _ in row)
        return ranges(span for letters in rows for span in letters)

    def leaving(self, states: frozenset[int]) -> tuple[Letters, frozenset[int]]:
        """The letters that lead on from states, and the code points at which their edges part."""
        found = self._edges.get(states)
        if found is None:
            edges = {letters for state in states for letters, _ in self.letters[state]}
            spans = [span for letters in edges for span in letters]
            parts = frozenset(edge for low, high in spans for edge in (low, high + 1))
            found = ranges(spans), parts
            if len(self._edges) < MOST_STEPS:
                self._edges[states] = found
        return found


_NOWHERE: frozenset[int] = frozenset()
Both = tuple[frozenset[int], frozenset[int], bool]
"""Where both automata may be after a text, and whether that is empty."""


def accepts(texts: Automaton, text: str) -> bool:
    """Whether a text is one of those of an automaton."""
    states = texts.closure([0], "begin")
    for letter in text:
        states = texts.after(states, ord(letter))
        if not states:
            return False
    here = ("begin", "end") if not text else ("end",)
    return texts.end in texts.closure(states, *here)


def every_text(texts: Automaton, most: int) -> list[str]:
    """All texts of an automaton; none where there are more than some, or without end."""
    found: list[str] = []
    waiting = [("", texts.closure([0], "begin"))]
    while waiting:
        text, states = waiting.pop()
        here = ("begin", "end") if not text else ("end",)
        if texts.end in texts.closure(states, *here):
            found.append(text)
        for low, high in {
            span for at in states for spans, _ in texts.letters[at] for span in spans
        }:
            letters = range(low, min(high, low + most) + 1)
            waiting += ((text + chr(one), texts.after(states, one)) for one in letters)
        if len(found) + len(waiting) > most or len(text) > most:
            return []
    return [*dict.fromkeys(found)]


def decided(texts: Automaton, pattern: Automaton) -> bool | None:
    """Whether a pattern is found in all texts, or in none (False); None: in some.

    Raises:
        UndecidableError: it takes too long to find out.
    """
    first: Both = texts.closure([0], "begin"), pattern.closure([0], "begin"), True
    seen: set[Both] = {first}
    waiting: list[Both] = [first]
    answers: set[bool] = set()
    steps = 0
    while waiting:
        ours, theirs, is_empty = waiting.pop()
        here = ("begin", "end") if is_empty else ("end",)
        letters = _samples(texts.leaving(ours), pattern.leaving(theirs)[1])
        steps += len(letters)
        if steps > MOST_STEPS:
            raise UndecidableError
        if texts.end in texts.closure(ours, *here):
            answers.add(pattern.end in pattern.closure(theirs, *here))
            if len(answers) > 1:
                return None
        for letter in letters:
            moved = texts.after(ours, letter)
            both = moved, pattern.after(theirs, letter), False
            if moved and both not in seen:
                seen.add(both)
                waiting.append(both)
    return answers.pop() if answers else None


def _samples(ours: tuple[Letters, frozenset[int]], theirs: frozenset[int]) -> list[int]:
    """A letter of each kind that leads on from ours, and that the edges here tell apart."""
    letters, parts = ours
    edges = sorted(parts | theirs)
    return [
        edge
        for low, high in letters
        for edge in (low, *edges[bisect_right(edges, low) : bisect_right(edges, high)])
    ]
