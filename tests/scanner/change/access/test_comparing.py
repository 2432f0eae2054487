"""What one policy allows and another does not is what IAM does with requests."""

from __future__ import annotations

from itertools import product
from typing import Any

from access_compared import compared
from hypothesis import given
from hypothesis import strategies as st
from iam_evaluation import Document, Request, is_allowed

from synthgate.change.access.grants import OF_RESOURCE

ACTIONS = ["s:a", "s:b", "s:ab", "t:a", "t:abc"]
RESOURCES = ["a", "b", "ab", "ba", "abc", "z", "az"]
patterns = st.text("ab*?", min_size=1, max_size=3)
action_patterns = st.builds("{}:{}".format, st.sampled_from(["s", "t", "*"]), patterns) | st.just(
    "*"
)


def some_of(one: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(one, min_size=1, max_size=3)


VALUES = st.text("ab*", min_size=1, max_size=2)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "StringEquals": st.fixed_dictionaries(
            {"k:one": some_of(st.text("ab", min_size=1, max_size=2))}
        ),
        "StringLike": st.fixed_dictionaries({"k:one": some_of(VALUES)}),
        "StringNotLike": st.fixed_dictionaries({"k:one": some_of(VALUES)}),
        "StringEqualsIfExists": st.fixed_dictionaries(
            {"k:one": some_of(st.sampled_from(["a", "b"]))}
        ),
        "Null": st.fixed_dictionaries({"k:one": st.sampled_from(["true", "false"])}),
        "Bool": st.fixed_dictionaries({"k:two": st.sampled_from(["true", "false"])}),
        "IpAddress": st.fixed_dictionaries(
            {
                "k:ip": some_of(
                    st.sampled_from(["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0"])
                )
            }
        ),
        "NumericLessThan": st.fixed_dictionaries({"k:age": st.sampled_from(["1", "2"])}),
        "NumericGreaterThanEquals": st.fixed_dictionaries({"k:age": st.sampled_from(["1", "2"])}),
    },
)


@st.composite
def statement(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Allow", "Deny"]))}
    made[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(some_of(action_patterns))
    made[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(some_of(patterns))
    if draw(st.booleans()):
        made["Condition"] = draw(conditions)
    return made


policies = st.lists(statement(), max_size=3)
CONTEXTS = [
    tuple(
        (key, value) for key, value in zip(("k:one", "k:two", "k:ip", "k:age"), values, strict=True)
    )
    for values in product(
        (None, "a", "b", "ab", "zz"),
        (None, "true"),
        ("10.0.0.1", "10.200.0.1", "11.0.0.1"),
        ("0", "1", "5"),
    )
]
EVERY = [Request(*one) for one in product(ACTIONS[1:], RESOURCES[:6], CONTEXTS[::2])]


@given(policies, policies)
def test_what_becomes_possible_is_told(before: Document, after: Document) -> None:
    """A request that only the head lets in is never passed over."""
    possible = any(is_allowed(after, one) and not is_allowed(before, one) for one in EVERY)
    assert not possible or compared(before, after)


@given(policies, policies)
def test_what_is_told_becomes_possible(before: Document, after: Document) -> None:
    """Each request that is told is let in by the head, and was not by the base."""
    for new in compared(before, after):
        assert new.is_sure
        request = Request(*new.example[:2], new.context)
        assert is_allowed(after, request)
        assert not is_allowed(before, request)


@given(policies, st.randoms(use_true_random=False))
def test_the_same_in_other_words_is_no_change(before: Document, chance: Any) -> None:
    """Statements in another order, twice, in two with half of the actions or resources each."""
    after: Document = []
    for one in chance.sample(before, len(before)):
        key = chance.choice([key for key in ("Action", "Resource") if key in one] or [""])
        parts = [[it] for it in one[key]] if key else [None]
        after += [{**one, key: part} if part else one for part in parts] * chance.choice([1, 2])
    assert not compared(before, after)
    assert not compared(after, before)


PEOPLE = ["AWS:arn:aws:iam::111122223333:role/a", "AWS:arn:aws:iam::111122223333:role/b"]
people = st.sampled_from(
    [
        "*",
        {"AWS": "*"},
        {"AWS": "arn:aws:iam::111122223333:role/a"},
        {"AWS": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"]},
        {"Service": "s3.amazonaws.com"},
    ]
)


@st.composite
def resource_statement(draw: st.DrawFn) -> dict[str, Any]:
    return {**draw(statement()), "Principal": draw(people)}


@given(st.lists(resource_statement(), max_size=3), st.lists(resource_statement(), max_size=3))
def test_principals_are_a_side_of_requests_too(before: Document, after: Document) -> None:
    """A request of somebody that only the head lets in is never passed over."""
    every = [
        Request(a, r, c, p)
        for a, r, c, p in product(ACTIONS[:3], RESOURCES[:4], CONTEXTS[::3], PEOPLE)
    ]
    possible = any(is_allowed(after, one) and not is_allowed(before, one) for one in every)
    assert not possible or compared(before, after, OF_RESOURCE)


GIVEN = {"Parameters": {"X": {"Type": "String"}, "Q": {"Type": "String"}}}
VALUES_GIVEN = [{"X": p, "Q": q} for p, q in product("abc", repeat=2)]
given_resources = st.sampled_from(["a", "b", "z*", "*", {"Ref": "X"}, {"Ref": "Q"}])


@st.composite
def open_statement(draw: st.DrawFn) -> dict[str, Any]:
    key = draw(st.sampled_from(["Resource", "Resource", "NotResource"]))
    return {
        "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
        "Action": draw(some_of(st.sampled_from(["s:a", "s:b", "s:*"]))),
        key: draw(st.lists(given_resources, min_size=1, max_size=2)),
    }


def with_values(statements: Document, values: dict[str, str]) -> Document:
    return [
        {
            key: [values[one["Ref"]] if isinstance(one, dict) else one for one in value]
            if isinstance(value, list)
            else value
            for key, value in statement.items()
        }
        for statement in statements
    ]


@given(st.lists(open_statement(), max_size=3), st.lists(open_statement(), max_size=3))
def test_what_parameters_decide_is_unknown(before: Document, after: Document) -> None:
    """Nothing is told if no values make a request possible, for sure only what all of them do."""
    new = compared(before, after, **GIVEN)
    named = product(("s:a", "s:b", "s:c"), ("a", "b", "c", "z", "zz", "y"))
    every = [Request(*one) for one in named]
    possible = [
        any(
            is_allowed(with_values(after, values), one)
            and not is_allowed(with_values(before, values), one)
            for one in every
        )
        for values in VALUES_GIVEN
    ]
    assert new or not any(possible)
    assert all(possible) or not any(one.is_sure for one in new)
