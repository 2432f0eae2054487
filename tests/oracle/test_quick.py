"""The quick way to ask never contradicts the full one, and looks at nothing that it leaves out.

Nor does the sparing one, which has all the places that are sought, and looks at all that the full
one does. Each condition, and each one inside it, is asked all ways: of made-up cases for each word, of the
cards' examples, and of templates with intrinsic functions put where values were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, seed, settings

import synthgate_rules
from fuzzing.templates import examples, template
from generated import asking
from generated.comparing import said
from reference.conditions import CONDITIONS
from synthgate.errors import TemplateError
from synthgate.evaluate import Stack, evaluate
from synthgate.model import Status
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.index import Index
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.language.vocabulary import kind_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Condition, Node, Only, Sought
from synthgate.rule.terms.outcome import PASSED, Outcome
from synthgate.template.read import read_template

_SAYS = {True: Status.PASS, False: Status.FAIL}
_BY_WORD = ("python", "there-is", "unique")
"""Words without a quick form."""


@dataclass
class Held:
    """What was asked both ways, and what was wrong."""

    answers: dict[str, set[bool | None]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    resolved: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def both_ways(self, condition: Condition, node: Node) -> Condition:
        """A condition that asks quickly each time that it is asked in full."""
        quick = condition.quick
        kind = kind_of(node)
        answers = self.answers.setdefault(kind.name if kind else "", set())

        def ask(view: View, value: Any) -> Outcome:
            before = self.resolved
            answer = quick(view, value) if quick else None
            if self.resolved != before:
                self.wrong.append(f"looked quickly: {node}")
            answers.add(answer)
            outcome = condition.full(view, value)
            if answer is not None and outcome.status is not _SAYS[answer]:
                self.wrong.append(f"{answer} is {outcome.status}: {node} of {value}")
            if answer is not None and self.resolved != before:
                self.wrong.append(f"{answer} would have looked: {node}")
            return outcome

        spare = condition.sparing

        def seek(view: View, value: Any, sought: Sought) -> Outcome:
            assert spare
            found, before = spare(view, value, sought), self.resolved
            outcome = ask(view, value)
            if self.resolved != before:
                self.wrong.append(f"overlooked something: {node}")
            has_places = outcome.status in (Status.UNKNOWN, sought)
            differs = found.status is not outcome.status or (has_places and found != outcome)
            if differs and sought is not Only.LOOK:
                self.wrong.append(f"{found} is {outcome}: {node} of {value}")
            return found

        return Condition(ask, quick, condition.looks, seek if spare else None)

    def verdict(self, card: Card, view: View, quickly: Outcome | None) -> None:
        """Hold what a card said of a resource against its conditions, asked in full."""
        seen = replace(view, parameters=card.parameters)
        when = card.when(seen, view.resource.body).status if card.when else Status.PASS
        check = card.check(seen, view.resource.body).status
        if when is Status.FAIL:
            status = None
        elif Status.PASS in (when, check):
            status = check if when is Status.PASS else Status.PASS
        else:
            status = Status.UNKNOWN
        if (quickly and quickly.status) is not status:
            self.wrong.append(f"{card.outline.id}: {quickly and quickly.status} is {status}")
        self.asked[f"{status}"] += 1
        self.asked[f"{status} quickly"] += quickly is PASSED


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Every condition that is compiled, and every card that is asked, held from now on."""
    one = Held()
    compiled, verdict, resolved = Compiler.compiled, Card.verdict, Resolver._resolved

    def both_ways(self: Compiler, node: Node) -> Condition:
        return one.both_ways(compiled(self, node), node)

    def held_verdict(self: Card, view: View) -> Outcome | None:
        outcome = verdict(self, view)
        one.verdict(self, view, outcome)
        return outcome

    def counted(self: Resolver, logical_id: str) -> Resource:
        one.resolved += 1
        return resolved(self, logical_id)

    monkeypatch.setattr(Compiler, "compiled", both_ways)
    monkeypatch.setattr(Card, "verdict", held_verdict)
    monkeypatch.setattr(Resolver, "_resolved", counted)
    return one


def cards() -> Index:
    """The built-in cards, none of them compiled yet."""
    return Index(replace(card) for card in _catalog().values())


@cache
def _catalog() -> dict[str, Card]:
    return dict(load_catalog(synthgate_rules.CARDS).cards)


def ask(templates: Iterable[Any], index: Index) -> None:
    """Ask all cards of what templates can be read."""
    for data in templates:
        try:
            read = read_template("t.json", orjson.dumps(data))
        except (TemplateError, TypeError):
            continue
        evaluate(Stack(Resolver(read), {}), index)


def made(first: int, count: int) -> Iterator[Any]:
    for number in range(first, first + count):
        yield template(Random(number))  # noqa: S311 - the same each time


def hold(word: str, number: int) -> None:
    """Four cases about a word."""

    @seed(number)
    @settings(max_examples=4, database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(asking.about(word))
    def check(case: Any) -> None:
        said(case)

    check()


@pytest.mark.sampled(6)
@pytest.mark.parametrize("word", asking.WORDS)
def test_a_quick_answer_is_that_of_the_full_way(word: str, held: Held) -> None:
    """Of cases that are made for a word."""
    hold(word, 1)
    assert not held.wrong


@pytest.mark.exhaustive
@pytest.mark.parametrize("word", asking.WORDS)
def test_a_quick_answer_is_that_of_the_full_way_in_many_cases(word: str, held: Held) -> None:
    """Of cases that nobody has tried."""
    for number in range(2, 80):
        hold(word, number)
    assert not held.wrong


@pytest.mark.exhaustive
def test_cards_are_answered_as_in_full(held: Held) -> None:
    """Of templates with intrinsic functions where values were; every word is seen to answer."""
    ask(made(0, 12), cards())
    ask(examples()[::150], cards())
    assert not held.wrong
    asked = {word for word in filter(None, CONDITIONS) if word in held.answers}
    assert {word for word in asked if {True, False} <= held.answers[word]} >= {
        *("path", "all-of", "any-of", "not", "refers", "by-type", "environment")
    }
    assert all(held.answers.get(word, set()) <= {None} for word in _BY_WORD)


@pytest.mark.exhaustive
def test_every_example_and_many_templates_are_answered_as_in_full(held: Held) -> None:
    """Of every example of every card, asked of all cards, and of a thousand templates."""
    index = cards()
    ask(examples(), index)
    ask(made(1_000, 1_000), index)
    assert not held.wrong


@pytest.mark.exhaustive
def test_most_that_passes_is_answered_quickly(held: Held) -> None:
    """A pass takes the full way where Python or other resources are asked, and seldom else."""
    plain = [card for card in _catalog().values() if not _asks_others(card.body["check"])]
    ask(examples()[::25], Index(replace(card) for card in plain))
    assert held.asked["pass"] > 500
    assert held.asked["pass quickly"] > 0.9 * held.asked["pass"]


def _asks_others(node: object) -> bool:
    if isinstance(node, dict):
        others = {"python", "there-is", "unique", "related", "refers"}
        return not others.isdisjoint(node) or any(map(_asks_others, node.values()))
    return isinstance(node, list) and any(map(_asks_others, node))
