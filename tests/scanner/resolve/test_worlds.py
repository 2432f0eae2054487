"""The verdict over worlds is what trying every assignment of the parameters would say."""

from __future__ import annotations

import itertools
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from synthgate.choosing import built_in_and_own
from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.causes import Decider
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import causes_of
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RULE = "s3-bucket-public-access-unblocked"
DOMAINS = {"P": ("a", "b"), "Q": ("a", "c", "d"), "S": ("true", "false")}
MAPPING = {
    "a": {"X": "true", "Y": "false"},
    "b": {"X": "true", "Y": "true"},
    "c": {"X": "false", "Y": "true"},
    "d": {"X": "true", "Y": "true"},
    "true": {"X": "true", "Y": "true"},
    "false": {"X": "false", "Y": "true"},
}
NO_VALUE = {"Ref": "AWS::NoValue"}

refs = st.sampled_from(sorted(DOMAINS)).map(lambda name: {"Ref": name})
found = st.builds(
    lambda key, column: {"Fn::FindInMap": ["M", key, column]}, refs, st.sampled_from("XY")
)
words = st.sampled_from(["a", "b", "c", "true", "false", "elsewhere"])


def equals(left: Any, right: Any) -> Any:
    return st.builds(lambda one, other: {"Fn::Equals": [one, other]}, left, right)


def made_of(comparisons: Any) -> Any:
    return st.recursive(
        comparisons,
        lambda inner: st.one_of(
            inner.map(lambda test: {"Fn::Not": [test]}),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: {"Fn::And": items}),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: {"Fn::Or": items}),
        ),
        max_leaves=4,
    )


SIMPLE = equals(refs, words)
MAPPED = equals(refs | found, words)
MUTUAL = equals(refs, words | refs)


@st.composite
def conditions(draw: st.DrawFn, comparisons: Any) -> dict[str, Any]:
    """Up to four conditions, of which the later ones may ask the earlier ones."""
    tests = made_of(comparisons)
    made: dict[str, Any] = {}
    for index in range(draw(st.integers(1, 4))):
        earlier = [{"Condition": name} for name in made]
        choice = tests | st.sampled_from(earlier) if earlier else tests
        if len(earlier) > 1 and draw(st.booleans()):
            kind = draw(st.sampled_from(["Fn::And", "Fn::Or"]))
            made[f"C{index}"] = {kind: [draw(choice), {"Fn::Not": [draw(choice)]}]}
        else:
            made[f"C{index}"] = draw(choice)
    return made


@st.composite
def templates(
    draw: st.DrawFn, *, values: Any, own_condition: bool = True, comparisons: Any = SIMPLE
) -> dict[str, Any]:
    made = draw(conditions(comparisons))
    names = st.sampled_from(sorted(made))
    leaves = st.sampled_from([True, False, "true", "false", NO_VALUE]) | values
    value = draw(
        st.recursive(
            leaves,
            lambda inner: st.builds(
                lambda name, yes, no: {"Fn::If": [name, yes, no]}, names, inner, inner
            ),
            max_leaves=6,
        )
    )
    bucket: dict[str, Any] = {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": value,
            }
        },
    }
    if own_condition and draw(st.booleans()):
        bucket["Condition"] = draw(names)
    return {
        "Parameters": {
            name: {"Type": "String", "AllowedValues": list(domain)}
            for name, domain in DOMAINS.items()
        },
        "Mappings": {"M": MAPPING},
        "Conditions": made,
        "Resources": {"R": bucket},
    }


@cache
def cards() -> Index:
    return Index([built_in_and_own().cards[RULE]])


