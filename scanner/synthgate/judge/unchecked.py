"""The rules that the configuration took out: they were not checked, and nobody should think so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.model import Message, Problem, first_of, plural
from synthgate.problem_code import ProblemCode

_NAMED = 10
"""How many rules are named; the rest is counted."""


def unchecked(excluded: Sequence[str]) -> Iterator[Problem]:
    """A notice of the rules that would have been asked, and were excluded."""
    if not excluded:
        return
    named = first_of(excluded, _NAMED, and_more=_MORE)
    message = _UNCHECKED.format(number=len(excluded), rules=named)
    yield Problem(ProblemCode.NOT_CHECKED, message)


_UNCHECKED = plural(
    "not checked, for the configuration excludes it: {number} rule ({rules})",
    "not checked, for the configuration excludes them: {number} rules ({rules})",
)
_MORE = Message("{names} and {more} more, see run.excluded of --format json")
