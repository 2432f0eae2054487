"""The frameworks that there are, by name or by file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import synthgate_rules
from synthgate.config import Config
from synthgate.framework.sheet import Framework, framework_of, mistakes_in, notices_in
from synthgate.model import Message, Problem, Text
from synthgate.rule.cards.former import Names
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.cards.sheet import Sheet, read_sheet
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


def built_in() -> dict[str, Path]:
    """The files of the frameworks that ship with synthgate, by name."""
    return {path.stem: path for path in sorted(synthgate_rules.FRAMEWORKS.glob("*.yaml"))}


def frameworks_for(config: Config, rules: Names | None) -> Frameworks:
    """The frameworks that a configuration asks for.

    `rules` are the names of all rules, None where they do not matter.
    """
    chosen: list[Framework] = []
    notices: list[Problem] = []
    problems: list[Problem] = []
    for wish in config.framework:
        if wish.strays:
            problems.append(wish.problem(OUTSIDE.format(path=wish.name, option="--framework")))
            continue
        sheet = _sheet(wish, config)
        if sheet is None:
            problems.append(wish.problem(_unknown(wish.name)))
            continue
        wrong = mistakes_in(sheet, rules)
        problems += wrong
        if wrong:
            continue
        framework = framework_of(sheet, rules or Names())
        notices += notices_in(sheet, rules or Names())
        if any(framework.id == other.id for other in chosen):
            problems.append(wish.problem(_TWICE.format(id=framework.id)))
        chosen.append(framework)
    return Frameworks(tuple(chosen), tuple(problems), tuple(notices))


def every_framework(config: Config) -> Frameworks:
    """All frameworks whose controls evidence may be about: the built-in ones and the chosen."""
    chosen = frameworks_for(config, None)
    known = {framework.id for framework in chosen.chosen}
    others = [
        framework_of(read_sheet(path, path.name))
        for name, path in built_in().items()
        if name not in known
    ]
    return Frameworks((*chosen.chosen, *others), chosen.problems)


def _sheet(wish: Wish, config: Config) -> Sheet | None:
    if not wish.is_file:
        path = built_in().get(wish.name)
        return read_sheet(path, f"frameworks/{path.name}") if path else None
    path = wish.source.folder / wish.name
    return read_sheet(path, config.shown(path)) if os.path.lexists(path) else None


def _unknown(name: str) -> Text:
    names: Iterable[str] = built_in()
    return Message(
        "no framework {name!r}{meant}; there are {names}, and files such as ./ours.yaml"
    ).format(name=name, meant=meant(name, names), names=", ".join(names))


_TWICE = Message("framework {id!r} is asked for twice")
