"""The worlds of a small template: every assignment of what it leaves open.

Parameters have the value given, else their default, else any of `AllowedValues`, else one of the
few that the case names. In a list each item is one of the allowed ones (CloudFormation, "Parameters
section syntax", `AllowedValues`), and what `Ref` gives of a number is a text (the same, `Type`).
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from reference.data import written

MOST = 64
"""How many worlds of a case are looked at."""
REGIONS = ("us-east-1", "cn-north-1")
ACCOUNTS = ("111122223333", "444455556666")
STACKS = ("orders", "ab")


@dataclass(frozen=True)
class Facts:
    """What is known of where a stack goes."""

    account: str | None = None
    region: str | None = None
    stack_name: str | None = None
    environment: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    termination_protection: bool | None = None
    cdk_made: frozenset[str] = frozenset("B")
    """The logical ids of what the CDK made by itself."""


@dataclass(frozen=True)
class Case:
    """A template and a rule. `domains` holds what parameters without `AllowedValues` may be."""

    template: Mapping[str, Any]
    card: Mapping[str, Any]
    facts: Facts = Facts()
    domains: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """All that may name a parameter."""
        return json.dumps([{**self.template, "Parameters": {}}, self.card])

    def asks(self, name: str) -> bool:
        """Whether anything asks for a parameter."""
        return f'"{name}"' in self.text or f"${{{name}}}" in self.text

    @property
    def is_finite(self) -> bool:
        """Whether the worlds that are enumerated are all that there may be.

        Of a resource that is referred to, a join asks for no more than that it is. A list may be
        longer than those that are tried.
        """
        declared = self.template.get("Parameters", {})
        lists = [name for name, one in declared.items() if _is_list(one["Type"])]
        is_open = self.refers and '"related"' not in self.text
        is_open = is_open or any(word in self.text for word in OPEN_WORDS)
        return not (is_open or any(map(self.asks, (*self.domains, *lists))) or self.size > MOST)

    @cached_property
    def refers(self) -> bool:
        """Whether a name or an attribute of a resource is asked for."""
        return any(
            re.search(rf'"Ref": "{name}"|"Fn::GetAtt": \[?"{name}|\$\{{{name}[.}}]', self.text)
            for name in self.template["Resources"]
        )

    @property
    def size(self) -> int:
        """How many worlds there are."""
        return math.prod(len(choices) for _, choices in _dimensions(self))


OPEN_WORDS = (
    "ImportValue", "resolve:", "GetStackOutput", "GetAZs", "AWS::Region", "AWS::AccountId",
    "AWS::StackName", "AWS::Partition", "AWS::URLSuffix", '"stack"', '"refers"', "own-account",
)  # fmt: skip
"""What stands for more values than are tried."""


@dataclass(frozen=True)
class World:
    """One assignment, by the name of what it decides."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def worlds_of(case: Case) -> list[World]:
    """The worlds of a case; of too many, some that are the same in every run."""
    dimensions = list(_dimensions(case))
    names = [name for name, _ in dimensions]
    every = itertools.product(*(choices for _, choices in dimensions))
    found = [World(dict(zip(names, values, strict=True))) for values in every]
    return found if len(found) <= MOST else Random(0).sample(found, MOST)  # noqa: S311 - no secret


def _dimensions(case: Case) -> Iterator[tuple[str, tuple[Any, ...]]]:
    text, facts = case.text, case.facts
    for name, declared in case.template.get("Parameters", {}).items():
        yield name, _values(case, name, declared) if case.asks(name) else (None,)
    yield "AWS::Region", _fact(facts.region, REGIONS, text, _OF_REGION)
    yield "AWS::AccountId", _fact(facts.account, ACCOUNTS, text, ("ccount", ":iam:", '"arn:'))
    yield "AWS::StackName", _fact(facts.stack_name, STACKS, text, ("StackName", '"name"'))
    protected = facts.termination_protection
    yield "protected", _fact(protected, (True, False), text, ("termination",))
    yield "names", _if((0, 1), case.refers)
    yield "import", _if(("ab", "export-1"), "ImportValue" in text or "GetStackOutput" in text)
    yield "dynamic", _if(("ab", "*"), "resolve:" in text)
    yield "elsewhere", _if((None, True, False), '"refers"' in text)


_OF_REGION = ("egion", "AWS::URLSuffix", "AWS::Partition", "GetAZs", "arn:", "Arn")


def _fact(known: Any, choices: tuple[Any, ...], text: str, words: tuple[str, ...]) -> Any:
    """What is known, else what it may be, where anything asks for it."""
    return (known,) if known is not None else _if(choices, any(word in text for word in words))


def _if(choices: tuple[Any, ...], is_asked: bool) -> tuple[Any, ...]:
    return choices if is_asked else choices[:1]


def _values(case: Case, name: str, declared: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = declared["Type"]
    is_list = _is_list(kind)
    stated = case.given.get(name, declared.get("Default"))
    if stated is not None:
        return (_list_of(stated) if is_list else written(stated),)
    allowed = declared.get("AllowedValues")
    if allowed is None:
        return case.domains[name]
    texts = [written(one) for one in allowed]
    if not is_list:
        return tuple(texts)
    return (*([one] for one in texts), *(list(two) for two in itertools.product(texts, repeat=2)))


def _is_list(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def _list_of(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")] if text else []
