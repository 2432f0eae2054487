"""``distinct``: no two values are equal, as far as anybody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synthgate.model import Status
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.rule.terms.outcome import Outcome

TEMPLATE = """
Parameters:
  P: {Type: String}
  Q: {Type: String}
  Zones: {Type: "List<String>"}
  Few: {Type: String, AllowedValues: [x, y]}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  R: {Type: "T::T::R", Properties: {L: %s}}
"""
PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN


def no_python(name: str) -> Any:
    raise AssertionError(name)


def asked(condition: Any, written: str) -> Outcome:
    resolver = Resolver(read_template("t.yaml", (TEMPLATE % written).encode()))
    resource: Resource = resolver.resource("R")
    return Compiler(no_python).condition(condition)(View(resource, resolver), resource.body)


CASES = [
    ("[a, b]", PASS),
    ("[]", PASS),
    ("a", PASS),
    ("!Ref AWS::NoValue", PASS),
    ("[a, b, a]", FAIL),
    ("[1, '1']", FAIL),
    ("[true, 'true']", FAIL),
    ("[!Ref P, !Ref P]", FAIL),
    ("[!Ref P]", PASS),
    ("[!Ref P, a]", UNKNOWN),
    ("[!Ref P, !Ref Q]", UNKNOWN),
    ("[!Ref P, a, a]", FAIL),
    ("[!Ref Few, a]", PASS),
    ("[!Ref R, !GetAtt R.Arn, a]", UNKNOWN),
    ("[!Sub 'a-${P}', b]", PASS),
    ("!Ref Zones", UNKNOWN),
    ("[!If [C, a, !Ref 'AWS::NoValue'], a]", UNKNOWN),
    ("[!If [C, b, !Ref 'AWS::NoValue'], a]", PASS),
    ("!If [C, [a, a], [b]]", UNKNOWN),
]


@pytest.mark.parametrize(("written", "status"), CASES)
def test_what_is_equal_and_what_may_be(written: str, status: Status) -> None:
    """Of the items of a list, asked of the list or of each of them."""
    for path in ("$.Properties.L", "$.Properties.L[*]"):
        assert asked({"path": path, "distinct": True}, written).status is status
        opposite = asked({"path": path, "distinct": False}, written)
        assert opposite.status is asked({"not": {"path": path, "distinct": True}}, written).status


def test_each_repetition_is_a_fault_of_its_own() -> None:
    """At its own place."""
    outcome = asked({"path": "$.Properties.L", "distinct": True}, "[a, b, a, b, a]")
    assert [place.route[-1] for place in outcome.places] == [2, 3, 4]


def test_values_further_in_are_compared_too() -> None:
    """Those that a path collects, a filter's doubt included."""
    rules = "[{K: 1, P: 5}, {K: 2, P: 5}, {K: !Ref P, P: 6}]"
    assert asked({"path": "$.Properties.L[*].P", "distinct": True}, rules).status is FAIL
    kept = {"path": "$.Properties.L[?(@.K==1)].P", "distinct": True}
    assert asked(kept, rules).status is PASS
    assert asked(kept, rules.replace("P: 6", "P: 5")).status is UNKNOWN


CARD = """\
id: own
title: {en: Twice, ko: 중복}
severity: low
pillar: security
resources: ["T::T::R"]
check: {path: $.Properties.L, distinct: true}
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples: {fails: "", passes: ""}
"""


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "distinct: true; there more than once: a => fail"),
        ("ko", "distinct: true; 두 번 이상 있음: a => 실패"),
    ],
)
def test_its_verdict_is_told(cli: Callable[..., Any], language: str, line: str) -> None:
    """With what is there more than once."""
    files = {"t.yaml": TEMPLATE % "[a, b, a]", "r/own.yaml": CARD}
    flags = ("--rules", "r", "--explain", "own:R", "--lang", language)
    assert line in cli("scan", "t.yaml", *flags, files=files).out
