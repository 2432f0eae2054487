"""Bytes become a template, or an error that says what to do."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pytest

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.model import Position
from synthgate.template.read import (
    MAX_BYTES,
    MAX_RESOURCES,
    Meaning,
    looks_like_template,
    meaning_of,
    read_template,
)

YAML = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"
JSON = '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}'


def test_more_resources_than_any_stack_may_have_are_refused() -> None:
    """A megabyte can name thirty thousand, each of which would be asked by every rule."""

    def of(number: int) -> bytes:
        bodies = (f'"R{index}":{{"Type":"AWS::S3::Bucket"}}' for index in range(number))
        return f'{{"Resources":{{{",".join(bodies)}}}}}'.encode()

    assert len(read_template("t.json", of(MAX_RESOURCES)).resources) == MAX_RESOURCES
    with pytest.raises(TemplateError, match="2,000 resources"):
        read_template("t.json", of(MAX_RESOURCES + 1))


@pytest.mark.parametrize("text", [YAML, JSON])
@pytest.mark.parametrize("name", ["t.json", "t.yaml", "t.template", "t", "<stdin>"])
def test_the_text_says_what_it_is_not_the_name(text: str, name: str) -> None:
    """JSON in a .yaml and YAML in a .json are read."""
    assert read_template(name, text.encode()).resources == {"A": {"Type": "AWS::S3::Bucket"}}


@pytest.mark.parametrize("text", [YAML, JSON])
def test_a_byte_order_mark_is_no_text(text: str) -> None:
    """A BOM changes neither the data nor a place."""
    plain = read_template("t", text.encode())
    marked = read_template("t", b"\xef\xbb\xbf" + text.encode())
    assert marked.data == plain.data
    route = ("Resources", "A", "Type")
    assert marked.locate(route) == plain.locate(route)


@pytest.mark.parametrize("text", [YAML, JSON.replace(" ", "\n")])
def test_line_ends_of_windows_are_line_ends(text: str) -> None:
    """CRLF gives the data and the places that LF gives."""
    plain = read_template("t", text.encode())
    windows = read_template("t", text.replace("\n", "\r\n").encode())
    assert windows.data == plain.data
    assert windows.locate(("Resources", "A")) == plain.locate(("Resources", "A"))


@pytest.mark.parametrize(
    "text", ["{Resources: {A: {Type: T, P: !Ref B}}}", '{"Resources": {}} # comment']
)
def test_a_flow_mapping_that_is_nearly_json_is_yaml(text: str) -> None:
    """Comments and short tags make YAML of what starts like JSON."""
    assert "Resources" in read_template("t.yaml", text.encode()).data


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"# only a comment\n", "empty"),
        (b"---\n...\n", ""),
        (YAML.encode("utf-16"), "UTF-16"),
        (YAML.encode("utf-16-be"), "binary"),
        (b"\xfe\xff" + YAML.encode("utf-16-be"), "UTF-16"),
        ("# 한국어\n".encode("euc-kr"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"Resources: {}\x00\x00", "binary"),
        (b"\x7fELF\x02\x01\x00\x00", "binary"),
        (b" " * (MAX_BYTES + 1), "larger"),
    ],
    ids=lambda value: value[:12].hex() if isinstance(value, bytes) else value,
)
def test_what_is_no_text_is_told_apart(content: bytes, words: str) -> None:
    """Each way of being no text has its own sentence, in both languages."""
    with pytest.raises(TemplateError) as caught:
        read_template("t.yaml", content)
    assert words in caught.value.text.en
    assert caught.value.text.ko != caught.value.text.en


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[]", NotATemplateError),
        ("- a\n- b", NotATemplateError),
        ("hello", NotATemplateError),
        ("42", NotATemplateError),
        ("true", NotATemplateError),
        ("{}", NotATemplateError),
        ("a: b", NotATemplateError),
        ("AWSTemplateFormatVersion: 2010-09-09", TemplateError),
        ("Resources:", TemplateError),
        ("Resources: []", TemplateError),
        ("Resources: text", TemplateError),
        ("!Ref Resources", NotATemplateError),
    ],
)
def test_what_is_no_template_is_told_from_a_broken_one(
    text: str, kind: type[TemplateError]
) -> None:
    """Who declares a version or `Resources` means to be a template; others are something else."""
    with pytest.raises(TemplateError) as caught:
        read_template("t.yaml", text.encode())
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Resources: {A: {Type: x}}", Meaning.TEMPLATE),
        ("Resources: {A: {}, B: {Type: x}}", Meaning.TEMPLATE),
        ("Resources: {'Fn::ForEach::A': []}", Meaning.TEMPLATE),
        ("Resources: {'Fn::Transform': {}}", Meaning.TEMPLATE),
        ("Resources: !Transform {Name: Macro}", Meaning.TEMPLATE),
        ("{Transform: Macro, Resources: {A: {}}}", Meaning.TEMPLATE),
        ("{AWSTemplateFormatVersion: 2010-09-09, Resources: {A: {}}}", Meaning.TEMPLATE),
        ("AWSTemplateFormatVersion: 2010-09-09", Meaning.TEMPLATE),
        ("Resources: {welcome: 환영합니다}", Meaning.OTHER_RESOURCES),
        ("Resources: {A: {type: x}}", Meaning.OTHER_RESOURCES),
        ("Resources: {A: {Type: [x]}}", Meaning.OTHER_RESOURCES),
        ("Resources: {}", Meaning.OTHER_RESOURCES),
        ("Resources: [{Type: x}]", Meaning.OTHER_RESOURCES),
        ("Resources:", Meaning.OTHER_RESOURCES),
        ("[Resources]", Meaning.OTHER),
        ("spec: {Resources: {A: {Type: x}}}", Meaning.OTHER),
        ("Transform: Macro", Meaning.TEMPLATE),
        ("kind: A\n---\nkind: B", Meaning.OTHER),
    ],
)
def test_what_a_file_with_such_words_means(text: str, meaning: Meaning) -> None:
    """Some entry with a type, or what makes types or resources, or a version: a template."""
    assert meaning_of("t.yaml", text.encode()) is meaning


@pytest.mark.parametrize("text", ["kind: A\n---\nResources: {}", "Resources: {}\n---\nkind: A"])
def test_a_template_among_several_documents_is_refused(text: str) -> None:
    """Only where none of them is a template are they somebody else's (Kubernetes)."""
    with pytest.raises(TemplateError, match="more than one document") as caught:
        meaning_of("t.yaml", text.encode())
    assert type(caught.value) is not NotATemplateError
    with pytest.raises(NotATemplateError, match="more than one document"):
        read_template("t.yaml", b"kind: A\n---\nkind: B")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (gzip.compress(JSON.encode()), "gzip"),
        (bz2.compress(JSON.encode()), "bzip2"),
        (lzma.compress(JSON.encode()), "xz"),
        (b"PK\x03\x04" + bytes(30), "zip"),
        (b"\x28\xb5\x2f\xfd" + bytes(30), "zstd"),
    ],
    ids=["gzip", "bzip2", "xz", "zip", "zstd"],  # gzip writes the time, which no name of a test may
)
def test_what_is_compressed_says_so(content: bytes, name: str) -> None:
    """With the way out, and in whatever suffix."""
    with pytest.raises(TemplateError, match=f"{name}.*unpack"):
        read_template("t.json", content)


