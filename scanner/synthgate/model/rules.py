"""What a rule says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from synthgate.model.grades import Maturity, Pillar, Scope, Severity
from synthgate.model.text import Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """How a fault is mended: in words, and as a line of code by language."""

    text: Text
    code: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says of itself: everything but the check.

    `severity_in` holds the severity by environment where it differs from `severity`. `fault` is
    the kind of fault that it has its severity from. It is silent about a place where one of the
    rules `unless` fails.
    """

    id: str
    title: Text
    severity: Severity
    pillar: Pillar
    resources: tuple[str, ...]
    why: Text
    fix: Fix
    link: str | None = None
    config_rule: str | None = None
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Ids of the same meaning, by tool; of what several rules say between them, each has the id."""
    near: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]]
    )
    """Ids of not quite the same, by tool and by how near: `parts`, `narrower`, `wider`."""
    controls: tuple[str, ...] = ()
    scope: Scope = "resource"
    severity_in: Mapping[str, Severity] = field(default_factory=dict[str, Severity])
    fault: str | None = None
    maturity: Maturity = "stable"
    unless: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    """What a change does that it is about (``loses-data``), if its scope is that."""

    @property
    def same(self) -> Mapping[str, tuple[str, ...]]:
        """The ids, by tool, of what it reports all by itself: `equivalents` without `parts`."""
        parts = {tool: by_nearness.get("parts", ()) for tool, by_nearness in self.near.items()}
        alone = {
            tool: tuple(one for one in ids if one not in parts.get(tool, ()))
            for tool, ids in self.equivalents.items()
        }
        return {tool: ids for tool, ids in alone.items() if ids}

    @property
    def is_of_anything(self) -> bool:
        """Whether it forbids something wherever it may stand: it passes where nothing is about it.

        What demands something of an app (scope ``app``) passes because that is there.
        """
        return "*" in self.resources and self.scope != "app"

    def severity_for(self, environment: str | None) -> Severity:
        """How much harm the fault does in an environment ("production")."""
        return self.severity_in.get(environment or "", self.severity)
