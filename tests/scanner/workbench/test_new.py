"""``rules new``: a card to start from, on the way from lint to test to done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


@pytest.mark.parametrize(
    "kind",
    [
        "AWS::S3::Bucket",
        pytest.param("AWS::Lambda::Function", marks=pytest.mark.exhaustive),
        pytest.param("Custom::Thing", marks=pytest.mark.exhaustive),
    ],
)
def test_from_a_new_card_to_a_rule(cli: Callable[..., Any], tmp_path: Path, kind: str) -> None:
    """It has no mistakes but its to-dos, and does not agree with itself until they are done."""
    made = cli("rules", "new", "thing-untagged", "--dir", "my/rules", "--type", kind)
    assert made.code == 0
    assert "synthgate rules test my/rules" in made.out
    path = tmp_path / "my" / "rules" / "thing-untagged.yaml"
    assert kind in path.read_text("utf-8")
    drafted = cli("rules", "lint", "my/rules")
    assert drafted.code == 2
    assert "thing-untagged.yaml:14:7: still to be done: 'TODO: what is wrong'" in drafted.out
    assert "still to be done: this check passes every resource" in drafted.out
    assert all("still to be done" in line for line in drafted.out.splitlines()[:-1])
    unfinished = cli("rules", "test", "my/rules")
    assert unfinished.code == 1
    assert "expected a finding here, got none" in unfinished.out
    written = path.read_text("utf-8")
    written = written.replace(
        "check: {path: $.Type, exists: true}", "check: {path: $.Properties.Tags, exists: true}"
    )
    written = re.sub("(?<=[\"'])TODO:? ?", "", written).replace("무엇이", "이것이")
    path.write_text(f"{written}        Properties: {{Tags: [{{Key: a, Value: b}}]}}\n", "utf-8")
    assert cli("rules", "test", "my/rules").code == 0
    if kind != "Custom::Thing":
        assert cli("rules", "lint", "my/rules").code == 0
    template = f"Resources:\n  A:\n    Type: {kind}\n"
    scan = cli(
        "scan", "t.yaml", "--rules", "my/rules", "--format", "json", files={"t.yaml": template}
    )
    assert "thing-untagged" in {finding["rule_id"] for finding in scan.report["findings"]}


@pytest.mark.exhaustive
def test_from_a_new_family_to_rules(cli: Callable[..., Any], tmp_path: Path) -> None:
    """As with a card; the row that it has is a rule."""
    made = cli("rules", "new", "--family", "lost", "--dir", "my", "--type", "AWS::SQS::Queue")
    assert made.code == 0
    path = tmp_path / "my" / "lost.yaml"
    drafted = cli("rules", "lint", "my").out.splitlines()
    assert len(drafted) > 8
    assert all("still to be done" in line for line in drafted[:-1])
    unfinished = cli("rules", "test", "my")
    assert unfinished.code == 1
    assert "expected nothing here, got a finding" in unfinished.out
    written = path.read_text("utf-8")
    path.write_text(f"{written}            DeletionPolicy: Retain\n", "utf-8")
    assert cli("rules", "lint", "my").code == 2
    assert "1 card, 2 examples, 5 generated variants: all agree" in cli("rules", "test", "my").out
    assert "todo-lost" in cli("rules", "show", "todo-lost", "--rules", "my").out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["Not_Kebab"], "is no rule id"),
        (["one"], "is no rule id"),
        (["../up-and-away"], "is no rule id"),
        (["kms-key-not-rotated"], "is a built-in rule"),
        (["my-rule"], "is there already"),
        (["my-rule", "--dir", "my-rule.yaml/sub"], "cannot be written"),
        ([], "name a rule (ID), or a family"),
        (["my-other", "--family", "other"], "name a rule (ID), or a family"),
        (["--family", "Other"], "is no name"),
        (["--family", "my-rule"], "is there already"),
        (["--family", "other", "--type", "S3 Bucket"], "is no resource type"),
        (["my-other", "--type", "S3 Bucket"], "is no resource type"),
        (["my-other", "--type", "A::B]\ncheck: x"], "is no resource type"),
    ],
)
def test_what_new_refuses(
    cli: Callable[..., Any], tmp_path: Path, argv: list[str], said: str
) -> None:
    """2, a sentence, and nothing is written or changed."""
    ran = cli("rules", "new", *argv, files={"my-rule.yaml": "mine"})
    assert ran.code == 2
    assert said in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["my-rule.yaml"]
    assert (tmp_path / "my-rule.yaml").read_text() == "mine"


def test_the_next_steps_are_told_in_korean(cli: Callable[..., Any]) -> None:
    """As every message."""
    assert "다음 단계" in cli("rules", "new", "my-rule", "--lang", "ko").out
