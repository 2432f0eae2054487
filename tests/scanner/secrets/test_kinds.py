"""Credentials that are known by their letters, and what only looks like them."""

from __future__ import annotations

import pytest

from generated.planting import checked, framed, known, letters
from synthgate.secrets.kinds import KINDS, tokens

KNOWN = known()


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.id, one.text) for one in tokens(text)]


def test_there_is_one_of_each_kind() -> None:
    """Whoever adds a kind makes up one of it."""
    assert KNOWN.keys() == {kind.id for kind in KINDS}


@pytest.mark.parametrize("kind", KNOWN)
@pytest.mark.parametrize("around", ["{}", "curl -H 'X: {}'", 'a: "{}"\n', "한글 {} 글", "\ud800{}"])
def test_each_kind_is_found(kind: str, around: str) -> None:
    """Whatever stands around it; and at its very letters."""
    text = around.format(framed(kind, KNOWN[kind]))
    assert found(text) == [(kind, KNOWN[kind])]
    assert [text[one.start : one.end] for one in tokens(text)] == [KNOWN[kind]]


def test_the_checksum_counts() -> None:
    """Tokens of GitHub and npm that nobody was given are none."""
    for prefix in ("ghp", "gho", "ghu", "ghs", "ghr", "npm"):
        token = checked(prefix)
        assert found(token)
        assert not found(token[:-1] + ("a" if token[-1] != "a" else "b"))


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
        "AKIA" + "X" * 16,
        "AIza" + "x" * 35,
        "sk_live_" + "abcdefghijklmnopqrstuvwx",
        "postgres://user:password@localhost/db",
        "postgres://user:${Password}@host/db",
        "https://example.com:8080/@scope/package",
        "git@github.com:acme/app.git",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
        "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-AbCdEf",
        "{{resolve:secretsmanager:app:SecretString:token}}",
    ],
)
def test_what_is_there_for_show_is_none(text: str) -> None:
    """Examples of documentations, placeholders, open pieces, public keys."""
    assert not found(text)


def test_several_in_a_row() -> None:
    """All of them, in their order."""
    one, other = f"glpat-{letters(20)}", KNOWN["github"]
    assert [text for _, text in found(f"{one} {other}\n{one}")] == [one, other, one]
