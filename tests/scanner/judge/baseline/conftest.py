"""Findings as a scan makes them, and the scope of a scan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.judge.baseline.scope import Scope, scope_of
from synthgate.model import (
    Finding,
    Fix,
    Location,
    Pillar,
    Position,
    Rule,
    ScannedTemplate,
    Severity,
    Status,
    Subject,
    UnitReport,
    Words,
)
from synthgate.rule.cards.former import Names

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = Words("words", "말")
RULE = Rule("r", TEXT, Severity.HIGH, Pillar.SECURITY, ("T",), TEXT, Fix(TEXT))


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """Make a finding of a rule, about a construct of a stack in an app."""

    def make(
        fingerprint: str = "1" * 32,
        *,
        rule: str = "r",
        app: str = "cdk.out",
        path: str = "App/A/Resource",
        **more: Any,
    ) -> Finding:
        template = f"{app}/App.template.json"
        subject = Subject("A12345678", "T", template, path, "App", None)
        here = Location(template, Position(1, 1), Position(1, 2), "Properties.P")
        plain = Finding(
            replace(RULE, id=rule),
            Status.FAIL,
            Severity.HIGH,
            TEXT,
            TEXT,
            subject,
            here,
            None,
            (),
            fingerprint,
        )
        return replace(plain, **more)

    return make


@pytest.fixture
def scope() -> Callable[..., Scope]:
    """What was looked at: the stack App of some apps, by some rules."""

    def make(
        *apps: str,
        rules: tuple[str, ...] = ("r", "s"),
        former: dict[str, tuple[str, ...]] | None = None,
    ) -> Scope:
        units = [
            UnitReport(
                (at,),
                app,
                (ScannedTemplate(f"{app}/App.template.json", "scanned", 1, "App"),),
            )
            for at, app in enumerate(apps or ("cdk.out",))
        ]
        return scope_of(units, rules, Names(frozenset(rules), former or {}))

    return make
