"""Hypothesis makes templates, and cards to ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from generated.pools import Pool
from reference.worlds import Case, Facts

NOTHING = {"Ref": "AWS::NoValue"}
NAMES = ("P", "Q", "O", "N", "D", "L", "X")
"""Parameters: of two and of three values, open, a number, with a default, a list, given."""
TYPES = ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::BucketPolicy", "AWS::Cognito::UserPool")  # fmt: skip
FEW = st.sampled_from


@cache
def _number(below: int) -> st.SearchStrategy[int]:
    return st.integers(0, below - 1)


def pick(draw: st.DrawFn, choices: Sequence[Any]) -> Any:
    """One of some. (To make a strategy for each choice takes longer than all of the rest.)"""
    return choices[draw(_number(len(choices)))]


@st.composite
def parameters(draw: st.DrawFn, pool: Pool) -> dict[str, Any]:
    """Declarations whose values are such as the word can tell from each other."""
    texts = sorted({*pool.texts, "ab", "x"})
    few = st.lists(FEW(texts), min_size=2, max_size=2, unique=True)
    return {
        "P": {"Type": "String", "AllowedValues": draw(few)},
        "Q": {"Type": "String", "AllowedValues": ["true", "false", pick(draw, texts)]},
        "O": {"Type": "String"},
        "N": {"Type": "Number", "AllowedValues": pick(draw, [[1, 5], ["22", 300], [22]])},
        "D": {"Type": "String", "Default": pick(draw, texts), "AllowedValues": texts},
        "L": {"Type": "CommaDelimitedList", "AllowedValues": draw(few)},
        "X": {"Type": pick(draw, ["String", "Number"])},
    }


@st.composite
def comparisons(
    draw: st.DrawFn, texts: list[str], earlier: list[str], depth: int = 2, first: str = ""
) -> Any:
    """A condition of the template, perhaps of a kind that is asked for."""
    kinds = ["Fn::Equals"] * 3
    kinds += ["Fn::Not", "Fn::And", "Fn::Or"] if depth else []
    kinds += ["Condition"] if earlier else []
    kind = first or pick(draw, kinds)
    if kind == "Condition":
        return {kind: pick(draw, earlier)}
    if kind == "Fn::Equals":
        left = pick(draw, [{"Ref": name} for name in ("P", "Q", "O", "N", "AWS::Region")] + [
            {"Fn::FindInMap": ["M", {"Ref": "P"}, "A"]}, {"Fn::Select": [0, {"Ref": "L"}]},
            {"Fn::Join": ["", [{"Ref": "P"}, "b"]]},
        ])  # fmt: skip
        plain = [*texts, 22, "us-east-1"]
        return {kind: [left, draw(FEW(plain) | FEW([{"Ref": "P"}, {"Ref": "Q"}, {"Ref": "D"}]))]}
    number = 1 if kind == "Fn::Not" else 2
    return {kind: [draw(comparisons(texts, earlier, depth - 1)) for _ in range(number)]}


@st.composite
def values(  # noqa: C901, PLR0912 - a case for each function
    draw: st.DrawFn, pool: Pool, conditions: list[str], depth: int = 2, first: str = ""
) -> Any:
    """A property: a value of the pool, or a function (perhaps one asked for) that may give one."""
    inner = values(pool, conditions, depth - 1)
    kind = first or pick(draw, ["plain", "plain", "ref", "ref", "map"] + (MADE if depth else []))
    texts = FEW(sorted({*pool.texts, "ab"}))
    match kind:
        case "plain":
            return pick(draw, pool.values)
        case "ref":
            return {"Ref": pick(draw, NAMES)}
        case "map":
            row, column = pick(draw, [{"Ref": "P"}, {"Ref": "Q"}, "ab"]), pick(draw, "AB")
            default = pick(draw, [[], [{"DefaultValue": draw(FEW(pool.values))}]])
            return {"Fn::FindInMap": ["M", row, column, *default]}
        case "if":
            other = NOTHING if draw(st.booleans()) else draw(inner)
            return {
                "Fn::If": [pick(draw, conditions), *draw(st.permutations([draw(inner), other]))]
            }
        case "sub":
            name = pick(draw, ["P", "O", "N", "D", "S.Arn", "S", "AWS::Region"])
            before, after = (
                pick(draw, ["", "a", "10.0.0.0/", "${!x}"]),
                pick(draw, ["", "b", "-${P}", "*"]),
            )
            return {"Fn::Sub": f"{before}${{{name}}}{after}"}
        case "own":
            return {"Fn::Sub": ["${A}", {"A": {"Ref": pick(draw, "PNOQ")}}]}
        case "join":
            pieces = [draw(texts), {"Ref": pick(draw, "PQNOD")}][draw(st.integers(0, 1)) :]
            return {"Fn::Join": [pick(draw, ["", "-"]), pieces]}
        case "select":
            items = pick(draw, [{"Ref": "L"}, [draw(inner), draw(texts)], SPLIT])
            return {"Fn::Select": [pick(draw, [0, 1, "1"]), items]}
        case "list":
            return [draw(inner), draw(inner)][draw(st.integers(0, 1)) :]
        case "mapping":
            return {pick(draw, ["k", "ab"]): draw(inner)}
        case "attribute":
            return pick(
                draw, [{"Fn::GetAtt": ["S", "Arn"]}, {"Ref": "S"}, {"Fn::GetAtt": "S.Address"}]
            )
        case "length":
            return {"Fn::Length": pick(draw, [{"Ref": "L"}, [draw(texts)]])}
        case "json":
            return {"Fn::ToJsonString": {"k": draw(inner)}}
        case _:
            return pick(draw, OTHERS)


MADE = [
    "if", "if", "if", "sub", "own", "join", "select", "list", "mapping", "attribute", "length", "json",
    "other",
]  # fmt: skip
SPLIT = {"Fn::Split": ["-", {"Fn::Join": ["-", [{"Ref": "Q"}, "b", {"Ref": "P"}]]}]}
KINDS = {
    "Ref": "ref", "Fn::FindInMap": "map", "Fn::If": "if", "Fn::Sub": "sub", "Fn::Join": "join",
    "Fn::Select": "select", "Fn::Length": "length", "Fn::ToJsonString": "json",
}  # fmt: skip
"""The kinds of values by the function that they are about."""
OTHERS: list[Any] = [
    {"Fn::ImportValue": "e"}, {"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}},
    "{{resolve:ssm:/a}}", {"Fn::GetAZs": ""}, {"Fn::Base64": {"Ref": "P"}}, {"Ref": "AWS::StackName"},
    {"Fn::Cidr": ["10.0.0.0/16", {"Ref": "N"}, 8]}, SPLIT,
    {"Ref": "AWS::Partition"}, {"Fn::Join": ["", ["a", {"Fn::ImportValue": "e"}]]},
]  # fmt: skip
RULES = [
    {"Fn::Contains": [["ab", "true", "b"], {"Ref": "P"}]},
    {"Fn::EachMemberIn": [{"Ref": "L"}, ["ab", "b", "22"]]},
    {"Fn::EachMemberEquals": [{"Ref": "L"}, {"Ref": "P"}]},
    {"Fn::Not": [{"Fn::Equals": [{"Ref": "Q"}, "true"]}]},
]


@st.composite
def surroundings(draw: st.DrawFn, pool: Pool, first: str = "") -> dict[str, Any]:
    """A template without resources."""
    texts = sorted({*pool.texts, "ab"})
    conditions: dict[str, Any] = {}
    for name in ("C0", "C1", "C2")[: draw(st.integers(1, 3))]:
        kind = "" if first == "Condition" and not conditions else first
        conditions[name] = draw(comparisons(texts, [*conditions], first=kind))
    cells = [*pool.texts, *(one for one in pool.values if isinstance(one, bool | int | list)), "ab"]
    declared = draw(parameters(pool))
    rows = [*declared["P"]["AllowedValues"], "true", "false", "ab"]
    missing = pick(draw, [None, None, *rows])
    made = {
        "Transform": "AWS::LanguageExtensions",
        "Parameters": declared,
        "Mappings": {
            "M": {
                row: {"A": pick(draw, cells), "B": pick(draw, cells)}
                for row in rows
                if row != missing
            }
        },
        "Conditions": conditions,
    }
    if draw(st.integers(0, 3)) == 0:
        rule: dict[str, Any] = {"Assertions": [{"Assert": pick(draw, RULES)}]}
        if draw(st.booleans()):
            rule["RuleCondition"] = draw(comparisons(texts, [], 0))
        made["Rules"] = {"A": rule}
    return made


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    return Facts(
        account=pick(draw, [None, "111122223333"]),
        region=pick(draw, [None, "us-east-1"]),
        stack_name=pick(draw, [None, "orders"]),
        environment=pick(draw, [None, "production"]),
        tags=pick(draw, [{}, {"A": "ab"}]),
        termination_protection=pick(draw, [None, True, False]),
    )


@st.composite
def cases(draw: st.DrawFn, pool: Pool, resources: Any, card: Any, first: str = "") -> Case:
    """A whole template, with what its open parameters may be, and a card.

    Its conditions are of a kind that is asked for, if one is.
    """
    made = draw(surroundings(pool, first))
    made["Resources"] = draw(resources([*made["Conditions"]]))
    texts = sorted({*pool.texts, "ab", "other"})
    open_ones = tuple(draw(st.lists(FEW(texts), min_size=1, max_size=2, unique=True)))
    given = {"X": pick(draw, ["22", "5"])}
    for name in ("P", "Q"):
        if draw(_number(3)) == 0:
            given[name] = pick(draw, made["Parameters"][name]["AllowedValues"])
    return Case(made, draw(card), draw(facts()), {"O": (*open_ones, "nothing-else")}, given)


def card(check: Any, kinds: Any = TYPES[:2], **more: Any) -> dict[str, Any]:
    """A card of what it asks."""
    return {
        "id": "oracle",
        "title": {"en": "t", "ko": "가"},
        "severity": "low",
        "pillar": "security",
        "resources": [*kinds],
        "check": check,
        "why": {"en": "w", "ko": "가"},
        "fix": {"en": "f", "ko": "가"},
        "examples": {"fails": "", "passes": ""},
        **more,
    }


@st.composite
def resource(draw: st.DrawFn, kind: str, properties: Any, conditions: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"Type": kind, "Properties": draw(properties)}
    if draw(st.integers(0, 2)) == 0:
        made["Condition"] = pick(draw, conditions)
    return made
