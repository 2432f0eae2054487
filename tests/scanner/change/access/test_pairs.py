"""Pairs of policies, and which requests become possible, as the IAM documentation has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from access_compared import compared
from iam_evaluation import Document, Request, fits, is_allowed

PAIRS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text())


def statements(rows: list[list[Any]]) -> Document:
    found: Document = []
    for effect, actions, resources, *conditions in rows:
        one = {"Effect": effect, **element("Action", actions), **element("Resource", resources)}
        found.append(one | ({"Condition": conditions[0]} if conditions else {}))
    return found


def element(key: str, written: Any) -> dict[str, Any]:
    is_left_out = isinstance(written, dict) and "not" in written
    return {f"Not{key}": written["not"]} if is_left_out else {key: written}


def request(written: str) -> Request:
    action, resource, *context = written.split(" ")
    given = tuple((key, value) for key, value in (one.split("=", 1) for one in context))
    return Request(action, resource, given)


@pytest.mark.parametrize("pair", PAIRS, ids=[one["name"] for one in PAIRS])
def test_a_pair_is_told_as_the_documentation_has_it(pair: dict[str, Any]) -> None:
    """Told for sure, as unknown, or not at all; and by the statement that lets the requests in."""
    before, after, expected = statements(pair["before"]), statements(pair["after"]), pair["new"]
    new = compared(before, after, Parameters={"Given": {"Type": "String"}})
    assert bool(new) is (expected != [])
    assert all(one.is_sure is (expected != "unknown") for one in new)
    for asked in map(request, expected if isinstance(expected, list) else []):
        assert is_allowed(after, asked)
        assert not is_allowed(before, asked)
        assert any(
            grant.actions.left_out or fits(entry.text.lower(), asked.action.lower())
            for one in new
            for grant in one.by
            for entry in grant.actions.entries
        )


def test_there_are_fifty_pairs() -> None:
    """Enough to tell."""
    assert len(PAIRS) >= 50
