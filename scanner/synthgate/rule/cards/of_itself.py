"""What a card says of itself, as reports and configurations take it: a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from synthgate.model import Fix, Rule, Severity, words_of
from synthgate.resolve.environments import environment_named
from synthgate.rule.cards.cures import code_of
from synthgate.rule.cards.equivalents import elsewhere
from synthgate.rule.cards.faults import severities_of
from synthgate.rule.cards.outline import outline_of
from synthgate.template.data import is_list, is_mapping


def rule_of(body: Mapping[str, Any]) -> Rule:
    """What a card without mistakes says of itself."""
    outline = outline_of(body)
    return Rule(
        id=outline.id,
        title=words_of(body["title"]),
        severity=outline.severity,
        pillar=outline.pillar,
        resources=outline.resources,
        why=words_of(body["why"]),
        fix=Fix(words_of(body["fix"]), code_of(body)),
        link=body.get("link"),
        config_rule=body.get("config-rule"),
        **elsewhere(body.get("equivalents", {})),
        controls=outline.controls,
        scope=outline.scope,
        severity_in={environment_named(name): it for name, it in severities_of(body).items()},
        fault=body.get("fault"),
        maturity=body.get("maturity", "stable"),
        unless=tuple(body.get("unless", ())),
        effects=tuple(_effects(body["check"])) if outline.scope == "change" else (),
    )


def of_severity(rule: Rule, severity: Severity | Mapping[str, Severity]) -> Rule:
    """A rule with another severity, in all environments or in those that are named."""
    if isinstance(severity, Severity):
        return replace(rule, severity=severity, severity_in={})
    by_environment = {**rule.severity_in, **severity}
    return replace(
        rule, severity=by_environment.get("default", rule.severity), severity_in=by_environment
    )


def _effects(condition: Any) -> Iterator[str]:
    """What a change may do that a check forbids: each ``change: …`` in it."""
    if is_mapping(condition):
        if isinstance(condition.get("change"), str):
            yield condition["change"]
        condition = [*condition.values()]
    for part in condition if is_list(condition) else ():
        yield from _effects(part)
