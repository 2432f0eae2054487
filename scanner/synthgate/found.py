"""What was found, for a report: in memory, or gone through unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias, TypeVar, overload

from synthgate.judge.gate_policy import GatePolicy
from synthgate.judge.untold import unanswered
from synthgate.judge.weighing import Tally, Weighing
from synthgate.judging import Judging
from synthgate.model import Checks, Comparison, Finding, Observed, Problem, ToolCounts, Verdict
from synthgate.records import dataclass

_T = TypeVar("_T")
_Again: TypeAlias = Callable[[], Iterator[Observed]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a report has of rules. `untold` are those that depend on what a stack is for.

    `observed` is what they said before what a profile does not choose was left out, empty where
    nothing asks for that; `told` is what is to be told of a baseline.
    """

    findings: Sequence[Finding]
    verdicts: Sequence[Verdict]
    checks: Checks
    weighing: Weighing
    untold: frozenset[str] = frozenset()
    observed: Sequence[Observed] = ()
    told: Sequence[Problem] = ()
    comparison: Comparison | None = None
    tools: tuple[ToolCounts, ...] = ()


def gone_through(
    judging: Judging, observed: Iterable[Observed], policy: GatePolicy, again: _Again
) -> Found:
    """What was found of so many units that they are not in memory together.

    `again` goes through what the gate goes by once more, the same each time.
    """
    weighing, tally, untold = Weighing(policy), Tally(), set[str]()
    findings = verdicts = 0
    for one in observed:
        gated = judging.gated(one)
        untold.update(one.untold, gated.untold)
        weighing.untold(unanswered([gated]))
        gated = judging.refusing.observed(gated)
        weighing.observed(gated)
        tally.add(gated.verdicts, gated.findings)
        findings += len(gated.findings)
        verdicts += len(gated.verdicts)
    return Found(
        _Passing(again, lambda it: it.findings, findings),
        _Passing(again, lambda it: it.verdicts, verdicts),
        tally.checks,
        weighing,
        frozenset(untold),
    )


class _Passing(Sequence[_T]):
    """Things that are made while they are gone through, and are gone then."""

    def __init__(self, again: _Again, of: Callable[[Observed], Sequence[_T]], number: int) -> None:
        self._again = again
        self._of = of
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[_T]:
        return (thing for one in self._again() for thing in self._of(one))

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        numbers = range(self._number)[index]
        if isinstance(numbers, int):
            return next(islice(self, numbers, None))
        return [*self][index] if isinstance(index, slice) else []
