"""What one pattern says about another is what it says about every string."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.resolve.causes import Decider
from synthgate.resolve.values import (
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    exactly,
    text_of,
    unknown,
)
from synthgate.rule.iam.elements import (
    action_pattern,
    covers,
    principal_pattern,
    resource_pattern,
    touches,
    wanted_action,
    wanted_resource,
)
from synthgate.rule.iam.principals import names_principal, principals_within
from synthgate.rule.iam.statement import Statement
from synthgate.rule.texts import wildcards as patterns
from synthgate.rule.texts.wildcards import Pattern, Wild, includes, matches, overlaps

STRINGS = ["".join(letters) for length in range(8) for letters in product("abz", repeat=length)]
"""Every short string, with a letter that no pattern below spells."""
PATTERNS = st.text("ab*?", max_size=4)


def matched(pattern: str) -> set[str]:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return {text for text in STRINGS if re.fullmatch(expression, text)}


def read(text: str) -> Pattern:
    return resource_pattern(text)


@given(st.lists(PATTERNS, max_size=3), PATTERNS)
def test_inclusion_is_that_of_the_strings(several: list[str], wanted: str) -> None:
    """Everything that the one matches is matched by one of the others, and no guess is made."""
    among = set[str]().union(*map(matched, several))
    assert includes(map(read, several), read(wanted)) is (matched(wanted) <= among)


@given(PATTERNS, PATTERNS)
def test_overlap_is_that_of_the_strings(one: str, other: str) -> None:
    """Something is matched by both."""
    assert overlaps(read(one), read(other)) is bool(matched(one) & matched(other))


P = unknown(Decider.PARAMETER, "P")
A = unknown(Decider.ATTRIBUTE, "A")
FEW = unknown(Decider.PARAMETER, "Few", ("a", "b*", NO_VALUE))
FEW_WORDS = unknown(Decider.PARAMETER, "Few", ("a", "b*"))
PARTITION = exactly(Decider.PSEUDO, "AWS::Partition")

PIECES = st.text("ab*?", max_size=3) | st.sampled_from([P, A, FEW_WORDS, Reference("X")])
ONE = st.lists(PIECES, min_size=1, max_size=4).map(text_of) | st.sampled_from([P, A, FEW])
VALUES = st.recursive(ONE, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
WORLDS = st.fixed_dictionaries(
    {
        "P": st.text("ab*?", max_size=3),
        "A": st.text("abc", max_size=3),
        "X": st.text("abc", max_size=3),
        "Few": st.integers(0, 2),
    }
)


def in_world(value: Any, world: dict[str, Any]) -> Any:
    match value:
        case Unknown(causes, ()):
            return world[causes[0].name]
        case Unknown(causes, choices):
            return in_world(choices[world[causes[0].name] % len(choices)], world)
        case Reference():
            return world[value.cause.name]
        case Partial(parts):
            return text_of([in_world(part, world) for part in parts])
        case list():
            return [in_world(item, world) for item in value]
        case _:
            return value


@pytest.mark.parametrize("ask", [covers, touches])
@given(value=VALUES, wanted=PATTERNS, world=WORLDS)
def test_what_is_decided_of_unknown_values_holds_of_all_that_they_may_be(
    ask: Any, value: Any, wanted: str, world: dict[str, Any]
) -> None:
    """An answer about a value stays the same when its unknown pieces are filled in."""
    answer = ask(value, read(wanted), resource_pattern)
    filled = ask(in_world(value, world), read(wanted), resource_pattern)
    assert isinstance(filled, bool)
    assert isinstance(answer, Unknown) or answer is filled


ACTIONS = st.sampled_from(
    ["*", "s3:*", "S3:Get*", "s3:GetObject", "s?:getobject", "iam:PassRole", "iam", "i*:p*", "::"]
)
PRINCIPALS = st.sampled_from(
    ["*", "lambda.amazonaws.com", "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:*"]
)
OF_KINDS = st.dictionaries(
    st.sampled_from(["AWS", "Service", "Federated"]), st.lists(PRINCIPALS, max_size=2), max_size=2
)


def unread(texts: list[str]) -> list[Any]:
    """The same texts as what is known in part, all of it: nothing is remembered of these."""
    return [Partial((text,)) for text in texts]


@given(
    st.lists(ACTIONS, max_size=3),
    st.lists(ACTIONS, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["Action", "NotAction"]),
)
def test_what_is_remembered_of_strings_is_what_is_asked(
    named: list[str], wanted: tuple[str, ...], key: str
) -> None:
    """Whether actions are covered, or touched: of strings, and of what is known as they are."""
    quickly, in_full = (Statement((), {key: texts}) for texts in (named, unread(named)))
    assert quickly.covers_one_of(wanted) == in_full.covers_one_of(wanted)
    for action in wanted:
        assert quickly.covers_action(action) == in_full.covers_action(action)
        assert quickly.touches_action(action) == in_full.touches_action(action)


@given(OF_KINDS, st.sampled_from(["Allow", "Deny"]), PRINCIPALS.filter(lambda it: it[-2:] != ":*"))
def test_what_is_remembered_of_principals_is_what_is_asked(
    named: dict[str, list[str]], effect: str, principal: str
) -> None:
    """Whom a statement names, and whether it keeps to a circle."""
    quickly = Statement((), {"Effect": effect, "Principal": named})
    known = {kind: unread(texts) for kind, texts in named.items()}
    in_full = Statement((), {"Effect": effect, "Principal": known})
    assert names_principal(quickly, principal) == names_principal(in_full, principal)
    for own in (None, "111122223333"):
        circle = ("own-account", "*.amazonaws.com")
        assert principals_within(quickly, circle, own) == principals_within(in_full, circle, own)


ARN_PIECES = st.sampled_from(
    ["arn:", "aws", "aws-cn:", "-cn", "s3:::x", ":s3:::", ":", "*", "x", "aws-", P, A, PARTITION]
)
ARNS = st.lists(ARN_PIECES, min_size=1, max_size=5).map(lambda parts: text_of(["arn:", *parts]))
ARN_WORLDS = st.fixed_dictionaries(
    {
        "P": st.sampled_from(["", "aws", "aws-cn", "cn:", "aws:s3:::x", "*", "aws:*", "n:s3"]),
        "A": st.sampled_from(["", "aws", "aws-cn", "cn:", "aws:s3:::x", "n:s3:::"]),
        "AWS::Partition": st.sampled_from(["aws", "aws-cn"]),
    }
)
WANTED_ARNS = st.sampled_from(
    [
        "*",
        "arn:*:s3:::x",
        "arn:aws:s3:::*",
        "arn:aws-cn:s3:::x",
        "arn:aws:*",
        "arn:aws:s3:::xs3:::x",
    ]
)


@pytest.mark.parametrize("ask", [covers, touches])
@given(value=ARNS, wanted=WANTED_ARNS, world=ARN_WORLDS)
def test_an_unknown_partition_hides_nothing(
    ask: Any, value: Any, wanted: str, world: dict[str, Any]
) -> None:
    """The same where pieces of the partition are unknown, and what follows it."""
    answer = ask(value, wanted_resource(wanted), resource_pattern)
    filled = ask(in_world(value, world), wanted_resource(wanted), resource_pattern)
    assert isinstance(answer, Unknown) or answer is filled


@pytest.mark.parametrize(
    ("pattern", "wanted", "answer"),
    [
        ("iam:PassRole", "iam:PassRole", True),
        ("IAM:passrole", "iam:PassRole", True),
        ("iam:Pass*", "iam:PassRole", True),
        ("iam:?assRole", "iam:PassRole", True),
        ("iam:*", "iam:PassRole", True),
        ("*", "iam:PassRole", True),
        ("iam:PassRol", "iam:PassRole", False),
        ("iam:Pass*", "iam:*", False),
        ("iam:*", "iam:*", True),
        ("i*", "iam:*", True),
        ("*:*", "iam:*", True),
        ("*", "*", True),
        ("*:*", "*", True),
        ("iam:*", "*", False),
        ("?am:*", "*", False),
        ("iam:???*", "iam:*", False),
    ],
)
def test_an_action_covers_another(pattern: str, wanted: str, answer: bool) -> None:
    """Case does not matter; a wildcard is covered by what covers everything under it."""
    assert covers(pattern, wanted_action(wanted), action_pattern) is answer


def test_several_patterns_cover_together() -> None:
    """What none of them covers alone."""
    assert includes([read("?*"), read("")], read("*"))
    assert not includes([read("??*"), read("")], read("*"))


@pytest.mark.parametrize(
    ("pattern", "wanted", "answer"),
    [
        ("*", "*", True),
        ("**", "*", True),
        ("arn:*", "*", True),
        ("arn:aws:*", "*", True),
        ("arn:aws-cn:*", "*", True),
        ("arn:*:*", "*", True),
        ("arn:*:*:*:*:*", "*", True),
        ("arn:aws:*:*:*:*", "*", True),
        (Partial(("arn:", PARTITION, ":*")), "*", True),
        ("arn:aws:s3:::*", "*", False),
        ("arn:aws:*:eu-west-1:*:*", "*", False),
        ("arn:aws:*:*:123456789012:*", "*", False),
        (Partial(("arn:", PARTITION, ":s3:::*")), "*", False),
        ("arn:aws:s3:::*", "arn:aws:s3:::*", True),
        ("arn:aws:s3:::*", "arn:aws:s3:::x/*", True),
        ("arn:aws-cn:s3:::*", "arn:aws:s3:::x", True),
        ("arn:*:s3:::x", "arn:aws:s3:::x", True),
        ("arn:aws:s3:::x", "arn:*:s3:::x", True),
        (Partial(("arn:", PARTITION, ":s3:::x/*")), "arn:aws:s3:::x/y", True),
        ("*", "arn:aws:s3:::*", True),
        ("arn:aws:s3:::x/*", "arn:aws:s3:::*", False),
        ("arn:aws:s3:::X", "arn:aws:s3:::x", False),
        (Reference("Bucket", "Arn"), "*", False),
        (Partial((Reference("Bucket", "Arn"), "/*")), "*", False),
        (["arn:aws:s3:::x", "arn:aws:*"], "*", True),
        ([], "*", False),
        ({"strange": "*"}, "*", False),
        (None, "*", False),
    ],
)
def test_a_resource_covers_another(pattern: Any, wanted: str, answer: bool) -> None:
    """Case matters, the partition does not; ``*`` is every ARN that there can be."""
    assert covers(pattern, wanted_resource(wanted), resource_pattern) is answer


@pytest.mark.parametrize(
    ("pattern", "wanted", "names"),
    [
        (P, "*", ["P"]),
        (["arn:aws:s3:::x", P, Reference("R", "Arn")], "*", ["P"]),
        (Partial(("arn:aws:s3:::", P)), "arn:aws:s3:::*", ["P"]),
        (Partial((Reference("R", "Arn"), "/", P)), "arn:aws:s3:::x/y", ["R.Arn", "P"]),
        (FEW, "a", ["Few"]),
    ],
)
def test_a_doubt_names_what_would_decide_it(pattern: Any, wanted: str, names: list[str]) -> None:
    """And nothing that would not: an attribute is never a wildcard."""
    truth = covers(pattern, wanted_resource(wanted), resource_pattern)
    assert isinstance(truth, Unknown)
    assert [cause.name for cause in truth.causes] == names


def test_few_choices_in_a_string_are_spelt_out() -> None:
    """Each of them is asked."""
    few = unknown(Decider.PARAMETER, "Few", ("Get*", "GetObject"))
    value = Partial(("s3:", few))
    assert covers(value, wanted_action("s3:GetObject"), action_pattern) is True
    assert covers(value, wanted_action("s3:PutObject"), action_pattern) is False


def test_an_account_is_its_root() -> None:
    """In every partition."""
    root = principal_pattern("arn:aws:iam::123456789012:root")
    assert root == principal_pattern("123456789012") == principal_pattern(123456789012)
    assert root == principal_pattern("arn:aws-cn:iam::123456789012:root")
    assert root != principal_pattern("arn:aws:iam::123456789012:role/root")


def test_many_wildcards_do_not_take_long() -> None:
    """A pattern is anybody's text: the search is no backtracking."""
    evil = "*a?" * 100
    assert not includes([read(evil + "b")], read("*b*a"))
    assert includes([read(evil), read("*")], read("*b*a*"))
    assert overlaps(read(evil), read("*b*" * 50))


