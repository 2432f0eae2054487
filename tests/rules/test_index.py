"""The index of the rules is as fresh as the cards."""

from __future__ import annotations

import os
from pathlib import Path

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog
from synthgate.workbench.index_page import page

INDEX = Path(__file__).parents[2] / "rules" / "README.md"


def test_the_index_tells_of_every_rule_as_it_is() -> None:
    """``make index`` writes it anew."""
    rules = load_catalog(synthgate_rules.CARDS).rules
    written = "".join(f"{line}\n" for line in page(rules, "en"))
    if os.environ.get("SYNTHGATE_UPDATE_SNAPSHOTS"):
        INDEX.write_text(written, "utf-8")
    assert INDEX.read_text("utf-8") == written