def test_a_resource_that_is_none_is_a_problem_and_its_siblings_are_read() -> None:
    """Each entry without a string `Type` is named, with its place."""
    text = (
        "Resources:\n  Good: {Type: T}\n  Text: x\n  List: []\n  None:\n"
        "  NoType: {Properties: {}}\n  Number: {Type: 5}\n  Ref: {Type: !Ref X}\n"
    )
    template = read_template("t.yaml", text.encode())
    assert list(template.resources) == ["Good"]
    assert [problem.position for problem in template.problems] == [
        Position(line, 3) for line in range(3, 9)
    ]
    assert {problem.kind for problem in template.problems} == {"incomplete"}
    assert "'Text'" in template.problems[0].message.en


@pytest.mark.parametrize("name", ["Fn::Transform"])
def test_resources_that_a_macro_will_make_are_not_passed_over_in_silence(name: str) -> None:
    """What cannot be scanned is a problem: never a silent pass."""
    text = f"Resources:\n  {name}: [Name, [a, b], {{'B${{Name}}': {{Type: AWS::S3::Bucket}}}}]\n"
    (problem,) = read_template("t.yaml", text.encode()).problems
    assert (problem.kind, problem.path) == ("incomplete", "t.yaml")
    assert problem.position == Position(2, 3)
    assert "get-template" in problem.message.en


