"""A path finds what jsonpath-ng finds, and says "unknown" where that would find nothing."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonpath_ng.ext.parser import parse

from synthgate.errors import CardError
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import ABSENT, Reference, Unknown, causes_of, unknown
from synthgate.rule.paths.jsonpath import compile_path

KEYS = st.sampled_from("abc")
DATA = st.recursive(
    st.integers(0, 3) | st.sampled_from(["x", "y"]) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"a": st.integers(0, 3), "b": st.sampled_from(["x", "y", "xy"])}
    ),
    max_size=4,
)


def theirs(path: str, data: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    """What jsonpath-ng finds, with the way there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = parse(path).find(data)
    return [(route_of(match), match.value) for match in found]


def route_of(match: Any) -> tuple[str | int, ...]:
    route: list[str | int] = []
    while match is not None and match.context is not None:
        step = match.path
        route.insert(0, step.fields[0] if hasattr(step, "fields") else step.indices[0])
        match = match.context
    return tuple(route)


def ours(path: str, data: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    return [
        (match.route, match.value)
        for match in compile_path(path).find(data)
        if match.value is not ABSENT
    ]


def in_order(found: list[Any]) -> list[str]:
    return sorted(map(repr, found))


FIELDS_AND_MORE = st.lists(
    st.sampled_from([".a", ".b", "['c']", '."a"', "..b", "..a"]), min_size=1, max_size=4
).map(lambda steps: "$" + "".join(steps))


@given(FIELDS_AND_MORE, DATA)
def test_fields_and_descendants_are_jsonpath_ngs(path: str, data: Any) -> None:
    """The same values at the same routes."""
    assert in_order(ours(path, data)) == in_order(theirs(path, data))


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, DATA, max_size=3), max_size=3))
def test_members_of_a_mapping_are_jsonpath_ngs(data: dict[str, Any]) -> None:
    """Every value, whatever its key; the items of a list are no members."""
    for path in ("$.*", "$.*.*", "$.a.*", "$.*.a"):
        assert in_order(ours(path, data)) == in_order(theirs(path, data))
    assert not ours("$.*", list(data.values()))


@given(st.integers(0, 3), st.lists(DATA, max_size=3))
def test_an_index_of_a_list_is_jsonpath_ngs(index: int, data: list[Any]) -> None:
    """The same item, or none."""
    assert ours(f"$[{index}]", data) == theirs(f"$[{index}]", data)


@given(st.lists(DATA, max_size=4))
def test_all_items_of_a_list_are_jsonpath_ngs(data: list[Any]) -> None:
    """Every item, in its order, and a slice of them."""
    for path in ("$[*]", "$[1:]", "$[:2]", "$[1:3]"):
        assert ours(path, data) == theirs(path, data)


@given(
    ROWS,
    st.sampled_from(
        [
            "?(@.a)",
            "?(@.a == 1)",
            "?(@.a > 1)",
            "?(@.a >= 1)",
            "?(@.a < 2)",
            "?(@.a <= 2)",
            "?(@.b == 'x')",
            "?(@.b =~ '^x')",
            "?(@.a == 1 & @.b == 'x')",
        ]
    ),
)
def test_a_filter_is_jsonpath_ngs(data: list[Any], test: str) -> None:
    """The same items pass the same filter."""
    assert ours(f"$[{test}]", data) == theirs(f"$[{test}]", data)


def test_what_is_absent_is_unequal_in_a_filter() -> None:
    """``[?(@.a != 1)]`` keeps what has no ``a`` (RFC 9535, 2.3.5.2.2; jsonpath-ng)."""
    data = [{}, {"a": 1}, {"a": 2}]
    assert ours("$[?(@.a != 1)]", data) == theirs("$[?(@.a != 1)]", data)


@given(ROWS, ROWS)
def test_steps_after_a_filter_go_on_from_its_items(one: list[Any], other: list[Any]) -> None:
    """A filter in the middle of a path keeps the routes whole."""
    data = {"c": [{"a": one}, {"a": other}]}
    path = "$.c[*].a[?(@.a == 1)].b"
    assert in_order(ours(path, data)) == in_order(theirs(path, data))


P = unknown(Decider.PARAMETER, "P")
MACRO = unknown(Decider.FUNCTION, "Fn::Transform")


@pytest.mark.parametrize(
    ("path", "data", "routes"),
    [
        ("$.a", {"a": P}, [("a",)]),
        ("$.a.b.c", {"a": P}, [("a",)]),
        ("$.a[*].b", {"a": P}, [("a",)]),
        ("$.a[0]", {"a": Reference("R")}, [("a",)]),
        ("$.a[*].b", {"a": [{"b": 1}, P]}, [("a", 0, "b"), ("a", 1)]),
        ("$.*.b", {"a": {"b": 1}, "c": P}, [("a", "b"), ("c",)]),
        ("$..b", {"a": {"c": MACRO}}, [("a", "c")]),
        ("$..b", P, [()]),
        ("$.a[?(@.b == 1)].c", {"a": [P]}, [("a", 0)]),
    ],
)
def test_a_path_through_an_unknown_is_unknown(
    path: str, data: Any, routes: list[tuple[str | int, ...]]
) -> None:
    """Where the way is not known, what lies behind is unknown, not absent."""
    matches = list(compile_path(path).find(data))
    assert [match.route for match in matches] == routes
    for match in matches:
        if match.value != 1:
            assert causes_of(match.value)


