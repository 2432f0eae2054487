"""A `when` in the same words is asked once of a resource, and again of what became another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.whens import once
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Condition
from synthgate.rule.terms.outcome import PASSED
from synthgate.template.read import read_template

SEVERAL = {"any-of": [{"path": "$.Type", "exists": True}]}
TEMPLATE = b'{"Resources": {"R": {"Type": "AWS::S3::Bucket"}, "S": {"Type": "AWS::S3::Bucket"}}}'


class Asked:
    """Conditions in the same words, and how often one of them was asked."""

    def __init__(self, node: dict[str, Any] = SEVERAL, *, answer: bool | None = True) -> None:
        self.times = 0
        self._node, self._answer = node, answer

    def __call__(self, view: View) -> bool | None:
        """The answer of a condition that another rule has."""
        condition = once(Condition(lambda _, __: PASSED, self._quick), dict(self._node))
        assert condition.quick
        return condition.quick(view, view.resource.body)

    def _quick(self, _: View, __: Any) -> bool | None:
        self.times += 1
        return self._answer


def view_of(resolver: Resolver, name: str) -> View:
    return View(resolver.resource(name), resolver)


@pytest.mark.parametrize("answer", [True, False, None])
def test_rules_share_the_answer_about_a_resource(*, answer: bool | None) -> None:
    """Also that it is to be asked in full."""
    asked, resolver = Asked(answer=answer), Resolver(read_template("t.json", TEMPLATE))
    assert {asked(view_of(resolver, "R")) for _ in range(3)} == {answer}
    assert asked.times == 1


def test_another_resource_world_or_reach_is_asked_again() -> None:
    asked, resolver = Asked(), Resolver(read_template("t.json", TEMPLATE))
    view = view_of(resolver, "R")
    others = [
        view,
        view_of(resolver, "S"),
        view_of(resolver.assuming({}), "R"),
        replace(view, reach="app"),
        replace(view, resource=replace(view.resource, body={"Type": "AWS::S3::Bucket"})),
    ]
    for other in others:
        asked(other)
    assert asked.times == len(others)


def test_what_a_change_comes_to_is_asked_each_time() -> None:
    asked, resolver = Asked(), Resolver(read_template("t.json", TEMPLATE))
    for _ in range(2):
        asked(replace(view_of(resolver, "R"), effects={"replace": PASSED}))
    assert asked.times == 2


def test_a_single_part_is_asked_itself() -> None:
    asked = Asked({"path": "$.Type", "exists": True})
    resolver = Resolver(read_template("t.json", TEMPLATE))
    for _ in range(2):
        asked(view_of(resolver, "R"))
    assert asked.times == 2
