"""A start that finds all sources as they were reads none of them; any change is seen."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import synthgate_rules
from synthgate.rule.cards import library, profile, unchanged
from synthgate.rule.cards.cache import Cache
from synthgate.rule.cards.layers import Layer
from synthgate.rule.cards.library import read_library, ship
from synthgate.rule.cards.profile import Wish, profiles_in
from synthgate.rule.cards.remembered import Memory
from synthgate.rule.cards.sheet import Source
from synthgate.rule.cards.unchanged import Seen

BUILT_IN = Path(synthgate_rules.__path__[0], "cards")


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some of the built-in cards in a package of their own, shipped, and old enough."""
    folder = tmp_path / "package" / "cards"
    shutil.copytree(BUILT_IN / "sqs", folder / "sqs")
    monkeypatch.setattr(library, "PROCESS", Memory(0))
    monkeypatch.setattr(unchanged, "AT_REST", 0)
    ship(folder)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of cards whose bytes are asked for."""
    seen: list[Path] = []
    read = library._content

    def counted(path: Path) -> bytes:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(library, "_content", counted)
    return seen


def start(cards: Path, monkeypatch: pytest.MonkeyPatch, key: bytes = b"k" * 32) -> list[str]:
    """What another process reads: the ids of the cards, with what they say."""
    seen = Seen()
    monkeypatch.setattr(unchanged, "PROCESS", seen)
    cache = Cache(cards.parents[1] / "cache", "1", key)
    seen.look(unchanged.around(cards), [], cache)
    read = read_library(cards, tested=True, cache=cache)
    return sorted(f"{it.rule_id} {it.card.source.digest}" for it in read.shelved if it.card)


def test_files_that_look_the_same_are_not_read(
    cards: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(cards, monkeypatch)
    assert reads
    reads.clear()
    assert start(cards, monkeypatch) == first
    assert not reads


def test_a_process_without_a_cache_that_reads_again_looks_first(
    cards: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has read is known by that, until some file changes."""
    seen = Seen()
    monkeypatch.setattr(unchanged, "PROCESS", seen)
    monkeypatch.setattr(library, "PROCESS", Memory())

    def again() -> list[str]:
        seen.look(unchanged.around(cards), [], None)
        read = read_library(cards, tested=True)
        return sorted(f"{it.rule_id} {it.card.source.digest}" for it in read.shelved if it.card)

    first = again()
    assert again() == first  # which looks, and remembers what it reads by that
    reads.clear()
    assert again() == first
    assert not reads
    card = next(iter(sorted(cards.rglob("*.yaml"))))
    card.write_text(card.read_text("utf-8").replace("severity:", "severity: ", 1), "utf-8")
    again()
    assert card in reads


def test_a_profile_that_looks_the_same_is_not_read(
    cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says is the same then, and a mistake is told at the same place."""
    folder = cards.parent / "profiles"
    shutil.copytree(BUILT_IN.parent / "profiles", folder)
    names: list[str] = []
    read = profile.read_sheet

    def counted(path: Path, *given: Any) -> Any:
        names.append(path.name)
        return read(path, *given)

    monkeypatch.setattr(profile, "read_sheet", counted)

    def layers() -> list[Layer]:
        start(cards, monkeypatch)
        return profiles_in(folder, [], str).layers(Wish("recommended"))[0]

    first = layers()
    assert names
    names.clear()
    second = layers()
    assert not names
    assert [replace(one, source=Source()) for one in second] == [
        replace(one, source=Source()) for one in first
    ]
    assert second[0].source.locate(("title",)) == first[0].source.locate(("title",))


@pytest.mark.parametrize("what", ["content", "times", "place", "new", "gone", "shipped", "key"])
def test_any_change_is_seen(
    cards: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Also one that keeps the size and puts the time of the content back."""
    start(cards, monkeypatch)
    card = min(cards.rglob("*.yaml"))
    times = (card.stat().st_atime_ns, card.stat().st_mtime_ns)
    match what:
        case "content":
            text = card.read_text("utf-8")
            card.write_text(text.replace("e", "a", 1), "utf-8")
            os.utime(card, ns=times)
        case "times":
            os.utime(card, ns=times)
        case "place":
            shutil.copy2(card, card.with_name("copy"))
            card.with_name("copy").replace(card)
        case "new":
            (cards / "sqs" / "new.py").write_text("")
        case "gone":
            card.unlink()
        case "shipped":
            (cards.parent / "built-in.cards").touch()
        case _:
            pass
    reads.clear()
    start(cards, monkeypatch, b"o" * 32 if what == "key" else b"k" * 32)
    assert reads


def test_what_has_just_changed_is_read_the_next_time_as_well(
    cards: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another change within a tick of the clock would look the same."""
    monkeypatch.setattr(unchanged, "AT_REST", 3_000_000_000)
    start(cards, monkeypatch)
    reads.clear()
    start(cards, monkeypatch)
    assert reads


def test_a_change_while_it_is_read_is_seen(
    cards: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = library._content

    def changing(path: Path) -> bytes:
        content = read(path)
        path.touch()
        return content

    with monkeypatch.context() as during:
        during.setattr(library, "_content", changing)
        start(cards, during)
    reads.clear()
    start(cards, monkeypatch)
    assert reads


def test_nobody_answers_for_a_folder_that_was_not_looked_at(
    cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(cards, monkeypatch)
    other = tmp_path / "other" / "cards"
    assert unchanged.PROCESS.look_at(unchanged.around(cards)) is not None
    assert unchanged.PROCESS.look_at(unchanged.around(other)) is None
    assert unchanged.PROCESS.answer("cards", [other], lambda: "read") == "read"