@pytest.mark.parametrize(
    ("path", "data", "routes"),
    [
        ("$.a", {}, [("a",)]),
        ("$.a.b.c", {"x": 1}, [("a", "b", "c")]),
        ("$.a.b", {"a": "text"}, [("a", "b")]),
        ("$.a[*].b", {"a": [{}, {"b": 1}]}, [("a", 0, "b")]),
        ("$.a[3]", {"a": [1]}, [("a", 3)]),
    ],
)
def test_what_is_missing_is_a_match_that_is_absent(
    path: str, data: Any, routes: list[tuple[str | int, ...]]
) -> None:
    """An operator can ask of what is not there; its route says what is missing."""
    absent = [match.route for match in compile_path(path).find(data) if match.value is ABSENT]
    assert absent == routes


@pytest.mark.parametrize(
    ("path", "data"), [("$..x", {"a": 1}), ("$.a[*]", {"a": []}), ("$.a[?(@.b)]", {"a": [{}]})]
)
def test_what_chooses_among_many_may_find_none(path: str, data: Any) -> None:
    """Descendants, items and filters have no missing match."""
    assert not list(compile_path(path).find(data))


def test_a_single_value_is_a_list_of_one() -> None:
    """As IAM has it: one statement, or a list of them."""
    for path in ("$.Statement[*].Effect", "$.Statement[?(@.Effect == 'Deny')].Effect"):
        one = ours(path, {"Statement": {"Effect": "Deny"}})
        assert one == [(("Statement", "Effect"), "Deny")]
        many = ours(path, {"Statement": [{"Effect": "Deny"}]})
        assert many == [(("Statement", 0, "Effect"), "Deny")]


def test_an_item_that_a_filter_cannot_judge_is_kept_with_its_doubt() -> None:
    """It may belong; whoever fails it must not be sure."""
    matches = list(compile_path("$.a[?(@.b == 1)]").find({"a": [{"b": P}, {"b": 1}, {"b": 2}]}))
    assert [match.route for match in matches] == [("a", 0), ("a", 1)]
    assert isinstance(matches[0].doubt, Unknown)
    assert matches[1].doubt is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a b",
        "$.",
        "$[",
        "$.a[?(@.b ~ 1)]",
        "$.a.`parent`",
        "$.a.`len`",
        "$.a + $.b",
        "$.a | $.b",
    ],
)
def test_what_is_no_path_is_a_mistake_of_the_card(path: str) -> None:
    """A path that makes no sense in a rule is refused with its text."""
    with pytest.raises(CardError) as caught:
        compile_path(path)
    assert path in caught.value.text.en
    assert path in caught.value.text.ko


def test_nothing_is_searched_for_in_texts() -> None:
    """A parameter, an attribute, a string: no property lies in them, wherever they stand."""
    body = {"a": P, "b": [Reference("Q"), Reference("Q", "Arn")], "c": "text"}
    assert not list(compile_path("$..d").find(body))


def test_both_branches_are_searched() -> None:
    """What lies in one of them may be there."""
    body = {"a": Unknown((P.causes[0],), ({"d": 1}, {"e": 2}))}
    (found,) = compile_path("$..d").find(body)
    assert (found.value, found.doubt) == (1, Unknown((P.causes[0],)))


@pytest.mark.parametrize(
    ("path", "data", "known"),
    [
        ("$.PolicyDocument.Statement[*]", {"PolicyDocument": '{"Statement": [1]}'}, [1]),
        ("$.PolicyDocument.Statement[*]", {"PolicyDocument": '{"Statement": ['}, None),
        ("$.PolicyDocument.Statement[*]", {"PolicyDocument": ""}, None),
        ("$.Any.Statement", {"Any": "x"}, None),
        ("$.Body.widgets[*]", {"Body": '{"widgets": [1], "widgets": []}'}, None),
        ("$.Body.widgets", {"Body": "x"}, []),
        ("$.Path.widgets", {"Path": "{proxy+}"}, []),
        ("$..Statement", {"A": [{"KeyPolicy": "{"}]}, None),
        ("$..Action", {"AssumeRolePolicyDocument": "text"}, None),
        ("$..Statement", {"PathPart": "{proxy+}", "Name": "x", "Body": '{"a": '}, []),
    ],
)
def test_text_that_cannot_be_read_is_unknown_where_json_is_meant(
    path: str, data: Any, known: list[Any] | None
) -> None:
    """A policy, whatever is asked of it; of other texts, those that begin as an object."""
    found = [value for _, value in ours(path, data)]
    if known is not None:
        assert found == known
    else:
        assert found
        assert all({cause.decider for cause in causes_of(one)} == {Decider.TEXT} for one in found)


@pytest.mark.parametrize(
    ("pattern", "found", "other"),
    [
        ('"[*]"', "*", "a:b"),
        ('".*[*]$"', "a*", "a:"),
        (r'"^\d$"', "7", "d"),
        (r'"^\\d$"', "7", "d"),
        (r'"a\.b"', "a.b", "axb"),
        (r'"\*"', "*", "x"),
        (r"'^\w+$'", "ab", "a b"),
    ],
)
def test_a_pattern_in_a_filter_means_what_it_means_elsewhere(
    pattern: str, found: str, other: str
) -> None:
    """What is in quotes is no part of the path, and a backslash is one."""
    path = compile_path(f"$.S[*][?(@.E =~ {pattern})].E")
    values = {"S": [[{"E": found}], [{"E": other}]]}
    assert [match.value for match in path.find(values)] == [found]
