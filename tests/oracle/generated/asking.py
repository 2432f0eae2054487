"""Hypothesis makes what is asked: for each word of the language, cases that are about it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from generated import pools
from generated.making import FEW, KINDS, NOTHING, TYPES, card, cases, pick, resource, values
from generated.pools import Pool
from reference import iam
from reference.conditions import BESIDE, CONDITIONS
from reference.words import MEASURING, NEGATED, OPERATORS, SUITS

WORDS = list(
    dict.fromkeys([*OPERATORS, *NEGATED, *sorted(BESIDE - {"when"}), *filter(None, CONDITIONS)])
)
"""Every word, `when` apart: that is in any case."""

FROM_BODY = [f"$.Properties.{path}" for path in ("a", "a", "a", "a", "a", "a", "b", "L[*]", "L[0]", "M.k", "M.*")] + [
    "$.Properties.L[*].k", "$.Properties.M..k", "$..k", "$.Properties['a']",
    "$.Properties.L[?(@.k == 'ab')].v", "$.Properties.L[?(@.k != 'ab')].v",
    "$.Properties.L[?(@.v =~ '^a' & @.k == 'ab')]", "$.Properties.L[?(@.v >= 5)].k",
]  # fmt: skip
FROM_MATCH = ["$", "$.k", "$.v"]


@st.composite
def bodies(draw: st.DrawFn, pool: Pool, conditions: list[str]) -> dict[str, Any]:
    """Properties under the names that the paths lead to."""
    made: dict[str, Any] = {"a": draw(values(pool, conditions))}
    inner = values(pool, conditions, 1)
    if draw(st.booleans()):
        made["b"] = draw(inner)
    if draw(st.booleans()):
        made["L"] = [
            draw(st.fixed_dictionaries({"k": FEW(["ab", "b", {"Ref": "P"}]), "v": inner}) | inner)
            for _ in range(draw(st.integers(0, 2)))
        ]
        if draw(st.integers(0, 3)) == 0:
            made["L"].append({"Fn::If": [pick(draw, conditions), NOTHING, draw(inner)]})
    if draw(st.booleans()):
        made["M"] = {"k": draw(inner), "n": {"k": pick(draw, pool.values)}}
    if draw(st.booleans()):
        tags = [
            {"Key": pick(draw, ["A", "B", {"Ref": "P"}]), "Value": draw(inner)},
            {"Key": "C", "Value": "c"},
        ]
        made["Tags"] = pick(draw, [tags, tags[1:], {"A": draw(inner)}])
    return made


def around(pool: Pool) -> Any:
    """Two resources that are asked, and one that they may refer to."""

    def resources(conditions: list[str]) -> Any:
        return st.fixed_dictionaries(
            {
                "R": resource("AWS::S3::Bucket", bodies(pool, conditions), conditions),
                "S": st.just({"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "ab"}}),
            }
        )

    return resources


@st.composite
def asked(draw: st.DrawFn, word: str, pool: Pool, *, of_a_match: bool = False) -> dict[str, Any]:
    """An operator with its argument: of the card, or of another property."""
    arguments = FEW(pool.arguments)
    if word in MEASURING and pool is pools.MEASURED:
        return {word: draw(arguments), "unit": pick(draw, ["seconds", "days", "minutes"])}
    if word in SUITS and draw(st.integers(0, 3)) == 0:
        others = ["$.Properties.b", "$.Properties.M.k", "$.Properties.a"]
        return {word: {"value-of": pick(draw, [*others, "@.v", "@"] if of_a_match else others)}}
    return {word: draw(arguments)}


def pool_of(word: str) -> Pool:
    return pools.OPERATORS.get(word, pools.OPERATORS["equals"])


@st.composite
def sentences(
    draw: st.DrawFn, word: str, pool: Pool, *, of_a_match: bool = False
) -> dict[str, Any]:
    """A path or the like, and what an operator asks there."""
    paths = FEW(FROM_MATCH if of_a_match else FROM_BODY)
    kinds = ["path"] * 5 + ["keys", "bare" if of_a_match else "tag"]
    match pick(draw, kinds):
        case "path":
            found: dict[str, Any] = {"path": draw(paths)}
        case "keys":
            found = {
                "keys": pick(
                    draw, ["$.Properties.M", "$.Properties.a"] if not of_a_match else ["$"]
                )
            }
        case "tag":
            found = {"tag": pick(draw, ["A", ["A", "B"]])}
        case _:
            found = {}
    found |= draw(asked(word, pool, of_a_match=of_a_match))
    if draw(st.integers(0, 4)) == 0:
        found["default"] = pick(draw, pool.values)
    return found


@st.composite
def quantified(draw: st.DrawFn, word: str, pool: Pool, quantifier: str) -> dict[str, Any]:
    inner = draw(sentences(word, pool, of_a_match=True))
    return {"path": pick(draw, FROM_BODY), quantifier: inner}


@st.composite
def combined(draw: st.DrawFn, part: Any, depth: int = 1) -> dict[str, Any]:
    """Conditions of conditions."""
    kind = pick(draw, ["", "not", "all-of", "any-of"])
    inner = combined(part, depth - 1) if depth else part
    match kind:
        case "":
            return draw(part)
        case "not":
            return {kind: draw(inner)}
        case _:
            return {kind: [draw(inner), draw(part)]}


@st.composite
def any_sentence(draw: st.DrawFn, pool: Pool) -> dict[str, Any]:
    """A sentence with any operator that the values of a pool suit."""
    word = pick(draw, [word for word, one in pools.OPERATORS.items() if one.values is pool.values])
    own = Pool(pools.OPERATORS[word].arguments, pool.values)
    if draw(st.integers(0, 2)) == 0:
        return draw(quantified(word, own, pick(draw, ["all", "any", "none"])))
    return draw(sentences(word, own))


def checks(word: str, pool: Pool) -> Any:
    """Conditions in which a word stands."""
    if word in OPERATORS or word in NEGATED or word in ("exists", "is"):
        quantifiers = FEW(["all", "any", "none"])
        return (
            sentences(word, pool)
            | combined(sentences(word, pool), 0)
            | quantifiers.flatmap(lambda quantifier: quantified(word, pool, quantifier))
        )
    some = any_sentence(pool)
    path = FEW([*FROM_BODY[4:], "$.Properties.a[*]"])
    facts = st.fixed_dictionaries({"stack": FEW(["region", "account", "name", "environment"])})
    made: dict[str, Any] = {
        **{
            one: st.deferred(lambda one=one: quantified("equals", pool, one))
            for one in ("all", "any", "none")
        },
        "count": st.builds(
            lambda at, limits: {"path": at, "count": limits}, path, FEW(pools.LIMITS)
        ),
        "distinct": st.builds(
            lambda at, wanted: {"path": at, "distinct": wanted},
            FEW([*FROM_BODY, "$.Properties.a[*]"]),
            st.booleans(),
        ),
        "default": st.builds(
            lambda one, value: {**one, "default": value},
            sentences("equals", pool),
            FEW(pool.values),
        ),
        "unit": st.builds(
            lambda at, one: {"path": at, **one},
            FEW(FROM_BODY),
            FEW(MEASURING).flatmap(lambda one: asked(one, pools.MEASURED)),
        ),
        "value-of": st.builds(
            lambda one, at: {"path": "$.Properties.a", one: {"value-of": at}},
            FEW(sorted(SUITS)),
            FEW(
                [
                    *("$.Properties.b", "$.Properties.M.k", "$.Properties.L[*]"),
                    {"this": "$.Properties.b", "default": 5},
                    {"path": "$.Properties.b", "times": 2, "plus": -4},
                ]
            ),
        ),
        "message": some.map(lambda one: {**one, "message": "said"}),
        "keys": st.builds(
            lambda one: {"keys": "$.Properties.M", **one},
            asked("matches", pools.OPERATORS["matches"]),
        ),
        "tag": st.builds(lambda one: {"tag": "A", **one}, asked("equals", pool)),
        "of": FEW([{"tag": "A", "of": "resource", "exists": one} for one in (True, False)]),
        "stack": st.builds(lambda one, other: {**one, **other}, facts, FEW(OF_FACTS))
        | st.just({"stack": "termination-protection", "equals": True}),
        "environment": FEW(
            [
                {"environment": "production"},
                {"environment": ["x", "test"]},
                {"environment": "production", "default": "production"},
                {"environment": ["x", "test"], "default": "production"},
            ]
        ),
        "taggable": FEW([{"taggable": True}, {"taggable": False}]),
        "made-by": FEW([{"made-by": "user"}, {"made-by": "cdk"}]),
        "by-type": st.builds(
            lambda first, pattern, one, other: {"by-type": {first: one, pattern: other}},
            FEW(TYPES[:2]),
            FEW(["*", "AWS::S*"]),
            some,
            some,
        ),
        "else": combined(sentences("equals", pool), 1).map(lambda one: {**one, "else": "unknown"})
        | combined(sentences("equals", pool).map(lambda one: {**one, "else": "unknown"}), 1),
        "python": st.just({"python": "a_is_other"}),
        "path": some,
        **dict.fromkeys(("not", "all-of", "any-of"), combined(some, 2)),
    }
    return made[word]


OF_FACTS = [
    {"equals": "orders"}, {"in": ["us-east-1", "111122223333"]}, {"exists": True}, {"not-equals": "ab"},
    {"matches": "^[a-z]+$"}, {"equals": "production"},
]  # fmt: skip


def is_parameter(argument: Any) -> bool:
    """Whether a card's parameter may be that: no mapping, and no list of lists."""
    items = argument if isinstance(argument, list) else [argument]
    return not any(isinstance(item, dict | list) for item in items)


