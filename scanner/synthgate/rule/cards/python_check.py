"""Checks in Python: the functions of the module beside a card.

A card's Python is anybody's code, so whatever it raises is the card's mistake and ends
nothing else: what it raises while it loads is caught here, what a check raises is caught
in `evaluate.engine`. `SystemExit` is no way out either; a gate that a rule could leave
with code 0 would be open.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import cast

from synthgate.errors import CardError, CodeError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.resolver import Resource
from synthgate.rule.cards.pack_words import in_own_words, require_sayable
from synthgate.rule.cards.python_source import may_define, parsed
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Check
from synthgate.rule.terms.outcome import Place

MOST_LETTERS = 200


class Code(Enum):
    """What becomes of the Python beside a card: run it, only read it, or refuse the card."""

    RUN = "run"
    READ = "read"
    REFUSE = "refuse"


@dataclass(frozen=True, eq=False)
class Beside:
    """The module beside a card, loaded when the first of its functions is asked for."""

    card: Path
    code: Code = Code.RUN

    def function(self, name: str) -> Check:
        """A function that the card names.

        Raises:
            CardError: there is none, the module cannot be loaded, or may not be.
        """
        if self.code is Code.REFUSE:
            raise CodeError(_REFUSED.format(file=self._path.name))
        if self.code is Code.READ:
            if may_define(self._source, name):
                return _unasked
        elif callable(function := vars(self._module).get(name)):
            return _staying(cast("Check", function), self.card)
        raise CardError(_NO_FUNCTION.format(file=self._path.name, name=name))

    @property
    def _path(self) -> Path:
        return self.card.with_suffix(".py")

    @cached_property
    def _module(self) -> ModuleType:
        self._refuse_nothing()
        try:
            return _loaded(self._path)
        except (Exception, SystemExit) as error:  # anybody's code, see above
            raise _broken(self._path, error) from error

    @cached_property
    def _source(self) -> ast.Module:
        self._refuse_nothing()
        try:
            return parsed(self._path)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise _broken(self._path, error) from error

    def _refuse_nothing(self) -> None:
        if not self._path.is_file():
            raise CardError(_NO_FILE.format(file=self._path.name))


def _unasked(_: Resource, __: View) -> Iterator[Place]:
    """The check of a card whose Python is only read, and which nobody is to ask."""
    raise CodeError(_REFUSED.format(file="Python"))


def _loaded(path: Path) -> ModuleType:
    """A module from its file alone.

    It stays in `sys.modules`, where dataclasses look for it; no import statement can ask
    for a name with slashes, and no two files share a path.
    """
    name = f"synthgate card {path.resolve().as_posix()}"
    spec = importlib.util.spec_from_file_location(name, path)
    if not (spec and spec.loader):
        raise ImportError(path.name)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def _broken(path: Path, error: BaseException) -> CardError:
    reason = f"{type(error).__name__}: {error}"[:MOST_LETTERS]
    return CardError(_UNLOADED.format(file=path.name, reason=reason))


def _said(note: Text, card: Path) -> Text:
    """A note in the words of the card's pack, if it can be said at all."""
    told = in_own_words(note, card)
    require_sayable(told)
    return told


def _staying(function: Check, card: Path) -> Check:
    """The function, kept from ending the program, and saying what it says in all its languages."""

    def check(resource: Resource, view: View) -> Iterator[Place]:
        try:
            for place in function(resource, view):
                note = place.note
                said = None if note is None else _said(note, card)
                yield place if said is note else replace(place, note=said)
        except SystemExit as error:
            message = f"SystemExit: {error}"
            raise RuntimeError(message) from error

    return check


_NO_FUNCTION = Message("{file} has no function {name!r}")
_NO_FILE = Message("there is no {file} beside the card")
_UNLOADED = Message("{file} cannot be loaded ({reason})")
_REFUSED = Message("{file} would have to be run: read it, and allow it with --allow-code")
