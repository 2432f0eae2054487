"""What a rule says does not hang on how a value is written, and never turns where one is open.

Over every card's own examples, the Python beside cards included: each value of a resource told in
other words changes nothing; each value that only the deployment knows leaves the verdict as it is,
or makes it unknown.
"""

from __future__ import annotations

import json
import random
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synthgate_rules
from generated.rewriting import Rewriting, in_other_words, left_open
from synthgate.errors import TemplateError
from synthgate.evaluate import Stack, evaluate, evaluate_app
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.index import Index
from synthgate.sources.environment import stated_placement
from synthgate.template.read import read_template
from synthgate.workbench.examples import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.rule.cards.card import Card

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


CARDS = {
    rule_id: card
    for rule_id, card in load_catalog(synthgate_rules.CARDS).cards.items()
    if card.scope != "change"  # of what a change does, tests/scanner/change/data/test_laws.py
}
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MOST_FOREIGN = 600
MOST_LETTERS = 60_000
ONE_OF = 12
"""Of so many rewritings one is tried where not all of them are."""
ABOUT_WRITING = {path.stem for path in (synthgate_rules.CARDS / "secrets").glob("*.yaml")}
"""Rules about who may read how a value is written: a parameter in its place is the cure of one
fault, and may be another."""

Verdicts = dict[str, str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "card" in metafunc.fixturenames:
        metafunc.parametrize("card", [*CARDS.values()], ids=[*CARDS])


def verdicts(card: Card, text: bytes) -> tuple[Verdicts, Counter[Any]]:
    """What a rule says of each resource, and the places that it names."""
    results = said(card, read_template("example.json", text))
    assert not results.problems
    places = Counter(
        (one.subject.logical_id, str(one.status), one.location.property_path)
        for one in results.findings
    )
    return {one.subject.logical_id: str(one.status) for one in results.verdicts}, places


def examples(card: Card) -> Iterator[dict[str, Any]]:
    for example in card.examples.values():
        if example.strip():
            yield read_template("example.yaml", example.encode()).data


def tried(card: Card, one: Rewriting, request: pytest.FixtureRequest) -> bool:
    """Whether a rewriting is among those of this run."""
    every = request.config.getoption("all_cases")
    return every or zlib.crc32(f"{card.outline.id} {one}".encode()) % ONE_OF == 0


def test_other_words_change_nothing(card: Card, request: pytest.FixtureRequest) -> None:
    """Verdicts are the same, and so are the places; but for the index in a list that is new."""
    for template in examples(card):
        before, places = verdicts(card, json.dumps(template).encode())
        for one in in_other_words(template):
            if tried(card, one, request):
                after, places_after = verdicts(card, one.text)
                assert after == before, str(one)
                assert places_after == places or one.name.endswith("list of one"), str(one)


def test_yaml_and_json_are_the_same(card: Card) -> None:
    """An example, as it is written, and what it says as JSON."""
    for example in filter(str.strip, card.examples.values()):
        template = read_template("example.yaml", example.encode())
        found, places = verdicts(card, json.dumps(template.data).encode())
        written, places_written = verdicts(card, example.encode())
        assert (written, places_written) == (found, places)


def test_an_open_value_never_turns_a_verdict(card: Card, request: pytest.FixtureRequest) -> None:
    """It may become unknown: neither the opposite, nor nothing at all."""
    for template in examples(card):
        before, _ = verdicts(card, json.dumps(template).encode())
        for one in left_open(template):
            if not tried(card, one, request):
                continue
            if one.name == "parameter without value" and card.outline.id in ABOUT_WRITING:
                continue
            after, _ = verdicts(card, one.text)
            for subject in {*before, *after}:
                was, now = before.get(subject), after.get(subject)
                allowed = {"unknown", was} if was != "unknown" else {"pass", "fail", "unknown"}
                assert now in (allowed | {"pass"} if was is None else allowed), (str(one), was, now)


@pytest.mark.exhaustive
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs foreign templates")
def test_foreign_templates_in_other_words() -> None:
    """The same of templates that nobody wrote for a rule, and of all rules at once."""
    chance = random.Random(20261129)  # noqa: S311 - no secret
    files = [*sorted(CORPUS.rglob("*.yaml")), *sorted(CORPUS.rglob("*.template.json"))]
    chance.shuffle(files)
    index, tried_so_far = Index(CARDS.values()), 0
    for template in filter(None, map(small_template, files)):
        before = all_verdicts(index, json.dumps(template).encode())
        same, open_ones = [*in_other_words(template)], [*left_open(template)]
        for one in chance.sample(same, min(8, len(same))):
            assert all_verdicts(index, one.text) == before, str(one)
        for one in chance.sample(open_ones, min(4, len(open_ones))):
            after = all_verdicts(index, one.text)
            turned = {key for key in after if {before.get(key), after[key]} == {"pass", "fail"}}
            gone = {key for key in before if key not in after}
            assert not gone, str(one)
            assert {rule for rule, _ in turned} <= ABOUT_WRITING, str(one)
        tried_so_far += min(8, len(same)) + min(4, len(open_ones))
        if tried_so_far > MOST_FOREIGN:
            break
    assert tried_so_far > MOST_FOREIGN


def small_template(path: Path) -> dict[str, Any] | None:
    """What a file holds, if it is a template that is not large."""
    content = path.read_bytes()
    if len(content) > MOST_LETTERS:
        return None
    try:
        return read_template(path.name, content).data
    except TemplateError:
        return None


def all_verdicts(index: Index, text: bytes) -> dict[tuple[str, str], str]:
    """What all rules say of each resource of a template."""
    template = read_template("foreign.json", text)
    stack = Stack(Resolver(template, stated_placement(template)), {})
    results = evaluate(stack, index).and_then(evaluate_app([stack], index))
    return {(one.rule.id, one.subject.logical_id): str(one.status) for one in results.verdicts}


def test_a_rule_that_hangs_on_the_wording_is_seen() -> None:
    """The rewritings do what they say: a check of the raw text does not survive them."""
    template = {"Resources": {"R": {"Type": "T::T::R", "Properties": {"X": "abcd", "N": 5}}}}
    names = [one.name for one in in_other_words(template)]
    assert Counter(names)["joined"] == 1
    assert {"text", "substituted", "of a mapping", "default of a parameter"} <= set(names)
    assert len([*left_open(template)]) == 6
    for one in in_other_words(template):
        found = one.body["Resources"]["R"]["Properties"]
        assert found != {"X": "abcd", "N": 5} or one.name == "other order"