@st.composite
def whole_card(draw: st.DrawFn, check: Any, pool: Pool, kinds: Any = TYPES[:2]) -> dict[str, Any]:
    """A card with a check, sometimes with a `when`, and an argument that is a parameter."""
    asks = draw(check)
    more: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        more["when"] = draw(any_sentence(pool))
    operators = [word for word in asks if word in OPERATORS and is_parameter(asks[word])]
    if operators and draw(st.integers(0, 5)) == 0:
        more["parameters"] = {"limit": asks[operators[0]]}
        asks = {**asks, operators[0]: {"parameter": "limit"}}
    return card(asks, kinds, **more)


def about(word: str) -> Any:
    """Cases that are about a word, or a function."""
    if word in FUNCTIONS:
        return about_function(word)
    if word in iam.WORDS or word in JOINED:
        from generated import joining

        return joining.about(word)
    pool = pool_of(word)
    if word == "unit":
        pool = pools.MEASURED
    every = checks(word, pool)
    if word in MEASURING:
        every |= st.builds(
            lambda one: {"path": "$.Properties.a", **one}, asked(word, pools.MEASURED)
        )
    suited = Pool(pool.arguments, pool.values)
    kinds = (*TYPES, "AWS::IAM::Role") if word == "taggable" else TYPES[:2]
    return cases(pool, around(pool), whole_card(every, _sentences_of(suited), kinds))


