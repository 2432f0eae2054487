"""Regular expressions of rules: Python's meaning, in time linear in the text."""

from __future__ import annotations

import json
import re
from string import ascii_letters
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthgate.errors import CardError
from synthgate.rule.regex import MOST_COUNTED, regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scanner.conftest import Ran

# Python's `re` is the judge of what both have.

SIGNS = ["a", "b", "A", "_", "1", " ", "-", r"\.", r"\n", ".", r"\d", r"\w", r"\s", r"\D", r"\W",
         r"\S", "[ab]", "[^a]", r"[^\s1]", "[]a]", "[$b]", r"[\d-]", r"[a\]]", r"\x61",
         r"\u0061", r"\U00000062", r"[\u0061-b]", r"\101", r"\012", r"\-",
         "(?#a$)", r"\$"]  # fmt: skip
AROUND = ["^", r"\A", r"\b", r"\B"]
TIMES = ["", "", "*", "+", "?", "{2}", "{,2}", "{1,}", "{,}", "{0,3}", "{02}", "*?", "+?", "??"]
OPENED = ["(", "(?:", "(?i:", "(?s:", "(?m:", "(?a:", "(?-i:", "(?im-s:"]
LEADING = ["", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?ims)", "(?u)"]


def in_a_row(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=4).map("".join)


