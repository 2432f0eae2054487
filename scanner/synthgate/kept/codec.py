"""A partial report as bytes, and back: JSON, in which each thing stands once.

`encode` writes rules, subjects and texts into tables, and of verdicts columns; `decode` gives back
an equal report, and nothing that it reads is ever executed. What the rules say of themselves may be
left to who reads it (`known`): a scan that keeps what it found has them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

import orjson

from synthgate.kept.alike import Alike
from synthgate.kept.unpacking import Reading, RuleTable, readers
from synthgate.kept.writing import Writing, writers

if TYPE_CHECKING:
    from synthgate.model import PartialReport, Problem, Rule

FORMAT = 1
"""To be counted up when a reader of the form before would misread it."""
_NOTHING: Mapping[str, Rule] = {}


_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading raises over a row of another shape than it should have."""


class DamagedError(ValueError):
    """Bytes that are no partial report, or one of another form."""


def encode(partial: PartialReport, known: Mapping[str, Rule] = _NOTHING) -> bytes:
    """A partial report as bytes, the same for the same report.

    A rule that is among those that are `known` is named by its id alone.
    """
    tables = Writing(known)
    body = writers().report(partial, tables)
    places = [tables.subjects, tables.excerpts, tables.locations]
    return _dumped([FORMAT, tables.texts, tables.rules, *places, body])


def decode(
    content: bytes, known: Mapping[str, Rule] = _NOTHING, alike: Alike | None = None
) -> PartialReport:
    """The partial report that bytes were made of; what is `alike` in several is in memory once.

    Raises:
        DamagedError: they are none, of another form, or name a rule that is not `known`.
    """
    try:
        form, texts, rules, *places, body = _loaded(content)
        if form != FORMAT:
            raise DamagedError(form)
        with closing(Reading(texts, rules, known, *places, alike=alike)) as tables:
            return readers().report(body, tables)
    except _DAMAGE as error:
        raise DamagedError(str(error)) from error


def encode_problems(problems: Iterable[Problem]) -> bytes:
    """Problems as bytes."""
    tables = Writing(_NOTHING)
    rows = [writers().problem(problem, tables) for problem in problems]
    return _dumped([FORMAT, tables.texts, rows])


def decode_problems(content: bytes) -> list[Problem]:
    """The problems that bytes were made of.

    Raises:
        DamagedError: they are none, or of another form.
    """
    try:
        form, texts, rows = _loaded(content)
        if form != FORMAT:
            raise DamagedError(form)
        tables = Reading(texts, (), _NOTHING)
        return [readers().problem(row, tables) for row in rows]
    except _DAMAGE as error:
        raise DamagedError(str(error)) from error


def encode_rules(rules: Iterable[Rule]) -> bytes:
    """What rules say of themselves, as bytes."""
    tables = Writing(_NOTHING)
    names = [tables.named(rule) for rule in rules]
    return _dumped([FORMAT, tables.texts, names, tables.rules])


def decode_rules(content: bytes) -> Mapping[str, Rule]:
    """Rules by their ids, each made when it is asked for.

    Raises:
        DamagedError: the bytes are none, or of another form.
    """
    try:
        form, texts, names, rows = _loaded(content)
        if form != FORMAT or len(names) != len(rows):
            raise DamagedError(form)
        return RuleTable(names, Reading(texts, rows, _NOTHING, at_once=False))
    except _DAMAGE as error:
        raise DamagedError(str(error)) from error


_BY_PYTHON = b" "
"""What comes before JSON for which orjson has no form."""


def _dumped(value: Any) -> bytes:
    """As JSON; of half a surrogate pair, as in a file's name that is no text, or a large number."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return _BY_PYTHON + json.dumps(value, separators=(",", ":")).encode()


def _loaded(content: bytes) -> Any:
    """What `_dumped` wrote.

    Raises:
        ValueError, RecursionError: it is no JSON, or too deep.
    """
    return json.loads(content) if content.startswith(_BY_PYTHON) else orjson.loads(content)
