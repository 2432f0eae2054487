"""What a word of the language is: what it says to editors, and what may stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any, Protocol

from synthgate.model import Text
from synthgate.records import dataclass
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.document import Route

Form = dict[str, Any]
"""A JSON Schema of what stands beside a word, for editors."""


class Role(Enum):
    """What stands beside a word, for whoever follows a condition without asking it."""

    VALUE = auto()
    PATH = auto()
    """A path from what the condition asks about."""
    PATH_OF_OTHERS = auto()
    """A path from the resources whose types the condition names, or from entries of theirs."""
    PATH_TO_ENTRIES = auto()
    """A path from the resources whose types the condition names, to entries of theirs."""
    TYPES = auto()
    CONDITION = auto()
    """A condition, or several, of what the one around it asks about."""
    BRANCHES = auto()
    """Conditions of what the one around it asks about, by the resource types that they are for."""
    INNER = auto()
    """A condition of what the one around it leads to."""


class Reader(Protocol):
    """Who reads conditions and tells their mistakes."""

    @property
    def python(self) -> Callable[[str], object]:
        """Refuses a function that is not beside the card."""
        ...

    def condition(
        self, node: object, route: Route, *, of_a_match: bool = False
    ) -> Iterator[Mistake]:
        """The mistakes of a condition inside another, asked of a resource or of a match."""
        ...


Shape = Callable[[Reader, Any, Route, bool], Iterator[Mistake]]
"""The mistakes of a word's argument at its route, in a condition asked of a match or not."""


@dataclass(frozen=True, eq=False)
class Argument:
    """What may stand beside a word: its mistakes, and its forms; without any, anything."""

    mistakes: Shape
    forms: tuple[Form, ...] = ()
    role: Role = Role.VALUE


@dataclass(frozen=True, eq=False)
class Word:
    """A word that may stand in a condition. `means` is its sentence for editors."""

    name: str
    means: Text
    takes: Argument
