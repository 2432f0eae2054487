"""The frameworks of a run, by name or by file, and those that there are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from synthgate.config import Config
from synthgate.framework.mapped import RuleBook
from synthgate.framework.reading import Reading, built_in, read_framework
from synthgate.framework.sheet import Framework
from synthgate.model import Message, Problem, Text
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.terms.mistakes import meant
from synthgate.settings import CHECKLIST

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
            problems.append(wish.problem(_unknown(wish.name)))
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


def every_framework(config: Config) -> Frameworks:
    """All frameworks whose controls evidence may be about: the built-in ones and the chosen."""
    chosen = frameworks_for(config, None)
    known = {framework.id for framework in chosen.chosen}
    others = [
        reading.framework
        for name, path in built_in().items()
        if name not in known and (reading := read_framework(path, path.name)).framework
    ]
    return Frameworks((*chosen.chosen, *others), chosen.problems)


def _reading(wish: Wish, config: Config, book: RuleBook | None) -> Reading | None:
    if not wish.is_file:
        path = built_in().get(wish.name)
        return read_framework(path, f"frameworks/{path.name}", book) if path else None
    path = wish.source.folder / wish.name
    if not os.path.lexists(path):
        return None
    return read_framework(path, config.shown(path), book, wish.source.within)


def _unknown(name: str) -> Text:
    names: Iterable[str] = built_in()
    return Message(
        "no framework {name!r}{meant}; there are {names}, and files such as ./ours.yaml"
    ).format(name=name, meant=meant(name, names), names=", ".join(names))


_TWICE = Message("framework {id!r} is asked for twice")