def either(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Cases of a group; each of them may be empty."""
    cases = st.lists(parts, min_size=1, max_size=3).map("|".join)
    return st.builds("{}{})".format, st.sampled_from(OPENED), cases)


# What is repeated has letters: Python repeats neither an anchor nor a comment.
letters = st.sampled_from([sign for sign in SIGNS if sign and not sign.startswith("(?#")])
parts = st.recursive(
    st.builds("{}{}".format, letters, st.sampled_from(TIMES)) | st.sampled_from([*AROUND, "(?#$)"]),
    lambda inner: st.builds("{}{}".format, either(in_a_row(inner)), st.sampled_from(TIMES)),
    max_leaves=6,
)
# Behind a ``$`` stands nothing that could ask for the newline once more.
ended = st.recursive(
    st.builds("{}{}".format, in_a_row(parts), st.sampled_from(["", "$", r"\Z", "$$"])),
    lambda inner: st.builds("{}{}".format, in_a_row(parts), either(inner)),
    max_leaves=3,
)
patterns = st.builds(
    "{}{}".format, st.sampled_from(LEADING), st.lists(ended, min_size=1, max_size=2).map("|".join)
)
texts = st.text(st.sampled_from("abAB_1 -.$]\n\n\r\t"), min_size=1, max_size=8)


@settings(max_examples=200)
@given(patterns, texts)
def test_a_pattern_means_what_it_means_in_python(pattern: str, text: str) -> None:
    """Of ASCII texts, in all that both have; ``\\v`` is white space to Python alone."""
    assert regex(pattern).found_in(text) is bool(re.search(pattern, text)), regex(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^prod$", "prod\n", True),
        (r"^prod\Z", "prod\n", False),
        (r"^prod\z", "prod\n", False),
        ("^prod$", "prod\n\n", False),
        ("^prod$", "dev\nprod\ntest", False),
        ("(?m)^prod$", "dev\nprod\ntest", True),
        ("a.c", "a\nc", False),
        ("^.$", "한", True),
        ("[가-힣]", "이름", True),
        ("(?i)É", "é", True),
        (r"\pL", "é", True),
        (r"\w", "é", False),
        (r"\d", "٣", False),
        ("^a{0,0}$", "", True),
        (r"^\Q$.{,3}\E$", "$.{,3}", True),
        ("^.$", "\ud800", True),
        ("😀", "\ud83d\ude00", True),
    ],
)
def test_a_pattern_means(pattern: str, text: str, *, found: bool) -> None:
    """What the page of the language says, and what no generated text holds."""
    assert regex(pattern).found_in(text) is found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a(?=b)", "(?= at letter 2 of the regular expression is a look-ahead"),
        ("^(?!b)", "'matches' and 'not-matches'"),
        ("(?<=a)b", "(?<= at letter 1 of the regular expression is a look-behind"),
        ("(?<!a)b", "in Python beside the card"),
        (r"(a)[(?=]\1", r"\1 at letter 9 of the regular expression is a back-reference"),
        (r"(a)\12", r"\12 at letter 4"),
        ("(?P<a>x)(?P=a)", "(?P=a) at letter 9"),
        ("(a)?(?(1)b|c)", "a conditional group"),
        ("(?>a*)b", "an atomic group"),
        ("a*+b", "*+ at letter 2 of the regular expression is a possessive repetition"),
        ("a{2,}+b", "leave out the last +"),
        ("(?ix)a b", "the flag x"),
        (f"a{{{MOST_COUNTED + 1}}}", "'length'"),
        ("a{," + "9" * 5000 + "}", "'length'"),
        ("(a{100}){100}", "counts within counts multiplied"),
        ("(", "not a regular expression: missing )"),
        ("[", "not a regular expression: missing ]"),
        ("*", "not a regular expression: no argument"),
        ("\\", "not a regular expression: trailing \\"),
        (r"\N{BULLET}", r"not a regular expression: invalid escape sequence: \N"),
        (r"\é", "é"),
        ("|".join(f"{letter}[^é]{{999}}" for letter in ascii_letters), "too large"),
    ],
)
def test_what_re2_does_not_have_is_told_with_the_way_out(pattern: str, words: str) -> None:
    """Nothing else than was written is matched in its stead, and nothing is printed."""
    with pytest.raises(CardError) as caught:
        regex(pattern)
    assert words in caught.value.text.en
    assert caught.value.text.ko != caught.value.text.en


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    """RE2 would tell of patterns that it refuses, and of memory that it runs out of."""
    with pytest.raises(CardError):
        regex("[")
    assert not regex("(a|b)*a(a|b){900}c").found_in("ab" * 5000)
    assert capfd.readouterr() == ("", "")


HOSTILE = [
    ("^([a-z0-9]+-?)*$", "a" * 200_000 + "!"),
    ("^(a|a)*$", "a" * 200_000 + "!"),
    ("(x+x+)+y", "x" * 200_000),
    ("(.*)(.*)(.*)(.*)(.*)z$", "a" * 200_000),
    (r"(?m)^\s*$x", "\n" * 200_000),
    ("(?i)(k|K|s)*!$", "Kſs" * 60_000),
]


@pytest.mark.parametrize(("pattern", "text"), HOSTILE)
def test_no_text_takes_more_than_linear_time(pattern: str, text: str) -> None:
    """Each of them is answered: Python's `re` would not come back from half of these."""
    assert not regex(pattern).found_in(text)


CARD = """\
id: bucket-name-odd
title: {en: Odd name, ko: 이상한 이름}
severity: medium
pillar: security
resources: [AWS::S3::Bucket]
check: {path: $.Properties.BucketName, matches: '^([a-z0-9]+-?)*$'}
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples:
  fails: |
    Resources:
      Loud: {Type: AWS::S3::Bucket, Properties: {BucketName: a!}}  # finding
  passes: |
    Resources:
      Plain: {Type: AWS::S3::Bucket, Properties: {BucketName: a-b}}
"""


def test_a_name_does_not_hold_up_the_scan(cli: Callable[..., Ran]) -> None:
    """The template of a stranger chooses the name, the organisation's rule the pattern."""
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a" * 36 + "!"}}
    files = {"t.json": json.dumps({"Resources": {"B": bucket}}), "cards/odd.yaml": CARD}
    ran = cli("scan", "t.json", "--no-config", "--rules", "cards", "--format", "json", files=files)
    odd = [one for one in ran.report["findings"] if one["rule_id"] == "bucket-name-odd"]
    assert [one["status"] for one in odd] == ["fail"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("check", "column"),
    [
        ("{path: $.Properties.BucketName, matches: '(?!aws)'}", 40),
        ("{keys: $.Properties.Tags, not-matches: '(?!aws)'}", 34),
        ("""{path: "$.Properties.Tags[?(@.Key =~ '(?!aws)')]", exists: true}""", 9),
    ],
)
@pytest.mark.parametrize("command", ["rules lint cards", "rules test cards", "scan t.json"])
def test_a_look_around_is_a_mistake_of_its_card(
    cli: Callable[..., Ran], command: str, check: str, column: int
) -> None:
    """With its line and column, whoever reads the card."""
    lines = [f"check: {check}" if one.startswith("check:") else one for one in CARD.splitlines()]
    files = {"t.json": '{"Resources": {}}', "cards/odd.yaml": "\n".join(lines)}
    rules = ["--no-config", "--rules", "cards"] if command.startswith("scan") else []
    ran = cli(*command.split(), *rules, files=files)
    assert ran.code == 2
    assert f"cards/odd.yaml:6:{column}" in ran.out + ran.err
    assert "is a look-ahead, which RE2 does not have" in ran.out + ran.err


def test_it_is_shown_as_its_author_wrote_it() -> None:
    """And never by the place of an object in memory: a trace is the same in every run."""
    assert str(regex("^a+$")) == "^a+$"
