"""``rules lint``: conditions that are right, and do not ask what they seem to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synthgate.model import Status
from synthgate.resolve.resolver import Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template
from synthgate.workbench.moot import mistakes

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = """\
id: bucket-astray
title: {en: Astray, ko: 잘못됨}
severity: low
pillar: cost
resources: [AWS::S3::Bucket]
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples:
  fails: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}  # finding"
  passes: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}"
"""
NAME = "path: $.Properties.BucketName"
RULES = "$.Properties.LifecycleConfiguration.Rules[*]"


def found(check: str) -> list[str]:
    body = yaml.safe_load(f"parameters: {{name: x}}\ncheck: {check}")
    return [".".join(map(str, one.route)) for one in mistakes(body)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{NAME}, equals: x", f"{NAME}, not-equals: x"),
        (f"{NAME}, not-matches: x", f"{NAME}, matches: x"),
        (f"{NAME}, exists: true", f"{NAME}, exists: false"),
        (f"{NAME}, empty: false", f"{NAME}, empty: true, message: a"),
        (f"{NAME}, equals: x, default: y", f"{NAME}, not-equals: x, default: y"),
        (f"{NAME}, equals: x, default: y", f"not: {{{NAME}, equals: x, default: y}}"),
        (f"{NAME}, exists: true", f"{NAME}, not-equals: x"),
        (f"{NAME}, not-in: [a, b]", f"{NAME}, exists: true"),
        (f"{NAME}, equals: {{parameter: name}}", f"{NAME}, not-equals: x"),
        ("tag: Owner, exists: true", "tag: Owner, exists: false"),
        ("stack: region, equals: a", "stack: region, not-equals: a"),
        ("there-is: AWS::SNS::Topic", "not: {there-is: AWS::SNS::Topic}"),
    ],
)
def test_an_any_of_that_can_never_fail(one: str, other: str) -> None:
    """One of two parts holds of whatever there is, the first or the second."""
    between = "{path: $.Properties.Tags, exists: true}"
    assert found(f"{{any-of: [{{{one}}}, {between}, {{{other}}}]}}") == ["check.any-of.2"]
    assert found(f"{{any-of: [{{{other}}}, {{{one}}}]}}") == ["check.any-of.1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{NAME}, equals: x", f"{NAME}, not-equals: y"),
        (f"{NAME}, equals: x", f"{NAME}, not-equals: x, default: x"),
        (f"{NAME}, equals: x, exists: true", f"{NAME}, not-equals: x"),
        (f"{NAME}, equals: x", "path: $.Properties.Other, not-equals: x"),
        (f"{NAME}, equals: 1", f"{NAME}, not-equals: true"),
        (f"{NAME}, exists: true", f"{NAME}, not-equals: x, default: x"),
        (f"{NAME}, exists: true", f'{NAME}, not-equals: ""'),
        (f"{NAME}, exists: true", f"{NAME}, not-matches: ^$"),
        (f"{NAME}, exists: true", f"{NAME}, equals: x"),
        (f"{NAME}, exists: false", f"{NAME}, not-equals: x"),
        (f"{NAME}, at-least: 3", f"{NAME}, below: 3"),
        (f'path: "{RULES}.Status", equals: x', f'path: "{RULES}.Status", not-equals: x'),
        ("tag: [A, B], equals: x", "tag: [A, B], not-equals: x"),
        ("keys: $.Properties.Tags, equals: x", "keys: $.Properties.Tags, not-equals: x"),
        (f"{NAME}, equals: x", f"{NAME}, not-equals: x, else: unknown"),
        (f"{NAME}, all: {{equals: x}}", f"{NAME}, all: {{not-equals: x}}"),
    ],
)
def test_an_any_of_that_may_fail(one: str, other: str) -> None:
    """Of several matches, of a default, of what is absent or empty; or is unknown on purpose."""
    assert not found(f"{{any-of: [{{{one}}}, {{{other}}}]}}")


@pytest.mark.parametrize(
    ("check", "at"),
    [
        (f'{{not: {{path: "{RULES}.Status", equals: Disabled}}}}', ["check.not.path"]),
        ("{not: {path: $..Effect, equals: Allow}}", ["check.not.path"]),
        (
            f'{{not: {{any-of: [{{{NAME}, equals: a}}, {{path: "{RULES}.Id", exists: true}}]}}}}',
            ["check.not.any-of.1.path"],
        ),
        (f'{{not: {{path: "{RULES}", any: {{path: $.Id, exists: true}}}}}}', []),
        (f'{{not: {{path: "{RULES}", count: 2}}}}', []),
        (f"{{not: {{{NAME}, equals: a}}}}", []),
        (
            f'{{path: "{RULES}", all: {{not: {{path: "$.Transitions[*].X", equals: a}}}}}}',
            ["check.all.not.path"],
        ),
    ],
)
def test_not_over_several_matches(check: str, at: list[str]) -> None:
    """Holds as soon as one is not so, which nobody means; below quantifiers each is asked alone."""
    assert found(check) == at


def test_inside_other_conditions() -> None:
    """Below quantifiers, relations and branches; matches themselves, too."""
    parts = "{any-of: [{equals: a}, {not-equals: a}]}"
    assert found(f'{{path: "{RULES}", any: {parts}}}') == ["check.any.any-of.1"]
    assert found(f"{{by-type: {{'*': {{{NAME}, all: {parts}}}}}}}") == [
        "check.by-type.*.all.any-of.1"
    ]


VALUES = ["x", "y", "", "2", 1, True, [], ["x"], {}, {"x": 1}, None]
WORDS: dict[str, list[Any]] = {
    "equals": ["x", "", 1, True],
    "in": [["x"], ["", "y"]],
    "matches": ["x", "^$"],
    "contains": ["x"],
    "exists": [True, False],
    "empty": [True, False],
    "at-least": [1],
}
CONDITIONS = st.sampled_from(
    [
        {"path": "$.Properties.V", spelt: wish, **default}
        for word, wishes in WORDS.items()
        for spelt in (word, f"not-{word}")
        if spelt in OPERATORS
        for wish in wishes
        for default in ({}, {"default": "x"})
    ]
)


@given(CONDITIONS, CONDITIONS)
def test_what_is_said_never_to_fail_never_does(one: Any, other: Any) -> None:
    """Whatever the value is, nothing included; two parts at random are seldom opposites."""
    for check in ([one, other], [one, {"not": one}], [one, _opposite(one)]):
        if not [*mistakes({"check": {"any-of": check}})]:
            continue
        condition = Compiler(lambda _: lambda *_: iter(())).condition({"any-of": check})
        for value in VALUES:
            own = {} if value is None else {"V": value}
            template = {"Resources": {"R": {"Type": "T", "Properties": own}}}
            resolver = Resolver(read_template("t", json.dumps(template).encode()))
            view = View(resolver.resource("R"), resolver)
            assert condition(view, view.resource.body).status is not Status.FAIL


def _opposite(part: dict[str, Any]) -> dict[str, Any]:
    word = next(word for word in part if word in OPERATORS)
    turned = word.removeprefix("not-") if word.startswith("not-") else f"not-{word}"
    if turned in OPERATORS:
        return {turned if key == word else key: it for key, it in part.items()}
    return {**part, word: not part[word]} if part[word] in (True, False) else part


def test_they_are_told_with_their_places(cli: Callable[..., Any]) -> None:
    """As every mistake is, with what to write instead."""
    check = f"""\
check:
  all-of:
    - any-of:
        - {{{NAME}, equals: a}}
        - {{{NAME}, not-equals: a}}
    - not: {{path: "{RULES}.Status", equals: Disabled}}
"""
    ran = cli("rules", "lint", "r", files={"r/x.yaml": HEAD + check})
    assert ran.code == 2
    assert ran.out == (
        "r/x.yaml:15:11: check.all-of[0].any-of[1]: this 'any-of' can never fail: whatever there "
        "is, this part or part 1 of it holds\n"
        "r/x.yaml:16:13: check.all-of[1].not: 'not' over $.Properties.LifecycleConfiguration."
        "Rules[*].Status holds as soon as one of its matches is not so: ask 'none: {equals: …}' "
        "of the path instead ('any' where one is enough)\n"
        "1 card: 2 mistakes in 1\n"
    )