def scanned(template: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> str | None:
    resolver = Resolver(read_template("t.json", json.dumps(template).encode()), given=given)
    results = evaluate(Stack(resolver, {}), cards())
    assert not results.problems
    return str(results.verdicts[0].status) if results.verdicts else None


def value_in(node: Any, world: Mapping[str, Any], template: Mapping[str, Any]) -> Any:
    """The few functions that are made here, done again in the plainest way."""
    if not isinstance(node, dict):
        return node
    ((name, argument),) = node.items()
    if name == "Ref":
        return world.get(argument)
    if name == "Fn::FindInMap":
        return MAPPING[value_in(argument[1], world, template)][argument[2]]
    condition, yes, no = argument
    return value_in(yes if holds(condition, world, template) else no, world, template)


def holds(test: Any, world: Mapping[str, Any], template: Mapping[str, Any]) -> bool:
    if isinstance(test, str):
        return holds(template["Conditions"][test], world, template)
    ((name, argument),) = test.items()
    match name:
        case "Condition":
            return holds(argument, world, template)
        case "Fn::Equals":
            one, other = (value_in(side, world, template) for side in argument)
            return one == other
        case "Fn::Not":
            return not holds(argument[0], world, template)
        case "Fn::And":
            return all(holds(item, world, template) for item in argument)
        case _:
            return any(holds(item, world, template) for item in argument)


def assignments() -> Iterator[dict[str, str]]:
    for values in itertools.product(*DOMAINS.values()):
        yield dict(zip(DOMAINS, values, strict=True))


def in_world(template: Mapping[str, Any], world: Mapping[str, Any]) -> str | None:
    bucket = template["Resources"]["R"]
    if "Condition" in bucket and not holds(bucket["Condition"], world, template):
        return None
    block = bucket["Properties"]["PublicAccessBlockConfiguration"]
    value = value_in(block["RestrictPublicBuckets"], world, template)
    return "pass" if value in (True, "true") else "fail"


def brute_force(template: Mapping[str, Any]) -> str | None:
    seen = {in_world(template, world) for world in assignments()} - {None}
    return seen.pop() if len(seen) == 1 else "unknown" if seen else None


@given(templates(values=st.nothing(), own_condition=False))
def test_conditions_give_what_brute_force_gives(template: dict[str, Any]) -> None:
    """Fails in every world, passes in every world, else unknown."""
    assert scanned(template) == brute_force(template)


@given(templates(values=st.nothing(), own_condition=False, comparisons=MUTUAL))
def test_comparing_parameters_gives_what_brute_force_gives(template: dict[str, Any]) -> None:
    """A parameter with itself, and with another."""
    assert scanned(template) == brute_force(template)


@given(templates(values=st.nothing(), own_condition=False, comparisons=MAPPED))
def test_comparing_mappings_gives_what_brute_force_gives(template: dict[str, Any]) -> None:
    """What a mapping says of a parameter."""
    assert scanned(template) == brute_force(template)


@given(templates(values=refs, own_condition=False))
def test_values_that_are_parameters_give_what_brute_force_gives(template: dict[str, Any]) -> None:
    """The value and the conditions hang together."""
    assert scanned(template) == brute_force(template)


@given(templates(values=refs | found, own_condition=False))
def test_values_of_finite_domains_give_what_brute_force_gives(template: dict[str, Any]) -> None:
    """Parameters and mappings at the leaves: the value and the conditions hang together."""
    assert scanned(template) == brute_force(template)


@given(templates(values=st.nothing()))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_resource_with_a_condition_is_judged_where_it_exists(template: dict[str, Any]) -> None:
    """Only the worlds that have the resource count."""
    assume(brute_force(template) is not None)
    assert scanned(template) == brute_force(template)


@pytest.mark.exhaustive
@given(templates(values=st.nothing()))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_resource_that_no_world_has_is_not_judged(template: dict[str, Any]) -> None:
    """Its condition is false whatever the parameters are."""
    assume(brute_force(template) is None)
    assert scanned(template) is None


@given(templates(values=refs | found), st.sampled_from(list(assignments())))
def test_with_everything_given_nothing_is_unknown(
    template: dict[str, Any], world: dict[str, str]
) -> None:
    """One world, one answer."""
    assert scanned(template, world) == in_world(template, world)


@given(templates(values=refs | found))
def test_a_verdict_is_the_same_every_time(template: dict[str, Any]) -> None:
    """Resolving is deterministic."""
    assert scanned(template) == scanned(template)


NAMES = ["P", "Q", "B", "AWS::Region", "AWS::NoValue", "Nowhere", "C", "M", "a", "", 0, -1, 2, None]
FUNCTIONS = [
    "Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::FindInMap",
    "Fn::If", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition", "Fn::Base64", "Fn::Cidr",
    "Fn::GetAZs", "Fn::ImportValue", "Fn::Transform", "Fn::Length", "Fn::ToJsonString",
    "Fn::ForEach::L", "Fn::Contains", "Fn::EachMemberIn", "Fn::EachMemberEquals", "Fn::Unheard",
]  # fmt: skip
scalars = (
    st.sampled_from(NAMES)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("a.${}!:*{resolve}/,", max_size=12)
    | st.sampled_from(["${P}", "${B.Arn}", "{{resolve:ssm:/a}}", "{{resolve:", "²", "10.0.0.0/16"])
)
nonsense = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*FUNCTIONS, "A", "Name"]), inner, max_size=2)
        | st.tuples(st.sampled_from(FUNCTIONS), st.lists(inner, max_size=4)).map(
            lambda pair: {pair[0]: pair[1]}
        )
    ),
    max_leaves=12,
)
GIVEN_BY_AWS = {Decider.ATTRIBUTE, Decider.PSEUDO, Decider.IMPORT, Decider.DYNAMIC}


