"""Outlines of rules: what a rule is chosen and found by, without reading the rest of its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.model import Pillar, Scope, Severity
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Outline:
    """What profiles ask of a rule, and where it applies."""

    id: str
    severity: Severity
    pillar: Pillar
    scope: Scope
    resources: tuple[str, ...]
    controls: tuple[str, ...]
    formerly: tuple[str, ...] = ()
    """The ids that it had before, or those of rules that it has taken the place of."""


def outline_of(body: Mapping[str, Any]) -> Outline:
    """The outline of a card without mistakes."""
    severity = body["severity"]
    return Outline(
        id=body["id"],
        severity=Severity(severity["default"] if is_mapping(severity) else severity),
        pillar=Pillar(body["pillar"]),
        scope=body.get("scope", "resource"),
        resources=tuple(dict.fromkeys(body["resources"])),
        controls=tuple(body.get("controls", ())),
        formerly=tuple(body.get("formerly", ())),
    )
