"""Conditions that are right and do not ask what they seem to: for `rules lint`.

An `any-of` that can never fail, and a `not` over a path with several matches, which holds as soon
as one of them is not so. Only what is surely so is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.rule.cards.shared import ASKING
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.operators.asking import BESIDE, argument
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.operators.value_of import is_value_of
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.rule.terms.parameters import filled_in
from synthgate.rule.terms.word import Role
from synthgate.rule.words import message
from synthgate.rule.words.combinators import ALL_OF, ANY_OF, NOT
from synthgate.rule.words.otherwise import ELSE
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_ROLES = {word.name: word.takes.role for word in every_word()}
_INSIDE = (Role.CONDITION, Role.INNER)
_SEVERAL = re.compile(r"\[\*\]|\.\*|\.\.")
"""What leads to several matches, as people write it."""
_PERHAPS_SEVERAL = re.compile(r"[*?,:]|\.\.")
_LOOKING = tuple(kind.name for kind in KINDS.values())

Part = Mapping[str, Any]


def mistakes(body: Mapping[str, Any]) -> Iterator[Mistake]:
    """Of a card's conditions."""
    written = body.get("parameters")
    values = written if is_mapping(written) else {}
    for word in ASKING:
        yield from _inside(filled_in(body.get(word), values), (word,))


def _inside(node: object, route: Route) -> Iterator[Mistake]:
    """Of a condition, or of several."""
    if is_list(node):
        for index, part in enumerate(node):
            yield from _inside(part, (*route, index))
    elif is_mapping(node):
        yield from _never_failing(node.get(ANY_OF.name), (*route, ANY_OF.name))
        yield from _denied(node.get(NOT.name), (*route, NOT.name))
        for word, part in node.items():
            role = _ROLES.get(word, Role.VALUE)
            if role in _INSIDE:
                yield from _inside(part, (*route, word))
            elif role is Role.BRANCHES and is_mapping(part):
                for kind, branch in part.items():
                    yield from _inside(branch, (*route, word, kind))


def _never_failing(written: object, route: Route) -> Iterator[Mistake]:
    """Of the parts of an `any-of`, of which one that is unknown on purpose is meant to be."""
    parts = written if is_list(written) else []
    conditions = [(index, part) for index, part in enumerate(parts) if is_mapping(part)]
    if any(ELSE.name in part for _, part in conditions):
        return
    for (first, one), (second, other) in combinations(conditions, 2):
        if _one_holds(_bare(one), _bare(other)):
            yield told((*route, second), _ALWAYS.format(number=first + 1))


def _bare(part: Part) -> Part:
    return {word: it for word, it in part.items() if word != message.NAME}


def _one_holds(one: Part, other: Part) -> bool:
    """Whether one of two conditions holds, whatever they are asked of."""
    if one == {NOT.name: other} or other == {NOT.name: one}:
        return True
    if _is_of_several(one):
        return False
    asked, denied = _operators(one), _operators(other)
    if len(asked) != 1 or len(denied) != 1 or _looked_at(one) != _looked_at(other):
        return False
    (first, wish), (second, unwished) = *asked.items(), *denied.items()
    is_alike = _beside(one) == _beside(other)
    if is_alike and (_are_opposites(first, second) or first == second):
        return _turned(first, wish, second, unwished)
    return _is_there_or_not(first, wish, second, other) or _is_there_or_not(
        second, unwished, first, one
    )


def _is_of_several(part: Part) -> bool:
    """Whether what is looked at may be several values, of which each may say something else."""
    path, tag = part.get("path", ""), part.get("tag", "")
    is_one = isinstance(path, str) and isinstance(tag, str)
    return not is_one or "keys" in part or bool(_PERHAPS_SEVERAL.search(path))


def _turned(first: str, wish: object, second: str, unwished: object) -> bool:
    """Whether an argument asks the contrary: the same of opposites, else *true* and *false*."""
    if first != second:
        return wish == unwished and type(wish) is type(unwished)
    return first in _TRUTHS and isinstance(wish, bool) and unwished is (not wish)


def _is_there_or_not(exists: str, wish: object, word: str, other: Part) -> bool:
    """Whether a value is there, or a ``not-…`` word holds of what is absent, or empty."""
    positive = OPERATORS[word].negates
    if exists != "exists" or wish is not True or positive is None or _beside(other):
        return False
    if is_value_of(other[word]) or positive.of_kind or positive.seeing:
        return False
    try:
        return positive("", argument(positive, other[word])) is False
    except CardError:
        return False


def _are_opposites(first: str, second: str) -> bool:
    pair = (OPERATORS[first], OPERATORS[second])
    return pair[0].negates is pair[1] or pair[1].negates is pair[0]


def _operators(part: Part) -> dict[str, Any]:
    """What is asked; of a quantifier and the like, too much to be told."""
    known = {*_LOOKING, *(word.name for word in BESIDE)}
    asked = {word: it for word, it in part.items() if word not in known}
    return asked if asked.keys() <= OPERATORS.keys() else {}


def _looked_at(part: Part) -> Part:
    return {word: it for word, it in part.items() if word in _LOOKING}


def _beside(part: Part) -> Part:
    return {word.name: part[word.name] for word in BESIDE if word.name in part}


def _denied(node: object, route: Route) -> Iterator[Mistake]:
    """Of what stands below a `not`, also in several conditions at once."""
    if not is_mapping(node):
        return
    path = node.get("path")
    asked = [word for word in node if word in OPERATORS]
    if isinstance(path, str) and asked and _SEVERAL.search(path):
        yield told(route, _NOT_ALL.format(path=path, word=asked[0]), at="path")
    for word in (ALL_OF.name, ANY_OF.name):
        parts = node.get(word)
        for index, part in enumerate(parts if is_list(parts) else ()):
            yield from _denied(part, (*route, word, index))


_TRUTHS = ("exists", "empty")
_ALWAYS = Message(
    "this 'any-of' can never fail: whatever there is, this part or part {number} of it holds"
)
_NOT_ALL = Message(
    "'not' over {path} holds as soon as one of its matches is not so: "
    "ask 'none: {{{word}: …}}' of the path instead ('any' where one is enough)"
)