def around(value: Any, condition: Any = None, rule: Any = None) -> dict[str, Any]:
    return {
        "Parameters": {
            "P": {"Type": "String", "AllowedValues": ["a", "b"]},
            "Q": {"Type": "CommaDelimitedList"},
        },
        "Mappings": {"M": {"a": {"b": value}}},
        "Conditions": {"C": condition},
        "Rules": {"A": {"RuleCondition": condition, "Assertions": [{"Assert": rule}]}},
        "Resources": {"B": {"Type": "AWS::S3::Bucket", "Condition": "C", "Properties": value}},
    }


@given(nonsense, nonsense, nonsense)
def test_resolving_never_raises(value: Any, condition: Any, rule: Any) -> None:
    """Whatever stands where an argument is expected; and twice gives the same."""
    template = read_template("t.json", json.dumps(around(value, condition, rule)).encode())
    first, second = Resolver(template), Resolver(template)
    assert repr(first.resource("B")) == repr(second.resource("B"))
    assert repr(first.condition("C")) == repr(second.condition("C"))
    assert first.decide(rule) == second.decide(rule)
    assert not evaluate(Stack(first, {}), cards()).problems


strings = st.deferred(lambda: st.sampled_from(["a", "b", "x-y"]) | made_strings)
made_strings = st.one_of(
    st.sampled_from([{"Ref": "P"}, {"Fn::Sub": "${P}-x"}, {"Fn::Select": [0, {"Ref": "Q"}]}]),
    st.sampled_from([{"Ref": "B"}, {"Fn::GetAtt": ["B", "Arn"]}, {"Ref": "AWS::Region"}]),
    st.sampled_from([{"Fn::ImportValue": "e"}, "{{resolve:ssm:/a}}", {"Ref": "AWS::StackName"}]),
    st.builds(lambda a, b: {"Fn::Join": ["", [a, b]]}, strings, strings),
    st.builds(lambda a, b: {"Fn::Sub": ["${A}${B}", {"A": a, "B": b}]}, strings, strings),
    st.builds(lambda a, b: {"Fn::If": ["C", a, b]}, strings, strings),
    strings.map(lambda a: {"Fn::Base64": a}),
    st.builds(lambda a: {"Fn::FindInMap": ["T", {"Ref": "P"}, "k"]}, strings),
)


@given(strings, strings)
def test_with_everything_given_only_aws_decides(value: Any, compared: Any) -> None:
    """Attributes, pseudo parameters, imports and dynamic references are left, or nothing."""
    template = around({"BucketName": value})
    template["Conditions"] = {"C": {"Fn::Equals": [{"Ref": "P"}, compared]}}
    template["Mappings"] = {"T": {"a": {"k": "1"}, "b": {"k": "2"}}}
    del template["Rules"]
    # What a condition may not ask has no answer here either: CloudFormation refuses it.
    resolver = Resolver(
        read_template("t.json", json.dumps(template).encode()), given={"P": "a", "Q": "a,b"}
    )
    deciders = {cause.decider for cause in causes_of(resolver.resource("B").body)}
    assert deciders <= GIVEN_BY_AWS | {Decider.CONDITION}
    if Decider.CONDITION in deciders:
        assert causes_of(resolver.condition("C"))


CARD = """\
id: not-one
title: {en: Not one, ko: 일이 아님}
severity: low
pillar: security
resources: [AWS::S3::Bucket]
check: {path: "$.Properties.L[*]", all: {path: $, equals: 1}}
why: {en: w, ko: 이유}
fix: {en: f, ko: 방법}
examples: {fails: "", passes: ""}
"""


@pytest.mark.parametrize(("levels", "answer"), [(3, "pass"), (5, "pass"), (6, "unknown")])
def test_the_number_of_worlds_is_bounded(cli: Callable[..., Any], levels: int, answer: str) -> None:
    """Up to 64 worlds are tried; beyond them the verdict is unknown, and says so.

    Lists of different lengths in the branches keep a path from going into both of them.
    """

    def tree(level: int, ones: int) -> Any:
        if level == levels:
            return [1] * ones
        return {"Fn::If": [f"C{level}", tree(level + 1, ones), tree(level + 1, ones + 1)]}

    template = {
        "Parameters": {f"P{n}": {"Type": "String"} for n in range(levels)},
        "Conditions": {f"C{n}": {"Fn::Equals": [{"Ref": f"P{n}"}, "x"]} for n in range(levels)},
        "Resources": {"R": {"Type": "AWS::S3::Bucket", "Properties": {"L": tree(0, 2)}}},
    }
    files = {"t.json": json.dumps(template), "r/not-one.yaml": CARD}
    report = cli("scan", "t.json", "--rules", "r", "--format", "json", files=files).report
    found = [f for f in report["findings"] if f["rule_id"] == "not-one"]
    assert [f["status"] for f in found] == ([] if answer == "pass" else [answer])
    assert all("more than 64 combinations" in f["why"] for f in found)
