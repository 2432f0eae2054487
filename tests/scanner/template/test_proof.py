"""What is proved to hold no template is none for any reader; the proof does not guess."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from synthgate.errors import TemplateError
from synthgate.template.proof import cannot_be_template
from synthgate.template.read import looks_like_template, read_template

if TYPE_CHECKING:
    from collections.abc import Callable

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
ESCAPES: list[Callable[[str], str]] = [
    lambda letter: letter,
    lambda letter: f"\\x{ord(letter):02X}",
    lambda letter: f"\\u{ord(letter):04x}",
    lambda letter: f"\\U{ord(letter):08x}",
    lambda letter: f"\\\n  \t{letter}",
    lambda letter: f"\\\r\n{letter}",
    lambda letter: f"\\\u2028 \\\u0085{letter}",
]
BODY = "{B: {Type: 'AWS::S3::Bucket'}}"


@given(st.lists(st.sampled_from(ESCAPES), min_size=9, max_size=9), st.sampled_from(ENCODINGS))
def test_no_spelling_of_the_key_passes(ways: list[Callable[[str], str]], encoding: str) -> None:
    """Each letter in any of YAML's ways: what a reader takes for a template is not excluded."""
    key = "".join(way(letter) for way, letter in zip(ways, "Resources", strict=True))
    content = f'? "{key}"\n: {BODY}\n'.encode(encoding)
    assert not cannot_be_template(content)
    if encoding.startswith("utf-8"):
        assert read_template("t.yaml", content).resources


@settings(max_examples=50)
@given(
    st.dictionaries(st.sampled_from(["Resources", "a", "\\", '"', "Resource"]), st.just(0)),
    st.text(),
    st.sampled_from(["json", "yaml", "flow"]),
)
def test_what_is_excluded_has_no_such_key(data: dict[str, Any], text: str, way: str) -> None:
    """For the writers of the world, whatever else stands in the text."""
    document = {**data, "text": [text, "Resources", "\\u0052esources"]}
    if way == "json":
        written = json.dumps(document)
    else:
        written = yaml.safe_dump(document, default_flow_style=way == "flow", allow_unicode=True)
    if cannot_be_template(written.encode()):
        assert "Resources" not in data


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"name": "app", "version": "1.0.0"}',
        "# Resources for the pods\nkind: Deployment\nspec: {limits: &a {cpu: 1}}\n",
        "kind: List\nnote: the Resources are elsewhere\n",
        '{"path": "C:\\\\Users\\\\x", "text": "\\uc548\\ub155 \\u003e"}',
        '{"body": "{\\"Resources\\": {}}"}',
        "resources: {}\n",
        "- {{ .Values.x }}\n",
    ],
)
def test_other_peoples_files_need_no_parsing(text: str) -> None:
    """The words in prose, in a string or in another case are no key."""
    assert cannot_be_template(text.encode())


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\xfd", b"\x1f\x8b\x08\x00", b"a\0b", "résumé: x".encode("latin-1"), b"\0" * 9],
)
def test_what_is_no_text_is_not_excluded(content: bytes) -> None:
    """Of that nothing can be proved: it is to be told that it cannot be read."""
    assert not cannot_be_template(content)
    with pytest.raises(TemplateError):
        read_template("t.json", content)


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 200_000 + "Resource",
        "Resources" * 20_000,
        ("Resources" + " " * 2000) * 100,
        "\t" * 200_000 + "Resources\n",
        "--- " * 50_000 + "x",
        "&a " * 70_000,
        "{ " * 100_000,
        "{" + " " * 200_000 + "}",
        'Type: "' * 30_000,
        "AWS::A" * 30_000,
        "\\x5" * 70_000,
        ("\\\n" + " " * 1000) * 200,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_glance_costs_what_the_text_is_long(text: str) -> None:
    """No pattern goes back over what it has read: else these would be looked at for hours."""
    content = text.encode() * 4
    assert not looks_like_template(content)
    assert cannot_be_template(content)
