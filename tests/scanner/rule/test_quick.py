"""Quick looks and quick answers of values in which something is open, held against the full way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.model import Status
from synthgate.resolve.causes import Decider
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.values import NO_VALUE, Partial, Reference, unknown
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.quick import OPEN, all_of, the_one
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Check
from synthgate.template.read import read_template

OPEN_PARTS = [
    unknown(Decider.PARAMETER, "P"),
    unknown(Decider.CONDITION, "C", ("a", NO_VALUE)),
    unknown(Decider.CONDITION, "C", ("a", "b")),
    unknown(Decider.CONDITION, "C", ({"k": "a"}, {"k": "b"})),
    unknown(Decider.CONDITION, "C", ({"k": ["a"]}, NO_VALUE)),
    Partial(("a", unknown(Decider.PARAMETER, "P"))),
    Partial(('{"k": "', unknown(Decider.PARAMETER, "P"), '"}')),
    Reference("R"),
    Reference("R", "Arn", single=True),
]
LEAVES = ["a", "b", "", "10.0.0.0/8", "0.0.0.0/0", 22, "22", True, None, '{"k": ["a"]}', "{bad"]
KEYS = ["k", "v", "Statement", "FromPort", "ToPort", "IpProtocol", "Fn::Transform"]
VALUES = st.recursive(
    st.sampled_from([*LEAVES, *OPEN_PARTS]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)
PATHS = (
    *("$", "$.k", "$.k.v", "$.Statement.k", "$.k[*]", "$.k[*].v", "$.k[*].v[*]", "$.*", "$.k.*.v"),
    *("$.k[0]", "$.k[1].v", "$.k[?(@.v == 'a')]", "$.k[?(@.v == 'a')].k", "$..v", "$.k[1:]"),
)
ASKED: tuple[dict[str, Any], ...] = (
    {"exists": True},
    {"equals": "a", "default": "a"},
    {"in": ["a", "b"]},
    {"not-in": ["a", "22"]},
    {"matches": "^a"},
    {"contains": "a"},
    {"starts-with": "a"},
    {"ends-with": ["b", ""]},
    {"empty": False},
    {"is": "literal"},
    {"at-least": 22},
    {"ports-include": [22, "80-90"]},
    {"ports-within": "1-22"},
    {"cidr-includes": "10.0.0.0/16"},
    {"cidr-public": True},
    {"prefix-length": {"below": 9}},
    {"count": {"at-least": 2}},
    {"any": {"equals": "a"}},
    {"none": {"equals": "a"}},
    {"all": {"path": "$.k", "equals": "a"}},
    {"none": {"not": {"path": "$.v", "exists": True}}},
    {"any": {"any-of": [{"equals": "b"}, {"path": "$.k", "in": ["a", True]}], "else": "unknown"}},
)


@given(VALUES)
def test_a_quick_look_sees_what_the_path_leads_to(value: Any) -> None:
    """All of it, in the same order, unless it says that something is open."""
    for text in PATHS:
        path = compile_path(text)
        matches = list(path.find(value))
        seen = all_of(path)(value)
        if not any(one is OPEN for one in seen):
            assert seen == [match.value for match in matches], text
            assert not any(match.doubt for match in matches), text
        one = the_one(path)
        if one and one(value) is not OPEN:
            assert [one(value)] == [match.value for match in matches], text


@given(VALUES, st.sampled_from(PATHS))
def test_a_quick_answer_is_the_full_one(value: Any, path: str) -> None:
    """Of every operator and quantifier, over values that are open in part."""
    view = _view()
    for asked in ASKED:
        condition = _compiler().condition({"path": path, **asked})
        assert condition.quick
        answer = condition.quick(view, value)
        status = condition(view, value).status
        assert answer is None or status is (Status.PASS if answer else Status.FAIL), asked


TOGETHER: tuple[dict[str, Any], ...] = (
    {"all-of": [{"path": "$.k", "exists": True}, {"path": "$.v", "in": ["a", True]}]},
    {"any-of": [{"path": "$.k", "equals": "a"}, {"path": "$.v", "exists": True, "default": 1}]},
    {
        "not": {
            "all-of": [{"path": "$.k[*]", "any": {"equals": "a"}}, {"path": "$", "empty": False}]
        }
    },
    {"path": "$.*", "none": {"any-of": [{"equals": "a"}, {"not": {"path": "$.k", "is": "open"}}]}},
    {
        "path": "$.*",
        "all": {"not": {"all-of": [{"at-least": 22}, {"matches": "2"}]}, "message": "m"},
    },
    {"any-of": [{"refers": "$.v", "to": "AWS::S3::Bucket"}, {"path": "$.k", "equals": "a"}]},
    {"not": {"path": "$.k", "equals": "a", "else": "unknown"}},
    {"by-type": {"*": {"any-of": [{"path": "$.k", "exists": True}, {"path": "$.v", "in": ["b"]}]}}},
)


@given(VALUES, st.sampled_from(PATHS), st.sampled_from([Status.PASS, Status.FAIL, None]))
def test_the_places_that_are_sought_are_all_there(
    value: Any, path: str, sought: Status | None
) -> None:
    """The answer is that of the full way; its places are, where it is a doubt or what is sought."""
    view = _view()
    for asked in (*({"path": path, **one} for one in ASKED), *TOGETHER):
        condition = _compiler().condition(asked)
        full = condition(view, value)
        for found in (condition.answer(view, value, sought), condition.seek(view, value, sought)):
            assert found.status is full.status, asked
            if full.status in (Status.UNKNOWN, sought):
                assert found.places == full.places, asked


def test_what_looks_at_others_is_asked_though_the_matter_is_settled() -> None:
    """What it would have told of, a crash above all, is not to be lost."""
    for word, holds in (("all-of", False), ("any-of", True)):
        settled, broken = {"path": "$.k", "exists": holds}, {"python": "broken"}
        for parts in ([settled, broken], [settled, {"any-of": [settled, {"not": broken}]}]):
            condition = _compiler().condition({word: parts})
            with pytest.raises(RuntimeError):
                condition.answer(_view(), {"k": "a"}, None)


MAYBE = unknown(Decider.CONDITION, "C", ("a", NO_VALUE))
EITHER = unknown(Decider.CONDITION, "C", ("a", "b"))
ANY = unknown(Decider.PARAMETER, "P")
SSH = {"IpProtocol": "tcp", "FromPort": 20, "ToPort": "22"}


@pytest.mark.parametrize(
    ("path", "asked", "value", "answer"),
    [
        ("$.k", {"exists": True}, "", False),
        ("$.k", {"exists": False}, None, True),
        ("$.k", {"exists": True}, Reference("R"), True),
        ("$.k", {"in": ["a", "b"]}, EITHER, True),
        ("$.k", {"in": ["a", "b"]}, "c", False),
        ("$.k", {"equals": "a"}, MAYBE, None),
        ("$.k[*]", {"equals": "z"}, [MAYBE], None),
        ("$.k[*]", {"equals": "z"}, [MAYBE, "b"], False),
        ("$.k[*]", {"all": {"equals": "z"}}, [MAYBE], None),
        ("$.k[*]", {"none": {"not-equals": "z"}}, [MAYBE], None),
        ("$.k[*]", {"none": {"not-equals": "z"}}, [MAYBE, "b"], False),
        ("$.k[*]", {"any": {"equals": "a"}}, [ANY, "a"], True),
        ("$.k[?(@.v == 'a')]", {"equals": "z"}, [{"v": ANY}], None),
        ("$..k[?(@.v == 'a')]", {"equals": "z"}, [{"v": ANY}], None),
        ("$.k", {"ports-include": 22}, SSH, True),
        ("$.k", {"ports-include": 20}, SSH, True),
        ("$.k", {"ports-include": "23-80"}, SSH, False),
        ("$.k", {"ports-include": 3389}, {**SSH, "FromPort": -1, "ToPort": -1}, True),
        ("$.k", {"ports-within": "20-22"}, SSH, True),
        ("$.k", {"ports-within": "21-22"}, SSH, False),
        ("$.k", {"cidr-public": True}, "10.0.0.0/8", False),
        ("$.k", {"prefix-length": {"below": 9}}, "10.0.0.0/8", True),
    ],
)
def test_what_is_settled_is_answered_and_nothing_else(
    path: str, asked: dict[str, Any], value: Any, answer: bool | None
) -> None:
    """What is open is answered too, where it settles the matter; what may be no match, is not."""
    condition = _compiler().condition({"path": path, **asked})
    assert condition.quick
    assert condition.quick(_view(), {"k": value}) is answer
    told = {Status.PASS: True, Status.FAIL: False}.get(condition(_view(), {"k": value}).status)
    assert told is answer


def test_python_is_never_left_out() -> None:
    """A condition in Python may crash, which has to be told: nothing settles the matter before."""
    node = {"any-of": [{"path": "$.k", "exists": True}, {"python": "broken"}]}
    assert _compiler().condition(node).quick is None


def test_who_looks_is_asked_first() -> None:
    """What a path names is looked up, though another part has settled the matter."""
    refers = {"refers": "$.v", "to": "AWS::S3::Bucket"}
    condition = _compiler().condition({"any-of": [{"path": "$.k", "exists": True}, refers]})
    assert condition.quick
    assert condition.quick(_view(), {"k": "a"}) is True
    assert condition.quick(_view(), {"k": "a", "v": "name"}) is None


def _compiler() -> Compiler:
    return Compiler(_broken)


def _broken(_: str) -> Check:
    def check(_: Resource, __: View) -> Any:
        raise RuntimeError

    return check


def _view() -> View:
    template = b'{"Resources": {"R": {"Type": "AWS::S3::Bucket"}}}'
    resolver = Resolver(read_template("t.json", template))
    return View(resolver.resource("R"), resolver)
