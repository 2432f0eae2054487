"""Severities: one for each kind of fault, as docs/severity.md says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from synthgate.choosing import built_in_and_own, catalog_for
from synthgate.config import Config
from synthgate.model import Severity
from synthgate.rule.cards.faults import FAULTS, severities_of
from synthgate.rule.cards.profile import Wish

PAGE = (Path(__file__).parents[2] / "docs" / "severity.md").read_text("utf-8")
CARDS = built_in_and_own().cards


def written(severity: object) -> str:
    """A severity as the page has it."""
    if isinstance(severity, dict):
        words = "; ".join(f"{name}: {word}" for name, word in severity.items())
        return words.replace("default", "elsewhere")
    return str(severity)


def test_the_page_tells_of_every_kind() -> None:
    """In the order of the table, which is that of the severities."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([a-z:; ]+) \| (.+) \|$", PAGE, re.MULTILINE)
    kinds = [row for row in rows if row[0] in FAULTS]
    assert kinds == [
        (name, written(fault.severity), fault.meaning.en) for name, fault in FAULTS.items()
    ]


def test_every_rule_names_its_kind_and_the_exceptions_are_on_the_page() -> None:
    """With their reasons; so no rule is more severe than its like without anybody knowing why."""
    assert [id_ for id_, card in CARDS.items() if card.outline.fault is None] == []
    table = PAGE.split("## Exceptions")[1].split("\n\n")[1]
    told = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$", table, re.MULTILINE)
    assert told == [
        (id_, written(card.body["severity"]), card.body["severity-reason"])
        for id_, card in CARDS.items()
        if "severity-reason" in card.body
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_kind_is_of_some_rule(fault: str) -> None:
    """A kind that no rule is of says nothing."""
    assert any(card.outline.fault == fault for card in CARDS.values())


def test_what_aws_does_by_itself_is_for_information() -> None:
    """Whatever else is asked of it."""
    own = [card for card in CARDS.values() if card.outline.fault in {"aws-default", "own-key"}]
    assert {it for card in own for it in severities_of(card.body).values()} == {Severity.INFO}


def test_the_validator_of_the_app_keeps_its_severities() -> None:
    """Its errors close the gate, and its warning does not. (Day 5, SecurityAspect)"""
    cards = catalog_for(Config(profile=Wish("aspects"))).cards
    closing = {id_ for id_, card in cards.items() if card.rule.severity.reaches(Severity.HIGH)}
    assert closing == {"s3-bucket-unencrypted", "iam-role-trusts-anyone"}
    assert cards["lambda-environment-unencrypted"].rule.severity is Severity.MEDIUM
    assert not any(card.rule.severity_in for card in cards.values() if card.changed is None)


def test_recommended_leaves_to_production_what_matters_there_alone() -> None:
    """A table without recovery is told of in production; elsewhere the profile is silent."""
    cards = catalog_for(Config()).cards
    assert cards["dynamodb-table-unrecoverable"].shown == {Severity.MEDIUM}
    assert "lambda-errors-without-own-alarm" not in cards
