"""``path``: what a path leads to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from synthgate.model import Message
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.quick import OPEN, all_of, the_one
from synthgate.rule.paths.steps import Field, Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import PATH
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.kind import Leads
from synthgate.rule.terms.word import Word
from synthgate.rule.words.looking import looking
from synthgate.rule.words.sentence import Look


def _look(node: Node) -> Look:
    path = compile_path(node["path"])
    is_wide = not all(isinstance(step, Field) for step in path.steps)
    every, one = all_of(path), the_one(path)
    route = tuple(step.name for step in path.steps if isinstance(step, Field))

    def find(_: View, value: Any) -> Iterable[Match]:
        found = one(value) if one else OPEN
        return path.find(value) if found is OPEN else (Match(route, found),)

    return Look(find, is_wide, one, route, lambda _, value: every(value))


KIND = looking(
    Word(
        "path",
        Message(
            "a JSONPath from the resource, or from the match around: $.Properties.Rules[*].Status"
        ),
        PATH,
    ),
    _look,
    leads=Leads.ALONG,
)
