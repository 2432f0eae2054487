"""What lint says of rules that defer to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synthgate.workbench.lint import problems_of
from synthgate.workbench.paths import cards_of
from synthgate.workbench.reading import opened

if TYPE_CHECKING:
    from pathlib import Path

CARD = """\
id: {id}
title: {{en: Table has no name}}
fault: hygiene
pillar: operations
resources: [AWS::DynamoDB::Table]
unless: [{unless}]
check: {{path: $.Properties.TableName, exists: true}}
why: {{en: Nobody knows it.}}
fix: {{en: Name it.}}
examples:
  fails: "Resources: {{T: {{Type: AWS::DynamoDB::Table}}}}  # finding"
  passes: "Resources: {{T: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: t}}}}}}"
"""


@pytest.mark.parametrize(
    ("cards", "wrong"),
    [
        ({"ours-a": "ours-b", "ours-b": "kms-key-not-rotated"}, []),
        ({"ours-a": "kms-key-not-rotatd"}, ["no rule 'kms-key-not-rotatd'; did you mean"]),
        ({"ours-a": "ours-a"}, ["a circle: 'ours-a'"]),
        ({"ours-a": "ours-b", "ours-b": "ours-a"}, ["a circle: 'ours-b'", "a circle: 'ours-a'"]),
        (
            {"ours-a": "ours-b", "ours-b": "ours-c", "ours-c": "ours-a"},
            ["a circle: 'ours-b'", "a circle: 'ours-c'", "a circle: 'ours-a'"],
        ),
    ],
)
def test_rules_defer_to_rules_that_there_are_and_not_to_each_other(
    tmp_path: Path, cards: dict[str, str], wrong: list[str]
) -> None:
    """A circle is told at each of the cards."""
    for rule_id, unless in cards.items():
        (tmp_path / f"{rule_id}.yaml").write_text(CARD.format(id=rule_id, unless=unless))
    found = problems_of(opened(cards_of([tmp_path])))
    assert [one.message.en[: len(words)] for one, words in zip(found, wrong, strict=True)] == wrong
    assert all(one.position and one.position.line == 6 for one in found)
