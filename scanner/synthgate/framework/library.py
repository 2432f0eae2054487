"""The frameworks of a run, by name or by file, and those that there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from synthgate.config import Config
from synthgate.framework.mapped import RuleBook
from synthgate.model import Message, Problem
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.settings import CHECKLIST

if TYPE_CHECKING:
    from synthgate.framework.reading import Reading
    from synthgate.framework.sheet import Framework

__all__ = ["CHECKLIST"]


@dataclass(frozen=True, slots=True)
class Frameworks:
    """The frameworks of a run, and what is wrong with them."""

    chosen: tuple[Framework, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def rules(self) -> set[str]:
        """The rules that have to be asked for their sake."""
        return {rule_id for framework in self.chosen for rule_id in framework.rules}


def frameworks_for(config: Config, book: RuleBook | None) -> Frameworks:
    """The frameworks that a configuration asks for.

    `book` has all rules, None where they do not matter.
    """
    chosen: list[Framework] = []
    notices: list[Problem] = []
    problems: list[Problem] = []
    for wish in config.framework:
        if wish.strays:
            problems.append(wish.problem(OUTSIDE.format(path=wish.name, option="--framework")))
            continue
        reading = _reading(wish, config, book)
        if reading is None:
            from synthgate.framework.reading import unknown  # noqa: PLC0415 - see below

            problems.append(wish.problem(unknown(wish.name)))
            continue
        problems += reading.problems
        notices += reading.notices
        framework = reading.framework
        if framework is None:
            continue
        if any(framework.id == other.id for other in chosen):
            problems.append(wish.problem(_TWICE.format(id=framework.id)))
        chosen.append(framework)
    return Frameworks(tuple(chosen), tuple(problems), tuple(notices))


class Known:
    """The frameworks that evidence may be about: the chosen, and the built-in ones where named.

    Those are read when somebody asks: a standard has a thousand controls.
    """

    def __init__(self, chosen: Iterable[Framework] = ()) -> None:
        self.chosen = {one.id: one for one in chosen}

    def names(self) -> list[str]:
        """The ids of all."""
        from synthgate.framework.reading import built_in  # noqa: PLC0415 - see below

        return [*self.chosen, *(name for name in built_in() if name not in self.chosen)]

    def named(self, name: str) -> Framework | None:
        """A framework by its id, None where there is none."""
        if name in self.chosen:
            return self.chosen[name]
        # Most runs ask for no framework, and do without what reads one.
        from synthgate.framework.reading import built_in, shipped  # noqa: PLC0415

        return shipped(name) if name in built_in() else None

    def every(self) -> Iterator[Framework]:
        """All of them, the chosen first."""
        yield from (one for name in self.names() if (one := self.named(name)))

    def controls(self, framework: str) -> frozenset[str] | None:
        """The ids of the controls of a framework, None where there is no such framework.

        One that a chosen framework extends is known by what that has of it.
        """
        later = (one for one in self.chosen.values() if framework in one.before)
        found = self.named(framework) or next(later, None)
        return found and frozenset(one.id for one in found.controls)

    def having(self, control: str) -> list[str]:
        """The frameworks with a control of that id that are no part of one another: their roots.

        The chosen ones, or else the first of the others.
        """
        found = dict.fromkeys(one.root for one in self.chosen.values() if _has(one, control))
        first = (
            one.root for one in self.every() if one.id not in self.chosen if _has(one, control)
        )
        return [*found] or [*islice(first, 1)]


def _has(framework: Framework, control: str) -> bool:
    return any(one.id == control for one in framework.controls)


def known_to(config: Config) -> tuple[Known, tuple[Problem, ...]]:
    """The frameworks that evidence may be about, and what is wrong with the chosen ones."""
    found = frameworks_for(config, None)
    return Known(found.chosen), found.problems


def _reading(wish: Wish, config: Config, book: RuleBook | None) -> Reading | None:
    from synthgate.framework.reading import built_in, read_framework  # noqa: PLC0415 - see above

    if not wish.is_file:
        path = built_in().get(wish.name)
        return read_framework(path, f"frameworks/{path.name}", book) if path else None
    path = wish.source.folder / wish.name
    if not os.path.lexists(path):
        return None
    return read_framework(path, config.shown(path), book, wish.source.within)


_TWICE = Message("framework {id!r} is asked for twice")
