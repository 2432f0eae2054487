"""What the program says is said in every language."""

from __future__ import annotations

import io
import pickle
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import catalogs as tool
from synthgate import catalogs
from synthgate.cli import Streams, main
from synthgate.korean import PARTICLES, Korean, particle
from synthgate.model import (
    LANGUAGES,
    Language,
    Message,
    Words,
    in_context,
    joined,
    plural,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOGS = sorted(catalogs.FOLDER.glob("*/LC_MESSAGES/*.po"))
NAMES = {"CDK in Python", "CDK in TypeScript"}
"""Sentences that are names, and names in Korean too."""


@cache
def said() -> set[tuple[str | None, Any]]:
    """Every sentence of the program: reading all of its code takes seconds."""
    return {(one.context, one.id) for one in tool.said() if one.id}


def translated(path: Path) -> list[Any]:
    with path.open("rb") as file:
        return [one for one in read_po(file) if one.id]


def fields(sentence: str) -> set[str]:
    """The placeholders with their conversions: ``id!r``."""
    return {
        name + (f"!{conversion}" if conversion else "")
        for _, name, _, conversion in Formatter().parse(sentence)
        if name is not None
    }


def forms(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def by_sentence(catalog: Iterable[Any]) -> dict[Any, tuple[str, ...]]:
    return {(one.context, forms(one.id)): forms(one.string) for one in catalog if one.id}


def test_every_language_but_english_has_a_catalog() -> None:
    assert {path.parents[1].name for path in CATALOGS} == set(LANGUAGES) - {catalogs.ENGLISH}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
def test_a_catalog_translates_what_is_said_and_nothing_else(path: Path) -> None:
    """`make catalogs` brings a new sentence in and takes an old one out."""
    assert {(one.context, one.id) for one in translated(path)} == said()
    assert not [one.id for one in translated(path) if not all(forms(one.string)) or one.fuzzy]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
def test_a_translation_has_the_placeholders_of_the_sentence(path: Path) -> None:
    for one in translated(path):
        for form in forms(one.string):
            plain = fields(forms(one.id)[-1])
            assert fields(form) == plain, one.id


def test_korean_is_written_in_hangul() -> None:
    """What has words in English has some in Korean, but for names and layouts."""
    (path,) = [one for one in CATALOGS if one.parents[1].name == "ko"]
    for one in translated(path):
        words = re.sub(r"\{.*?\}|'[^']*'", "", forms(one.id)[0])
        if re.search("[A-Za-z]{2}", words) and one.id not in NAMES:
            assert all(re.search("[가-힣]|\\{", form) for form in forms(one.string)), one.id


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
def test_what_is_installed_is_compiled_from_the_catalog(path: Path) -> None:
    """`pip install --editable .` compiles it, and `make test` after a change."""
    with path.with_suffix(".mo").open("rb") as file:
        compiled = by_sentence(read_mo(file))
    assert compiled == by_sentence(translated(path))


def test_no_particle_stands_behind_a_placeholder_unchosen() -> None:
    """이 or 가 depends on the word before: ``{name:이/가}``."""
    (path,) = [one for one in CATALOGS if one.parents[1].name == "ko"]
    bare = re.compile(
        r"\}['\"`]?(?:이|가|을|를|은|는|과|와|으로|로|이나|나)(?![가-힣])|\}\S?[(][가-힣][)]"
    )
    for one in translated(path):
        for form in forms(one.string):
            assert not bare.search(form.replace("}}", "")), form
            specs = {spec for _, _, spec, _ in Formatter().parse(form) if spec}
            assert specs <= PARTICLES.keys() | {","}, form


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("버킷", "이/가", "이"),
        ("함수", "이/가", "가"),
        ("스택", "을/를", "을"),
        ("'템플릿'", "은/는", "은"),
        ("키", "과/와", "와"),
        ("파일", "으로/로", "로"),
        ("값", "으로/로", "으로"),
        ("규칙(위)", "이/가", "이"),
        ("Bucket", "이/가", "이(가)"),
        ("'s3-bucket'", "을/를", "을(를)"),
        ("7", "은/는", "은(는)"),
        ("", "과/와", "과(와)"),
        ("ㅋ", "이/가", "이(가)"),
        ("a", "으로/로", "(으)로"),
        ("홍길동 (정보보호팀)", "이/가", "이"),
    ],
)
def test_a_particle_goes_with_the_last_syllable(word: str, pair: str, expected: str) -> None:
    """What is in Latin letters or figures is read aloud in more than one way."""
    assert particle(word, pair) == expected


def test_a_word_brings_its_particle_quoted_or_not() -> None:
    values = {"name": Korean("버킷"), "id": Korean("Queue")}
    sentence = "{name:이/가} {name!r:을/를} {id!r:은/는}"
    assert sentence.format_map(values) == ("버킷이 '버킷'을 'Queue'은(는)")
    with pytest.raises(ValueError, match="format"):
        "{name:이/나}".format_map(values)


def test_a_sentence_stays_in_no_language_and_can_be_sent() -> None:
    """It is an id with arguments, which are plain data or texts themselves."""
    inner = Message("the file is empty: write the template again, or leave it out")
    told = Message("pack {name!r}: {text}").format(name=Path("a/b"), text=inner)
    assert told.arguments == (("name", "a/b"), ("text", inner))
    assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301 - our own
    assert told["en"] == f"pack 'a/b': {inner.en}"
    assert told["ko"].endswith(inner.ko)
    assert inner.ko != inner.en


def test_what_is_left_over_is_an_error_where_it_happens() -> None:
    """Not when the report is written, where nobody could tell whose sentence it was."""
    with pytest.raises(KeyError, match="text"):
        Message("pack {name!r}: {text}").format(name="x")


def test_what_is_filled_in_is_no_sentence() -> None:
    told = Message("no rule {id!r}").format(id="{id!r} {0}")
    assert told["en"] == "no rule '{id!r} {0}'"


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_their_forms(number: int, language: Language) -> None:
    told = plural("{number} card", "{number} cards").format(number=number)
    noun = {"en": " card" if number == 1 else " cards", "ko": ""}[language]
    assert told[language] == f"{number}{noun}"


def test_two_sentences_may_be_the_same_in_english_only() -> None:
    plain, other = Message("a text"), in_context("value of a parameter", "a text")
    assert plain.en == other.en
    assert plain.ko != other.ko


def test_texts_can_be_put_in_a_row() -> None:
    row = joined(": ", [Words("a", "가"), Words("b", "나")])
    assert (row.en, row.ko) == ("a: b", "가: 나")


def test_data_may_be_in_one_language() -> None:
    assert words_of({"ko": " 값 "}) == Words("값", "값")
    assert words_of({"en": "a"}) == Words("a", "a")
    assert words_of({"en": "a", "ko": "가"}) == Words("a", "가")
    with pytest.raises(ValueError, match=r"\[\]"):
        words_of({})


@pytest.mark.parametrize("broken", [None, b"", b"not a catalog at all", b"\xde\x12\x04\x95"])
def test_without_its_catalog_a_language_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes | None
) -> None:
    """English in its place would pass for a translation that nobody has made."""
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    catalogs.catalog_of.cache_clear()
    if broken is not None:
        file = tmp_path / "ko" / "LC_MESSAGES" / "synthgate.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(broken)
    try:
        for command in (["scan", "--lang", "ko"], ["rules", "list", "--lang=ko"]):
            streams = Streams(io.BytesIO(), io.StringIO(), io.StringIO())
            assert main(command, streams) == 3
            assert "no messages in 'ko'" in streams.stderr.getvalue()
    finally:
        catalogs.catalog_of.cache_clear()
