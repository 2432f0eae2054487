"""Every built-in card keeps its promises: its examples are its tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.library import card_files
from synthgate.rule.cards.rules_file import read_rules
from synthgate.workbench.examples import disagreements
from synthgate.workbench.source import read_source
from synthgate.workbench.variants import tried

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.rule.cards.card import Card, Reading

FILES = card_files(synthgate_rules.CARDS)
RULES = [(path, it) for path in FILES for it in read_rules(path, path.read_bytes())]
FAMILIES = [(path, it) for path, it in RULES if it.row]
SOURCES = (
    "https://docs.aws.amazon.com/",
    "https://repost.aws/",
    "https://aws.amazon.com/",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = [it.rule_id or path.stem for path, it in RULES]
    if "path" in metafunc.fixturenames:
        metafunc.parametrize(("path", "reading"), RULES, ids=names)
    elif "reading" in metafunc.fixturenames:
        metafunc.parametrize("reading", [it for _, it in RULES], ids=names)


@pytest.fixture
def card(reading: Reading) -> Card:
    assert reading.card, [(mistake.text.en, mistake.position) for mistake in reading.mistakes]
    return reading.card


def test_there_are_cards() -> None:
    """The tests below are about something."""
    assert len(FILES) > 10
    assert len(FAMILIES) > 5


def test_the_catalog_has_every_card() -> None:
    """No id is used twice, no card is left out."""
    catalog = load_catalog(synthgate_rules.CARDS)
    assert not catalog.problems
    assert sorted(catalog.cards) == sorted(str(reading.rule_id) for _, reading in RULES)


def test_a_card_is_without_mistakes(card: Card, path: Path, reading: Reading) -> None:
    """It reads, it compiles, and its file has the name of its rule, or of its family."""
    assert card.check
    assert card.when is None or callable(card.when)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", card.rule.id)
    if reading.row:
        assert path.parent.name == "families"
        assert re.search(f"^family: {path.stem}$", path.read_text("utf-8"), re.MULTILINE)
    else:
        assert card.rule.id == path.stem


def test_a_card_speaks_both_languages(card: Card) -> None:
    """Korean is written in Hangul, English is not."""
    rule = card.rule
    for text in (rule.title, rule.why, rule.fix.text):
        assert re.search("[가-힣]", text.ko)
        assert not re.search("[가-힣]", text.en)
        assert "{" not in text.en + text.ko


def test_a_card_has_its_source_at_aws(card: Card) -> None:
    """Who doubts a rule can read why AWS says so."""
    assert card.rule.link is None or card.rule.link.startswith(SOURCES)


def test_a_fix_has_code(card: Card) -> None:
    """A fix is a line to copy too, in a language that there is."""
    assert card.rule.fix.code
    assert set(card.rule.fix.code) <= {"cdk-python", "cdk-typescript", "template"}


def test_the_examples_agree_with_the_rule(card: Card, path: Path, reading: Reading) -> None:
    """Each marked line, and no other, is one that the rule speaks of; as ``rules test`` tells."""
    source = read_source(path.read_bytes())
    assert source
    assert not [
        f"{path.name}:{source.example_line(one.kind, one.line, reading.at)}: {one.text.en}"
        for one in disagreements(card)
    ]


@pytest.mark.parametrize(
    "member", [it for _, it in FAMILIES], ids=[str(it.rule_id) for _, it in FAMILIES]
)
def test_a_row_keeps_its_promises(member: Reading) -> None:
    """Silence, each value and an open one are judged as the row says."""
    assert member.card
    assert member.row
    found = tried(member.card, member.row)
    assert found.number >= 4 or member.row.path is None
    assert not [text.en for text in found.wrong]


def test_what_rules_say_between_them_is_said_by_several() -> None:
    """Of a control that one rule reports whole, none reports a part; a part alone is narrower."""
    holders: dict[tuple[str, str], list[str]] = {}
    for card in (it.card for _, it in RULES if it.card):
        for tool, by_nearness in card.rule.near.items():
            for id_ in by_nearness.get("parts", ()):
                holders.setdefault((tool, id_), []).append(card.rule.id)
    alone = {key: rules for key, rules in holders.items() if len(rules) == 1}
    assert not alone
