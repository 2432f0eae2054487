"""What a run has looked at: only there can a finding be missed, or be gone."""

from __future__ import annotations

from collections.abc import Iterable

from synthgate.judge.baseline.entry import Entry
from synthgate.judge.names import writable
from synthgate.model import Finding, UnitReport
from synthgate.records import dataclass
from synthgate.rule.cards.former import Names

HERE = "."
"""The unit that is the folder of the run."""
Stack = tuple[str | None, str | None]
"""A stage and a stack in it; of what belongs to no stack, None."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rules that were asked, by their ids and the names of all; and the stacks by their unit.

    `whole` are the units of which everything was scanned.
    """

    rules: frozenset[str]
    names: Names
    stacks: dict[str, frozenset[Stack]]
    whole: frozenset[str]

    def unit_of(self, finding: Finding) -> str:
        """The assembly that a finding is in, else its file."""
        path = writable(finding.subject.template)
        around = (path[:at] for at, letter in enumerate(path) if letter == "/")
        here = HERE if HERE in self.stacks else path
        return max((one for one in around if one in self.stacks), key=len, default=here)

    def has(self, entry: Entry) -> bool:
        """Whether the stack of an entry was scanned, or all of the app in which it would be."""
        stack = entry.stage, entry.stack
        if entry.unit in self.stacks:
            return entry.unit in self.whole or stack in self.stacks[entry.unit]
        return entry.stack is not None and any(stack in it for it in self.stacks.values())

    def asked(self, entry: Entry) -> bool:
        """Whether the rule of an entry was asked, by the id that it has now."""
        return any(rule in self.rules for rule in self.now(entry.rule))

    def now(self, rule: str) -> tuple[str, ...]:
        """What a rule is called now."""
        return self.names.now(rule) or (rule,)


def scope_of(units: Iterable[UnitReport], rules: Iterable[str], names: Names) -> Scope:
    """What was looked at in some units."""
    stacks: dict[str, frozenset[Stack]] = {}
    whole: set[str] = set()
    for unit in units:
        found: dict[str, set[Stack]] = {}
        for row in unit.templates:
            here = found.setdefault(writable(unit.base or row.path), set())
            if row.status == "scanned":
                here.update({(row.stage, row.stack), (row.stage, None)})
        stacks |= {name: frozenset(seen) for name, seen in found.items()}
        if not any(one.kind == "incomplete" for one in unit.problems):
            whole.update(found)
    return Scope(frozenset(rules), names, stacks, frozenset(whole))
