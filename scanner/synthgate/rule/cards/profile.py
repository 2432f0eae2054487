"""Profiles: named choices among the rules, with parameters and severities of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

import orjson

from synthgate.model import Message, Position, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards import unchanged
from synthgate.rule.cards.catalog import Pack
from synthgate.rule.cards.layers import (
    PARAMETERS,
    REPEATS,
    SELECTORS,
    SEVERITY,
    Layer,
    layer_of,
)
from synthgate.rule.cards.library import CARD_SUFFIXES
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.cards.shapes import fields, member, sentence, text
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet
from synthgate.rule.cards.stated import written_of
from synthgate.rule.terms.mistakes import meant
from synthgate.template.document import Route

DEFAULT = "recommended"

_profile = fields(
    {
        "id": text,
        "title": sentence,
        "description": sentence,
        "extends": text,
        "select": SELECTORS,
        "exclude": SELECTORS,
        "rule-parameters": PARAMETERS,
        "severity": SEVERITY,
        "repeats": member(REPEATS),
    },
    required=("id", "title"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A profile that is asked for, by its name or its file, and the place that asks for it."""

    name: str = DEFAULT
    source: Source = field(default_factory=lambda: Source("--profile"))
    key: str = "profile"

    @property
    def is_file(self) -> bool:
        """Whether it is asked for by its file."""
        return self.name.endswith(CARD_SUFFIXES) or "/" in self.name or os.sep in self.name

    @property
    def strays(self) -> bool:
        """Whether its file lies where the one who asks may not reach."""
        return self.is_file and self.source.strays(self.name)

    def problem(self, told: Text) -> Problem:
        """Why the wish cannot be met."""
        return self.source.problem((self.key,), told)


@dataclass(frozen=True, slots=True)
class _Found:
    """A profile's file, the name that messages have for it, and the pack that it is of."""

    path: Path
    shown: str
    pack: Pack | None = None
    named: bool = True
    built_in: bool = False


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles that have names, and what is wrong with those names."""

    shown: Callable[[Path], str]
    files: Mapping[str, _Found] = field(default_factory=dict[str, _Found])
    problems: tuple[Problem, ...] = ()

    def layers(self, wish: Wish) -> tuple[list[Layer], list[Problem]]:
        """What a profile says, after that which it extends; and everything that is wrong."""
        return self._layers(wish, ())

    def _layers(self, wish: Wish, above: Sequence[str]) -> tuple[list[Layer], list[Problem]]:
        if wish.strays:
            return [], [wish.problem(OUTSIDE.format(path=wish.name, option="--profile"))]
        found = self._find(wish)
        if found is None:
            return [], [wish.problem(_unknown(wish.name, self.files))]
        identity = os.path.realpath(found.path)
        if identity in above:
            return [], [wish.problem(_CIRCLE.format(name=wish.name))]
        within = None if found.named else wish.source.within
        sheet = _kept(found) if found.built_in else read_sheet(found.path, found.shown, within)
        problems = [*sheet.problems, *(() if sheet.problems else _mistakes(sheet, found))]
        if found.pack:
            problems = [found.pack.told(problem) for problem in problems]
        layers = [layer_of(sheet.source, sheet.body)]
        base = sheet.body.get("extends")
        if isinstance(base, str) and base.strip():
            wished = Wish(base, sheet.source, "extends")
            below, wrong = self._layers(wished, (*above, identity))
            return [*below, *layers], [*problems, *wrong]
        return layers, problems

    def _find(self, wish: Wish) -> _Found | None:
        if not wish.is_file:
            return self.files.get(wish.name)
        path = wish.source.folder / wish.name
        there = os.path.lexists(path)
        return _Found(path, self.shown(path), named=False) if there else None


def profiles_in(built_in: Path, packs: Iterable[Pack], shown: Callable[[Path], str]) -> Profiles:
    """The profiles that ship with synthgate and those of packs, by the names of their files.

    Of two with one name, the first. `shown` gives files the names that messages have for them.
    """
    files = {
        path.stem: _Found(path, f"{built_in.name}/{path.name}", built_in=True)
        for path in _files_in(built_in)
    }
    problems: list[Problem] = []
    for pack in packs:
        for path in _files_in(pack.profiles):
            if path.stem in files:
                twice = _TWICE.format(name=path.stem, file=files[path.stem].shown)
                problem = Problem(ProblemCode.SETTING, twice, pack.shown(path))
                problems.append(pack.told(problem))
            else:
                files[path.stem] = _Found(path, pack.shown(path), pack)
    return Profiles(shown, dict(sorted(files.items())), tuple(problems))


def _kept(found: _Found) -> Sheet:
    """A profile that ships with synthgate: without PyYAML, where its file has not changed since."""

    def read() -> Sheet:
        return read_sheet(found.path, found.shown)

    def said() -> str:
        sheet = read()
        return (b"" if sheet.problems else written_of(sheet.body) or b"").decode()

    folders = unchanged.around(found.path.parent)
    body = unchanged.PROCESS.answer(f"profile {found.path.stem}", folders, said)
    if not body:
        return read()

    def locate(route: Route) -> Position | None:
        return read().source.locate(route)

    return Sheet(Source(found.shown, found.path.parent, locate), orjson.loads(body))


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in CARD_SUFFIXES)


def _mistakes(sheet: Sheet, found: _Found) -> list[Problem]:
    """Everything wrong with the form of a profile."""
    body, source = sheet.body, sheet.source
    problems = source.problems(_profile(body, ()))
    if not {"select", "extends"} & body.keys():
        problems.append(source.problem((), _CHOOSES_NOTHING))
    if found.named and isinstance(body.get("id"), str) and body["id"] != found.path.stem:
        problems.append(source.problem(("id",), _MISNAMED.format(name=found.path.stem)))
    return problems


def _unknown(name: str, known: Iterable[str]) -> Text:
    names = [*known]
    return Message(
        "no profile {name!r}{meant}; there are {names}, and files such as ./ours.yaml"
    ).format(name=name, meant=meant(name, names), names=", ".join(names))


_CIRCLE = Message("profile {name!r} extends itself: name another one in 'extends'")
_CHOOSES_NOTHING = Message("chooses no rules: say 'select', 'extends', or both")
_MISNAMED = Message("id is the name of the file, {name!r}")
_TWICE = Message("profile {name!r} is already defined in {file}")
