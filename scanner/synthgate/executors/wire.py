"""Partial reports on their way from one process to another of the same run.

They are pickled, and go from a child to the process that started it, nowhere else. A record goes as
the values of its fields, in a quarter of the time and of the bytes that a frozen record takes by
itself, and a rule of the plan by its id. What is unpacked is made of records and words of
`synthgate.model`, and of tuples, so that a child whose memory a template has broken gets nothing
run here.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, cast

from synthgate import model
from synthgate.model import Message, PartialReport, Position, Rule, ToolRule, Words
from synthgate.model.text import Argument
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.card import Card

Reduced = tuple[Callable[..., Any], tuple[Any, ...]]
"""What makes a value again, and from what."""
Name = tuple[str, str]
"""A module, and the name of something in it."""


class Wire:
    """Packs and unpacks what is reported by the rules of these cards."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        self._cards = cards
        self._table = {**_TABLE, Rule: self._reduced}
        alike = {kind: cache(kind) for kind in _ALIKE} | {Message: _messages()}
        self._made = {**_KNOWN, **_names(alike)}
        self._made[__name__, _rule_of.__name__] = self._rule

    def packed(self, partial: PartialReport) -> bytes:
        """A partial report as bytes."""
        stream = io.BytesIO()
        pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._table
        pickler.dump(partial)
        return stream.getvalue()

    def unpacked(self, content: bytes) -> PartialReport:
        """A partial report from the bytes of a child.

        Raises:
            pickle.UnpicklingError: there is something else in them.
        """
        unpickler = _Unpickler(io.BytesIO(content), self._made)
        return cast("PartialReport", unpickler.load())

    def _reduced(self, rule: Rule) -> Reduced:
        card = self._cards.get(rule.id)
        is_of_plan = card is not None and card.rule is rule
        return (_rule_of, (rule.id,)) if is_of_plan else _BY_FIELDS(rule)

    def _rule(self, rule_id: str) -> Rule:
        return self._cards[rule_id].rule


class _Unpickler(pickle.Unpickler):
    """Makes what it knows how to, and nothing else."""

    def __init__(self, stream: io.BytesIO, made: Mapping[Name, Callable[..., Any]]) -> None:
        super().__init__(stream)
        self._made = made

    def find_class(self, module: str, name: str, /) -> Any:
        """What makes a value of this name."""
        found = self._made.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _rule_of(rule_id: str) -> Rule:
    """Stands in the bytes for what knows the rules of the plan, there."""
    raise LookupError(rule_id)


def _names(made: Mapping[type, Callable[..., Any]]) -> dict[Name, Callable[..., Any]]:
    return {(kind.__module__, kind.__qualname__): make for kind, make in made.items()}


def _messages() -> Callable[..., Message]:
    """Makes messages, those that are alike once; 1 and 1.0 are equal, and not said alike."""

    @cache
    def known(*values: Any) -> Message:
        return Message(*values)

    def make(id: str, arguments: tuple[tuple[str, Argument], ...], *values: Any) -> Message:  # noqa: A002
        is_plain = all(isinstance(value, str | int) for _, value in arguments)
        return (known if is_plain else Message)(id, arguments, *values)

    return make


def _by_fields(kind: type) -> Callable[[Any], Reduced]:
    names = [one.name for one in fields(kind)]
    if len(names) == 1:
        return lambda record: (kind, (getattr(record, names[0]),))
    values = attrgetter(*names)
    return lambda record: (kind, values(record))


def _by_value(member: Enum) -> Reduced:
    return type(member), (member.value,)


_NAMED: list[Any] = [getattr(model, name) for name in model.__all__]
"""All that the model has by name; what has been asked of it so far would be less."""
_KINDS: list[type] = [*(it for it in _NAMED if isinstance(it, type)), ProblemCode]
_RECORDS = [kind for kind in _KINDS if is_dataclass(kind)]
_ENUMS = [kind for kind in _KINDS if issubclass(kind, Enum)]
_TABLE: Mapping[type, Callable[[Any], Reduced]] = {
    **{kind: _by_fields(kind) for kind in _RECORDS},
    **dict.fromkeys(_ENUMS, _by_value),
}
_BY_FIELDS = _TABLE[Rule]
_KNOWN = _names({kind: kind for kind in (*_TABLE, tuple)})
"""A tuple by its name is what verdicts that were kept go as."""
_ALIKE = (Words, ToolRule, Position)
"""Records of which many are alike: in memory they are one, as they are where no process is.

Only such as are equal where they say the same; of messages see `_messages`.
"""
