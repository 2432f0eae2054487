"""JSON: the contract, key by key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report


def test_the_keys_are_the_contract(report: Report, written: Callable[[str, Report], str]) -> None:
    """Other programs rely on these names; docs/ and schema_version change with them."""
    document = json.loads(written("json", report))
    assert document["schema_version"] == "2"
    assert {
        key: sorted(document[key][0])
        for key in (
            "templates",
            "findings",
            "problems",
        )
    } == {
        "templates": ["digest", "environment", "path", "resources", "stack", "stage", "status"],
        "findings": [
            "after",
            "also",
            "before",
            "fingerprint",
            "location",
            "message",
            "novelty",
            "ranked_by",
            "related",
            "resource",
            "rule_id",
            "severity",
            "source",
            "sources",
            "stances",
            "status",
            "why",
        ],
        "problems": [
            "accepted",
            "code",
            "column",
            "kind",
            "line",
            "message",
            "path",
            "rule_id",
        ],
    }
    first = document["findings"][0]
    assert sorted(first["location"]) == [
        "column",
        "end_column",
        "end_line",
        "line",
        "path",
        "property_path",
    ]
    assert first["source"] == {"path": "app/storage.py", "line": 41, "stale": False}
    assert document["checks"] == {"pass": 2, "fail": 3, "unknown": 1, "accepted": 1}
    assert document["gate"] == {
        "verdict": "incomplete",
        "exit_code": 3,
        "reason": "incomplete: 1 template could not be read",
        "decided_by": None,
    }
