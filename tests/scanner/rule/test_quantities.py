"""Numbers with units, dates, and how many of something there are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from synthgate.errors import CardError
from synthgate.model import Status
from synthgate.resolve.resolver import Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.operators.quantities import Quantity, quantity_of
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
AROUND = """\
Parameters:
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Few: {Type: Number, AllowedValues: [30, 90]}
  Mixed: {Type: String, AllowedValues: ["5", many]}
Conditions: {Maybe: !Equals [!Ref Open, x]}
Resources: {R: {Type: T::T::R, Properties: {P: %s, Q: %s}}}
"""
NONE = "!Ref AWS::NoValue"


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(words: str, value: str, other: str = NONE, path: str = "P") -> Status:
    """What the words say of property P, which may be compared with Q."""
    resolver = Resolver(read_template("t.yaml", (AROUND % (value, other)).encode()))
    check = yaml.safe_load(f'{{path: "$.Properties.{path}", {words}}}')
    resource = resolver.resource("R")
    return Compiler(no_python).condition(check)(View(resource, resolver), resource.body).status


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("rate(5 minutes)", 300),
        ("rate(1 hour)", 3600),
        ("Rate( 1 day )", 86_400),
        ("PT5M", 300),
        ("P1DT12H", 129_600),
        ("P2W", 1_209_600),
        ("PT1H30M15S", 5415),
        ("90 seconds", 90),
        ("1.5 hours", 5400),
        (".5 minutes", 30),
        ("1 Year", 31_536_000),
        ("1500 milliseconds", 1.5),
    ],
)
def test_a_time_is_read_in_every_spelling(text: str, seconds: float) -> None:
    """Schedule expressions, ISO 8601, words: all of them in seconds."""
    assert quantity_of(text) == Quantity(seconds, "time")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("2 GB", Quantity(2 * 1024**3, "size")),
        ("2GB", Quantity(2 * 1024**3, "size")),
        ("2 GiB", Quantity(2 * 1024**3, "size")),
        ("512 MB", Quantity(512 * 1024**2, "size")),
        ("100 bytes", Quantity(100, "size")),
        ("1 vCPU", Quantity(1024, "cpu")),
        (".5 vCPU", Quantity(512, "cpu")),
        ("256 cpu units", Quantity(256, "cpu")),
        ("5", Quantity(5)),
        (" 5 ", Quantity(5)),
        (5, Quantity(5)),
        ("-1", Quantity(-1)),
    ],
)
def test_a_size_a_share_of_a_processor_or_a_plain_number(text: Any, quantity: Quantity) -> None:
    """GB is GiB, as AWS means it; a number without a unit has no dimension."""
    assert quantity_of(text) == quantity


@pytest.mark.parametrize(
    "value",
    ["many", "5 apples", "rate(5)", "rate()", "cron(0 12 * * ? *)", "P", "PT", "P1Y", "", True, []],
)
def test_what_is_no_quantity_is_none(value: Any) -> None:
    """Nothing is guessed."""
    assert quantity_of(value) is None


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("at-least: 4 days, unit: seconds", "345600", PASS),
        ("at-least: 4 days, unit: seconds", "'345600'", PASS),
        ("at-least: 4 days, unit: seconds", "345599", FAIL),
        ("at-least: 4 days, unit: seconds", "4 days", PASS),
        ("at-least: 4 days, unit: seconds", "rate(3 days)", FAIL),
        ("at-least: 4 days, unit: seconds", "8 GB", FAIL),
        ("at-most: 4 days, unit: seconds", "8 GB", FAIL),
        ("at-least: 4 days, unit: seconds", "many", FAIL),
        ("at-least: 4 days, unit: seconds", "true", FAIL),
        ("at-least: 4 days, unit: seconds", "!Ref Open", UNKNOWN),
        ("at-least: 4 days, unit: seconds", "!Sub '4${Open}'", UNKNOWN),
        ("at-least: 4 days, unit: seconds", NONE, FAIL),
        ("at-least: 4 days, unit: seconds, default: 345600", NONE, PASS),
        ("at-least: 4 days, unit: seconds, default: 4 days", NONE, PASS),
        ("at-least: 4 days, unit: seconds, default: 60", NONE, FAIL),
        ("at-least: 7 days, unit: days", "!Ref Few", PASS),
        ("above: 60 days, unit: days", "!Ref Few", UNKNOWN),
        ("at-most: 8 GB, unit: MB", "8192", PASS),
        ("at-most: 8 GB, unit: MB", "16384", FAIL),
        ("below: 1 vCPU, unit: cpu units", "512", PASS),
        ("above: 5", "5", FAIL),
        ("above: 5", "5.5", PASS),
        ("below: 5", "5", FAIL),
        ("below: 5", "4", PASS),
        ("at-least: 5", "rate(5 minutes)", FAIL),
        ("at-least: 5, unit: minutes", "rate(5 minutes)", PASS),
        ("at-least: 5, unit: minutes", "5", PASS),
        ("at-least: 5, unit: minutes", "4", FAIL),
    ],
)
def test_numbers_are_compared_in_their_units(words: str, value: str, status: Status) -> None:
    """Of one dimension, both in its smallest unit; of two, no comparison holds."""
    assert ask(words, value) is status


@pytest.mark.parametrize(
    ("value", "other", "status"),
    [
        ("5", "4", PASS),
        ("5", "6", FAIL),
        ("5", "many", FAIL),
        ("5", NONE, FAIL),
        ("5", "!Ref Open", UNKNOWN),
        ("!Ref Few", "30", PASS),
        ("!Ref Few", "60", UNKNOWN),
        ("100", "!Ref Few", PASS),
        ("60", "!Ref Few", UNKNOWN),
        ("4", "!Ref Mixed", FAIL),
        ("5", "!Ref Mixed", UNKNOWN),
        ("5", f"!If [Maybe, 4, {NONE}]", UNKNOWN),
        ("3", f"!If [Maybe, 4, {NONE}]", FAIL),
    ],
)
def test_a_limit_may_be_another_property(value: str, other: str, status: Status) -> None:
    """Known or not, one of a few, or none: what is no number is no limit to keep to."""
    assert ask("at-least: {value-of: $.Properties.Q}", value, other) is status


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("after: 2026-12-31", "2027-01-01", PASS),
        ("after: 2026-12-31", "'2026-12-31'", FAIL),
        ("after: 2026-12-31", "'2026-12-31T00:00:01Z'", PASS),
        ("before: 2027-01-01", "'2027-01-01T01:00:00+02:00'", PASS),
        ("before: '2027-01-01T00:00:00Z'", "'2026-12-31'", PASS),
        ("before: 2027-01-01", "soon", FAIL),
        ("after: 2027-01-01", "soon", FAIL),
        ("before: 2027-01-01", "5", FAIL),
        ("before: 2027-01-01", "!Ref Open", UNKNOWN),
        ("before: 2027-01-01", "!Sub '2026-${Open}'", UNKNOWN),
        ("before: 2027-01-01", "!If [Maybe, '2026-01-01', '2026-02-01']", PASS),
        ("before: 2027-01-01", NONE, FAIL),
    ],
)
def test_dates_are_compared_in_utc(words: str, value: str, status: Status) -> None:
    """A day starts at midnight; what is no date is neither before nor after."""
    assert ask(words, value) is status


@pytest.mark.parametrize(
    ("limits", "value", "status"),
    [
        ("3", "abc", PASS),
        ("{at-least: 4}", "abc", FAIL),
        ("{at-most: 2}", "[a, b]", PASS),
        ("{above: 1, below: 3}", "[a, b]", PASS),
        ("{above: 2}", "[a, b]", FAIL),
        ("{equals: 1}", "{a: 1}", PASS),
        ("0", "[]", PASS),
        ("0", "''", PASS),
        ("1", "5", FAIL),
        ("1", "!Ref Open", UNKNOWN),
        ("1", "!Ref OpenList", UNKNOWN),
        ("1", "[!Ref Open]", PASS),
        ("2", f"[a, !If [Maybe, b, {NONE}]]", UNKNOWN),
        ("{at-most: 2}", f"[a, !If [Maybe, b, {NONE}]]", PASS),
        ("{at-least: 1}", f"[a, !If [Maybe, b, {NONE}]]", PASS),
        ("{above: 2}", f"[a, !If [Maybe, b, {NONE}]]", FAIL),
        ("1", f"{{a: !If [Maybe, b, {NONE}]}}", UNKNOWN),
        ("2", "!If [Maybe, [a, b], ab]", PASS),
        ("0", NONE, FAIL),
    ],
)
def test_a_length(limits: str, value: str, status: Status) -> None:
    """Characters, items or members; what may be left out is one more, or none."""
    assert ask(f"length: {limits}", value) is status


@pytest.mark.parametrize(
    ("limits", "items", "status"),
    [
        ("2", "[a, b]", PASS),
        ("0", "[]", PASS),
        ("0", NONE, PASS),
        ("1", "a", PASS),
        ("{at-least: 1, at-most: 2}", "[a, b, c]", FAIL),
        ("{at-least: 2}", f"[a, {NONE}]", FAIL),
        ("{at-least: 1}", f"[a, !If [Maybe, b, {NONE}]]", PASS),
        ("{at-least: 2}", f"[a, !If [Maybe, b, {NONE}]]", UNKNOWN),
        ("{at-least: 1}", "!Ref OpenList", UNKNOWN),
        ("{at-most: 9}", "!Ref OpenList", UNKNOWN),
        ("2", "[!Ref Open, !Ref Open]", UNKNOWN),
        ("{at-least: 1}", "!If [Maybe, [a], [b]]", PASS),
        ("{at-least: 1}", "!If [Maybe, [a], [b, c]]", UNKNOWN),
    ],
)
def test_a_count(limits: str, items: str, status: Status) -> None:
    """How many matches a path has: none for what is left out, any number for an open list."""
    assert ask(f"count: {limits}", items, path="P[*]") is status


def test_a_count_counts_what_a_filter_keeps() -> None:
    """One that may not belong is one more, or none."""
    items = "[{k: a}, {k: !Ref Open}, {k: b}]"
    path = "P[?(@.k == 'a')]"
    assert ask("count: {at-least: 1}", items, path=path) is PASS
    assert ask("count: 1", items, path=path) is UNKNOWN
    assert ask("count: {above: 2}", "[{k: a}, {k: b}]", path=path) is FAIL


@pytest.mark.parametrize(
    "words",
    [
        "at-least: many",
        "at-least: 4 apples",
        "at-least: true",
        "at-least: 4 days",
        "at-least: 4, unit: apples",
        "at-least: 4, unit: 5",
        "before: soon",
        "before: 5",
        "length: many",
        "length: true",
        "length: {at-lest: 1}",
        "length: {}",
        "length: 1.5",
        "count: {at-least: two}",
        "unit: seconds",
    ],
)
def test_an_argument_that_is_no_quantity_is_a_mistake(words: str) -> None:
    """It is found when the card is read; a quantity needs to know what plain numbers count."""
    with pytest.raises(CardError):
        ask(words, "5")
