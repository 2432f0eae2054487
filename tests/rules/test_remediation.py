"""What mends an app by itself: each way alone, and what comes near to it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog
from synthgate.template.read import read_template
from synthgate.workbench.examples import said

BREAKER = "AWS::ECS::Service"
RETRIES = "AWS::Lambda::EventInvokeConfig"
MACHINE = "AWS::StepFunctions::StateMachine"


def _breaker(rolls_back: bool) -> dict[str, Any]:
    breaker = {"Enable": True, "Rollback": rolls_back}
    return {"DeploymentConfiguration": {"DeploymentCircuitBreaker": breaker}}


def _states(*retry: object) -> dict[str, Any]:
    return {"States": {"A": {"Type": "Task", **({"Retry": [*retry]} if retry else {})}}}


AGAIN = {"ErrorEquals": ["States.ALL"]}


@pytest.mark.parametrize(
    ("kind", "properties", "status"),
    [
        ("AWS::AutoScaling::AutoScalingGroup", {}, "pass"),
        (BREAKER, _breaker(True), "pass"),
        (BREAKER, _breaker(False), "fail"),
    ],
)
def test_what_counts_as_mending(kind: str, properties: dict[str, Any], status: str) -> None:
    """A rollback, a replacement, a retry."""
    resources = {
        "F": {"Type": "AWS::Lambda::Function"},
        "A": {"Type": kind, "Properties": properties},
    }
    told = {"synthgate": {"environment": "production"}}
    text = json.dumps({"Metadata": told, "Resources": resources})
    card = load_catalog(synthgate_rules.CARDS).cards["remediation-missing"]
    (verdict,) = said(card, read_template("t.json", text.encode())).verdicts
    assert str(verdict.status) == status
