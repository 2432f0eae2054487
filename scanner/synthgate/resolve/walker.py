"""A value of a template with its functions worked out, within the template's budget."""

from __future__ import annotations

from typing import Any

from synthgate.resolve.budget import A_CALL, MOST_LEVELS, PIECE, TOO_LONG, Budget, Excess, Nesting
from synthgate.resolve.calls import Function, Resolving
from synthgate.resolve.causes import Decider
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.strings import DYNAMIC_START, dynamic
from synthgate.resolve.values import NO_VALUE, Partial, Remaining, Unknown, unknown
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import RAIN


class Walker(Resolving):
    """Walks what is written, and asks the functions in it; who derives from it knows the names."""

    budget: Budget
    nesting: Nesting

    def takes(self, steps: int) -> bool:
        """Whether there are so many steps left; if so, they are taken."""
        return self.budget.takes(steps)

    def resolve(self, node: object) -> Any:
        """A value of the template with its intrinsic functions resolved; shared if it has none.

        What is beyond the template's budget is unknown.
        """
        if isinstance(node, str):
            return self._resolve_text(node) if DYNAMIC_START in node else node
        if is_mapping(node):
            if len(node) == 1:
                ((name, argument),) = node.items()
                function = FUNCTIONS.get(name)
                if function:
                    return self._called(name, function, argument)
                if name.startswith(("Fn::", RAIN)):
                    return unknown(Decider.FUNCTION, name)
            return self._resolve_mapping(node)
        return self._resolve_list(node) if is_list(node) else node

    def _resolve_text(self, text: str) -> Any:
        """A string with its dynamic references; a look-up of each is a step."""
        if not self.takes(text.count(DYNAMIC_START)):
            return unknown(Decider.EFFORT, text[:200])
        return self._made(dynamic(text, self.dynamic_reference))

    def _called(self, name: str, function: Function, argument: Any) -> Any:
        """What a function gives, if the template may ask for it."""
        nesting = self.nesting
        if not self.budget.takes(A_CALL):
            return unknown(Decider.EFFORT, name)
        if nesting.levels >= MOST_LEVELS:
            return self.too_deep(name)
        nesting.levels += 1
        try:
            return self._made(function(self, argument))
        finally:
            nesting.levels -= 1

    def too_deep(self, name: str) -> Unknown:
        """What nobody works out, because too many functions wait for it."""
        self.budget.note(Excess.DEPTH)
        return unknown(Decider.EFFORT, name)

    def _made(self, value: Any) -> Any:
        """What a function gave, its letters counted."""
        if isinstance(value, str):
            self.budget.writes(len(value))
        elif isinstance(value, Partial):
            return self.budget.admitted(value)
        elif value is TOO_LONG:
            self.budget.note(Excess.LENGTH)
        elif is_list(value):
            self.budget.writes(PIECE * len(value))
        return value

    def _resolve_mapping(self, node: dict[str, Any]) -> Any:
        if self.nesting.levels >= MOST_LEVELS:
            return self.too_deep("…")
        self.budget.steps += len(node)
        self.nesting.levels += 1
        try:
            resolved = {
                key: value
                if isinstance(value, str) and DYNAMIC_START not in value
                else self.resolve(value)
                for key, value in node.items()
            }
        finally:
            self.nesting.levels -= 1
        if all(resolved[key] is value for key, value in node.items()):
            return node
        return {key: value for key, value in resolved.items() if value is not NO_VALUE}

    def _resolve_list(self, node: list[Any]) -> Any:
        if self.nesting.levels >= MOST_LEVELS:
            return self.too_deep("…")
        self.budget.steps += len(node)
        self.nesting.levels += 1
        try:
            resolved = [
                item if isinstance(item, str) and DYNAMIC_START not in item else self.resolve(item)
                for item in node
            ]
        finally:
            self.nesting.levels -= 1
        if all(new is old for new, old in zip(resolved, node, strict=True)):
            return node
        kept = [(index, item) for index, item in enumerate(resolved) if item is not NO_VALUE]
        if len(kept) == len(resolved):
            return resolved
        return Remaining([item for _, item in kept], tuple(index for index, _ in kept))
