"""An environment that nobody told: rules that depend on it are unknown, and told of once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = """\
id: {id}
title: {{en: {id}}}
severity: critical
pillar: security
resources: [AWS::SQS::Queue]
{conditions}
why: {{en: w}}
fix: {{en: f}}
examples: {{fails: "", passes: ""}}
"""
WHEN = "when: {environment: production}\ncheck: {path: $.Properties.QueueName, exists: true}"
TEMPLATE = """\
Parameters: {Open: {Type: String}}
Resources:
  One: {Type: AWS::SQS::Queue}
  Two: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::SQS::Queue, Properties: {QueueName: x}}
"""
TOLD = "Metadata: {synthgate: {environment: ENV}}\n" + TEMPLATE
CODE = "environment-untold"


@pytest.fixture
def asked(cli: Callable[..., Any]) -> Callable[..., Any]:
    """What a run with own cards alone says of a template."""

    def run(*conditions: str, template: str = TEMPLATE, words: tuple[str, ...] = ()) -> Any:
        files = {
            f"own/rule-{n:02}.yaml": CARD.format(id=f"rule-{n:02}", conditions=text)
            for n, text in enumerate(conditions)
        }
        rules = ", ".join(f"rule-{n:02}" for n in range(len(conditions)))
        files["p.yaml"] = f"id: ours\ntitle: {{en: Ours}}\nselect: [{rules}]\n"
        return cli(
            *("scan", "t.yaml", "--rules", "own", "--profile", "p.yaml", *words),
            *("--format", "json"),
            files={**files, "t.yaml": template},
        )

    return run


def notices(report: Any) -> list[str]:
    return [one["message"] for one in report["problems"] if one["code"] == CODE]


def test_a_rule_about_production_is_unknown(asked: Callable[..., Any]) -> None:
    """No row, no closed gate, one notice; what passes whatever the stack is for passes."""
    ran = asked(WHEN)
    assert (ran.code, ran.report["findings"]) == (0, [])
    checks = ran.report["checks"]
    assert (checks["unknown"], checks["pass"], checks["fail"]) == (2, 1, 0)
    (notice,) = notices(ran.report)
    assert notice == (
        "1 rule depends on what a stack is for, which nothing says: rule-00. "
        "Tell it: --environment NAME, or environments in synthgate.yaml"
    )


@pytest.mark.parametrize(
    ("environment", "failed", "passed"), [("production", 2, 1), ("development", 0, 0)]
)
def test_told_it_is_decided(
    asked: Callable[..., Any], environment: str, failed: int, passed: int
) -> None:
    """By an option or by the template."""
    for ran in (
        asked(WHEN, words=("--environment", environment)),
        asked(WHEN, template=TOLD.replace("ENV", environment)),
    ):
        checks = ran.report["checks"]
        assert (checks["unknown"], checks["pass"], checks["fail"]) == (0, passed, failed)
        assert not notices(ran.report)


NAMED = "{path: $.Properties.QueueName, exists: true}"
OPEN = "{path: $.Properties.Tags, equals: 1}"


@pytest.mark.parametrize(
    ("conditions", "sums"),
    [
        (f"when: {{not: {{environment: development}}}}\ncheck: {NAMED}", (1, 0, 2)),
        (f"check: {{any-of: [{{not: {{environment: production}}}}, {NAMED}]}}", (1, 0, 2)),
        (f"check: {{all-of: [{{environment: production}}, {NAMED}]}}", (0, 2, 1)),
        (f"when: {{stack: environment, equals: production}}\ncheck: {NAMED}", (1, 0, 2)),
        (f"when: {{stack: environment, not-in: [x]}}\ncheck: {NAMED}", (1, 0, 2)),
        (f"when: {{stack: environment, exists: true}}\ncheck: {NAMED}", (0, 0, 0)),
        (f"when: {{stack: environment, exists: false}}\ncheck: {NAMED}", (1, 2, 0)),
        (f"when: {{environment: production, default: production}}\ncheck: {NAMED}", (1, 2, 0)),
        (f"when: {{environment: production, default: other}}\ncheck: {NAMED}", (0, 0, 0)),
        (f"when: {{not: {{environment: x, default: production}}}}\ncheck: {NAMED}", (1, 2, 0)),
        (f"when: {{stack: environment, equals: x, default: x}}\ncheck: {NAMED}", (1, 2, 0)),
        (f"when: {{stack: environment, not-in: [x], default: x}}\ncheck: {NAMED}", (0, 0, 0)),
    ],
)
def test_wherever_it_is_asked(
    asked: Callable[..., Any], conditions: str, sums: tuple[int, int, int]
) -> None:
    """In the check too, and of the stack; a default is what counts where nothing says it."""
    report = asked(conditions).report
    checks = report["checks"]
    assert (checks["pass"], checks["fail"], checks["unknown"]) == sums
    assert bool(notices(report)) is bool(sums[2])
    assert {one["status"] for one in report["findings"]} <= {"fail"}


def test_what_else_is_open_has_its_row(asked: Callable[..., Any]) -> None:
    """Who told the environment would still not know."""
    template = TEMPLATE.replace("QueueName: x", "QueueName: !Ref Open")
    conditions = (
        "check: {all-of: [{not: {environment: x}}, {path: $.Properties.QueueName, equals: x, "
        "default: x}]}"
    )
    report = asked(conditions, template=template).report
    assert [one["resource"]["logical_id"] for one in report["findings"]] == ["Named"]
    assert report["findings"][0]["why"] == "parameter Open has no known value"
    assert notices(report)


def test_one_notice_names_the_rules(asked: Callable[..., Any]) -> None:
    """The first ten of them, in their order."""
    (notice,) = notices(asked(*[WHEN] * 12).report)
    names = ", ".join(f"rule-{n:02}" for n in range(10))
    assert (
        f"12 rules depend on what a stack is for, which nothing says: {names} and 2 more." in notice
    )