TOKENS = st.lists(st.sampled_from(["a", "b", *Wild]), max_size=6).map(tuple)


@given(st.lists(TOKENS, max_size=3), TOKENS)
def test_a_run_of_wildcards_is_as_good_as_the_shortest(
    tokens: list[Pattern], wanted: Pattern
) -> None:
    """Many unknown pieces in a row are one, and nothing that is said of a pattern changes."""
    short = tuple(map(patterns._shortest, tokens))
    wanted = patterns.widened(wanted)
    assert patterns._all_in(short, wanted) is patterns._all_in(tuple(tokens), wanted)


@given(TOKENS, st.text("abz", max_size=6).map(tuple))
def test_letters_are_matched_as_by_the_search_of_all_patterns(
    pattern: Pattern, text: Pattern
) -> None:
    """Taking as few letters as will do finds every match."""
    assert patterns.matches(pattern, text) is patterns._all_in((pattern,), text)


class _Counted(tuple[str | Wild, ...]):
    """A pattern that counts how often it is looked into."""

    __slots__ = ()
    looks = 0

    def __getitem__(self, at: Any) -> Any:
        _Counted.looks += 1
        return super().__getitem__(at)


@pytest.mark.parametrize("size", [100, 200, 400])
def test_a_match_takes_no_more_steps_than_the_lengths_multiplied(size: int) -> None:
    """However many wildcards there are."""
    _Counted.looks = 0
    pattern = _Counted((*(["a", Wild.ANY] * size), "b"))
    assert not patterns.matches(pattern, ("a",) * size)
    assert _Counted.looks <= size * len(pattern)


