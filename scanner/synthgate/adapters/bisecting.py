"""Templates that kill a program are found, and the others are answered without them.

A program is asked about all templates at once. Where it dies, halves of them are asked apart, down
to the one that it dies of, within a number of runs and the time of a whole run.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from synthgate.adapters.asking import Readable
from synthgate.records import dataclass

RUNS = 40
"""How often a program may be started over one run of synthgate: one bad template of 500 is found
in 19 runs, three in 40."""

T = TypeVar("T")
Ask = Callable[[Sequence[Readable], float], T | None]
"""Asks about some templates within some seconds; None where the program died over them."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a tool may use in all: seconds, and runs of its program."""

    seconds: float
    runs: int = RUNS


@dataclass(frozen=True, slots=True)
class Answers(Generic[T]):
    """What a program said, part by part in the order of the templates.

    `killing` are templates that it dies of when it is asked about each alone, `unasked` those that
    nothing is known of, for the budget was used up.
    """

    parts: tuple[T, ...] = ()
    killing: tuple[Readable, ...] = ()
    unasked: tuple[Readable, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every template was answered."""
        return not self.killing and not self.unasked


def answers(
    templates: Sequence[Readable],
    ask_some: Ask[T],
    budget: Budget,
    clock: Callable[[], float] = time.monotonic,
) -> Answers[T]:
    """Ask about all templates; where the program dies, about halves, until the budget is used up.

    Wider halves come before narrower ones, so that what can be answered is, before time is over.
    """
    deadline, runs = clock() + budget.seconds, 0
    said, killing, unasked = dict[int, T](), list[int](), list[int]()
    waiting = deque([range(len(templates))] if templates else [])
    while waiting:
        part = waiting.popleft()
        left = deadline - clock()
        if runs >= budget.runs or left <= 0:
            unasked.extend(part)
            continue
        runs += 1
        answer = ask_some([templates[at] for at in part], left)
        if answer is not None:
            said[part.start] = answer
        elif len(part) == 1:
            killing.append(part.start)
        else:
            half = part.start + len(part) // 2
            waiting.extend((range(part.start, half), range(half, part.stop)))
    return Answers(
        tuple(said[start] for start in sorted(said)),
        tuple(templates[at] for at in sorted(killing)),
        tuple(templates[at] for at in sorted(unasked)),
    )
