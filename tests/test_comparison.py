"""The page that compares languages tells the truth: its tables are measured."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest

import comparison
from synthgate.rule.cards.card import read_file
from synthgate.workbench.examples import disagreements

HERE = dict(os.environ)
"""As it was before the tests clear it."""
SAID = json.loads(comparison.SAID.read_text("utf-8"))
PLAIN = ("right", "wrong")


def test_the_cards_say_what_the_policies_say() -> None:
    """Of each template, also of those that leave it open or decide it in some less plain way."""
    assert comparison.ask_synthgate() == SAID["synthgate"]
    assert SAID["synthgate"] == {name: comparison.expected(name) for name in SAID["synthgate"]}


@pytest.mark.parametrize("policy", comparison.POLICIES)
def test_the_cards_keep_their_promises(policy: str) -> None:
    source = comparison.source_of("synthgate", policy)
    assert source
    reading = read_file(source, source.read_bytes(), compiled=True)
    assert reading.card
    assert not list(disagreements(reading.card))


def test_whoever_is_compared_has_a_fair_chance() -> None:
    """What says a policy at all says it rightly of the plain templates."""
    for language, answers in SAID.items():
        told = {path.stem for _, path in comparison._by_policy(language)}
        assert {name.split("/")[0].replace("-", "_") for name in answers} == {
            policy.replace("-", "_") for policy in told
        }
        for name, answer in answers.items():
            if name.split("/")[1] in PLAIN:
                assert answer == comparison.expected(name), (language, name)


def test_its_tables_are_those_that_were_measured() -> None:
    """``python tools/comparison.py`` writes them."""
    page = comparison.PAGE.read_text("utf-8")
    assert comparison.written(page, SAID) == page
    assert f"{len(comparison.TEMPLATES)} templates" in " ".join(page.split())


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", sorted(comparison.PEERS))
def test_the_others_still_say_so(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"SYNTHGATE_BENCH_{language.upper().replace('-', '_')}"
    if variable not in HERE:
        pytest.skip(f"{variable} does not name {comparison.PEERS[language]}")
    monkeypatch.setenv(variable, HERE[variable])
    ask: Callable[[], comparison.Answers] = comparison.ASK[language]
    assert ask() == SAID[language]