def test_what_takes_too_many_steps_is_unknown() -> None:
    """Neither covered nor not: the doubt says that there are too many combinations."""
    names = [f"*a{'?' * 40}*", f"*{'a?' * 40}", f"*b{'?' * 40}b"]
    truth = covers(names, resource_pattern("*".join("ab" * 40)), resource_pattern)
    assert isinstance(truth, Unknown)
    assert [cause.decider for cause in truth.causes] == [Decider.LIMIT]


@pytest.mark.exhaustive
def test_spellings_are_counted_once(cli: Callable[..., Any], monkeypatch: Any) -> None:
    """A template whose actions are made of pieces with choices: the worlds of one rule serve all.

    Forty parameters of three values, in actions of twelve pieces each, were 23 seconds.
    """
    count = 0
    find = patterns.matches

    def counted(*args: Any) -> Any:
        nonlocal count
        count += 1
        return find(*args)

    monkeypatch.setattr(patterns, "matches", counted)
    allowed = {"Type": "String", "AllowedValues": ["a*", "b?", "*"]}
    pieces = [f"${{P{number}}}" for number in range(40)]
    actions = [{"Fn::Sub": "".join(pieces[start : start + 12])} for start in range(28)]
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    template = {
        "Parameters": {f"P{number}": allowed for number in range(40)},
        "Resources": {
            "P": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"PolicyDocument": {"Statement": [statement]}},
            }
        },
    }
    ran = cli("scan", "t.json", "--profile", "all", files={"t.json": json.dumps(template)})
    assert ran.code in (0, 1)

    assert count <= 150_000  # each action that some rule asks for, once for each spelling


def test_patterns_overlap_where_some_text_is_matched_by_both() -> None:
    """Every pair of short patterns, by all short texts; many wildcards come to an end, too."""
    tokens = ("a", "b", Wild.ANY, Wild.ONE)
    short = [pattern for length in range(4) for pattern in product(tokens, repeat=length)]
    texts = [text for length in range(5) for text in product("ab", repeat=length)]
    met = {pattern: {text for text in texts if matches(pattern, text)} for pattern in short}
    for one, other in product(short, repeat=2):
        assert overlaps(one, other) == bool(met[one] & met[other]), (one, other)
    assert overlaps((Wild.ANY,) * 5_000, (Wild.ONE,) * 5_000)
