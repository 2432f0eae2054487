"""What the formats say alike of frameworks: states, counts, environments, what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message, in_context
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synthgate.model import (
        AssessedFramework,
        ControlResult,
        Finding,
        Report,
        ScannedTemplate,
    )

STATES = {
    ControlState.MET: Message("met"),
    ControlState.EXCEPTED: in_context("state", "excepted"),
    ControlState.NOT_MET: Message("not met"),
    ControlState.UNKNOWN: Message("unknown"),
    ControlState.NOT_ASSESSED: Message("not assessed"),
    ControlState.NOT_APPLICABLE: Message("not applicable"),
}
_COUNT = Message("{number} {state}")
_NOT_TOLD = Message("no environment told")
_AROUND = Message("the stack around it")
_ENVIRONMENTS = {
    "production": Message("production"),
    "staging": Message("staging"),
    "development": Message("development"),
}
NOT_TOLD = Message(
    "What stacks without an environment are for is not told: what counts in production alone is "
    "unknown there; say --environment, or 'environments' in synthgate.yaml"
)


def tally(states: Iterable[ControlState]) -> dict[ControlState, int]:
    """How many controls are in each state; every state is there, so that none is hidden."""
    found = Counter(states)
    return {state: found[state] for state in STATES}


def counts_of(states: Iterable[ControlState], report: Report) -> str:
    """`12 met, 2 not met, …`: never a percentage, which would hide what is not assessed."""
    language = report.language
    return ", ".join(
        _COUNT.format(number=number, state=STATES[state])[language]
        for state, number in tally(states).items()
    )


def environments(framework: AssessedFramework) -> list[str | None]:
    """The environments that the controls were assessed in."""
    return [result.environment for one in framework.controls[:1] for result in one.results]


def results_in(framework: AssessedFramework, environment: str | None) -> list[ControlResult]:
    """The result of each control in one environment."""
    return [
        result
        for one in framework.controls
        for result in one.results
        if result.environment == environment
    ]


def tolerated_in(*results: ControlResult) -> Callable[[Finding], bool]:
    """Whether a finding counts in other environments only; there may be thousands of each."""
    known = {_identity(finding) for result in results for finding in result.tolerated}
    return lambda finding: _identity(finding) in known


def _identity(finding: Finding) -> tuple[object, ...]:
    location = finding.location
    return finding.fingerprint, finding.severity, location.path, location.start


def environment_name(name: str | None, report: Report) -> str:
    """An environment as people call it."""
    if name is None:
        return _NOT_TOLD[report.language]
    known = _ENVIRONMENTS.get(name)
    return known[report.language] if known else printable(name)


def told_by(template: ScannedTemplate, report: Report) -> str | None:
    """What says which environment a stack is for."""
    if template.environment is None:
        return None
    return sentence((template.told_by or _AROUND)[report.language])


def stack_name(template: ScannedTemplate) -> str:
    """A stack by its name, a template outside any assembly by its path."""
    return printable(template.stack or template.path)
