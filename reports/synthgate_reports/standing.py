"""What the formats say alike of frameworks: states, counts, environments, what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import ControlState, Text
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
    ControlState.MET: Text("met", "충족"),
    ControlState.NOT_MET: Text("not met", "미충족"),
    ControlState.UNKNOWN: Text("unknown", "알 수 없음"),
    ControlState.NOT_ASSESSED: Text("not assessed", "미평가"),
    ControlState.NOT_APPLICABLE: Text("not applicable", "해당 없음"),
}
_COUNT = Text("{number} {state}", "{state} {number}")
_NOT_TOLD = Text("not told", "환경 미지정")
_AROUND = Text("the stack around it", "상위 스택")
_ENVIRONMENTS = {
    "production": Text("production", "프로덕션"),
    "staging": Text("staging", "스테이징"),
    "development": Text("development", "개발"),
}
NOT_TOLD = Text(
    "What stacks without an environment are for is not told: rules about production were not "
    "asked of them; say --environment, or 'environments' in synthgate.yaml",
    "환경을 알 수 없는 스택에는 프로덕션 전용 규칙을 적용하지 않았습니다. "
    "--environment 또는 synthgate.yaml의 'environments'로 지정하세요",
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
