"""Which controls of the frameworks of a report a rule serves, and how bad a control stands."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from synthgate.model import ControlState, Severity, Status
from synthgate_reports.control_groups import is_silent
from synthgate_reports.standing import tolerated_in
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, AssessedFramework, Control, Finding, Report


_LONGEST_ID = 250
"""Characters, of which some may take two units."""


class Served:
    """The controls by the rules that tell of them; empty where no framework was assessed."""

    def __init__(self, report: Report) -> None:
        self._by_rule: dict[str, list[tuple[AssessedFramework, Control]]] = {}
        for framework in report.frameworks:
            for one in framework.controls:
                for rule in one.control.rules:
                    self._by_rule.setdefault(rule, []).append((framework, one.control))

    def requirements(self, rule_id: str) -> list[str]:
        """The controls of a rule, each with its framework: ``nist-800-53-r5 AC-2(1)``."""
        served = self._by_rule.get(rule_id, ())
        return [*dict.fromkeys(name_of(framework, control) for framework, control in served)]

    def standards(self, rule_id: str) -> list[AssessedFramework]:
        """The frameworks that they are of."""
        found: dict[str, AssessedFramework] = {}
        for framework, _ in self._by_rule.get(rule_id, ()):
            found.setdefault(framework.id, framework)
        return [*found.values()]


def name_of(framework: AssessedFramework, control: Control) -> str:
    """A control with its framework: a number alone is of several."""
    return printable(f"{framework.id} {control.id}")


def id_of(framework: AssessedFramework, control: Control) -> str:
    """What tells a control from others, where consumers keep what they are told.

    Of one that is longer than they take, a digest stands at the end.
    """
    name = printable(f"control/{framework.id}/{control.id}")
    if len(name) <= _LONGEST_ID:
        return name
    digest = sha256(name.encode(errors="replace")).hexdigest()
    return f"{name[: _LONGEST_ID - len(digest)]}{digest}"


def claimed_in(report: Report) -> Iterator[tuple[AssessedFramework, AssessedControl]]:
    """Every control of which something is known, or could be: what nobody claims is left out."""
    for framework in report.frameworks:
        for one in framework.controls:
            if not is_silent(one):
                yield framework, one


def counting(one: AssessedControl) -> list[Finding]:
    """The findings that a control's state rests on: neither accepted nor tolerated."""
    found: list[Finding] = []
    for result in one.results:
        is_tolerated = tolerated_in(result)
        active = (finding for finding in result.findings if finding.is_active)
        found.extend(finding for finding in active if not is_tolerated(finding))
    return found


def severity(one: AssessedControl) -> Severity:
    """That of the worst fault of a control that is not met; of any other, nothing is at fault."""
    if one.state is not ControlState.NOT_MET:
        return Severity.INFO
    failed = (finding.severity for finding in counting(one) if finding.status is Status.FAIL)
    return min(failed, key=lambda it: it.rank, default=Severity.INFO)
