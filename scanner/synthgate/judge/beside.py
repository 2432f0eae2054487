"""The findings of a run beside those of an earlier scan, and which of them the gate looks at."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from synthgate.model import Change, Comparison, Finding, Novelty, Observed, Problem
from synthgate.records import dataclass

GateOn = tuple[str, ...] | None
"""Which findings the gate looks at: words of the setting; None: the new ones, where something says
which those are, and what a change does."""


@dataclass(frozen=True, slots=True)
class Done:
    """What rules say of what a change does to a stack: of the head's unit at `order`, if to one."""

    observed: Observed
    order: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What a run is compared with, by the name that reports give it.

    `changes` is what becomes of each resource on the way from it, None where that is not known, and
    `done` what rules say of it, which `is_judged` if all that the gate may look at was asked;
    `problems` are what is to be told of it. Its files are called as those of the run: where they
    `lies_at` some other path than `seen_as`, what is fixed is shown there.
    """

    name: str
    observed: Sequence[Observed]
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] | None = None
    done: tuple[Done, ...] = ()
    seen_as: str = "."
    lies_at: str = "."
    is_judged: bool = False

    def shown(self, path: str) -> str:
        """A file of the base where it really lies."""
        below = posixpath.relpath(path, self.seen_as)
        if self.lies_at == self.seen_as or below.startswith("../"):
            return path
        return posixpath.normpath(posixpath.join(self.lies_at, below))


def in_its_place(base: Base) -> Base:
    """A base of which what goes is shown where it really lies."""
    done = (_where_it_was(one, base) if one.order is None else one for one in base.done)
    changes = base.changes and tuple(_subject_shown(one, base) for one in base.changes)
    return replace(base, done=tuple(done), changes=changes)


def _where_it_was(done: Done, base: Base) -> Done:
    findings = (_where_it_lies(finding, base) for finding in done.observed.findings)
    return replace(done, observed=replace(done.observed, findings=tuple(findings)))


def _subject_shown(change: Change, base: Base) -> Change:
    before = change.before
    there = before and replace(before, template=base.shown(before.template))
    return replace(change, before=there)


def done_to(base: Base | None, order: tuple[int, ...] | None) -> Iterator[Observed]:
    """What a change does to the stacks of a unit of the head, or to those only the base has."""
    return (one.observed for one in (base.done if base else ()) if one.order == order)


def beside(
    base: Base,
    judged: Sequence[Observed],
    gate_on: GateOn,
    is_held: Callable[[Finding], bool] = lambda _: False,
) -> tuple[list[Observed], Comparison]:
    """What was observed, each finding with what it is beside the base; and what is fixed.

    `is_held` says of a known finding whether the gate looks at it all the same.
    """
    from synthgate.judge.comparing import Side, compare  # noqa: PLC0415 - only where there is a base

    novelties, fixed = compare(Side(base.observed), Side(judged))
    novelty = iter(novelties)
    told = [replace(one, findings=tuple(_told(one, novelty))) for one in judged]
    there = (_where_it_lies(finding, base) for finding in fixed)
    only = () if gate_on is None or "all" in gate_on else gate_on
    is_all = gate_on is not None and not only
    compared = Comparison(
        base.name,
        tuple(there),
        only_new=not is_all,
        changes=base.changes,
        is_judged=base.is_judged,
        gate_on=only,
    )
    active = (it for one in told for it in one.findings if it.is_active)
    held = frozenset(it.fingerprint for it in active if compared.is_passed_over(it) and is_held(it))
    return told, replace(compared, held=held)


def looked_at(observed: Sequence[Observed], compared: Comparison | None) -> Sequence[Observed]:
    """What the gate looks at: all but what it passes over, where something says what that is."""
    if compared is None:
        return observed
    return [
        replace(one, findings=tuple(it for it in one.findings if not compared.is_passed_over(it)))
        for one in observed
    ]


def _told(observed: Observed, novelty: Iterator[Novelty]) -> Iterator[Finding]:
    for finding in observed.findings:
        yield replace(finding, novelty=next(novelty))


def _where_it_lies(finding: Finding, base: Base) -> Finding:
    path = base.shown(finding.location.path)
    return replace(finding, location=replace(finding.location, path=path))
