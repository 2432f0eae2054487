"""What each operator makes of each kind of value, found out by asking it: tables of the page.

A literal that passes and one that fails are chosen for each; the rest is what the engine says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from korean_words import said
from synthgate.evaluate import Stack, evaluate
from synthgate.model import Language, Status
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import Card, Written
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.outline import outline_of
from synthgate.rule.operators.table import OPERATORS
from synthgate.template.data import is_list, is_mapping
from synthgate.template.read import read_template


class Case(NamedTuple):
    """An operator's argument, values that it holds of and not, and a text that is partly known.

    `around` is the statement of a policy in which the value stands, written ``V``.
    """

    argument: Any
    passes: Any
    fails: Any
    partly: str
    around: Any = "V"


_ARN = "arn:aws:sqs:eu-west-1:111122223333:other"
_ACCOUNT = "111122223333"
_ACTION, _RESOURCE = {"Action": "V"}, {"Resource": "V"}
_PRINCIPAL = {"Principal": {"AWS": "V"}}
CASES: Mapping[str, Case] = {
    "exists": Case(True, "a", "", "a-${Open}"),
    "equals": Case("a-1", "a-1", "b", "b-${Open}"),
    "in": Case(["a-1", "a-2"], "a-1", "b", "a-${Open}"),
    "matches": Case("^a-", "a-1", "b", "a-${Open}"),
    "contains": Case("a-", "a-1", "b", "a-${Open}"),
    "contains-any": Case(["a-", "c"], "a-1", "b", "a-${Open}"),
    "contains-all": Case(["a-", "1"], "a-1", "a-2", "a-${Open}"),
    "starts-with": Case("a-", "a-1", "b", "a-${Open}"),
    "ends-with": Case("-1", "a-1", "b", "a-${Open}"),
    "empty": Case(False, "a", "", "a-${Open}"),
    "at-least": Case(7, 7, 6, "1${Open}"),
    "at-most": Case(7, 7, 8, "1${Open}"),
    "above": Case(7, 8, 7, "1${Open}"),
    "below": Case(7, 6, 7, "1${Open}"),
    "before": Case("2027-12-31", "2027-01-01", "2028-01-01", "2027-${Open}"),
    "after": Case("2027-12-31", "2028-01-01", "2027-01-01", "2027-${Open}"),
    "length": Case({"at-most": 2}, "a", "a-1", "abc${Open}"),
    "cidr-within": Case("10.0.0.0/8", "10.1.0.0/16", "8.8.0.0/16", "10.1.${Open}"),
    "cidr-includes": Case("0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "10.1.${Open}"),
    "cidr-overlaps": Case("10.0.0.0/8", "10.1.0.0/16", "8.8.0.0/16", "10.1.${Open}"),
    "cidr-public": Case(True, "8.8.0.0/16", "10.1.0.0/16", "10.1.${Open}"),
    "prefix-length": Case({"at-least": 16}, "10.1.0.0/16", "10.0.0.0/8", "10.1.${Open}"),
    "ports-include": Case(22, "20-30", "443", "2${Open}"),
    "ports-within": Case(443, "443", "20-30", "2${Open}"),
    "is": Case("literal", "a", {"Ref": "Queue"}, "a-${Open}"),
    "effect": Case("Allow", "Allow", "Deny", "A${Open}", {"Effect": "V"}),
    "actions-include": Case("s3:GetObject", "s3:Get*", "s3:Put*", "s3:Put${Open}", _ACTION),
    "actions-touch": Case("s3:Get*", "s3:GetObject", "s3:Put*", "s3:Put${Open}", _ACTION),
    "resources-include": Case("*", "*", _ARN, "arn:${Open}", _RESOURCE),
    "principals-include": Case("*", "*", _ACCOUNT, "arn:${Open}", _PRINCIPAL),
    "principals-within": Case(_ACCOUNT, _ACCOUNT, "*", "arn:${Open}", _PRINCIPAL),
    "has-condition": Case(
        {"key": "aws:SourceAccount", "equals": _ACCOUNT},
        _ACCOUNT,
        "444455556666",
        "4${Open}",
        {"Condition": {"StringEquals": {"aws:SourceAccount": "V"}}},
    ),
    "access-level": Case("Write", "s3:PutObject", "s3:GetObject", "s3:Put${Open}", _ACTION),
    "resource-must-be-wildcard": Case(
        True, "s3:ListAllMyBuckets", "s3:GetObject", "s3:Put${Open}", _ACTION
    ),
    "covers": Case("this", "*", _ARN, "orders${Open}"),
}
"""One case for each operator that turns no other round."""

_ABSENT = {"Ref": "AWS::NoValue"}


def _values(case: Case) -> Mapping[str, Any]:
    """What a property may hold, by how the page calls it."""
    return {
        "a literal that fits": case.passes,
        "another": case.fails,
        "nothing": _ABSENT,
        "`!Ref Open`": {"Ref": "Open"},
        "`!Ref Queue`": {"Ref": "Queue"},
        "`!GetAtt Queue.Arn`": {"Fn::GetAtt": ["Queue", "Arn"]},
        "`!If [Maybe, FITS, !Ref AWS::NoValue]`": {"Fn::If": ["Maybe", case.passes, _ABSENT]},
    }


def outcomes(language: Language) -> Iterator[tuple[str, ...]]:
    """The rows of one table: operators that say the same of every kind of value share one."""
    words = [operator.name for operator in OPERATORS.values() if operator.negates is None]
    columns = [*_values(CASES[words[0]])]
    yield (said("word", language), *(_named(column, language) for column in columns))
    yield tuple("---" for _ in range(1 + len(columns)))
    alike: dict[tuple[str, ...], list[str]] = {}
    for word in words:
        case = CASES[word]
        told = tuple(_shown(_said(word, case, value), language) for value in _values(case).values())
        alike.setdefault(told, []).append(word)
    for told, group in alike.items():
        yield (", ".join(f"`{word}`" for word in group), *told)


def pieces(language: Language) -> Iterator[tuple[str, ...]]:
    """The rows of the other table: texts that are partly known, and what is said of them."""
    statuses = (Status.PASS, Status.FAIL, Status.UNKNOWN)
    told = {status: _shown(status, language) for status in statuses}
    yield (said("partly known", language), *told.values())
    yield tuple("---" for _ in range(1 + len(told)))
    asked: dict[str, dict[Status | None, list[str]]] = {}
    for word, case in CASES.items():
        status = _said(word, case, {"Fn::Sub": case.partly})
        by_status = asked.setdefault(case.partly, {})
        by_status.setdefault(status, []).append(f"`{word}: {_flow(case.argument)}`")
    for text, by_status in asked.items():
        yield (f"`{text}`", *(", ".join(by_status.get(status, ())) for status in told))


def _flow(value: Any) -> str:
    """An argument as a card has it, on one line."""
    if is_mapping(value):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if is_list(value):
        return f"[{', '.join(map(_flow, value))}]"
    is_text = isinstance(value, str) and not value.strip("*").isalnum() and value[:1] in "*-"
    return json.dumps(value) if is_text or isinstance(value, bool) else str(value)


def _named(column: str, language: Language) -> str:
    """The head of a column: code is the same in any language."""
    return column if column.startswith("`") else said(column, language)


def _shown(status: Status | None, language: Language) -> str:
    return said("*unknown*" if status is Status.UNKNOWN else str(status), language)


def _said(word: str, case: Case, value: Any) -> Status | None:
    """The verdict about a resource with a value."""
    template = {
        "Parameters": {"Open": {"Type": "String"}},
        "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}},
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Asked": {
                "Type": "AWS::SNS::Topic",
                "Properties": {"TopicName": "orders", "V": _filled(case.around, value)},
            },
        },
    }
    read = read_template("t.json", json.dumps(template).encode())
    resolver = Resolver(read, Placement(account=_ACCOUNT))
    results = evaluate(Stack(resolver, {}), Index([_card(word, case.argument)]))
    return next((verdict.status for verdict in results.verdicts), None)


def _filled(around: Any, value: Any) -> Any:
    if is_mapping(around):
        return {key: _filled(one, value) for key, one in around.items()}
    return value


def _card(word: str, argument: Any) -> Card:
    body = {
        "id": "asked-of-it",
        "title": {"en": word},
        "severity": "low",
        "pillar": "security",
        "resources": ["AWS::SNS::Topic"],
        "check": {"path": "$.Properties.V", word: argument},
        "why": {"en": word},
        "fix": {"en": word},
        "examples": {},
    }
    return Card(outline_of(body), Path("asked.yaml"), Written(body))
