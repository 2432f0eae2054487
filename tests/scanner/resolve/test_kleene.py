"""Three-valued logic never contradicts what will turn out to be true."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import as_boolean, equal
from synthgate.resolve.kleene import conjunction, decided, disjunction, negation
from synthgate.resolve.numbers import as_number
from synthgate.resolve.values import (
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    text_of,
    unknown,
)
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.regex import regex

NAMES = ("P", "Q", "R")
TRUTHS = st.booleans() | st.sampled_from([unknown(Decider.PARAMETER, name) for name in NAMES])
WORDS = st.text("ab,", max_size=4)
OPEN = st.sampled_from([unknown(Decider.PARAMETER, name) for name in NAMES])
LIMITED = st.builds(
    lambda name, choices: unknown(Decider.PARAMETER, name, tuple(choices)),
    st.sampled_from(["A", "B"]),
    st.lists(WORDS, min_size=1, max_size=3, unique=True),
)
REFERENCES = st.sampled_from([Reference("X"), Reference("X", "Arn"), Reference("Y")])
STRINGS = st.lists(WORDS | OPEN | REFERENCES, min_size=1, max_size=4).map(text_of)
VALUES = st.recursive(
    WORDS | OPEN | LIMITED | STRINGS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("kl"), inner, max_size=2)
    ),
    max_leaves=5,
)
WORLDS = st.fixed_dictionaries(
    {**dict.fromkeys((*NAMES, "X", "X.Arn", "Y"), WORDS), "pick": st.integers(0, 5)}
)


def in_world(value: Any, world: dict[str, Any]) -> Any:
    """What a value turns out to be when everything is known."""
    match value:
        case Unknown(causes, ()):
            return world[causes[0].name]
        case Unknown(_, choices):
            return in_world(choices[world["pick"] % len(choices)], world)
        case Reference():
            return world[value.cause.name]
        case Partial(parts):
            return text_of([in_world(part, world) for part in parts])
        case dict():
            return {key: in_world(item, world) for key, item in value.items()}
        case list():
            return [in_world(item, world) for item in value]
        case _:
            return value


def same(one: Any, other: Any) -> bool:
    if isinstance(one, Unknown) and isinstance(other, Unknown):
        return set(one.causes) == set(other.causes)
    return one is other


@given(st.lists(TRUTHS, max_size=4))
def test_de_morgan(truths: list[Any]) -> None:
    """Not (a and b) is (not a) or (not b), and the other way round."""
    denied = [negation(truth) for truth in truths]
    assert same(negation(conjunction(truths)), disjunction(denied))
    assert same(negation(disjunction(truths)), conjunction(denied))


@given(st.lists(TRUTHS, max_size=4), st.randoms(use_true_random=False))
def test_order_does_not_matter(truths: list[Any], random: Any) -> None:
    """*And* and *or* are commutative, causes included."""
    shuffled = list(truths)
    random.shuffle(shuffled)
    assert same(conjunction(truths), conjunction(shuffled))
    assert same(disjunction(truths), disjunction(shuffled))


@given(st.lists(TRUTHS, max_size=4), st.dictionaries(st.sampled_from(NAMES), st.booleans()))
def test_what_is_decided_stays_decided(truths: list[Any], known: dict[str, bool]) -> None:
    """Learning more never turns a true into a false; learning all leaves nothing open."""
    learnt = [
        known.get(truth.causes[0].name, truth) if isinstance(truth, Unknown) else truth
        for truth in truths
    ]
    for combine, over in ((conjunction, all), (disjunction, any)):
        before, after = combine(truths), combine(learnt)
        if isinstance(before, bool):
            assert after is before
        if not any(isinstance(truth, Unknown) for truth in learnt):
            assert after is over(learnt)


@given(VALUES, VALUES, WORLDS)
def test_equality_never_contradicts_the_deployment(
    left: Any, right: Any, world: dict[str, Any]
) -> None:
    """Replacing every unknown by any value it can take keeps a decided answer."""
    answer = equal(left, right)
    if isinstance(answer, bool):
        assert equal(in_world(left, world), in_world(right, world)) is answer
    else:
        assert set(answer.causes) <= set(causes_of([left, right]))


@given(VALUES, VALUES)
def test_equality_is_symmetric(left: Any, right: Any) -> None:
    """Which side stands first does not matter."""
    one, other = equal(left, right), equal(right, left)
    assert one is other or (isinstance(one, Unknown) and isinstance(other, Unknown))


def test_two_unknowns_both_decide() -> None:
    """Whoever wants to decide the comparison has to know both."""
    assert {cause.name for cause in causes_of(equal(P, unknown(Decider.PARAMETER, "Q")))} == {
        "P",
        "Q",
    }


@pytest.mark.parametrize("word", ["equals", "in", "contains", "starts-with", "ends-with"])
@given(value=VALUES, argument=st.text("ab,", min_size=1, max_size=3), world=WORLDS)
def test_no_operator_contradicts_the_deployment(
    word: str, value: Any, argument: str, world: dict[str, Any]
) -> None:
    """The law of equality holds for every operator of the rule language."""
    wanted = [argument, "b"] if word == "in" else argument
    answer = decided(lambda known: OPERATORS[word](known, wanted), value)
    if isinstance(answer, bool):
        assert OPERATORS[word](in_world(value, world), wanted) is answer


@given(st.text("01.a", max_size=4), st.sampled_from(["at-least", "at-most", "matches"]))
def test_a_piece_that_is_unknown_leaves_numbers_and_patterns_open(text: str, word: str) -> None:
    """A number is asked of a whole string; so is a pattern that no known piece fits."""
    argument = regex("1") if word == "matches" else 1
    half = text_of([text, unknown(Decider.PARAMETER, "P")])
    found = OPERATORS[word](half, argument)
    assert found is True if word == "matches" and "1" in text else isinstance(found, Unknown)
    assert isinstance(OPERATORS[word](Reference("X"), argument), Unknown)


P = unknown(Decider.PARAMETER, "P")
MAY_GO = unknown(Decider.CONDITION, "C", ("b", NO_VALUE))


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        (True, "true", True),
        (True, "True", True),
        (False, "FALSE", True),
        (True, 1, False),
        (True, "false", False),
        (1, "1", True),
        (1.0, 1, True),
        ("1", "1.0", False),
        (30, "30.0", True),
        ("a", "A", False),
        (None, None, False),
        (None, "", False),
        ([], "", False),
        (["a"], ["a"], True),
        (["a", P], ["a", "b"], P),
        (["a", P], ["b", "b"], False),
        ({"a": P}, {"b": 1}, False),
        ({"a": P}, {"a": 1}, P),
        (Reference("X"), Reference("X"), True),
        (Reference("X", "Arn"), Reference("X", "Arn"), True),
    ],
)
def test_values_are_compared_as_cloudformation_writes_them(
    left: Any, right: Any, answer: Any
) -> None:
    """Booleans and numbers equal their spelling in a string, and nothing else."""
    assert same(equal(left, right), answer)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Reference("X", "Flag"), True),
        (text_of(["tr", P]), True),
        (Reference("X", "Names"), ["a"]),
        (["a", MAY_GO], ["a"]),
        ({"k": "a", "l": MAY_GO}, {"k": "a"}),
        (text_of(["0", P]), 1),
    ],
    ids=["attribute", "pieces", "list", "item", "member", "number"],
)
def test_what_may_turn_out_equal_is_not_unequal(left: Any, right: Any) -> None:
    """An attribute may be a list or ``true``; an item that may be left out may be left out."""
    assert isinstance(equal(left, right), Unknown)


@pytest.mark.parametrize(
    ("value", "boolean"),
    [
        (True, True),
        ("TRUE", True),
        ("yes", True),
        ("on", True),
        ("No", False),
        ("off", False),
        ("", None),
        (1, None),
        (None, None),
        ([], None),
    ],
)
def test_a_boolean_is_known_by_its_spelling(value: object, boolean: bool | None) -> None:
    """What is no boolean is none, and not false."""
    assert as_boolean(value) is boolean


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, 1.0), ("30", 30.0), ("1.5", 1.5), (" 7 ", 7.0), (True, None), ("", None), ([], None)],
)
def test_a_number_is_known_by_its_spelling(value: object, number: float | None) -> None:
    """A boolean is no number."""
    assert as_number(value) == number


@pytest.mark.parametrize("value", ["1_000", "nan", "inf", "infinity", "١"])
def test_what_only_python_reads_as_a_number_is_none(value: str) -> None:
    """A rule about days must not accept ``infinity``."""
    assert as_number(value) is None
