"""YAML means what CloudFormation takes it to mean, whatever YAML 1.1 says."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.errors import TemplateError
from synthgate.model import Position
from synthgate.template.data import MAX_DEPTH
from synthgate.template.read import read_template

RESOURCES = "\nResources: {}\n"


def value(text: str) -> Any:
    return read_template("t.yaml", f"V: {text}{RESOURCES}".encode()).data["V"]


def refusal(text: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        read_template("t.yaml", text.encode())
    return caught.value


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Ref AWS::NoValue", {"Ref": "AWS::NoValue"}),
        ("!Condition C", {"Condition": "C"}),
        ("!GetAtt A.B", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt A.Outputs.B", {"Fn::GetAtt": ["A", "Outputs.B"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt [A, !Ref B]", {"Fn::GetAtt": ["A", {"Ref": "B"}]}),
        ("!Sub a${B}", {"Fn::Sub": "a${B}"}),
        ("!Sub [a, {B: c}]", {"Fn::Sub": ["a", {"B": "c"}]}),
        ("!Sub 12", {"Fn::Sub": "12"}),
        ("!Ref 012", {"Ref": "012"}),
        ("!Sub |\n  a\n  b", {"Fn::Sub": "a\nb\n"}),
        ("!Join [',', [a, b]]", {"Fn::Join": [",", ["a", "b"]]}),
        ("!Select [0, [a]]", {"Fn::Select": [0, ["a"]]}),
        ("!Split [',', 'a,b']", {"Fn::Split": [",", "a,b"]}),
        ("!FindInMap [M, a, b]", {"Fn::FindInMap": ["M", "a", "b"]}),
        ("!If [C, a, b]", {"Fn::If": ["C", "a", "b"]}),
        ("!ImportValue a", {"Fn::ImportValue": "a"}),
        ("!Base64 a", {"Fn::Base64": "a"}),
        ("!GetAZs ''", {"Fn::GetAZs": ""}),
        ("!Cidr [a, 1, 2]", {"Fn::Cidr": ["a", 1, 2]}),
        ("!Transform {Name: a}", {"Fn::Transform": {"Name": "a"}}),
        ("!And [a, b]", {"Fn::And": ["a", "b"]}),
        ("!Or [a, b]", {"Fn::Or": ["a", "b"]}),
        ("!Not [a]", {"Fn::Not": ["a"]}),
        ("!Equals [a, b]", {"Fn::Equals": ["a", "b"]}),
        ("!ToJsonString {a: 1}", {"Fn::ToJsonString": {"a": 1}}),
        ("!Length [a]", {"Fn::Length": ["a"]}),
        (
            "!Base64 {'Fn::Sub': [a, {b: !GetAtt C.d}]}",
            {"Fn::Base64": {"Fn::Sub": ["a", {"b": {"Fn::GetAtt": ["C", "d"]}}]}},
        ),
        (
            "!If [C, !If [D, !Ref a, b], !Join ['', [!Sub c]]]",
            {
                "Fn::If": [
                    "C",
                    {"Fn::If": ["D", {"Ref": "a"}, "b"]},
                    {"Fn::Join": ["", [{"Fn::Sub": "c"}]]},
                ]
            },
        ),
    ],
)
def test_a_short_tag_is_its_long_form(short: str, long: object) -> None:
    """A reader of the data cannot tell a short tag from the long form."""
    assert value(short) == long


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2012-10-17", "2012-10-17"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("22:22", "22:22"),
        ("190:20:30", "190:20:30"),
        ("012345678901", "012345678901"),
        ("123456789012", 123456789012),
        ("12345678901234567890", "12345678901234567890"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("On", "On"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("'null'", "null"),
        ('"1"', "1"),
        ("0", 0),
        ("-7", -7),
        ("+5", 5),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1.2.3", "1.2.3"),
        (".inf", ".inf"),
        (".NaN", ".NaN"),
        ("!!str 123", "123"),
        ("!!str true", "true"),
        ("!!str", ""),
        ("!!int '5'", 5),
        ("!!float '5'", "5"),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("=", "="),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
    ],
)
def test_a_scalar_is_what_cloudformation_takes_it_for(text: str, meaning: object) -> None:
    """No date, base-60 number, octal or boolean of YAML 1.1 is made of a plain scalar."""
    read = value(text)
    assert (read, type(read)) == (meaning, type(meaning))


def test_keys_are_strings_whatever_they_look_like() -> None:
    """A key keeps the letters that it is written with."""
    keys = value("{1: a, 2012-10-17: b, true: c, On: d, ~: e, 01: f, 한국: g}")
    assert list(keys) == ["1", "2012-10-17", "true", "On", "~", "01", "한국"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("Resources: {}\nResources: {}\n", 2, 1),
        ("Resources:\n  A: {Type: T}\n  'A': {Type: T}\n", 3, 3),
        ("Resources:\n  A: {한: 1, 글: 2, 한: 3}\n", 2, 19),
        ("X: {1: a, '1': b}\nResources: {}\n", 1, 11),
    ],
)
def test_a_duplicate_key_is_refused_where_it_stands(text: str, line: int, column: int) -> None:
    """The second of two equal keys is the place to look at, in code points."""
    error = refusal(text)
    assert "duplicate" in error.text.en
    assert error.position == Position(line, column)


def test_an_anchor_is_a_copy() -> None:
    """What an alias stands for is equal to what its anchor holds."""
    assert value("[&a {b: [1]}, *a, &c x, *c]") == [{"b": [1]}, {"b": [1]}, "x", "x"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("{<<: {a: 1, b: 2}, b: 3}", {"a": 1, "b": 3}),
        ("{b: 3, <<: {a: 1, b: 2}}", {"a": 1, "b": 3}),
        ("{<<: [{a: 1}, {a: 2, c: 3}]}", {"a": 1, "c": 3}),
    ],
)
def test_merge_keys_merge_and_are_told_of(text: str, meaning: object) -> None:
    """Written keys win, then the first source; and a notice says CloudFormation refuses it."""
    template = read_template("t.yaml", f"V: {text}{RESOURCES}".encode())
    assert template.data["V"] == meaning
    assert template.problems
    for problem in template.problems:
        assert (problem.kind, problem.path) == ("notice", "t.yaml")
        assert problem.position
        assert problem.position.line == 1


def test_a_quoted_merge_key_is_a_key() -> None:
    """Only the plain scalar ``<<`` merges."""
    template = read_template("t.yaml", f"V: {{'<<': {{a: 1}}}}{RESOURCES}".encode())
    assert template.data["V"] == {"<<": {"a": 1}}
    assert not template.problems


@pytest.mark.parametrize("source", ["1", "[1]", "[{a: 1}, x]", "!Ref A ", "~"])
def test_a_merge_of_anything_but_mappings_is_refused(source: str) -> None:
    """``<<`` takes a mapping or a list of them. A function makes a mapping of one key."""
    text = f"V: {{<<: {source}}}{RESOURCES}"
    if source.startswith("!"):
        assert read_template("t.yaml", text.encode()).data["V"] == {"Ref": "A"}
    else:
        assert "merge" in refusal(text).text.en


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + RESOURCES


def test_an_alias_bomb_is_refused_and_a_modest_one_is_read() -> None:
    """What counts is what the text would come to with its aliases copied."""
    assert "alias" in refusal(bomb(9)).text.en
    assert len(read_template("t.yaml", bomb(4).encode()).data["a3"]) == 10


def test_a_bomb_of_merges_is_refused() -> None:
    """Merging the same mapping again and again counts as copying it."""
    wide = ", ".join(f"k{n}: 1" for n in range(1000))
    merges = "\n".join(f"m{n}: {{<<: *a}}" for n in range(1200))
    assert "alias" in refusal(f"a: &a {{{wide}}}\n{merges}{RESOURCES}").text.en


@pytest.mark.parametrize("text", ["V: &a [*a]", "V: &a {b: [*a]}", "V: &a {b: {<<: *a}}"])
def test_an_anchor_inside_itself_is_refused(text: str) -> None:
    """Data has no cycles."""
    error = refusal(text + RESOURCES)
    assert "contains itself" in error.text.en
    assert error.position
    assert error.position.line == 1


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def test_nesting_ends_at_the_limit() -> None:
    """The deepest nesting allowed is read, one level more is refused, with the place."""
    assert value(nested(MAX_DEPTH - 1))
    error = refusal(f"V: {nested(MAX_DEPTH)}{RESOURCES}")
    assert "deep" in error.text.en
    assert error.position == Position(1, 3 + MAX_DEPTH)


@pytest.mark.parametrize(
    "text",
    [
        "V: " + "[" * 200_000,
        "V: " + "{a: " * 100_000,
        "[" * 200_000 + "]" * 200_000,
        "".join(" " * n + "a:\n" for n in range(2_000)),
        "V: " + "- " * 10_000,
        "? " * 10_000,
        "- " * 10_000 + "x",
    ],
    ids=["open", "mappings", "closed", "indented", "dashes-in-value", "complex", "dashes"],
)
def test_nesting_without_end_is_refused_and_does_not_end_the_process(text: str) -> None:
    """libyaml recurses on the C stack: the text is refused before it can."""
    assert refusal(text)


def test_nesting_by_aliases_counts_as_nesting() -> None:
    """The depth that counts is that of the data, as it does in JSON."""
    chain = "".join(f"  a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2 * MAX_DEPTH))
    assert "deep" in refusal(f"V:\n  a0: &a0 [x]\n{chain}{RESOURCES}").text.en


@pytest.mark.parametrize("opening", ["[", "{", "[{a: ", "{a: ["])
def test_what_libyaml_refuses_for_its_depth_is_told_as_depth(opening: str) -> None:
    """Newer releases have a limit of their own, and reach it before ours as they read ahead."""
    error = refusal(f"V: {opening * 100_000}{RESOURCES}")
    assert "deep" in error.text.en
    assert error.position
    assert error.position.line == 1
    assert error.position.column > MAX_DEPTH


def test_what_is_wrong_and_long_is_not_told_as_depth() -> None:
    """Brackets that were closed again are no depth, and a mistake below the limit is one."""
    wide = "[" + "[], " * 2 * MAX_DEPTH + "]"
    assert "not valid YAML" in refusal(f"V: {wide}\nW: @{RESOURCES}").text.en
    open_ones = "[" * (MAX_DEPTH - 1)
    assert "not valid YAML" in refusal(f"V: {open_ones}@ {'{}' * MAX_DEPTH}{RESOURCES}").text.en


def aliases(levels: int, text: str) -> str:
    links = "".join(f"  a{n}: &a{n} {text.format(n - 1)}\n" for n in range(1, levels))
    return f"V:\n  a0: &a0 [x]\n{links}{RESOURCES}"


@pytest.mark.parametrize(
    ("text", "each"), [("[*a{}]", 1), ("{{k: [*a{}]}}", 2), ("!Or [*a{}]", 2), ("[x, *a{}, x]", 1)]
)
def test_nesting_by_aliases_ends_at_the_same_limit(text: str, each: int) -> None:
    """Two levels lead to the anchors; a short tag is a level, for its long form has one."""
    most = (MAX_DEPTH - 3) // each + 1
    assert read_template("t.yaml", aliases(most, text).encode())
    error = refusal(aliases(most + 1, text))
    assert "deep" in error.text.en
    assert error.position
    assert error.position.line == most + 1


def test_nesting_by_tags_ends_at_the_limit() -> None:
    """A tag and its list are two levels, as they are in JSON."""
    levels = (MAX_DEPTH - 1) // 2
    assert value("!Or [" * levels + "]" * levels)
    assert "deep" in refusal(f"V: {'!Or [' * (levels + 1)}{']' * (levels + 1)}{RESOURCES}").text.en


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Resources:\n\tA: {Type: T}\n", 2),
        ("Resources:\n  A:\n    Type: [T\n", 4),
        ("Resources:\n  A: {Type: 'T\n", 3),
        ("a: b: c\n", 1),
        ("Resources: {}\n---\nResources: {}\n", 2),
        ("Resources: *nowhere\n", 1),
        ("Resources: {}\n  bad indent: x\n", 2),
        ("Resources: @x\n", 1),
    ],
    ids=["tab", "truncated", "quote", "colons", "two", "alias", "indent", "reserved"],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    """The place is where the reader stopped."""
    error = refusal(text)
    assert error.position
    assert error.position.line == line
    assert error.text.en.startswith("not valid YAML")


def test_control_characters_are_refused() -> None:
    """YAML text has no control characters, and the refusal says which rule they break."""
    assert "control characters" in refusal("Resources: {A: '\x01'}\n").text.en


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_a_key_that_is_no_scalar_is_refused(key: str) -> None:
    """Data has string keys."""
    assert "key must be a string" in refusal(f"V:\n  ? {key}\n  : x{RESOURCES}").text.en


def test_no_tag_runs_anything() -> None:
    """A tag of Python's is a tag that nobody knows: the value below it is read."""
    assert value("!!python/object/apply:os.system [echo]") == ["echo"]


def test_directives_and_document_marks_are_read_over() -> None:
    """``%YAML``, ``---`` and ``...`` are no content."""
    text = "%YAML 1.1\n---\n# a comment\nResources: {}\n...\n"
    assert read_template("t.yaml", text.encode()).data == {"Resources": {}}
