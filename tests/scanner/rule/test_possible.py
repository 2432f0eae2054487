"""A text that is known in pieces fits a pattern always, never, or it depends: by enumeration."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.shapes import SHAPES, shape_of
from synthgate.resolve.values import Partial, Reference, Unknown
from synthgate.rule.regex import regex
from synthgate.rule.texts import possible
from synthgate.rule.texts.possible import every_text
from synthgate.rule.texts.tried import answers
from synthgate.texts import automata
from synthgate.texts.automata import UndecidableError
from synthgate.texts.patterns import found_by, made_of


def found_in(pattern: str, value: Any) -> bool | None:
    """True, False, or None where it depends on what is not known."""
    found = possible.found_in(pattern, value)
    return None if isinstance(found, Unknown) else found


ANY = Unknown((Cause(Decider.PARAMETER, "P"),))


def pseudo(name: str) -> Unknown:
    return Unknown((Cause(Decider.PSEUDO, name),), exact=True)


def partial(*parts: Any) -> Partial:
    return Partial(parts)


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        (r"^(t4g|m7g)\.", partial("m5.", ANY), False),
        (r"^(t4g|m7g)\.", partial("m7g.", ANY), True),
        (r"^(t4g|m7g)\.", partial(ANY, ".large"), None),
        (r"\.large$", partial(ANY, ".large"), True),
        (r"\.large$", partial(ANY, ".small"), False),
        (r"\.large$", partial(ANY, ".lar"), False),
        (r"\.large\Z", partial(ANY, ".large"), True),
        (r"\.large\z", partial(ANY, ".large"), True),
        (r"^m5\.[[:lower:]]+\z", partial("m5.", ANY), None),
        (r"^m5\.[[:lower:]]+\z", partial("m5.1", ANY), False),
        (r"^m5[[:^lower:]]", partial("m5.", ANY), None),
        (r"\\z", partial("a", ANY), None),
        (r"\.large\Z", partial(ANY, ".large\n"), False),
        (r"\.large$", partial(".lar", ANY), None),
        (r"^arn:aws", partial("arn:", pseudo("AWS::Partition"), ":s3:::b"), True),
        (r"^arn:aws-cn:", partial("arn:", pseudo("AWS::Partition"), ":s3:::b"), None),
        (r":[0-9]{12}:", partial("x:", pseudo("AWS::AccountId"), ":y"), True),
        (r":[0-9]{11}:", partial("x:", pseudo("AWS::AccountId"), ":y"), False),
        (r"\*", pseudo("AWS::AccountId"), False),
        (r"\*", Reference("B", "Arn"), None),
        (r"\*", partial("a-", Reference("Custom", "Out")), None),
        (r"\*", partial("a-", Unknown((Cause(Decider.IMPORT, "v"),))), None),
        (r"\*", ANY, None),
        (r"^\*$", partial("a", ANY), False),
        (r"^us-", partial(pseudo("AWS::Region")), None),
        (r"^[a-z-]+-\d$", partial(pseudo("AWS::Region")), True),
        (r"^[a-z]{2}-[a-z]+-\d$", partial(pseudo("AWS::Region")), None),
        (r"^x", partial(Unknown((Cause(Decider.PARAMETER, "P"),), ("xa", "xb")), ANY), True),
        (r"^y", partial(Unknown((Cause(Decider.PARAMETER, "P"),), ("xa", "xb")), ANY), False),
        (r"(?i)^M5\.", partial("m5.", ANY), True),
        (r"a.c", partial("a\n", ANY), None),
        (r"^a.c", partial("a\n", ANY), False),
        (r"(?s)^a.", partial("a\n", ANY), True),
        (r"", ANY, None),
        (r"", partial("a", ANY), True),
        (r"", Reference("B"), None),
        (r"\bm5", partial("m5.", ANY), None),
        (r"^(a|b){2,3}$", partial("ab", ANY), None),
        (r"^(a|b){2,3}$", partial("abc", ANY), False),
        (r"^[^a]", partial("a", ANY), False),
    ],
)
def test_what_the_known_pieces_suffice_for_is_decided(
    pattern: str, value: Any, expected: bool | None
) -> None:
    assert found_in(pattern, value) is expected


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        ".",
        "[ab]",
        "[^a]",
        r"\d",
        r"\w",
        "^",
        "$",
        r"\.",
        "a*",
        "b+",
        "a?",
        "(?:ab)*",
    ]
)


def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "{,2}"])),
        st.builds("(?i){}".format, inner.filter(lambda it: "(?i)" not in it)),
    )


PATTERNS = st.recursive(ATOMS, wider, max_leaves=5).filter(lambda it: "(?i)" not in it[1:])
OPEN = st.sampled_from([ANY, Unknown((Cause(Decider.PARAMETER, "Q"),), ("a", "b1", ""))])
PIECES = st.lists(st.sampled_from(["a", "b", "1", "a.", "\n", "ab"]) | OPEN, min_size=1, max_size=3)
LETTERS = "ab1.\n"
SHORT = ["".join(word) for size in range(4) for word in itertools.product(LETTERS, repeat=size)]


def completions(pieces: list[Any]) -> list[str]:
    """Texts that the pieces may be: all those with up to three letters of a few in an open one."""
    ways = [[piece] if isinstance(piece, str) else [*piece.choices] or SHORT for piece in pieces]
    if sum(len(way) > 3 for way in ways) > 1:
        ways = [way if len(way) <= 3 else way[:31] for way in ways]
    return ["".join(word) for word in itertools.product(*ways)]


@given(PATTERNS, PIECES)
def test_what_is_decided_is_so_of_every_completion(pattern: str, pieces: list[Any]) -> None:
    """By RE2 itself, which the rules ask where a text is known."""
    try:
        compiled = regex(pattern)
    except Exception:  # noqa: BLE001 - such as ``^*``: no pattern
        return
    said = found_in(pattern, Partial(tuple(pieces)))
    answers = {compiled.found_in(text) for text in completions(pieces)}
    if said is None:
        return
    assert answers == {said}, (pattern, pieces)


REGION = pseudo("AWS::Region")


@given(
    st.sampled_from(["a", "1", r"\.", r"\*", r"\-", "Z"]), PIECES, st.sampled_from([ANY, REGION])
)
def test_a_letter_is_in_a_text_as_the_automaton_of_the_whole_has_it(
    letter: str, pieces: list[Any], last: Unknown
) -> None:
    """That pieces are looked at one by one leaves no text out, and makes none up."""
    text = Partial((*pieces, last))
    ways = "(?:{})".format(SHAPES["AWS::Region"] if last is REGION else r"[\s\S]*")
    written = "".join(
        piece.replace(".", r"\.")
        if isinstance(piece, str)
        else "(?:{})".format("|".join(map(str, piece.choices)) or r"[\s\S]*")
        for piece in pieces
    )
    whole = automata.decided(made_of(written + ways), found_by(letter))
    assert found_in(letter, text) is whole


@given(PATTERNS, st.text(LETTERS, max_size=5))
def test_a_known_text_is_decided_as_re2_does(pattern: str, text: str) -> None:
    """So the automaton is the pattern's."""
    try:
        compiled = regex(pattern)
    except Exception:  # noqa: BLE001 - as above
        return
    assert found_in(pattern, partial(text)) is compiled.found_in(text)