FUNCTIONS = (*KINDS, "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or", "Condition")
"""Functions that have a sample of their own. Those of `Rules` are in any."""
ASKED_OF_FUNCTIONS: list[dict[str, Any]] = [
    {"path": "$.Properties.a", "equals": "ab"}, {"path": "$.Properties.a", "in": ["b", 22, "x", 1]},
    {"path": "$.Properties.a", "starts-with": "a"}, {"path": "$.Properties.a.k", "equals": "ab"},
    {"path": "$.Properties.a", "not-equals": 2}, {"path": "$.Properties.a", "ends-with": ["b", "2"]},
]  # fmt: skip


def about_function(name: str) -> Any:
    """Cases in which one function decides."""
    pool = pools.OPERATORS["equals"]

    def resources(conditions: list[str]) -> Any:
        chosen = st.just({"Fn::If": [conditions[-1], "ab", "b"]})
        value = values(pool, conditions, 1, KINDS[name]) if name in KINDS else chosen
        return st.fixed_dictionaries(
            {
                "R": st.fixed_dictionaries(
                    {
                        "Type": st.just("AWS::S3::Bucket"),
                        "Properties": st.fixed_dictionaries({"a": value}),
                    }
                ),
                "S": st.just({"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "ab"}}),
            }
        )

    asked_of_it = FEW(ASKED_OF_FUNCTIONS).map(card)
    return cases(pool, resources, asked_of_it, "" if name in KINDS else name)


def _sentences_of(pool: Pool) -> Pool:
    """A pool whose values some operator has."""
    known = any(one.values is pool.values for one in pools.OPERATORS.values())
    return pool if known else pools.OPERATORS["equals"]


JOINED = (
    "related", "refers", "there-is", "unique", "by", "each", "to", "among", "where", "elsewhere",
    "covers", "not-covers",
)  # fmt: skip
