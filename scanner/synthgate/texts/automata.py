r"""Regular languages of texts: whether all of them, some or none fit a pattern.

A text that is known in pieces stands for a language: ``m5.${Size}`` for all that begins with
``m5.``. Whether ``^(t4g|m7g)\.`` is found in none of it, in all of it or in some is decided by
going through both automata at once, by sets of states (Hopcroft, Motwani, Ullman, "Introduction
to Automata Theory", chapters 2 and 4). States from which no text ends are left out, and what is
nearest to an answer is looked at first. The effort is bounded; beyond it nothing is said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import count, cycle

from synthgate.texts.letters import ALL, Letters, holds, meet, ranges

MOST_STATES = 4000
"""Of one automaton; counts are written out."""
MOST_STEPS = 20_000
"""How many pairs of states are looked at for one answer."""


class UndecidableError(Exception):
    """A pattern, or an effort, that this module leaves alone."""


class Automaton:
    """States by number; state 0 is where a text begins, `end` where it ends.

    Besides letters an edge may be free, or free where the text begins or ends. It is made first,
    and then asked.
    """

    __slots__ = ("_edges", "_far", "_known", "_steps", "end", "free", "letters")

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
        self._far: list[float] = []
        """How many letters are between each state and the end."""

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
        """The states after a letter, free edges followed, from which a text may end."""
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
            found = self.alive(self.closure(moved)) if moved else _NOWHERE
            if len(self._steps) < MOST_STEPS:
                self._steps[key] = found
        return found

    def alive(self, states: frozenset[int]) -> frozenset[int]:
        """Those of some states, in a text or behind it, from which one may end."""
        far = self._distances()
        return frozenset(state for state in states if far[state] < _NEVER)

    def distance(self, states: frozenset[int]) -> float:
        """How many letters are at least between one of some states and the end."""
        far = self._distances()
        return min((far[state] for state in states), default=_NEVER)

    def _distances(self) -> list[float]:
        """By states, of texts that have begun: what is free there only is passed no more."""
        if self._far:
            return self._far
        before: list[list[tuple[int, int]]] = [[] for _ in self.letters]
        for state, edges in enumerate(self.letters):
            for letters, target in edges:
                if letters:
                    before[target].append((1, state))
            for kind, target in self.free[state]:
                if kind != "begin":
                    before[target].append((0, state))
        self._far = [_NEVER] * len(before)
        waiting: list[tuple[float, int]] = [(0, self.end)]
        while waiting:
            distance, state = heappop(waiting)
            if distance < self._far[state]:
                self._far[state] = distance
                for more, source in before[state]:
                    heappush(waiting, (distance + more, source))
        return self._far

    def never_ends(self, states: frozenset[int]) -> bool:
        """Whether every text that goes on from here is one of its texts, whatever follows."""
        return self.end in states and (ALL, self.end) in self.letters[self.end]

    def is_spelt_by(self, letters: Letters) -> bool:
        """Whether one of its texts may be made of some letters; more than there are, maybe."""
        found = {0}
        waiting = [0]
        while waiting:
            state = waiting.pop()
            free = [target for _, target in self.free[state]]
            moved = [target for edge, target in self.letters[state] if meet(edge, letters)]
            for target in (*free, *moved):
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return self.end in found

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


_NEVER = float("inf")
_NOWHERE: frozenset[int] = frozenset()
Both = tuple[frozenset[int], frozenset[int]]
"""Where both automata may be after a text."""


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
    walk = _Walk(texts, pattern)
    first = texts.closure([0], "begin"), pattern.closure([0], "begin")
    if texts.end in texts.closure(first[0], "begin", "end"):
        walk.answers.add(pattern.end in pattern.closure(first[1], "begin", "end"))
    if not pattern.is_spelt_by(texts.every_letter()):
        return False if walk.answers or texts.alive(first[0]) else None
    walk.go_on(first)
    while len(walk.answers) < len(_ANSWERS) and (both := walk.nearest()):
        walk.note(both)
        walk.go_on(both)
    return walk.answers.pop() if len(walk.answers) == 1 else None


_ANSWERS = (True, False)


class _Walk:
    """What is to be looked at in two automata, and which answers there were."""

    def __init__(self, texts: Automaton, pattern: Automaton) -> None:
        self.answers: set[bool] = set()
        self._texts, self._pattern = texts, pattern
        self._seen: set[Both] = set()
        self._waiting: dict[bool, list[tuple[float, int, Both]]] = {it: [] for it in _ANSWERS}
        """By the answer that each is near to; a pair waits for both."""
        self._left: set[Both] = set()
        self._numbers = count(0, -1)
        self._turns = cycle(_ANSWERS)
        self._steps = 0

    def nearest(self) -> Both | None:
        """What is nearest to an answer that there was not: a match, or the end of a text."""
        wanted = False in self.answers if self.answers else next(self._turns)
        waiting = self._waiting[wanted]
        while waiting:
            _, _, both = heappop(waiting)
            if both in self._left:
                self._left.remove(both)
                return both
        return None

    def note(self, both: Both) -> None:
        """The answer of the text that ends here, if one does."""
        ours, theirs = both
        if self._texts.end in self._texts.closure(ours, "end"):
            self.answers.add(self._pattern.end in self._pattern.closure(theirs, "end"))

    def go_on(self, both: Both) -> None:
        """Every letter that may follow. Where it settles what is found, no text is gone through.

        Raises:
            UndecidableError: there were too many.
        """
        ours, theirs = both
        letters = _samples(self._texts.leaving(ours), self._pattern.leaving(theirs)[1])
        self._steps += len(letters)
        if self._steps > MOST_STEPS:
            raise UndecidableError
        for letter in letters:
            moved = self._texts.after(ours, letter)
            found = self._pattern.after(theirs, letter)
            if not moved:
                continue
            if not found or self._pattern.never_ends(found):
                self.answers.add(bool(found))
            elif (moved, found) not in self._seen:
                self._add((moved, found))

    def _add(self, both: Both) -> None:
        self._seen.add(both)
        self._left.add(both)
        number = next(self._numbers)  # of those that are as near, the last one first
        heappush(self._waiting[True], (self._pattern.distance(both[1]), number, both))
        heappush(self._waiting[False], (self._texts.distance(both[0]), number, both))


def _samples(ours: tuple[Letters, frozenset[int]], theirs: frozenset[int]) -> list[int]:
    """A letter of each kind that leads on from ours, and that the edges here tell apart."""
    letters, parts = ours
    edges = sorted(parts | theirs)
    return [
        edge
        for low, high in letters
        for edge in (low, *edges[bisect_right(edges, low) : bisect_right(edges, high)])
    ]
