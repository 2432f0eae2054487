"""The answer of ``synthgate checklist``: an exit code from the states of the controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from synthgate.judge.gate import CLOSED, INCOMPLETE, MISUSED, PASSED
from synthgate.model import AssessedFramework, ControlState, Gate, Problem, Text


def decide_checklist(
    frameworks: Sequence[AssessedFramework],
    problems: Sequence[Problem],
    *,
    exit_zero: bool = False,
) -> Gate:
    """Closed where a control is not met; what is unknown or not assessed is told, and open.

    A run that could not scan everything is incomplete whatever it found.
    """
    states = Counter(one.state for framework in frameworks for one in framework.controls)
    unmet, unknown, unassessed = (
        states[state]
        for state in (ControlState.NOT_MET, ControlState.UNKNOWN, ControlState.NOT_ASSESSED)
    )
    kinds = {problem.kind for problem in problems}
    if "configuration" in kinds:
        return Gate("incomplete", MISUSED, _MISUSED)
    if "incomplete" in kinds:
        return Gate("incomplete", INCOMPLETE, _INCOMPLETE.format(unmet=unmet))
    if unmet:
        told = _CLOSED.format(unmet=unmet, unknown=unknown, unassessed=unassessed)
        return Gate("closed", PASSED if exit_zero else CLOSED, told)
    return Gate("open", PASSED, _OPEN.format(unknown=unknown, unassessed=unassessed))


_OPEN = Text(
    "Checklist: no control is known to be not met; {unknown} unknown, {unassessed} not assessed.",
    "체크리스트: 미충족으로 확인된 항목이 없습니다. 알 수 없음 {unknown}개, 미평가 {unassessed}개.",
)
_CLOSED = Text(
    "Checklist: {unmet} not met; {unknown} unknown, {unassessed} not assessed.",
    "체크리스트: 미충족 {unmet}개, 알 수 없음 {unknown}개, 미평가 {unassessed}개.",
)
_INCOMPLETE = Text(
    "Checklist incomplete: not everything could be scanned; {unmet} not met so far.",
    "체크리스트 불완전: 스캔하지 못한 것이 있습니다. 지금까지 미충족 {unmet}개.",
)
_MISUSED = Text(
    "Checklist incomplete: there are mistakes in the configuration or the rule cards.",
    "체크리스트 불완전: 설정 또는 규칙 카드에 오류가 있습니다.",
)