PSEUDO = {name: pseudo(name) for name in SHAPES if name != "AWS::StackId"}
TRIED = st.sampled_from(
    [ANY, Reference("B"), Unknown(ANY.causes, ("a", "b1", "")), *PSEUDO.values()]
)
LITERALS = st.text("ab.*:-", min_size=1, max_size=3).map(re.escape)


def as_pattern(piece: Any) -> str:
    """What fits all that a piece may be."""
    if isinstance(piece, str):
        return re.escape(piece)
    if isinstance(piece, Reference) or piece == ANY:
        return r"[\s\S]*"
    texts = "|".join(map(re.escape, piece.choices)) if piece.choices else shape_of(piece)
    return f"({texts})"


@given(
    PATTERNS | LITERALS,
    st.lists(st.sampled_from(["a", "b.", "*", ":\n"]) | TRIED, min_size=1, max_size=4),
)
def test_what_trying_tells_is_told_by_going_through_all(pattern: str, pieces: list[Any]) -> None:
    """The quick way says nothing that the automata do not say."""
    try:
        told, are_all = answers(pattern, pieces)
        texts = made_of("".join(map(as_pattern, pieces)))
        said = automata.decided(texts, found_by(pattern))
    except UndecidableError:
        return
    if len(told) > 1:
        assert said is None
    elif told and are_all:
        assert said is (True in told)


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        (r"^arn:aws(-cn)?:", partial("arn:", pseudo("AWS::Partition"), ":s3:::b"), None),
        (r"^arn:[^:]*:s3:", partial("arn:", pseudo("AWS::Partition"), ":s3:::b"), True),
        (r"\.", partial("c-", pseudo("AWS::Region"), ANY), None),
    ],
)
def test_most_values_are_told_by_trying(
    monkeypatch: pytest.MonkeyPatch, pattern: str, value: Any, expected: bool | None
) -> None:
    """No automaton of their texts is made."""
    monkeypatch.setattr(possible, "_texts", None)
    assert found_in(pattern, value) is expected


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_shape_is_a_pattern(shape: str) -> None:
    assert found_by(f"^({shape})$").end


