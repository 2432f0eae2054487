"""Outlines of rules: what a rule is chosen and found by, without reading the rest of its card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.model import Pillar, Scope, Severity
from synthgate.records import dataclass
from synthgate.rule.cards.faults import severities_of
from synthgate.template.data import is_list


@dataclass(frozen=True, slots=True)
class Outline:
    """What profiles ask of a rule, and where it applies."""

    id: str
    severity: Severity
    pillar: Pillar
    scope: Scope
    resources: tuple[str, ...]
    controls: tuple[str, ...]
    severities: frozenset[Severity] = frozenset()
    """Those that it has in some environment."""
    fault: str | None = None
    formerly: tuple[str, ...] = ()
    """The ids that it had before, or those of rules that it has taken the place of."""
    config_rule: str | None = None
    """The rule of AWS Config about the same."""


STACK_TYPE = "AWS::CloudFormation::Stack"
APP_TYPE = "App"
"""What a report calls the app as a whole, which CloudFormation has no type for."""

_WHOLE = {"stack": (STACK_TYPE,), "app": (APP_TYPE,)}


def types_asked(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of what the conditions of a card are asked of, or patterns of them."""
    types = body.get("resources")
    names = [one for one in types if isinstance(one, str)] if is_list(types) else []
    return _WHOLE.get(str(body.get("scope")), tuple(names))


def outline_of(body: Mapping[str, Any]) -> Outline:
    """The outline of a card without mistakes."""
    severities = severities_of(body)
    return Outline(
        id=body["id"],
        severity=severities["default"],
        pillar=Pillar(body["pillar"]),
        scope=body.get("scope", "resource"),
        resources=tuple(dict.fromkeys(body["resources"])),
        controls=tuple(body.get("controls", ())),
        severities=frozenset(severities.values()),
        fault=body.get("fault"),
        formerly=tuple(body.get("formerly", ())),
        config_rule=body.get("config-rule"),
    )
