"""On what the answers of rules depend that have Python beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synthgate_rules
from synthgate.config import configure
from synthgate.kept.keep import Keep
from synthgate.kept.purity import Purity, _of_file, purity_of
from synthgate.kept.store import Store
from synthgate.pipeline import prepare
from synthgate.rule.cards.signed import Seal
from synthgate.sources.places import Places
from synthgate.sources.source import Source

if TYPE_CHECKING:
    from synthgate.plan import Plan

CARD = """\
id: own-rule
title: {en: A queue, ko: 대기열}
severity: low
pillar: security
resources: [AWS::SQS::Queue]
check: {python: check}
why: {en: w, ko: 이유}
fix: {en: f, ko: 해결}
examples: {fails: "", passes: ""}
"""
CHECK = "def check(resource, view):\n    return ()\n"


def plan_with(folder: Path, code: str, **options: Any) -> Plan:
    """A plan of one rule, which has this Python beside it."""
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "own-rule.yaml").write_text(CARD)
    (folder / "own" / "own-rule.py").write_text(code)
    plan = prepare(configure({"rules": ["own"], **options}, {}, folder, None)).plan
    return replace(plan, cards={"own-rule": plan.cards["own-rule"]})


@pytest.mark.parametrize(
    ("code", "purity"),
    [
        ("", Purity.WHOLE),
        ("import re\nfrom synthgate.rule.api import Place\n", Purity.WHOLE),
        ("from datetime import date\n", Purity.DAILY),
        ("import time as clock\n", Purity.DAILY),
        ("import os\n", Purity.NONE),
        ("import requests\n", Purity.NONE),
        ("from acme.rules import helper\n", Purity.NONE),
        ("from . import helper\n", Purity.NONE),
        ("WORDS = open('words').read()\n", Purity.NONE),
        ("from pathlib import Path\n", Purity.NONE),
        ("M = __import__('os')\n", Purity.NONE),
        ("import datetime, random\n", Purity.NONE),
        ("def broken(:\n", Purity.NONE),
    ],
)
def test_what_python_may_look_at(tmp_path: Path, code: str, purity: Purity) -> None:
    """By its text, of which nothing is run."""
    plan = plan_with(tmp_path, CHECK)
    (tmp_path / "own" / "own-rule.py").write_text(code + CHECK)
    assert purity_of(plan) is purity


def test_our_own_rules_depend_on_nothing() -> None:
    """No Python of ours asks for the day, or for a file."""
    modules = [*synthgate_rules.CARDS.rglob("*.py")]
    assert len(modules) > 20
    assert {path.name for path in modules if _of_file(path) is not Purity.WHOLE} == set()


@pytest.mark.parametrize(
    ("code", "kept"), [("", [1, 1]), ("import datetime\n", [1, 2]), ("import os\n", [0, 0])]
)
def test_how_long_answers_are_kept(tmp_path: Path, code: str, kept: list[int]) -> None:
    """For the day, where the clock may count; not at all, where anything may."""
    (tmp_path / "t.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}\n")
    plan = plan_with(tmp_path, code + CHECK)
    source = Source((0,), "file", tmp_path / "t.yaml", Places(tmp_path, tmp_path))
    counts: list[int] = []
    for day in ("2026-01-01", "2026-01-02"):
        store = Store(tmp_path / "units", Seal(b"k" * 32, "unit 1"))
        Keep(store, day).scan(plan, source)
        Keep(store, day).scan(plan, source)
        counts.append(len([*store.folder.glob("*.unit")]))
    assert counts == kept
