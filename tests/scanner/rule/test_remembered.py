"""What a process has read of cards: it reads none twice, and misses no change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

import synthgate_rules
from synthgate.rule.cards import library, rules_file, shipped
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.library import read_library
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.remembered import Memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARD = """\
id: {id}
title: {{en: Queue is slow, ko: 느린 대기열}}
severity: low
pillar: security
resources: [AWS::SQS::Queue]
check: {check}
why: {{en: Because, ko: 때문}}
fix: {{en: Speed it up, ko: 빠르게 하세요}}
examples:
  fails: |
    Resources: {{Q: {{Type: AWS::SQS::Queue, Properties: {{DelaySeconds: 9}}}}}}
  passes: |
    Resources: {{Q: {{Type: AWS::SQS::Queue}}}}
"""
CHECK = "{path: $.Properties.DelaySeconds, at-most: 5}"
SHARED = f"conditions:\n  swift: {CHECK}\n"
PYTHON = """\
from synthgate.rule.api import Place


def slow(resource, view):
    yield from [Place(("Properties", "DelaySeconds"))]
"""
TEMPLATE = """\
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 9}}
"""
SCAN = ("scan", "t.yaml", "--rules", "ours", "--format", "json")


def files() -> dict[str, str]:
    """Three rules of an organisation, each of which fails: plain, with a piece, in Python."""
    return {
        "t.yaml": TEMPLATE,
        "ours/plain.yaml": CARD.format(id="ours-plain", check=CHECK),
        "ours/piece.yaml": CARD.format(id="ours-piece", check="{use: swift}"),
        "ours/_shared.yaml": SHARED,
        "ours/code.yaml": CARD.format(id="ours-code", check="{python: slow}"),
        "ours/code.py": PYTHON,
    }


EVERY = {"ours-plain", "ours-piece", "ours-code"}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """A memory of the test's own."""
    monkeypatch.setattr(library, "PROCESS", fresh := Memory())
    return fresh


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read as rules."""
    files: list[Path] = []
    reader = rules_file.read_rules

    def noted(path: Path, *words: Any, **options: Any) -> Any:
        files.append(path)
        return reader(path, *words, **options)

    monkeypatch.setattr(rules_file, "read_rules", noted)
    return files


def found(cli: Callable[..., Any]) -> set[str]:
    """The rules of the organisation that fail."""
    every = {one["rule_id"] for one in cli(*SCAN).report["findings"]}
    return {one for one in every if one.startswith("ours-")}


def in_place(path: Path, old: str, new: str) -> None:
    """Change a file so that neither its size nor its time tells."""
    before, text = path.stat(), path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "card": (
        lambda ours: in_place(ours / "plain.yaml", "at-most: 5", "at-most: 9"),
        EVERY - {"ours-plain"},
    ),
    "shared piece": (
        lambda ours: in_place(ours / "_shared.yaml", "at-most: 5", "at-most: 9"),
        EVERY - {"ours-piece"},
    ),
    "python": (
        lambda ours: in_place(ours / "code.py", "ySeconds", "y" * 8),
        EVERY,
    ),
    "python says otherwise": (
        lambda ours: (ours / "code.py").write_text(PYTHON.replace("from [", "from [][:0] and [")),
        EVERY - {"ours-code"},
    ),
    "renamed": (
        lambda ours: in_place(ours / "plain.yaml", "ours-plain", "ours-plane"),
        EVERY - {"ours-plain"} | {"ours-plane"},
    ),
    "removed": (lambda ours: (ours / "plain.yaml").unlink(), EVERY - {"ours-plain"}),
    "added": (
        lambda ours: (ours / "new.yml").write_text(
            CARD.format(id="ours-new", check=CHECK), "utf-8"
        ),
        EVERY | {"ours-new"},
    ),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("change", CHANGES)
def test_a_second_run_sees_whatever_has_changed(
    cli: Callable[..., Any], tmp_path: Path, change: str
) -> None:
    """A process that scans twice, as a CDK app may, asks the rules as they are on disk."""
    cli("--version", files=files())
    assert found(cli) == EVERY
    act, expected = CHANGES[change]
    act(tmp_path / "ours")
    assert found(cli) == expected


def test_what_has_not_changed_is_not_read_again(
    cli: Callable[..., Any],
    tmp_path: Path,
    memory: Memory,
    read: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second run of a process reads nothing; after a change, that folder alone."""
    monkeypatch.setattr(shipped, "load", lambda *_: None)
    cli("--version", files=files())
    assert not memory.kept
    first = cli(*SCAN)
    assert len(read) > 500
    read.clear()
    assert cli(*SCAN) == first
    assert read == []
    in_place(tmp_path / "ours" / "plain.yaml", "Because", "Besides")
    cli(*SCAN)
    assert {path.name for path in read} == {"plain.yaml", "piece.yaml", "code.yaml"}


def test_a_mistake_is_told_in_each_run(cli: Callable[..., Any], tmp_path: Path) -> None:
    """A folder with one is read each time, and is remembered again when it is mended."""
    cli("--version", files=files())
    assert found(cli) == EVERY
    card = tmp_path / "ours" / "plain.yaml"
    in_place(card, "at-most", "at-must")
    first, second = cli(*SCAN), cli(*SCAN)
    assert "ours/plain.yaml:6" in first.err
    assert first == second
    in_place(card, "at-must", "at-most")
    assert found(cli) == EVERY


def test_python_is_run_only_where_it_may(tmp_path: Path) -> None:
    """What a run that may run code has read is not what one gets that may not."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "code.yaml").write_text(CARD.format(id="ours-code", check="{python: slow}"), "utf-8")
    (folder / "code.py").write_text(PYTHON)
    assert not read_library(folder, compiled=True).problems
    (problem,) = read_library(folder, compiled=True, code=Code.REFUSE).problems
    assert "code.py would have to be run" in problem.message.en


@pytest.mark.exhaustive
def test_no_run_has_the_cards_of_another() -> None:
    """What one compiles, or what a check in Python keeps, is its own."""
    first, second = (load_catalog(synthgate_rules.CARDS).cards for _ in range(2))
    assert first == second
    for rule_id, card in first.items():
        assert second[rule_id] is not card
        assert second[rule_id].body == card.body
        assert second[rule_id].examples == card.examples
    one = first["s3-bucket-policy-open"]
    _ = one.check, one.rule
    third = load_catalog(synthgate_rules.CARDS).cards["s3-bucket-policy-open"]
    assert not {"check", "compiler"} & vars(third).keys()


def test_the_memory_is_bounded(tmp_path: Path, memory: Memory) -> None:
    """The folders that nobody asked for the longest are forgotten."""
    folders = [tmp_path / f"f{number}" for number in range(memory.most + 3)]
    for folder in folders:
        folder.mkdir()
        (folder / "a.yaml").write_text(CARD.format(id="ours-plain", check=CHECK), "utf-8")
        read_library(folder)
        read_library(folders[0])
    kept = [known.path for known in memory.kept]
    assert kept == [*folders[-memory.most + 1 :], folders[0]]
