"""What kind of value it is: written out, a reference to a resource, or left to the deployment.

Asked of the template, not of what the deployment makes of it: a value that is open has no other
kind for sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction
from synthgate.resolve.values import Nothing, Partial, Reference, Unknown
from synthgate.rule.operators.operator import Operator, Row, one_or_more
from synthgate.rule.surroundings.inside import leads_inside
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_list, is_mapping

_OPEN = frozenset(
    {
        Decider.PARAMETER,
        Decider.ATTRIBUTE,
        Decider.IMPORT,
        Decider.DYNAMIC,
        Decider.MISSING,
        Decider.FUNCTION,
    }
)
"""Who decides what nobody can tell before deployment; of the others, synthgate cannot tell."""

_Piece = Any
"""A text or number, a reference (or a piece of one), a value that nobody knows, without choices."""


def literal(value: object) -> Truth:
    """Whether a value is written in the template; pseudo parameters in it count as written."""
    return _of_pieces(value, _is_written, conjunction)


def _is_written(piece: _Piece) -> Truth:
    if isinstance(piece, Unknown) and not piece.of:
        return _is_pseudo(piece) or Unknown(piece.causes)
    return not isinstance(piece, Reference | Unknown)


def _refers(piece: _Piece) -> Truth:
    if isinstance(piece, Unknown) and not piece.of:
        return not _is_pseudo(piece) and Unknown(piece.causes)
    return isinstance(piece, Reference | Unknown)


def _is_open(piece: _Piece) -> Truth:
    if not isinstance(piece, Unknown) or piece.of or _is_pseudo(piece):
        return False
    return any(cause.decider in _OPEN for cause in piece.causes) or Unknown(piece.causes)


def _is_pseudo(piece: Unknown) -> bool:
    return all(cause.decider is Decider.PSEUDO for cause in piece.causes)


def _of_pieces(
    value: object,
    of_piece: Callable[[_Piece], Truth],
    combine: Callable[[Iterable[Truth]], Truth],
) -> Truth:
    """What is said of the pieces of a text and the items of a list, put together.

    What an `Fn::If` leaves out says nothing.
    """
    match value:
        case Unknown(choices=choices) if choices:
            return agreed(lambda one: _of_pieces(one, of_piece, combine), value)
        case Nothing():
            inside: Iterable[Any] = ()
        case Partial(parts):
            inside = parts
        case _ if is_mapping(value):
            inside = value.values()
        case _ if is_list(value):
            inside = value
        case _:
            return of_piece(value)
    return combine(_of_pieces(one, of_piece, combine) for one in inside)


_IN_APP = "in-app"
_OF_ITSELF: Mapping[str, Callable[[Any], Truth]] = {
    "literal": literal,
    "reference": lambda value: _of_pieces(value, _refers, disjunction),
    "open": lambda value: _of_pieces(value, _is_open, disjunction),
}
"""The kinds that a value tells itself, each with its test."""
KINDS: Mapping[str, Callable[[Any, View], Truth]] = {
    "literal": lambda value, _: _OF_ITSELF["literal"](value),
    "reference": lambda value, _: _OF_ITSELF["reference"](value),
    _IN_APP: leads_inside,
    "open": lambda value, _: _OF_ITSELF["open"](value),
}
"""The kinds of values, each with its test. A value may be of several."""


def looks_around(kinds: tuple[str, ...]) -> bool:
    """Whether other resources have to be looked at to tell these kinds."""
    return _IN_APP in kinds


def _kind(written: Any) -> str:
    if isinstance(written, str) and written in KINDS:
        return written
    raise CardError(wrong_kind(Message("one of {kinds}").format(kinds=", ".join(KINDS)), written))


def _is(value: Any, kinds: tuple[str, ...], view: View) -> Truth:
    return disjunction(KINDS[kind](value, view) for kind in kinds)


def _of_itself(kinds: tuple[str, ...]) -> Callable[[Any], Truth]:
    """The test of kinds that a value tells itself; what is written out at once."""
    tests = [_OF_ITSELF[kind] for kind in kinds]
    of_scalar, of_reference = "literal" in kinds, "reference" in kinds

    def test(value: Any) -> Truth:
        kind = value.__class__
        if kind in _SCALARS:
            return of_scalar
        if kind is Reference:
            return of_reference
        return disjunction(said(value) for said in tests)

    return test


_SCALARS = frozenset((str, int, float, bool, type(None)))


WORDS = (
    Operator(
        "is",
        Message("which kind of value it is: literal, reference, in-app, open"),
        _is,
        one_or_more(_kind),
        of_kind=True,
        ready=_of_itself,
        page=Row(
            "`literal`, `reference`, `in-app`, `open` or a list",
            "is of this kind, or of one of these ([below](#what-kind-of-value))",
        ),
    ),
)
