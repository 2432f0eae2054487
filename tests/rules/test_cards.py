"""Every built-in card keeps its promises: its examples are its tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import synthgate_rules
from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import Placement, Resolver
from synthgate.rule.card import read_card
from synthgate.rule.catalog import load_catalog
from synthgate.rule.library import card_files
from synthgate.sources.environment import environment_of
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from synthgate.rule.card import Card

FILES = card_files(synthgate_rules.CARDS)
EXAMPLES = ("fails", "passes", "unknown")
MARK = re.compile(r"#.*?\b(finding|unknown)\b")
STATUS = {"finding": "fail", "unknown": "unknown"}
SOURCES = (
    "https://docs.aws.amazon.com/",
    "https://repost.aws/",
    "https://aws.amazon.com/",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", FILES, ids=lambda path: path.stem)


@pytest.fixture
def card(path: Path) -> Card:
    made, mistakes = read_card(path, path.read_bytes())
    assert made, [(mistake.text.en, mistake.position) for mistake in mistakes]
    return made


def test_there_are_cards() -> None:
    """The tests below are about something."""
    assert len(FILES) > 10


def test_the_catalog_has_every_card() -> None:
    """No id is used twice, no card is left out."""
    catalog = load_catalog(synthgate_rules.CARDS)
    assert not catalog.problems
    assert sorted(catalog.cards) == sorted(path.stem for path in FILES)


def test_a_card_is_without_mistakes(card: Card, path: Path) -> None:
    """It reads, it compiles, and its file has the name of its rule."""
    assert card.check
    assert card.when is None or callable(card.when)
    assert card.rule.id == path.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", card.rule.id)


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


def marks(example: str) -> set[tuple[int, str]]:
    """The expectations of an example, each on the line that it is about."""
    found = ((number, MARK.search(line)) for number, line in enumerate(example.splitlines(), 1))
    return {(number, STATUS[match[1]]) for number, match in found if match and expects(match)}


def expects(match: re.Match[str]) -> bool:
    return match[0] in {"# finding", "# unknown"}


def said(card: Card, example: str) -> set[tuple[int, str]]:
    """What the rule says of an example, by line."""
    template = read_template("example.yaml", example.encode())
    placement = Placement(environment=environment_of(template, {}, ()))
    cards = dict.fromkeys(card.rule.resources, (card,))
    results = evaluate(Stack(Resolver(template, placement), {}), cards)
    assert not [problem.message.en for problem in (*template.problems, *results.problems)]
    return {(finding.location.start.line, str(finding.status)) for finding in results.findings}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_gives_exactly_its_marks(card: Card, kind: str) -> None:
    """``# finding`` and ``# unknown`` stand on every line that the rule speaks of, and no other."""
    if kind in card.examples:
        example = card.examples[kind]
        assert said(card, example) == marks(example)


def test_examples_show_what_their_names_say(card: Card) -> None:
    """Failures in *fails* alone, doubts in *unknown* alone; and *passes* has what is passed."""
    statuses = {
        kind: {status for _, status in marks(card.examples.get(kind, ""))} for kind in EXAMPLES
    }
    assert statuses["fails"] == {"fail"}
    assert statuses["passes"] == set()
    assert statuses["unknown"] in ({"unknown"}, set())
    assert "unknown" not in card.examples or statuses["unknown"]


def test_the_passing_example_is_asked(card: Card) -> None:
    """Something in *passes* is of a type that the rule is about: it passes for a reason."""
    template = read_template("example.yaml", card.examples["passes"].encode())
    types = {body["Type"] for body in template.resources.values()}
    assert types & set(card.rule.resources)
