"""The file reads as it was written, and says where it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.judge.baseline.entry import Entry, gathered
from synthgate.judge.baseline.file import read_baseline
from synthgate.judge.baseline.written import written
from synthgate.model import Repeat

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Entry(
    "r", "fail", "high", None, "App", "cdk.out", "App/A", None, "", "2026-11-30", "1" * 32
)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
SAID = NAMES.filter(str.strip)
DIGITS = st.text("0123456789abcdef", min_size=32, max_size=32)
ENTRIES = st.builds(
    Entry,
    rule=SAID,
    status=st.sampled_from(["fail", "unknown"]),
    severity=st.sampled_from(["critical", "low"]),
    stage=st.none() | SAID,
    stack=st.none() | SAID,
    unit=st.none() | SAID,
    construct=st.none() | NAMES,
    resource=st.none() | NAMES,
    property_path=NAMES,
    first_seen=st.just("2026-11-30"),
    fingerprint=DIGITS,
    repeats=st.lists(
        st.builds(Repeat, SAID, DIGITS), max_size=2, unique_by=lambda it: it.rule_id
    ).map(tuple),
    times=st.integers(1, 9),
)


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda it: (it.unit, it.fingerprint)))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    """Whatever names an app has: each finding is one line, sorted, and comes back as it was."""
    path = tmp_path_factory.mktemp("b") / "b.yaml"
    text = written(entries)
    path.write_text(text, "utf-8")
    baseline = read_baseline(path, "b.yaml")
    assert not baseline.problems
    assert [replace(one, line=0) for one in baseline.entries] == [*gathered(entries)]
    assert sum(line.startswith("- {") for line in text.split("\n")) == len(entries)
    assert written(reversed(entries)) == text
    for one in baseline.entries:
        assert one.fingerprint in text.split("\n")[one.line - 1]


@pytest.mark.parametrize("name", ["0E0", "1e5", "-1E+2", "1.", "TRUE", "~", "12", "2026-11-30"])
def test_a_name_that_reads_as_something_else_is_quoted(tmp_path: Path, name: str) -> None:
    """Logical ids may be so: 0E0 is a number to the reader, and none to YAML 1.1."""
    path = tmp_path / "b.yaml"
    path.write_text(written([replace(PLAIN, resource=name, rule=name)]), "utf-8")
    baseline = read_baseline(path, "b.yaml")
    assert [(it.resource, it.rule) for it in baseline.entries] == [(name, name)]


def told(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "b.yaml"
    path.write_text(text, "utf-8")
    return [
        (it.position.line if it.position else 0, it.message.en)
        for it in read_baseline(path, "b.yaml").problems
    ]


def test_a_merge_that_was_not_finished_is_told_at_its_mark(tmp_path: Path) -> None:
    """With the way out; YAML's own message would be about a key."""
    ours, theirs = (written([replace(PLAIN, stack=name)]).splitlines()[-1] for name in "AB")
    head = written([PLAIN]).splitlines()
    text = "\n".join([*head, "<<<<<<< HEAD", ours, "=======", theirs, ">>>>>>> main", ""])
    (line, message), *others = told(tmp_path, text)
    assert (line, others) == (len(head) + 1, [])
    assert "conflict marks" in message
    assert "synthgate baseline update" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version: 1", "version: 2", "newer synthgate"),
        ("fingerprints: 2", "fingerprints: 99", "newer synthgate"),
        ("version: 1", "version: one", "a number from 1 is needed"),
        ("rule: r", "ruel: r", "unknown key 'ruel'"),
        ("2026-11-30", "yesterday", "a date"),
        ("1" * 32, "1", "a fingerprint of 32 digits"),
        ("status: fail", "status: pass", "status is one of"),
        ("findings:", "finding:", "did you mean 'findings'?"),
        ("- {", "- {{", "not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    """And nothing of the file counts."""
    text = written([PLAIN]).replace(old, new)
    found = told(tmp_path, text)
    assert any(message in said for _, said in found)
    assert all(line > 0 for line, _ in found)
    assert not read_baseline(tmp_path / "b.yaml", "b.yaml").entries


def test_the_same_line_twice_is_a_mistake(tmp_path: Path) -> None:
    """It would let a second finding pass that nobody has seen; two apps may have the same."""
    line = written([PLAIN]).splitlines()[-1]
    found = told(tmp_path, written([PLAIN]) + line + "\n")
    assert [(at, "stands here twice" in said) for at, said in found] == [(7, True)]
    assert not told(tmp_path, written([PLAIN, replace(PLAIN, unit="b/cdk.out")]))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Whoever names it believes that it counts."""
    (problem,) = read_baseline(tmp_path / "nowhere.yaml", "nowhere.yaml").problems
    assert "no such file" in problem.message.en
