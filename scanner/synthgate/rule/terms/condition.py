"""What a condition means, and what its words need to know to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from typing import Any, Protocol

from synthgate.model import Status
from synthgate.records import dataclass
from synthgate.resolve.resolver import Resource
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import FAILED, PASSED, Outcome, Place

Node = Mapping[str, Any]
"""A condition as a card writes it, its parameters filled in."""

Quick = Callable[[View, Any], bool | None]
"""Asks the same, and says no more than whether it holds; None: ask in full."""


class Only(Enum):
    """What is asked for where the answer is nothing to anybody."""

    LOOK = auto()
    """That what looks at others has looked: the matter itself is settled."""


Sought = Status | Only | None
"""The answer, *pass* or *fail*, whose places somebody will ask for, if any does."""

Seek = Callable[[View, Any, Sought], Outcome]
"""Asks the same, see `Condition.seek`."""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Asks something of a value (the resource's body, or a match inside it).

    `full` says what the answer rests on. Whatever `quick` decides, `full` says too; and where it
    decides, `full` would have looked at no other resource, and run no Python: to look resolves
    it, and what nobody looks at is not told of. So one that `looks` is asked even where others
    have settled the matter, and if it does not decide, nothing is decided.
    """

    full: Callable[[View, Any], Outcome]
    quick: Quick | None = None
    looks: bool = False
    sparing: Seek | None = None
    """How it is asked for the places of one answer, where that takes less than all of them."""
    at_once: bool = False
    """Whether `sparing` takes no more than `quick`, which need not be asked before."""

    def __call__(self, view: View, value: Any) -> Outcome:
        """The answer with the places that it rests on."""
        return self.full(view, value)

    def answer(self, view: View, value: Any, sought: Sought) -> Outcome:
        """The answer, with its places where it is a doubt, or what is `sought`.

        Of another answer nobody asks the places: that nine parts hold is nothing to a finding
        about the tenth. What `full` looks at is looked at all the same.
        """
        if self.quick and not self.at_once and (said := settled(self.quick(view, value), sought)):
            return said
        return self.sparing(view, value, sought) if self.sparing else self.full(view, value)

    @property
    def seek(self) -> Seek:
        """The same of a part of something that was asked quickly: what is in it is asked once."""
        return self.sparing or self.answer


Check = Callable[[Resource, View], Iterator[Place]]
"""A rule in Python: yields a place for each fault, with causes where it cannot tell."""


class Compiling(Protocol):
    """Who compiles the conditions of a card, those inside others too."""

    @property
    def python(self) -> Callable[[str], Check]:
        """The functions beside the card."""
        ...

    @property
    def is_watched(self) -> bool:
        """Whether somebody is to see each condition asked, however often."""
        ...

    def compiled(self, node: Node) -> Condition:
        """Compile a condition that has no mistakes."""
        ...


_STATUS = {True: Status.PASS, False: Status.FAIL}


def settled(answer: bool | None, sought: Sought) -> Outcome | None:
    """A quick answer as an outcome, where nobody seeks its places."""
    if answer is None or _STATUS[answer] is sought:
        return None
    return PASSED if answer else FAILED


def other(sought: Sought) -> Sought:
    """What a condition is to seek for its opposite."""
    return _OTHER[sought] if isinstance(sought, Status) else sought


_OTHER = {Status.PASS: Status.FAIL, Status.FAIL: Status.PASS}