def test_a_function_that_makes_no_resources_is_no_resource() -> None:
    """``Fn::If`` cannot stand for a resource: it is told like any other entry without a type."""
    (problem,) = read_template("t.yaml", b"Resources: {'Fn::If': [A, {}, {}]}").problems
    assert "no resource" in problem.message.en


def test_the_mistake_of_json_is_told_where_json_was_meant() -> None:
    """A .json with a mistake is called bad JSON, not bad YAML."""
    for name, words in (("t.json", "JSON"), ("t.template", "JSON"), ("t.yaml", "YAML")):
        with pytest.raises(TemplateError) as caught:
            read_template(name, b'{"Resources": {"A": ]}')
        assert f"not valid {words}" in caught.value.text.en


def test_columns_count_code_points() -> None:
    """An emoji is one column, as is a syllable of Hangul, in JSON and in YAML."""
    for text in (
        '{"한국어": "😀😀", "Resources": {"A": {"Type": "T"}}}',
        "{한국어: 😀😀, Resources: {A: {Type: T}}}",
    ):
        start = read_template("t", text.encode()).locate(("Resources", "A")).start
        key = '"A"' if '"A"' in text else "A"
        assert start == Position(1, text.index(key) + 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (YAML, True),
        (JSON, True),
        ("AWSTemplateFormatVersion: 2010-09-09\n", True),
        (YAML + "  B: [unclosed", True),
        (JSON[:-5], True),
        ("Resources:\n  F:\n    Type: AWS::Serverless-2016-10-31\n", True),
        ("{Resources: {A: {Type: AWS::S3::Bucket}}}", True),
        ("--- {Resources: {A: {Type: AWS::S3::Bucket}}}", True),
        ("&a Resources: {A: {Type: AWS::S3::Bucket}}", True),
        ("--- !!map\n!!str Resources: {A: {Type: AWS::S3::Bucket}}", True),
        ("? Resources\n: {A: {Type: AWS::S3::Bucket}}", True),
        ("Resources:\n  A:\n    Type: Custom::Thing\n", True),
        ("Resources:\n  A: {Type: 'Datadog::Monitors::Monitor'}\n", True),
        ("# nothing\nname: x\n", False),
        ("see Resources: AWS::S3::Bucket", False),
        ("Resources: {a: b}\n", False),
        ('{"type": "AWS::S3::Bucket"}', False),
        ("", False),
        ("see AWS::S3::Bucket for Resources", False),
    ],
)
def test_a_glance_tells_whether_a_file_means_to_be_a_template(content: str, expected: bool) -> None:
    """Broken templates are worth a problem; other people's files are not."""
    assert looks_like_template(content.encode()) is expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_glance_sees_through_a_byte_order_mark(encoding: str) -> None:
    """A YAML template in UTF-16, or marked UTF-8, is not passed over in a folder."""
    assert looks_like_template(YAML.encode(encoding))
