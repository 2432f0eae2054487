"""``related … each``: the entries of other resources that lead to this one, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = {
    "id": "of-entries",
    "title": {"en": "Entries", "ko": "항목"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::SQS::Queue"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
TEMPLATE = """
Parameters: {{Open: {{Type: String}}, Few: {{Type: String, AllowedValues: [a, b]}}}}
Conditions: {{A: !Equals [!Ref Few, a], Maybe: !Equals [!Ref Open, x]}}
Resources:
  Q: {{Type: "AWS::SQS::Queue", Properties: {{QueueName: orders}}}}
  Other: {{Type: "AWS::SQS::Queue"}}
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties: {{PolicyDocument: {{Statement: {statements}}}}}
"""
RELATED = {
    "related": "AWS::IAM::ManagedPolicy",
    "each": "$.Properties.PolicyDocument.Statement[*]",
    "by": "$.Resource",
}
READ = "{Action: 'sqs:Receive*', Effect: Allow, Resource: %s}"
ALL = "{Action: 'sqs:*', Effect: Allow, Resource: %s}"
THIS, OTHER = "!GetAtt Q.Arn", "!GetAtt Other.Arn"
NO_PURGE = {"none": {"effect": "Allow", "actions-include": "sqs:PurgeQueue"}}


def reading(check: Any) -> Any:
    text = json.dumps({**CARD, "check": check})
    return read_file(Path("of-entries.yaml"), text.encode(), compiled=True)


def verdict(statements: str, asked: Any) -> str:
    found = reading({**RELATED, **asked})
    assert found.card, [one.text.en for one in found.mistakes]
    text = TEMPLATE.format(statements=statements)
    results = evaluate(
        Stack(Resolver(read_template("t.yaml", text.encode())), {}), Index([found.card])
    )
    assert not results.problems
    return next(str(one.status) for one in results.verdicts)


@pytest.mark.parametrize(
    ("statements", "asked", "status"),
    [
        (f"[{READ % THIS}, {ALL % OTHER}]", NO_PURGE, "pass"),
        (f"[{READ % OTHER}, {ALL % THIS}]", NO_PURGE, "fail"),
        (ALL % THIS, NO_PURGE, "fail"),
        (f"[{ALL % 'arn:aws:sqs:*:*:other'}]", NO_PURGE, "pass"),
        (f"[{ALL % f'[{OTHER}, {THIS}]'}]", NO_PURGE, "fail"),
        (f"[{ALL % '!Ref Open'}]", NO_PURGE, "unknown"),
        (f"[{READ % '!Ref Open'}]", NO_PURGE, "pass"),
        (f"[!If [A, {ALL % THIS}, {ALL % OTHER}]]", NO_PURGE, "unknown"),
        (f"[!If [A, {ALL % THIS}, {READ % THIS}]]", NO_PURGE, "unknown"),
        (f"[!If [A, {ALL % THIS}, !Ref 'AWS::NoValue']]", NO_PURGE, "unknown"),
        (f"[!If [A, {ALL % OTHER}, {READ % THIS}]]", NO_PURGE, "pass"),
        ("!Ref Open", NO_PURGE, "unknown"),
        ("[]", NO_PURGE, "pass"),
        (f"[{READ % THIS}, {ALL % OTHER}, {READ % THIS}]", {"count": 2}, "pass"),
        (f"[{READ % THIS}, {READ % '!Ref Open'}]", {"count": 1}, "unknown"),
        (
            f"[{READ % THIS}, {ALL % THIS}]",
            {"all": {"path": "$.Effect", "equals": "Allow"}},
            "pass",
        ),
        (
            f"[{READ % THIS}, {ALL % THIS}]",
            {"any": {"path": "$.Action", "equals": "sqs:*"}},
            "pass",
        ),
        (
            f"[{READ % THIS}, {ALL % OTHER}]",
            {"any": {"path": "$.Action", "equals": "sqs:*"}},
            "fail",
        ),
        (f"[{READ % OTHER}]", {}, "fail"),
    ],
)
def test_only_the_entries_that_lead_here_are_asked(
    statements: str, asked: Any, status: str
) -> None:
    """By reference or by name; what may lead here leaves open what it would decide."""
    assert verdict(statements, asked) == status


def test_operators_alone_need_an_entry() -> None:
    """Of a whole resource they say nothing; of an entry a word about resources would."""
    bare = {key: part for key, part in RELATED.items() if key != "each"}
    assert reading({**bare, **NO_PURGE}).card is None
    assert reading({**RELATED, "none": {"taggable": True}}).card is None
    assert reading({**RELATED, "each": "$.["}).card is None


def test_each_entry_is_told_of(cli: Callable[..., Any]) -> None:
    """Step by step: where it stands, and what was asked of it."""
    text = TEMPLATE.format(statements=f"[{READ % THIS}, {ALL % OTHER}, {ALL % THIS}]")
    card = json.dumps({**CARD, "check": {**RELATED, **NO_PURGE}})
    out = cli(
        *("scan", "t.yaml", "--rules", "own", "--explain", "of-entries:Q"),
        files={"own/of-entries.yaml": card, "t.yaml": text},
    ).out
    assert "Properties.PolicyDocument.Statement[0]" in out
    assert "Properties.PolicyDocument.Statement[1]" not in out
    told = out.partition("Properties.PolicyDocument.Statement[2]")[2]
    assert "none: => pass" in told
    assert "actions-include: sqs:PurgeQueue => pass" in told
