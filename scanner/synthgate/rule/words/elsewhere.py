"""``elsewhere: pass | fail``: what a name counts that is written out and is of nothing in the app.

Without it, such a name is a doubt: it may be of something elsewhere. Parameters without a value,
and all else that is open, stay doubts in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from synthgate.model import Message
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resource
from synthgate.resolve.shapes import spelt
from synthgate.resolve.values import Nothing, Partial, Unknown, unknown
from synthgate.rule.operators.kinds import literal
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.arns import ends_of, is_arn
from synthgate.rule.surroundings.inside import is_name
from synthgate.rule.surroundings.leading import leading
from synthgate.rule.surroundings.view import WHOLE, Seen, View
from synthgate.rule.terms.arguments import choice
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.word import Word
from synthgate.template.data import is_list

WORD = Word(
    "elsewhere",
    Message("what a written name counts that is of nothing in the app: pass, fail, unknown"),
    choice(("pass", "fail", "unknown")),
)

_NAMED = "named"
"""Under what the body of a stranger has the value that names it."""


def passes(node: Node) -> bool:
    """Whether strangers count for a condition."""
    return node.get(WORD.name) == "pass"


def name_of_stranger(view: View) -> Any:
    """What names a resource that is surely of nothing in the app; None of any other."""
    return view.resource.body.get(_NAMED) if view.is_whole else None


def led_to(view: View, matches: Iterable[Match], types: tuple[str, ...], node: Node) -> Seen:
    """The resources of some types that matches lead to, strangers among them if they count."""
    leads = _decided if node.get(WORD.name) in ("pass", "fail") else _doubted
    return [
        *_told_apart(
            (other, conjunction((there, match.doubt or True)))
            for match in matches
            for value in _each(match.value)
            for other, there in leads(view, value, types, node)
        )
    ]


def _doubted(view: View, value: Any, types: tuple[str, ...], _: Node) -> Seen:
    return view.targets(value, types)


def _each(value: Any) -> Iterator[Any]:
    if is_list(value):
        for item in value:
            yield from _each(item)
    else:
        yield value


def _decided(view: View, value: Any, types: tuple[str, ...], node: Node) -> Seen:
    """What a value leads to. What names something of another type is no stranger that passes."""
    if not _is_strange(view, value, types):
        return view.targets(value, types)
    inside = passes(node) and is_arn(value) and is_name(value, view, ("*",))
    if inside is True:
        return []
    stranger = view.on(Resource(WHOLE, "", {_NAMED: value}))
    return [(stranger, True)] if inside is False else [(view.on(Resource(WHOLE, "", {})), inside)]


def _is_strange(view: View, value: Any, types: tuple[str, ...]) -> bool:
    """Whether a value is written out, if only in part, and surely names nothing of these types.

    Of an open `Fn::If` its worlds tell.
    """
    if isinstance(value, Nothing | None) or (isinstance(value, Unknown) and value.choices):
        return False
    led = leading(value, view.resolver)
    if led.sure or led.perhaps:
        return False
    is_written = isinstance(spelt(value), str | Partial) or literal(value) is True
    return is_written and is_name(value, view, types) is False


def _told_apart(found: Iterable[tuple[View, Truth]]) -> Iterator[tuple[View, Truth]]:
    """Each stranger with whether it is one more: a name may be that of the ARN beside it."""
    names: list[Any] = []
    for other, there in found:
        name = name_of_stranger(other)
        if name is None:
            yield other, there
            continue
        is_clear = name in names or all(_differ(name, one) for one in names)
        names.append(name)
        one_more = is_clear or unknown(Decider.OUTSIDE, str(name)[:100])
        yield other, conjunction((there, one_more))


def _differ(one: Any, other: Any) -> bool:
    """Whether two names are surely of two resources."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one != other and other not in ends_of(one) and one not in ends_of(other)
