"""A parameter file is read in each shape that people have, and refused in any other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.errors import UsageError
from synthgate.resolve.parameters import PREVIOUS
from synthgate.sources.parameter_file import GivenParameters, read_parameters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(folder: Path, content: object) -> GivenParameters:
    path = folder / "p.json"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode())
    return read_parameters(path, "p.json")


@pytest.mark.parametrize(
    ("content", "meaning"),
    [
        ([{"ParameterKey": "P", "ParameterValue": "v"}], {"P": "v"}),
        ([{"ParameterKey": "P", "ParameterValue": ""}], {"P": ""}),
        ([{"ParameterKey": "P", "ParameterValue": "a,b"}], {"P": "a,b"}),
        ([{"ParameterKey": "P", "UsePreviousValue": True}], {"P": PREVIOUS}),
        ([{"ParameterKey": "P", "ParameterValue": "v", "UsePreviousValue": False}], {"P": "v"}),
        (["P=v", "Q=a=b"], {"P": "v", "Q": "a=b"}),
        ([], {}),
        ({"Parameters": {"P": "v"}}, {"P": "v"}),
        ({"Parameters": {"P": "v"}, "Tags": {"T": "t"}, "StackPolicy": {"S": []}}, {"P": "v"}),
        ({"Parameters": [{"ParameterKey": "P", "ParameterValue": "v"}]}, {"P": "v"}),
        ({"P": "v", "N": 5, "B": True}, {"P": "v", "N": 5, "B": True}),
        ({"P": ["a", "b"]}, {"P": "a,b"}),
        ({}, {}),
        ("P: v\nQ: 5\n", {"P": "v", "Q": 5}),
        ("\ufeffP: v\n", {"P": "v"}),
        ('{\r\n\t"P": "é"\r\n}', {"P": "é"}),
        # a parameter may be called Parameters
        ({"Parameters": "v"}, {"Parameters": "v"}),
    ],
)
def test_every_shape_gives_the_values(tmp_path: Path, content: object, meaning: object) -> None:
    """The AWS CLI's lists, a CodePipeline template configuration, a map."""
    assert read(tmp_path, content).of("any") == meaning


def test_a_file_may_say_what_is_for_which_stack(tmp_path: Path) -> None:
    """A stack has what is for all, and over it what is for itself."""
    given = read(
        tmp_path,
        {
            "*": {"P": "all", "Q": "all"},
            "a": [{"ParameterKey": "P", "ParameterValue": "own"}],
            "b": {"Parameters": {"P": "b"}},
            "c": {},
        },
    )
    assert given.of("a") == {"P": "own", "Q": "all"}
    assert given.of("b") == {"P": "b", "Q": "all"}
    assert given.of("c") == given.of(None) == {"P": "all", "Q": "all"}
    assert given.of("a", "b")["P"] == "b"


@pytest.mark.parametrize(
    "content",
    [
        "just text",
        "5",
        "",
        "{",
        "[1, 2]",
        '[{"Key": "P"}]',
        '["no equals sign"]',
        '{"a": {"b": {"c": 1}}}',
        '{"a": {"P": "v"}, "b": 5}',
        "a: [1, {}]",
    ],
)
def test_anything_else_is_refused_with_the_file_s_name(tmp_path: Path, content: str) -> None:
    """Not one value is guessed."""
    with pytest.raises(UsageError, match=r"p\.json"):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    """Said with its name."""
    with pytest.raises(UsageError, match=r"gone\.json"):
        read_parameters(tmp_path / "gone.json", "gone.json")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="bytes"):
        read_parameters(tmp_path / "bytes", "bytes")


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    """An account id or a version in YAML is the text that stands there, as the AWS CLI has it."""
    given = read(tmp_path, "Account: '012345678901'\nVersion: '1.10'\n").of(None)
    assert given == {"Account": "012345678901", "Version": "1.10"}


def test_a_name_that_nothing_has_is_told(cli: Callable[..., Any]) -> None:
    """A slip in a name would leave the default in force without a word."""
    template = (
        "Parameters: {Stage: {Type: String, Default: dev}}\nResources: {R: {Type: T::T::R}}\n"
    )
    given = {"t.yaml": {"Stage": "prod"}, "u.yaml": {"Stag": "prod"}}
    files = {"t.yaml": template, "p.json": json.dumps(given)}
    words = ("scan", "t.yaml", "--parameters", "p.json", "--environment", "development")
    ran = cli(*words, "--format", "json", files=files)
    told = [(problem["kind"], problem["path"]) for problem in ran.report["problems"]]
    messages = " ".join(problem["message"] for problem in ran.report["problems"])
    assert (ran.code, told) == (0, [("notice", "p.json")] * 2)
    assert "'Stag'" in messages
    assert "'u.yaml'" in messages


@pytest.mark.parametrize("previous", ["{}", "[]", "[true]", "1", '"yes"', "null"])
def test_an_entry_without_a_value_is_refused(tmp_path: Path, previous: str) -> None:
    """Unless it says plainly that the previous value is used."""
    path = tmp_path / "p.json"
    path.write_text(f'[{{"ParameterKey": "P0", "UsePreviousValue": {previous}}}]')
    with pytest.raises(UsageError):
        read_parameters(path, "p.json")


@pytest.mark.parametrize("value", ["{}", '{"a": 1}', "[[1]]", "[null]", "null"])
def test_an_entry_gives_a_text_or_a_list_of_texts(tmp_path: Path, value: str) -> None:
    """As every other shape does."""
    path = tmp_path / "p.json"
    path.write_text(f'[{{"ParameterKey": "P0", "ParameterValue": {value}}}]')
    with pytest.raises(UsageError):
        read_parameters(path, "p.json")
