"""The built-in cards come read already, as long as nothing has changed since."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import synthgate_rules
from synthgate.rule.cards import cache as module
from synthgate.rule.cards import library, shipped
from synthgate.rule.cards.library import Library, read_library, ship
from synthgate.rule.cards.remembered import Memory

BUILT_IN = Path(synthgate_rules.__path__[0], "cards")


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some of the built-in cards, shipped; nothing is remembered of them."""
    folder = tmp_path / "package" / "cards"
    shutil.copytree(BUILT_IN / "sqs", folder / "sqs")
    monkeypatch.setattr(library, "PROCESS", Memory(0))
    ship(folder)
    return folder


def told(read: Library) -> list[Any]:
    """All that cards say, but for their examples."""
    every = sorted((one for one in read.shelved), key=lambda one: one.rule_id)
    return [
        (one.rule_id, one.path, one.id_position, one.card.rule, _but_examples(one.card.body))
        for one in every
        if one.card
    ]


def _but_examples(body: Any) -> Any:
    return {name: value for name, value in body.items() if name != "examples"}


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The cards that are read from their files."""
    seen: list[Path] = []
    read = library._read

    def counted(path: Path, *given: Any, **named: Any) -> None:
        seen.append(path)
        read(path, *given, **named)

    monkeypatch.setattr(library, "_read", counted)
    return seen


def test_shipped_cards_are_those_of_the_files(cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And none is parsed; whoever's cards may be others does not look there."""
    seen = parsed(monkeypatch)
    found = told(read_library(cards, tested=True))
    assert not seen
    assert found == told(read_library(cards))
    assert len(seen) == len(found) > 3


@pytest.mark.parametrize("what", ["card", "new", "gone", "python", "program", "form", "damage"])
def test_what_has_changed_since_is_read(
    cards: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    card = min(cards.rglob("*.yaml"))
    kept = cards.parent / shipped.FILE
    match what:
        case "card":
            card.write_text(card.read_text("utf-8") + "# more\n", "utf-8")
        case "new":
            shutil.copy(BUILT_IN / "sns" / min((BUILT_IN / "sns").glob("*.yaml")).name, cards)
        case "gone":
            card.unlink()
        case "python":
            (cards / "sqs" / "new.py").write_text("\n")
        case "program":
            monkeypatch.setattr(module, "_program", lambda: b"another")
        case "form":
            monkeypatch.setattr(shipped, "FORMAT", 0)
        case _:
            kept.write_bytes(kept.read_bytes().replace(b"security", b"insecure", 1))
    seen = parsed(monkeypatch)
    found = told(read_library(cards, tested=True))
    assert seen
    kept.unlink()
    assert found == told(read_library(cards, tested=True))


def test_a_folder_with_mistakes_is_not_shipped(cards: Path) -> None:
    (cards / "broken.yaml").write_text("id: x\n")
    with pytest.raises(ValueError, match="cards"):
        ship(cards)
