"""What of a file was left out, or is only counted: each told once, with how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from synthgate.model import Message, Problem, Text, joined, plural
from synthgate.problem_code import ProblemCode

Fault = Message
"""Why a result cannot be read."""
NO_OBJECT = Message("no object: {number}")
NO_RULE = Message("without a rule: {number}")
NO_KIND = Message("of an unknown kind: {number}")


class Tally:
    """Counts over the results of a tool in a file; `first` is where the first broken one is."""

    def __init__(self) -> None:
        self.broken = Counter[Fault]()
        self.first = ""
        self.outside = 0
        self.nowhere = 0
        self.crowded = 0

    def leave_out(self, fault: Fault, where: str) -> None:
        """Count a result that cannot be read."""
        self.broken[fault] += 1
        self.first = self.first or where

    def problems(self, tool: str, path: str) -> Iterator[Problem]:
        """What there is to tell of them."""
        if self.broken:
            number = self.broken.total()
            kinds: Text = joined(
                ", ", [fault.format(number=many) for fault, many in self.broken.items()]
            )
            text = _BROKEN.format(tool=tool, number=number, kinds=kinds, first=self.first)
            yield Problem(ProblemCode.TOOL_REPORT_INVALID, text, path)
        for code, sentence, number in (
            (ProblemCode.TOOL_REPORT_INVALID, _OUTSIDE, self.outside),
            (ProblemCode.TOOL_REPORT_INVALID, _NOWHERE, self.nowhere),
            (ProblemCode.TOOL_APART, _CROWDED, self.crowded),
        ):
            if number:
                yield Problem(code, sentence.format(tool=tool, number=number), path)


_BROKEN = plural(
    "{tool}: {number} result cannot be read and is left out ({kinds}; the first is {first}): "
    "let the tool write the report again, or a newer version of it",
    "{tool}: {number} results cannot be read and are left out ({kinds}; the first is {first}): "
    "let the tool write the report again, or a newer version of it",
)
_OUTSIDE = plural(
    "{tool}: {number} result is about a file that is no template of this run and lies outside its "
    "folder: it is counted and not joined",
    "{tool}: {number} results are about files that are no templates of this run and lie outside "
    "its folder: they are counted and not joined",
)
_CROWDED = plural(
    "{tool}: of {number} result with many locations, only the first ten are joined",
    "{tool}: of {number} results with many locations, only the first ten are joined",
)
_NOWHERE = plural(
    "{tool}: {number} result names no file: it is counted and not joined",
    "{tool}: {number} results name no file: they are counted and not joined",
)
