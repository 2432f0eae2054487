"""``keys``: the keys of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.model import Message
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.arguments import PATH
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.word import Word
from synthgate.rule.words.looking import looking
from synthgate.rule.words.sentence import Look
from synthgate.rule.words.together import doubt
from synthgate.template.data import is_mapping


def _look(node: Node) -> Look:
    path = compile_path(node["keys"])
    return Look(
        lambda _, value: [key for match in path.find(value) for key in _keys_of(match)],
        is_wide=True,
    )


def _keys_of(match: Match) -> Iterator[Match]:
    """Each key, at the place of its value; a mapping that is not known has any number."""
    if is_mapping(match.value):
        for key, value in match.value.items():
            yield Match((*match.route, key), key, doubt(Match((), value, match.doubt)))
    elif isinstance(match.value, Unknown | Partial | Reference):
        causes = causes_of(match.value)
        yield Match(match.route, Unknown(causes, (ABSENT, Unknown(causes))), match.doubt)


KIND = looking(Word("keys", Message("the keys of the mapping at this path"), PATH), _look)
