"""What is true of a template in every world: worked out once for all of them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cached_property
from typing import Any

from synthgate.model import Problem
from synthgate.resolve.budget import Budget
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template

MOST_ASKED = 20
"""Conditions below one, beyond which those that it asks for are settled before it."""

_COMPARING = ("Fn::Equals", "Fn::Contains", "Fn::EachMemberIn", "Fn::EachMemberEquals")


class Shared:
    """What the worlds of one template have in common, its budget above all."""

    def __init__(self, template: Template) -> None:
        self.budget = Budget()
        self.problems: list[Problem] = []
        """Resources that synthgate itself failed over, in any world."""
        self.passed: dict[str, Any] = {}
        """What the parent of a nested stack passes, by parameter."""
        self.parameters: dict[str, Any] = {}
        """The values of parameters, before a world assumes another."""
        self.memo: dict[str, Any] = {}
        """What those above found out about the template, whatever the world."""
        self._template = template
        self._asked: dict[str, tuple[str, ...]] = {}

    @cached_property
    def comparisons(self) -> list[list[Any]]:
        """The operands of every comparison in conditions and in the assertions of `Rules`."""
        sections = [self._template.section("Conditions"), self._template.section("Rules")]
        return [*_comparisons(sections)]

    def asked_by(self, name: str, known: Container[str]) -> list[str]:
        """The conditions that one asks for, those first that others ask for.

        None where they are few: who asks settles them. What is `known` is left out.
        """
        order: dict[str, None] = {}
        path = [iter(self._directly_asked_by(name))]
        on_path = {name}
        names = [name]
        while path:
            for asked in path[-1]:
                if asked not in on_path and asked not in order and asked not in known:
                    path.append(iter(self._directly_asked_by(asked)))
                    names.append(asked)
                    on_path.add(asked)
                    break
            else:
                path.pop()
                done = names.pop()
                on_path.discard(done)
                order[done] = None
        del order[name]
        return [*order] if len(order) > MOST_ASKED else []

    def _directly_asked_by(self, name: str) -> tuple[str, ...]:
        if name not in self._asked:
            declared = self._template.section("Conditions").get(name)
            self._asked[name] = tuple(dict.fromkeys(_conditions_in(declared)))
        return self._asked[name]


def _conditions_in(node: object) -> Iterator[str]:
    """The names of conditions that a node asks for."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if is_mapping(one):
            for key, value in one.items():
                named = value[0] if key == "Fn::If" and is_list(value) and value else value
                if key in {"Condition", "Fn::If"} and isinstance(named, str):
                    yield named
            waiting.extend(one.values())
        elif is_list(one):
            waiting.extend(one)


def _comparisons(node: object) -> Iterator[list[Any]]:
    """The operands of every comparison below a node."""
    if is_list(node):
        for item in node:
            yield from _comparisons(item)
    elif is_mapping(node):
        for key, value in node.items():
            if key in _COMPARING and is_list(value) and len(value) == 2:
                yield value
            else:
                yield from _comparisons(value)
