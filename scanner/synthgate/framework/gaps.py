"""What kept rules from being asked, or from seeing what is deployed, and whom that concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from synthgate.framework import reasons
from synthgate.model import Control, Problem, Text, Verdict
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Gaps:
    """Whether some of everything was not scanned, rules that failed, and what is about some types.

    Such is a look-up that synth could not make: what it was for stands in some resources only.
    """

    of_everything: bool
    crashed: Collection[str]
    partial: tuple[Problem, ...]

    def of(self, control: Control, verdicts: Iterable[Verdict]) -> Iterator[Text]:
        """Why nobody can say of a control, whose rules gave these verdicts, that it is met."""
        crashed = sorted({*control.rules}.intersection(self.crashed))
        yield from reasons.missing(crashed, unscanned=self.of_everything)
        seen = [*verdicts] if self.partial else []
        for problem in self.partial:
            if any(_touches(type_, one) for one in seen for type_ in problem.touches or ()):
                yield problem.message


def gaps_in(problems: Iterable[Problem]) -> Gaps:
    """The gaps that the problems of a run leave."""
    serious = [problem for problem in problems if problem.kind != "notice"]
    of_no_rule = [it for it in serious if it.rule_id is None and not it.rules]
    return Gaps(
        any(problem.touches is None for problem in of_no_rule),
        {rule for it in serious for rule in (it.rule_id, *it.rules) if rule},
        tuple(problem for problem in of_no_rule if problem.touches is not None),
    )


def not_asked_here(
    control: Control,
    heard: Collection[str],
    types: Collection[str],
    mild: Mapping[str, Sequence[str]],
) -> Iterator[Text]:
    """That rules of a control which ask in some environments alone were silent in this one.

    `mild` are such rules with the types that they look at; `heard` are those that said something
    here, where there are resources of some `types`.
    """

    def counted(rule: str) -> Iterator[str]:
        return (type_ for type_ in types if control.counts(rule, type_))

    silent = [
        rule
        for rule in control.rules
        if rule in mild and rule not in heard and _are_any(counted(rule), mild[rule])
    ]
    if silent:
        yield reasons.not_asked(silent)


def _are_any(types: Iterable[str], patterns: Sequence[str]) -> bool:
    return any(one != "*" and fnmatchcase(type_, one) for type_ in types for one in patterns)


def _touches(type_: str, verdict: Verdict) -> bool:
    """Whether a verdict is about resources of a type; one about the app names those it asks for."""
    if verdict.rule.scope == "resource":
        return verdict.subject.type == type_
    return any(one != "*" and fnmatchcase(type_, one) for one in verdict.rule.resources)
