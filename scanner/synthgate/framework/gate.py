"""The answer of ``synthgate checklist``: an exit code from the states of the controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from synthgate.model import (
    CLOSED,
    INCOMPLETE,
    MISUSED,
    PASSED,
    AssessedFramework,
    ControlState,
    Gate,
    Message,
    Problem,
)


def decide_checklist(
    frameworks: Sequence[AssessedFramework],
    problems: Sequence[Problem],
    *,
    exit_zero: bool = False,
) -> Gate:
    """Closed where a control is not met; what is unknown or not assessed is told, and open.

    So is what is excepted: somebody answers for it. A run that could not scan everything is
    incomplete whatever it found.
    """
    states = Counter(one.state for framework in frameworks for one in framework.controls)
    unmet = states[ControlState.NOT_MET]
    rest = _REST.format(
        excepted=states[ControlState.EXCEPTED],
        unknown=states[ControlState.UNKNOWN],
        unassessed=states[ControlState.NOT_ASSESSED],
    )
    controls = frozenset(
        (framework.id, one.control.id)
        for framework in frameworks
        for one in framework.controls
        if one.state is ControlState.NOT_MET
    )
    kinds = {problem.kind for problem in problems}
    if "configuration" in kinds:
        return Gate("incomplete", MISUSED, _MISUSED)
    if "incomplete" in kinds:
        return Gate("incomplete", INCOMPLETE, _INCOMPLETE.format(unmet=unmet), controls=controls)
    if unmet:
        told = _CLOSED.format(unmet=unmet, rest=rest)
        return Gate("closed", PASSED if exit_zero else CLOSED, told, controls=controls)
    if states and set(states) == {ControlState.NOT_APPLICABLE}:
        return Gate("open", PASSED, _NOTHING)
    return Gate("open", PASSED, _OPEN.format(rest=rest))


_NOTHING = Message("Checklist: no control applies to what was scanned, so none was checked.")
_REST = Message("{excepted} excepted, {unknown} unknown, {unassessed} not assessed")
_OPEN = Message("Checklist: no control is known to be not met; {rest}.")
_CLOSED = Message("Checklist: {unmet} not met; {rest}.")
_INCOMPLETE = Message(
    "Checklist incomplete: not everything could be scanned; {unmet} not met so far."
)
_MISUSED = Message(
    "Checklist incomplete: there are mistakes in the configuration or the rule cards."
)
