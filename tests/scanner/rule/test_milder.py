"""A fault that is less bad of some resources than of others of the same rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_card, read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = """\
id: queue-open
title: {en: Queue is open}
severity: {severity}
pillar: security
resources: [AWS::SQS::Queue]
check: {path: $.Properties.Key, exists: true}
why: {en: Anyone reads}
fix: {en: Name a key}
examples: {fails: "", passes: ""}
"""
INSIDE = "milder-when: {path: $.Properties.Inside, equals: true}\n"
QUEUE = "Parameters: {P: {Type: String}}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: %s}}"


def severity_of(properties: str, *, usual: str = "high", milder: str = "medium") -> str:
    card = CARD.replace("{severity}", usual) + f"milder: {milder}\n{INSIDE}"
    made, mistakes = read_card(Path("queue-open.yaml"), card.encode())
    assert made, mistakes
    template = read_template("t.yaml", (QUEUE % properties).encode())
    (finding,) = evaluate(Stack(Resolver(template, Placement()), {}), Index([made])).findings
    return str(finding.severity)


@pytest.mark.parametrize(
    ("properties", "severity"),
    [
        ("{Inside: true}", "medium"),
        ("{Inside: false}", "high"),
        ("{}", "high"),
        ("{Inside: !Ref P}", "high"),
        ("{Inside: true, Key: !Ref P}", "medium"),
    ],
)
def test_what_is_surely_milder_counts_for_less(properties: str, severity: str) -> None:
    """What may be so counts in full; a doubt is as severe as the fault would be."""
    assert severity_of(properties) == severity


@pytest.mark.parametrize(("usual", "milder"), [("low", "medium"), ("info", "critical")])
def test_milder_is_never_worse(usual: str, milder: str) -> None:
    """Where the rule is less severe by itself, in an environment or as it is configured."""
    assert severity_of("{Inside: true}", usual=usual, milder=milder) == usual


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("milder: medium\n", "missing key 'milder-when' beside it"),
        (INSIDE, "missing key 'milder' beside it"),
        (f"milder: mild\n{INSIDE}", "milder is one of critical, high, medium, low, info"),
        ("milder: low\nmilder-when: {pth: $.A}\n", "milder-when: unknown word 'pth'"),
    ],
)
def test_half_of_it_is_a_mistake(more: str, told: str) -> None:
    """And so is what is no severity, or no condition."""
    card = CARD.replace("{severity}", "high") + more
    reading = read_file(Path("queue-open.yaml"), card.encode(), compiled=True)
    said = [one.text.en for one in reading.mistakes]
    assert any(told in one for one in said), said
