"""The page about the rule language tells the truth: each of its examples is run.

The Korean page has the same examples: `tests/docs/test_languages.py`.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import words
from korean_words import KOREAN
from synthgate.model import Language
from synthgate.rule.cards.card import Card, read_file
from synthgate.rule.cards.rules_file import read_rules
from synthgate.rule.surroundings.view import View
from synthgate.workbench.examples import disagreements
from synthgate.workbench.schema import card_schema
from synthgate.workbench.source import read_source
from synthgate.workbench.variants import tried

TEXTS = {language: page.read_text("utf-8") for language, page in words.PAGES.items()}
TEXT = TEXTS["en"]
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [
    (match[1], match[2], match[3], TEXT[: match.start()].count("\n") + 1)
    for match in FENCE.finditer(TEXT)
]
STOCK = """\
id: an-example
title: {en: An example, ko: 예}
severity: low
pillar: security
why: {en: To show it, ko: 예시}
fix: {en: Mend it, ko: 수정}
"""


def of_kind(kind: str) -> list[tuple[int, str]]:
    return [(line, text) for _, kind_, text, line in BLOCKS if kind_ == kind]


def read(text: str, folder: Path) -> Card:
    reading = read_file(folder / "card.yaml", text.encode(), compiled=True)
    assert reading.card, [(mistake.text.en, mistake.position) for mistake in reading.mistakes]
    return reading.card


def test_the_page_has_examples() -> None:
    """A card, a family, and rules. Each rule is followed by a template, and there are many."""
    kinds = [kind for _, kind, _, _ in BLOCKS if kind in {"rule", "template"}]
    assert len(kinds) > 30
    assert of_kind("card")
    assert of_kind("family")
    assert kinds[::2] == ["rule"] * (len(kinds) // 2)
    assert kinds[1::2] == ["template"] * (len(kinds) // 2)


@pytest.mark.parametrize(("line", "text"), of_kind("card"))
def test_a_whole_card_keeps_its_promises(line: int, text: str, tmp_path: Path) -> None:
    """It has no mistakes, and its examples give their marks."""
    assert not [one.text.en for one in disagreements(read(text, tmp_path))]


@pytest.mark.parametrize(("line", "text"), of_kind("family"))
def test_a_family_keeps_its_promises(line: int, text: str, tmp_path: Path) -> None:
    """Each of its rows is a rule, and does what the page says of it; editors complete it."""
    readings = read_rules(tmp_path / "family.yaml", text.encode(), compiled=True)
    assert not [error.text.en for reading in readings for error in reading.mistakes]
    assert len(readings) > 1
    for reading in readings:
        assert reading.card
        assert reading.row
        assert not [one.text.en for one in disagreements(reading.card)]
        assert tried(reading.card, reading.row).number
        assert not [text.en for text in tried(reading.card, reading.row).wrong]
    source = read_source(text.encode())
    assert source
    schema = Draft202012Validator(card_schema())
    assert not [error.message for error in schema.iter_errors(source.body)]
    assert not schema.is_valid({**source.body, "rows": [{**source.body["rows"][0], "check": 1}]})
    assert not schema.is_valid({**source.body, "rows": [{"id": "a-b"}]})


@pytest.mark.parametrize(
    ("rule", "template"),
    [
        pytest.param(rule, template, id=f"line {line}")
        for (line, rule), (_, template) in zip(of_kind("rule"), of_kind("template"), strict=True)
    ],
)
def test_a_rule_says_of_its_template_what_the_marks_say(
    rule: str, template: str, tmp_path: Path
) -> None:
    """What the page marks is reported, and nothing else."""
    severity = STOCK.replace("severity: low\n", "") if "severity:" in rule else STOCK
    indented = "".join(f"    {part}" for part in template.splitlines(keepends=True))
    name = "fails" if "# finding" in template else "passes"
    other = "passes" if name == "fails" else "fails"
    for file, kind, word in (("card.py", "beside", "python:"), ("_shared.yaml", "shared", "use:")):
        [(_, text)] = of_kind(kind)
        if word in rule:
            (tmp_path / file).write_text(text, "utf-8")
    card = read(f"{severity}{rule}\nexamples:\n  {name}: |\n{indented}\n  {other}: ''\n", tmp_path)
    told = [one for one in disagreements(card) if one.line is not None]
    assert not [(one.line, one.text.en) for one in told]


@pytest.mark.parametrize("page", TEXTS.values(), ids=TEXTS)
def test_what_a_view_can_do_is_what_the_page_says(page: str) -> None:
    """The methods have these names, these arguments, and give this."""
    told = re.findall(r"`view\.(\w+)\((.*?)\) -> (.*?)` \|", page)
    assert told
    for name, arguments, given in told:
        signature = inspect.signature(getattr(View, name))
        known = [str(one).split(":")[0] for one in signature.parameters.values()][1:]
        assert known == arguments.split(", ")
        aliases = {"Relation": "list[tuple[Resource, Truth]]", "Seen": "list[tuple[View, Truth]]"}
        returned = aliases.get(signature.return_annotation, signature.return_annotation)
        assert returned == given.replace("\\|", "|")


@pytest.mark.parametrize("language", words.PAGES)
def test_its_tables_are_those_of_the_words(language: Language) -> None:
    """``make words`` writes them."""
    page = TEXTS[language]
    assert all(f"<!-- words: {name} -->" in page for name in words.TABLES)
    assert words.written(page, language) == page


def test_no_translation_is_of_what_no_table_says() -> None:
    """So that a sentence which has changed does not stay in Korean as it was."""
    cells = {
        part
        for table in words.TABLES.values()
        for row in table("en")
        for cell in row
        for part in (cell, cell.partition("`: ")[2])
    }
    assert not set(KOREAN) - cells


@pytest.mark.parametrize("page", TEXTS.values(), ids=TEXTS)
def test_every_word_is_on_the_page(page: str) -> None:
    """A word that the program knows and the page does not tell of would be of no use."""
    from synthgate.rule.language.vocabulary import KINDS, every_word
    from synthgate.rule.operators.quantities import UNITS
    from synthgate.rule.words.stack import FACTS

    known = {*KINDS, *(word.name for word in every_word()), *FACTS}
    assert not [word for word in sorted(known) if f"`{word}" not in page and f"{word}:" not in page]
    assert UNITS
