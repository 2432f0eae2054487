"""What is said of policies of AWS's is what stands in them."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from synthgate_rules.cards.iam.interface_policies import DESCRIBING, PARTLY, WHOLE
from synthgate_rules.cards.iam.interfaces import CREATE, DELETE, DESCRIBE

ACTIONS = (CREATE, DESCRIBE, DELETE)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def allowed(policy: dict[str, Any]) -> dict[str, bool]:
    """Which of the three a policy allows, and whether on everything and without conditions."""
    found: dict[str, bool] = {}
    for statement in as_list(policy["Document"]["Statement"]):
        patterns = [
            one.lower() for one in as_list(statement.get("Action", statement.get("NotAction")))
        ]
        plain = "*" in as_list(statement.get("Resource")) and "Condition" not in statement
        for action in ACTIONS if statement["Effect"] == "Allow" else ():
            fits = any(fnmatchcase(action.lower(), one) for one in patterns)
            if fits is ("Action" in statement):
                found[action] = found.get(action, False) or plain
    return found


def test_every_policy_that_allows_something_is_told_of() -> None:
    """The three lists are AWS's policies that may be attached, told apart by what they allow."""
    policies = pytest.importorskip("moto.iam.aws_managed_policies").aws_managed_policies_data
    told: dict[str, set[str]] = {"whole": set(), "describing": set(), "partly": set()}
    for name, policy in json.loads(policies).items():
        found = allowed(policy)
        if not found or policy["Path"] == "/aws-service-role/":
            continue
        plain = {action for action, is_plain in found.items() if is_plain}
        is_whole = plain == set(ACTIONS)
        is_describing = plain == set(found) == {DESCRIBE}
        told["whole" if is_whole else "describing" if is_describing else "partly"].add(name)
    assert told == {"whole": WHOLE, "describing": DESCRIBING, "partly": PARTLY}
