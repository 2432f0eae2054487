"""What a control wants people to state: the form of its `evidence`, and where it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.framework import mapped
from synthgate.framework.mapped import RuleBook
from synthgate.model import Message
from synthgate.rule.cards.shapes import fields, items, kind, sentence, text, truth
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_list
from synthgate.template.document import Route

LONGEST = 1096
"""Three years in days, with a leap day: what nobody has looked at for longer shows nothing."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_number = kind(_is_number, Message("a number of days"))


def _days(value: Any, route: Route) -> Iterator[Mistake]:
    """How many days a statement holds, three years at most."""
    yield from _number(value, route)
    if _is_number(value) and value > LONGEST:
        yield told(route, _TOO_LONG.format(days=value, most=LONGEST))


_types = items(text, Message("a list of types of resources"))


def _where(value: Any, route: Route) -> Iterator[Mistake]:
    """Whether evidence is wanted only where rules judge something, or where such resources are."""
    yield from (_types if is_list(value) else truth)(value, route)


evidence = fields(
    {"what": sentence, "valid-days": _days, "where-found": _where}, ("what", "valid-days")
)
"""The shape of a control's `evidence`."""


def is_where_found(wanted: Mapping[str, Any] | None) -> bool:
    """Whether evidence is wanted only where there is something that it is about."""
    where = (wanted or {}).get("where-found", False)
    return where is not False


def types_of(wanted: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The types of resources that evidence is wanted of, whether rules judge them or not."""
    where = (wanted or {}).get("where-found", False)
    return tuple(where) if is_list(where) else ()


def unseen(body: Mapping[str, Any], route: Route, book: RuleBook) -> Iterator[Mistake]:
    """The types that evidence of a control is wanted of, and that none of its rules looks at."""
    types = types_of(body.get("evidence"))
    rules = [
        one for _, by, word in mapped.named(body.get("rules"), ()) for one in book.chosen(by, word)
    ]
    yield from mapped.unseen(types, rules, (*route, "evidence", "where-found"), book)


_TOO_LONG = Message(
    "{days} days are more than three years: {most} at most, after which it is stated anew"
)
