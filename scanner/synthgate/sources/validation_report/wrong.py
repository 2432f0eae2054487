"""What of a report has another shape than it ought to have: left out, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import Message, Problem, first_of
from synthgate.problem_code import ProblemCode
from synthgate.template.data import is_list, is_mapping

_MOST_NAMES = 10


class Wrong:
    """Counts the entries that are left out, by where they stand (``violations[].ruleName``)."""

    def __init__(self) -> None:
        self.found = Counter[str]()

    def note(self, where: str, times: int = 1) -> None:
        """Note an entry that is left out."""
        self.found[where.lstrip(".")] += times

    def text(self, holder: Mapping[str, Any], key: str, where: str) -> str:
        """A text; empty where there is none, and where something else is, which is noted."""
        value = holder.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            self.note(f"{where}.{key}")
        return ""

    def name(self, holder: Mapping[str, Any], key: str, where: str) -> str:
        """A text that there has to be: that it is missing is noted as well."""
        value = holder.get(key)
        if isinstance(value, str) and value:
            return value
        self.note(f"{where}.{key}")
        return ""

    def mapping(self, holder: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        """An object; empty where there is none, and where something else is, which is noted."""
        value = holder.get(key)
        if is_mapping(value):
            return value
        if value is not None:
            self.note(f"{where}.{key}")
        return {}

    def entries(
        self, holder: Mapping[str, Any], key: str, where: str
    ) -> Iterator[Mapping[str, Any]]:
        """The objects of a list; what is none of them is noted."""
        value = holder.get(key)
        if value is not None and not is_list(value):
            self.note(f"{where}.{key}")
        for one in value if is_list(value) else ():
            if is_mapping(one):
                yield one
            else:
                self.note(f"{where}.{key}[]")

    def problems(self, shown: str) -> tuple[Problem, ...]:
        """One problem that says how many of which kind, if there are any."""
        if not self.found:
            return ()
        kinds = [f"{count:,} × {where}" for where, count in sorted(self.found.items())]
        text = _WRONG.format(kinds=first_of(kinds, _MOST_NAMES))
        return (Problem(ProblemCode.TOOL_REPORT_INVALID, text, shown),)


_WRONG = Message(
    "holds entries of another shape than its tool writes, so they were not read: {kinds}; "
    "have the tool write the report again"
)