@pytest.mark.parametrize(
    "pattern", [r"\bx", r"(?m)^x", r"\pL", r"[[:^alpha:]]", r"(a{1000}){5}", r"\Qa\E", "(?i)é"]
)
def test_what_no_automaton_has_is_left_alone(pattern: str) -> None:
    """Unknown, as before: not one answer more than is sure."""
    with pytest.raises(UndecidableError):
        found_by(pattern)
    assert found_in(pattern, partial("x", ANY)) is None


def test_the_effort_is_bounded() -> None:
    """A pattern whose deterministic automaton would have 2^200 states."""
    pattern = "a.{200}$"
    assert found_in(pattern, partial(ANY, "a", ANY)) is None


def test_what_is_remembered_of_a_number_is_not_of_a_boolean() -> None:
    """For Python they are equal; for CloudFormation they are ``1`` and ``true``."""
    cause = (Cause(Decider.PARAMETER, "P"),)
    numbers, booleans = Unknown(cause, (1, 0)), Unknown(cause, (True, False))
    assert found_in("^(true|false)$", Partial((booleans, ""))) is True
    assert found_in("^(true|false)$", Partial((numbers, ""))) is False
    assert every_text(Partial((booleans, "x"))) == ("falsex", "truex")
    assert every_text(Partial((numbers, "x"))) == ("0x", "1x")


_ARN = f"arn:aws:s3:::[^*]*-logs-({SHAPES['AWS::Region']}|eu-west-1|us-east-1)-[0-9]{{12}}"
_NAME = "logs-(eu-west-1|us-east-1|us-gov-west-1)-[0-9]{12}"


@pytest.mark.parametrize(
    ("pattern", "texts", "expected"),
    [
        (r"\$\{(aws|saml|iam):[A-Za-z/]+", _ARN, None),
        (r"\.", _ARN, None),
        (r"\*", _ARN, False),
        (r"\.", _NAME, False),
        (r"^(\*|arn:[^:]*:iam::\*)$", _ARN, False),
        (r"^arn:aws:s3:", _ARN, True),
        (r"-[0-9]{12}$", _NAME, True),
    ],
)
def test_what_is_near_is_found_in_few_steps(
    monkeypatch: pytest.MonkeyPatch, pattern: str, texts: str, expected: bool | None
) -> None:
    """A match, a text without one, or that none is left: no need to go through all texts."""
    monkeypatch.setattr(automata, "MOST_STEPS", 400)
    assert automata.decided(made_of(texts), found_by(pattern)) is expected


def test_of_no_text_nothing_is_said() -> None:
    """No letter is none of all: of what cannot be, a pattern is neither found nor missing."""
    nothing = made_of(r"a[^\s\S]")
    assert automata.decided(nothing, found_by("a")) is None
    assert automata.decided(nothing, found_by("b")) is None
    assert automata.decided(made_of(""), found_by("^$")) is True
    assert automata.decided(made_of(""), found_by("b")) is False
