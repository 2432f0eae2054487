"""A framework read from its file: with what it extends, and the ids of its standard."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import synthgate_rules
from synthgate.framework import losses, mapped
from synthgate.framework.extending import Body, Draft, crosswise, drafted, entries, taken_over
from synthgate.framework.mapped import RuleBook
from synthgate.framework.sheet import Framework, form, framework_of, whole
from synthgate.framework.standard import Standard, read_standard
from synthgate.model import Message, Problem, Text, joined, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.former import renamed
from synthgate.rule.cards.library import CARD_SUFFIXES
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.cards.sheet import Sheet, read_sheet
from synthgate.rule.terms.mistakes import Mistake, bounded, meant, told

DEEPEST = 5
"""Frameworks that extend each other in a row: an organisation's, a country's, a standard's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A framework, None where its mistakes keep it from being one."""

    framework: Framework | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A file with what it says in the end, None where something is wrong."""

    sheet: Sheet
    draft: Draft | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def built_in() -> dict[str, Path]:
    """The files of the frameworks that ship with synthgate, by name."""
    return {path.stem: path for path in sorted(synthgate_rules.FRAMEWORKS.glob("*.yaml"))}


def unknown(name: str) -> Text:
    """That no framework has a name, with a guess at what was meant."""
    known = built_in()
    return _UNKNOWN.format(name=name, meant=meant(name, known), names=", ".join(known))


def read_framework(
    path: Path, name: str, book: RuleBook | None = None, within: Path | None = None
) -> Reading:
    """Read a framework that messages know by a name, and tell everything wrong with it.

    `book` has the rules that there are; without it, nobody asks whether those that are named are.
    Its own paths stay `within` a folder.
    """
    read = _drafted(path, name, book, within, ())
    if read.draft is None:
        return Reading(problems=read.problems)
    renames = _renamed(read.sheet, book) if book else ()
    framework = framework_of(read.draft, book or RuleBook())
    return Reading(framework, notices=(*renames, *read.notices))


@cache
def shipped(name: str) -> Framework | None:
    """A framework that ships, read once: its files do not change while a program runs."""
    draft = _shipped(name).draft
    return framework_of(draft, RuleBook()) if draft else None


@cache
def _shipped(name: str) -> _Drafted:
    return _drafted(built_in()[name], f"frameworks/{name}.yaml", None, None, ())


def _drafted(
    path: Path, name: str, book: RuleBook | None, within: Path | None, around: tuple[str, ...]
) -> _Drafted:
    sheet = read_sheet(path, name, within)
    if sheet.problems:
        return _Drafted(sheet, problems=sheet.problems)
    body, problems, notices = sheet.body, list[Problem](), list[Problem]()
    mistakes = [*bounded(chain(form(body), _borrowed(body, path)))]
    base = standard = None
    if isinstance(body.get("extends"), str):
        read = _base(sheet, path, book, around)
        base, notices = read.draft, [*read.notices]
        problems += read.problems
    if isinstance(body.get("standard"), str):
        standard, wrong = _standard(sheet, name)
        problems += wrong
    if mistakes or problems:
        if base is None and standard is None and "extends" not in body and "standard" not in body:
            draft = drafted(body, None, None)
            mistakes += [it for it in bounded(whole(draft, book)) if it not in mistakes]
        return _Drafted(sheet, problems=(*sheet.source.problems(mistakes), *problems))
    draft = drafted(body, base, standard)
    mistakes = [*bounded(chain(crosswise(body, draft, base), whole(draft, book)))]
    told_ = tuple(sheet.source.problems(dict.fromkeys(mistakes)))
    if told_:
        return _Drafted(sheet, problems=told_)
    if base and book and path not in built_in().values():
        notices += _lost(sheet, taken_over(base, standard), book)
    return _Drafted(sheet, draft, notices=tuple(notices))


def _base(sheet: Sheet, path: Path, book: RuleBook | None, around: tuple[str, ...]) -> _Drafted:
    """The framework that a file extends, and what is wrong with it."""
    word = sheet.body["extends"]
    if not _is_file(word):
        known = built_in()
        if word not in known:
            return _Drafted(sheet, problems=(sheet.source.problem(("extends",), unknown(word)),))
        if book is None:
            return _shipped(word)
        found, name, within = known[word], f"frameworks/{word}.yaml", None
    else:
        if sheet.source.strays(word):
            outside = OUTSIDE.format(path=word, option="--framework")
            return _Drafted(sheet, problems=(sheet.source.problem(("extends",), outside),))
        found, name, within = sheet.source.folder / word, word, sheet.source.within
    above = (*around, _real(path))
    if _real(found) in above or len(above) > DEEPEST:
        circle = sheet.source.problem(("extends",), _CIRCLE.format(name=word))
        return _Drafted(sheet, problems=(circle,))
    return _drafted(found, name, book, within, above)


def _borrowed(body: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """An id that a framework has that ships: evidence of one would count for the other."""
    known = built_in()
    if isinstance(id_ := body.get("id"), str) and id_ in known and path not in known.values():
        yield told(("id",), _BORROWED.format(id=id_))


def _real(path: Path) -> str:
    """A path, links followed; as it is where no file can have that name."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return str(path)


def _standard(sheet: Sheet, name: str) -> tuple[Standard | None, list[Problem]]:
    """The table of ids beside a file, and what is wrong with it."""
    word = sheet.body["standard"]
    if sheet.source.strays(word):
        outside = OUTSIDE.format(path=word, option="--framework")
        return None, [sheet.source.problem(("standard",), outside)]
    folder = name.rpartition("/")[0]
    shown = f"{folder}/{word}" if folder else word
    standard, problems = read_standard(sheet.source.folder / word, shown)
    return standard, [_with_place(one, sheet) for one in problems]


def _with_place(problem: Problem, sheet: Sheet) -> Problem:
    """A file that cannot be read is told where it is named, too: there it is mended."""
    if problem.position is not None:
        return problem
    text = joined(": ", [verbatim(problem.path or ""), problem.message])
    return sheet.source.problem(("standard",), text)


def _is_file(word: str) -> bool:
    return word.endswith(CARD_SUFFIXES) or "/" in word


def _lost(sheet: Sheet, taken: Iterable[Body], book: RuleBook) -> Iterator[Problem]:
    """A notice for each control that asks less than the one of the same id that it changes."""
    for one in bounded(losses.lost(sheet.body, taken, book)):
        yield sheet.source.problem(one.route, one.text, ProblemCode.FRAMEWORK_NARROWER)


def _renamed(sheet: Sheet, book: RuleBook) -> Iterator[Problem]:
    """A notice for each rule that a file names by an id of before."""
    for key in ("controls", "beside"):
        for route, one in entries(sheet.body, key):
            for listed in ("rules", "elsewhere"):
                for at, selector, word in mapped.named(one.get(listed), (*route, listed)):
                    stale = book.names.stale(word) if selector == "rules" else ()
                    if stale:
                        text = renamed(word, stale)
                        yield sheet.source.problem(at, text, ProblemCode.RULE_RENAMED)


_UNKNOWN = Message("no framework {name!r}{meant}; there are {names}, and files such as ./ours.yaml")
_BORROWED = Message("{id!r} is a framework that ships: one of your own has an id of its own")
_CIRCLE = Message("extends {name!r}, which extends this one, or too many in a row")
