"""Whom alarms reach: somebody who is named, or nobody, and then it is said."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.infra.conftest import ENVIRONMENTS, SOMEBODY, System

import synth
from production.addresses import read_by_somebody
from synthgate import scan
from synthgate.cli import Streams, main
from synthgate.model import Disposition, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from synthgate.model import Report

RULE = "alarm-topic-without-subscriber"
NOBODY = (
    "operations@example.com",
    "operations@EXAMPLE.ORG",
    "on-call@mail.example.net",
    "on-call@example",
    "on-call@company.test",
    "on-call@invalid",
    "root@localhost",
    "root@build.localhost.",
    "printer@office.local",
    "you@your-company.com",
    "your-email@amazonses.com",
    "changeme@amazonses.com",
    "<address>@amazonses.com",
    "ADDRESS",
    "",
    "a@b",
    "on-call@mailhost",
    "on-call@.",
    "admin@domain.com",
    "admin@Domain.Com",
    "email@email.com",
    "email@example.kr",
    "ops@example.co.kr",
    "ops@mail.example.io",
    "no-reply@company.kr",
    "noreply@amazonses.com",
    "do-not-reply@amazonses.com",
    "No.Reply+alarms@amazonses.com",
)
PEOPLE = (
    SOMEBODY,
    "example@amazonses.com",
    "on-call@examples.amazonses.com",
    "on-call@test.amazonses.com",
    "yours@amazonses.com",
    "a@b.kr",
    "ops@company.co.kr",
    "ops+alarms@mail.company.co.kr",
    "on-call@company.kr",
    "ops@example.amazonses.com",
    "ops@domain.co.kr",
    "ops@mydomain.com",
    "team@webemail.com",
    "reply@amazonses.com",
    "noreplyteam@amazonses.com",
    "casino-reply@amazonses.com",
)


@pytest.mark.parametrize("address", NOBODY)
def test_some_addresses_are_nobodys(address: str) -> None:
    """Reserved domains (RFC 2606, RFC 6761, RFC 6762), placeholders, and what is no address."""
    assert read_by_somebody(address) is None


@pytest.mark.parametrize("address", PEOPLE)
def test_other_addresses_are_taken(address: str) -> None:
    """Whatever looks a little like those."""
    assert read_by_somebody(f" {address} ") == address


@pytest.mark.sampled(12)
@pytest.mark.parametrize("address", [*NOBODY, *PEOPLE])
def test_the_rule_counts_as_the_app_does(address: str, tmp_path: Path) -> None:
    """A topic that mails an address that the app refuses is one without a subscriber."""
    template = {
        "Resources": {
            "Topic": {
                "Type": "AWS::SNS::Topic",
                "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": address}]},
            },
            "Alarm": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {"AlarmActions": [{"Ref": "Topic"}]},
            },
        }
    }
    (tmp_path / "t.json").write_text(json.dumps(template))
    report = scan("t.json", folder=tmp_path, config=None)
    assert (RULE in failing(report)) == (read_by_somebody(address) is None)


def failing(report: Report) -> list[str]:
    """The rules of what failed and counts."""
    counting = (one for one in report.findings if one.disposition is Disposition.ACTIVE)
    return [str(one.rule.id) for one in counting if one.status is Status.FAIL]


def annotations(assembly: Path, environment: str) -> set[str]:
    """The kinds of annotations of an environment's constructs."""
    stage = assembly / f"assembly-my-cdk-app-{environment}"
    found: set[str] = set()
    for path in stage.glob("*.metadata.json"):
        entries: dict[str, list[dict[str, Any]]] = json.loads(path.read_text())
        found |= {one["type"] for entry in entries.values() for one in entry}
    return {kind for kind in found if kind in {"aws:cdk:error", "aws:cdk:warning"}}


@pytest.mark.exhaustive
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_without_an_address_nobody_is_subscribed_and_it_is_said(
    environment: str, unheard: Path, everything: Path
) -> None:
    """By an error, over which the CDK CLI deploys nothing; of development, by a warning."""
    types = [one["Type"] for _, one in System.read(unheard, environment).all()]
    assert "AWS::SNS::Topic" in types
    assert "AWS::SNS::Subscription" not in types
    kind = "warning" if environment == "development" else "error"
    assert annotations(unheard, environment) == {f"aws:cdk:{kind}"}
    assert not annotations(everything, environment)


@pytest.mark.exhaustive
def test_the_runner_says_it(unheard: Path, everything: Path) -> None:
    """Of each environment, once; where somebody hears there is nothing to say."""
    said = synth.said_of(unheard)
    assert [one.partition(":")[0] for one in said] == ["warning", "error", "error"]
    assert all("NOTIFICATION_EMAIL" in one for one in said)
    assert synth.said_of(everything) == []


@pytest.mark.exhaustive
def test_the_context_wins_over_the_environment(assemble: Callable[..., Path]) -> None:
    """Also where it names nobody: what is written there is meant."""
    output = assemble(
        "development", "notification_email=ops@example.com", NOTIFICATION_EMAIL=SOMEBODY
    )
    types = {one["Type"] for _, one in System.read(output, "development").all()}
    assert "AWS::SNS::Subscription" not in types


@pytest.mark.exhaustive
def test_scan_and_checklist_find_that_nobody_hears(unheard: Path) -> None:
    """As ``make scan`` does: two topics of each, an open gate; alarms and costs are *not met*.

    Where the topic of costs gets no alarm on the bill, its budget and anomalies go unheard.
    """
    report = scan(unheard, config=None)
    without_alarm = len(ENVIRONMENTS) - 1
    assert sorted(failing(report)) == sorted(
        [RULE] * (len(ENVIRONMENTS) + 1) + ["cost-topic-without-subscriber"] * without_alarm
    )
    assert report.gate.verdict == "open"
    out, err = io.StringIO(), io.StringIO()
    argv = ["checklist", str(unheard), "--no-config", "--format", "json"]
    main(argv, Streams(io.BytesIO(), out, err), {}, date(2026, 11, 30))
    (framework,) = json.loads(out.getvalue())["frameworks"]
    states = {one["id"]: one["state"] for one in framework["controls"]}
    assert [one for one, state in states.items() if state == "not-met"] == ["MON-3", "COST-3"]
