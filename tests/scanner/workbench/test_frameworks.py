"""`synthgate frameworks`: which there are, what each asks, what rules reach of it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.cli import Streams, main
from synthgate.framework.reading import built_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

OURS = """\
id: ours
version: "3"
source: Handbook
title: {en: Our baseline}
standard: ours.csv
groups:
  "1": {en: All}
  "1.1": {title: {en: Data}, within: "1"}
sources: {packs: {title: {en: Packs}, commit: abc}}
controls:
  - id: D-1
    title: {en: Versions are kept}
    meaning: {en: Old versions stay.}
    mode: automated
    rules: [{rules: [s3-bucket-unversioned], basis: reviewed, source: packs}]
  - id: D-2
    title: {en: Keys rotate}
    meaning: {en: Yearly.}
    mode: partial
    rules: [{controls: [FSBP KMS.4], basis: derived, source: packs}]
    evidence: {what: {en: A review}, valid-days: 90}
"""
TABLE = "id,group\nD-1,1.1\nD-2,1.1\nD-3,1\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.yaml").write_text(OURS, "utf-8")
    (tmp_path / "ours.csv").write_text(TABLE, "utf-8")

    def run(*argv: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        code = main(("frameworks", *argv), Streams(io.BytesIO(), out, err), {})
        return code, out.getvalue(), err.getvalue()

    return run


def test_the_list_has_those_that_ship_and_those_that_are_named(run: Run) -> None:
    """With how many controls are claimed in which way, and whether the run goes by them."""
    code, out, _ = run("list", "--framework", "./ours.yaml", "--format", "json")
    assert code == 0
    rows = {row["id"]: row for row in json.loads(out)}
    assert {*rows} == {*built_in(), "ours"}
    ours = rows["ours"]
    assert [ours[key] for key in ("controls", "automated", "partial", "manual", "unclaimed")] == [
        3, 1, 1, 0, 1,
    ]  # fmt: skip
    assert ours["in_force"] is True
    assert rows["production-checklist"]["in_force"] is False


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_framework_shows_on_what_grounds_a_rule_tells_of_a_control(run: Run, form: str) -> None:
    """And what a person has to state."""
    code, out, _ = run("show", "./ours.yaml", "--format", form)
    assert code == 0
    assert "rules, reviewed, from packs" in out
    assert "rules, by a table alone, from packs" in out
    assert "kms-key-not-rotated" in out
    assert "A review (holds for 90 days)" in out


def test_coverage_tells_what_rules_cannot_reach(run: Run) -> None:
    """By group, each with what is in it; and the grave rules that no control has."""
    code, out, _ = run("coverage", "./ours.yaml", "--format", "json")
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    groups = {row["group"]: row for row in told["groups"]}
    assert groups["1"]["controls"] == 3
    assert groups["1.1"]["derived"] == 1
    assert groups["1"]["unclaimed"] == 1
    assert told["whole"]["rules"] == 2
    assert "ec2-instance-imdsv2-optional" in told["high_rules_outside"]


def test_what_there_is_not_is_told_without_a_trace(run: Run) -> None:
    """A guess at what was meant; mistakes of a file with their lines."""
    code, out, err = run("show", "production-checklst")
    assert (code, out) == (2, "")
    assert "did you mean 'production-checklist'?" in err
    assert run("show", "./none.yaml")[0] == 2
