"""What CloudFormation takes of one template, to the last piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Change = Callable[..., Sequence[tuple[str, str, str, str]]]

PIECES: dict[str, tuple[int, Any]] = {
    "Resources": (500, {"Type": "AWS::SQS::Queue"}),
    "Parameters": (200, {"Type": "String"}),
    "Outputs": (200, {"Value": "a"}),
    "Mappings": (200, {"a": {"b": "c"}}),
}


def template(section: str, count: int) -> str:
    piece = PIECES[section][1]
    data = {"Resources": {"One": {"Type": "AWS::SQS::Queue"}}}
    return json.dumps({**data, section: {f"P{number}": piece for number in range(count)}}) + "\n"


@pytest.mark.parametrize("section", PIECES)
def test_one_more_than_there_may_be_is_told(change: Change, section: str) -> None:
    """And as many as there may be is not; nor is what was too much before."""
    most = PIECES[section][0]
    few, full, over = (template(section, count) for count in (1, most, most + 1))
    assert not change(f"{few}---\n{full}")
    ((kind, status, _, note),) = change(f"{full}---\n{over}")
    assert (kind, status) == ("exceeds-limit", "fail")
    assert f"{most + 1:,}" in note
    assert not change(f"{over}---\n{over}")


def test_a_template_may_have_a_million_bytes(change: Change) -> None:
    """Bytes, and no letters: what the service counts."""
    small = template("Resources", 1)
    around = len(json.dumps({"Description": "", **json.loads(small)}, ensure_ascii=False)) + 1

    def of(letters: int) -> str:
        data = {"Description": "é" * letters, **json.loads(small)}
        return json.dumps(data, ensure_ascii=False) + "\n"

    # The reader of examples puts the head's lines where they are in all of the text.
    room = (1_000_000 - around - small.count("\n") - 1) // 2
    assert not change(f"{small}---\n{of(room - 1)}")
    ((kind, *_),) = change(f"{small}---\n{of(room + 1)}")
    assert kind == "exceeds-limit"
