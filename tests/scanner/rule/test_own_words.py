"""An organisation writes rules in its own language, and its packs bring their translations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from synthgate.model import Message, Words, joined
from synthgate.rule.cards import pack_words

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = """\
id: own-queue
title: {title}
severity: medium
pillar: security
resources: [AWS::SQS::Queue]
check: {check}
why: {why}
fix: {fix}
examples: {{fails: "", passes: ""}}
"""
QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {Size: 4}}}"
CHECK = "{path: $.Properties.Size, equals: 5}"
PYTHON = """
from synthgate.rule.api import Message, Place

def check(resource, view):
    size = Message("the size {size}").format(size=resource.body["Properties"]["Size"])
    yield Place(("Properties", "Size"), note=Message("{what} is odd").format(what=size))
"""


def card(check: str = CHECK, **sentences: str) -> str:
    said = dict.fromkeys(("title", "why", "fix"), "{en: Words}") | sentences
    return CARD.format(check=check, **said)


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("said", "words"), [("{en: Wide}", "Wide"), ("{ko: 넓음}", "넓음")])
def test_one_language_is_enough(
    cli: Callable[..., Any], said: str, words: str, language: str
) -> None:
    """Who reads another one has it in that; nothing is left empty."""
    text = card(title=said, why=said, fix=said)
    files = {"own/own-queue.yaml": text, "t.yaml": QUEUE}
    ran = cli("scan", "t.yaml", "--rules", "own", "--lang", language, files=files)
    assert f"own-queue {words}" in ran.out
    assert "needs" not in cli("rules", "lint", "own").out
    assert words in cli("rules", "show", "own-queue", "--rules", "own", "--lang", language).out


@pytest.mark.exhaustive
@pytest.mark.parametrize("said", ["{}", "Words", "{de: Wörter}", "{en: ''}", "{en: A, fr: B}"])
def test_none_is_too_few_and_others_are_unknown(cli: Callable[..., Any], said: str) -> None:
    for key in ("title", "why"):
        ran = cli("rules", "lint", "own", files={"own/own-queue.yaml": card(**{key: said})})
        assert ran.code != 0
        assert key in ran.out


def catalog(folder: Path, *rows: tuple[Any, Any, str | None]) -> None:
    made = Catalog(locale="ko")
    for sentence, translation, context in rows:
        made.add(sentence, translation, context=context)
    path = folder / "locales" / "ko" / "LC_MESSAGES" / "acme.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made)


@pytest.mark.parametrize("around", [".", "own"])
def test_a_pack_brings_its_catalog(cli: Callable[..., Any], tmp_path: Path, around: str) -> None:
    """Beside the cards, or around them; arguments that are sentences are translated too."""
    files = {"own/own-queue.yaml": card("{python: check}"), "own/own-queue.py": PYTHON}
    (tmp_path / around).mkdir(exist_ok=True)
    rows = (
        ("{what} is odd", "{what:이/가} 이상함", None),
        ("the size {size}", "크기 {size}", None),
    )
    catalog(tmp_path / around, *rows)
    pack_words._catalogs.cache_clear()
    scan = ("scan", "t.yaml", "--rules", "own")
    korean = cli(*scan, "--lang", "ko", files={**files, "t.yaml": QUEUE})
    assert "크기 4이(가) 이상함" in korean.out
    assert "the size 4 is odd" in cli(*scan).out


def test_without_a_catalog_a_pack_speaks_english(cli: Callable[..., Any]) -> None:
    """Its sentences are nobody's to translate but its own."""
    files = {"own/own-queue.yaml": card("{python: check}"), "own/own-queue.py": PYTHON}
    pack_words._catalogs.cache_clear()
    ran = cli("scan", "t.yaml", "--rules", "own", "--lang", "ko", files={**files, "t.yaml": QUEUE})
    assert "the size 4 is odd" in ran.out


def test_a_broken_catalog_is_the_rules_fault(cli: Callable[..., Any], tmp_path: Path) -> None:
    """It is told by the rule's name, and the rest is scanned."""
    files = {"own/own-queue.yaml": card("{python: check}"), "own/own-queue.py": PYTHON}
    path = tmp_path / "own" / "locales" / "ko" / "LC_MESSAGES" / "acme.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no catalog, but long enough to have a header of some bytes")
    pack_words._catalogs.cache_clear()
    ran = cli("scan", "t.yaml", "--rules", "own", files={**files, "t.yaml": QUEUE})
    assert ran.code == 3
    assert "own-queue" in ran.out


def test_contexts_and_numbers_are_looked_up(tmp_path: Path) -> None:
    catalog(
        tmp_path,
        ("open", "열림", "gate"),
        (("{number} queue", "{number} queues"), ("대기열 {number}개",), None),
    )
    path = tmp_path / "card.yaml"
    said = joined(
        " / ",
        [
            Message("open", context="gate"),
            Message("open"),
            Message("{number} queue", plural="{number} queues").format(number=2),
            Words("a", "가"),
        ],
    )
    told = pack_words.in_own_words(said, path)
    assert told.ko == "열림 / open / 대기열 2개 / 가"
    assert told.en == "open / open / 2 queues / a"


@pytest.mark.parametrize(
    "note",
    [
        'Message("forgot {x}")',
        '"a plain text"',
        'Message("{x:d}").format(x="a")',
        'Message("{x:이/가}").format(x="a")',
        'Message("{x}").format(x=10**5000)',
        'Message("{x}").format(x=Message("{y}"))',
    ],
)
def test_a_note_that_cannot_be_said_is_the_rules_fault(cli: Callable[..., Any], note: str) -> None:
    """Told by the rule's name, in every report, and no report is lost."""
    code = f"""
from synthgate.rule.api import Message, Place

def check(resource, view):
    yield Place(("Properties", "Size"), note={note})
"""
    files = {"own/own-queue.yaml": card("{python: check}"), "own/own-queue.py": code}
    ran = cli(
        *("scan", "t.yaml", "--rules", "own", "--format", "json", "--format", "results=r"),
        files={**files, "t.yaml": QUEUE},
    )
    assert ran.code == 3
    (problem,) = [it for it in ran.report["problems"] if it["kind"] != "notice"]
    assert (problem["code"], problem["rule_id"]) == ("rule-crashed", "own-queue")


def test_a_translation_with_other_placeholders_is_the_rules_fault(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    files = {"own/own-queue.yaml": card("{python: check}"), "own/own-queue.py": PYTHON}
    catalog(tmp_path, ("{what} is odd", "{waht} 이상함", None))
    pack_words._catalogs.cache_clear()
    ran = cli(
        *("scan", "t.yaml", "--rules", "own", "--format", "json"), files={**files, "t.yaml": QUEUE}
    )
    told = [it["code"] for it in ran.report["problems"] if it["kind"] != "notice"]
    assert told == ["rule-crashed"]
