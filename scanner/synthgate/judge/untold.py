"""What nobody can say of stacks whose environment is not told: once for a run, not row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from synthgate.model import Observed, Problem, Status, Verdict, first_of, plural
from synthgate.model.verdicts import in_columns
from synthgate.problem_code import ProblemCode

_NAMED = 10
"""How many rules are named; the rest is counted."""


def untold(rules: Collection[str]) -> Iterator[Problem]:
    """A notice of the rules of which a verdict would be another, or none, in some environment."""
    if not rules:
        return
    named = first_of(sorted(rules), _NAMED)
    yield Problem(ProblemCode.ENVIRONMENT_UNTOLD, _UNTOLD.format(number=len(rules), rules=named))


def unanswered(observed: Iterable[Observed]) -> Iterator[Verdict]:
    """The verdicts that nobody can give, and that no finding tells of."""
    for one in observed:
        verdicts = in_columns(one.verdicts).of(Status.UNKNOWN)
        told = {finding.question for finding in one.findings} if verdicts else ()
        yield from (verdict for verdict in verdicts if verdict.question not in told)


_UNTOLD = plural(
    "{number} rule depends on what a stack is for, which nothing says: {rules}. "
    "Tell it: --environment NAME, or environments in synthgate.yaml",
    "{number} rules depend on what a stack is for, which nothing says: {rules}. "
    "Tell it: --environment NAME, or environments in synthgate.yaml",
)
