"""The cure of each card, applied by the command's own hands to the card's example that fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mend
import pytest

from synthgate.choosing import built_in_and_own
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.recipes import recipe_of
from synthgate.fixing.snippets import snippet_of
from synthgate.template.data import leaves

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.rule.cards.card import Card

OF_ANOTHER_RESOURCE = {"backup-outlives-its-vault"}
"""Rules whose cure is for another resource than the one that is at fault."""


def cards() -> dict[str, Card]:
    """The cards whose cure leaves nothing for a person to choose."""
    found: dict[str, Card] = {}
    for id_, card in built_in_and_own().cards.items():
        if card.scope == "change":
            continue
        try:
            snippet_of(card)
        except NoFixError:
            continue
        found[id_] = card
    return found


CARDS = cards()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: rules are prepared once for each."""
    return tmp_path_factory.mktemp("every-cure")


def test_many_cards_have_one() -> None:
    """A third of them: were the words of AWS lost, there would be none."""
    assert len(CARDS) > 200


@pytest.mark.sampled(3)
@pytest.mark.parametrize("card", [*CARDS.values()], ids=[*CARDS])
def test_the_failing_example_is_mended(card: Card, folder: Path) -> None:
    """Something of it at least, comments stay, and only what the cure says is new; JSON as well."""
    example = card.examples["fails"]
    text, outcome = mend.mend(folder, example, card.outline.id)
    if card.outline.id in OF_ANOTHER_RESOURCE:
        assert not outcome.fixed
        return
    assert outcome.fixed
    assert comments(text) == comments(example)
    assert_only_the_mended_changed(example, text, outcome.fixed)
    in_json, from_json = mend.mend(folder, mend.as_json(example), card.outline.id, name="t.json")
    assert {one.finding.subject for one in from_json.fixed} or not outcome.fixed
    assert mend.data(in_json) == mend.data(text)


def comments(text: str) -> list[str]:
    """What is said beside the data."""
    return re.findall(r"#.*", text)


def assert_only_the_mended_changed(before: str, after: str, fixed: object) -> None:
    """Whatever is no resource that was mended says what it said."""
    names = {one.finding.subject.logical_id for one in fixed}  # type: ignore[attr-defined]
    was, now = (
        {
            route: value
            for route, value in leaves(mend.data(text), ())
            if len(route) < 2 or route[1] not in names
        }
        for text in (before, after)
    )
    assert was == now


@pytest.mark.parametrize(
    "rule",
    [
        "rds-instance-single-az",
        "elasticache-group-single-az",
        "apigw-method-settings-uncached",
        "sagemaker-endpoint-single-instance",
        "lambda-memory-unstated",
        "cognito-user-pool-without-mfa",
        "cognito-identity-pool-guests-allowed",
        "waf-classic-acl-allows-by-default",
        "apigw-stage-throttling-unstated",
        "s3-bucket-versions-kept-forever",
        "ecr-images-kept-forever",
        "log-group-kept-forever",
    ],
)
def test_what_costs_shuts_out_or_deletes_is_a_person_s(rule: str) -> None:
    """As docs/fix.md says: shown as text, neither in templates nor in programs applied."""
    card = built_in_and_own().cards[rule]
    for cure in (snippet_of, recipe_of):
        with pytest.raises(NoFixError):
            cure(card)
