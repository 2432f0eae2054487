"""In which order stacks are deployed, and which of them wait for each other.

The CDK CLI deploys what the manifest names as `dependencies` first, and the rest by the ids of the
artifacts (aws-cdk-lib, `cloud-assembly-api`, "topologicalSort"). Whoever deploys templates that
lie in no assembly has to deploy those first that export what the others import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from synthgate.change.stacks.state import State
from synthgate.evaluate import Stack

_OF_CDK = ".template.json"


class Order:
    """The deployment of one state, by the identities of the stacks that are deployed as such."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._waits: dict[str, frozenset[str]] = {}
        self._below: dict[str, frozenset[str]] = {}

    def before(self, stack: Stack, other: Stack) -> bool | None:
        """Whether a stack is deployed before another; None where nothing holds either back.

        Both are stacks that are deployed as such, and not the same.
        """
        one, two = stack.resolver.identity, other.resolver.identity
        if one in self.below(two):
            return True
        return False if two in self.below(one) else None

    def comes_first(self, stack: Stack, other: Stack) -> bool:
        """Whether the CDK CLI takes it first, where nothing holds either back."""
        return self._turns[stack.resolver.identity] < self._turns[other.resolver.identity]

    def below(self, identity: str) -> frozenset[str]:
        """All that a stack waits for, directly or not."""
        if identity not in self._below:
            found: set[str] = set()
            waiting = [*self.waits_for(identity)]
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found.add(one)
                    waiting.extend(self.waits_for(one))
            self._below[identity] = frozenset(found)
        return self._below[identity]

    def waits_for(self, identity: str) -> frozenset[str]:
        """What a stack is deployed after: as its manifest says, else for what it imports."""
        if identity not in self._waits:
            stack = self._state.by_identity[identity]
            needs = stack.needs if stack.needs is not None else self.imports_from(identity)
            there = self._state.by_identity
            self._waits[identity] = frozenset(one for one in needs if one in there)
        return self._waits[identity]

    def depends_on(self, identity: str) -> Iterator[str]:
        """What a stack cannot do without: by its manifest, or by what it imports."""
        yield from sorted({*self.waits_for(identity), *self.imports_from(identity)})

    def imports_from(self, identity: str) -> Iterator[str]:
        """The stacks that export what a stack, or one nested in it, surely imports."""
        stack = self._state.by_identity[identity]
        for one in [stack, *self._nested(stack)]:
            for name, holds in self._state.imports(one):
                if holds is True and isinstance(name, str):
                    found = self._state.exporters.get((self._state.place(one), name))
                    top = found and self._state.top(found.stack).resolver.identity
                    if top and top != identity:
                        yield top

    def _nested(self, stack: Stack) -> Iterator[Stack]:
        there = self._state.by_identity
        for one in stack.resolver.app.nested.get(stack.resolver.identity, ()):
            if one.identity in there:
                yield there[one.identity]

    @cached_property
    def _turns(self) -> Mapping[str, int]:
        """The place of each stack in the order of the CDK CLI; those that go around come last."""
        rest = sorted(self.tops, key=_artifact)
        turns: dict[str, int] = {}
        while rest:
            ready = [one for one in rest if self.waits_for(one).isdisjoint(rest)] or rest
            turns.update((one, len(turns) + index) for index, one in enumerate(ready))
            rest = [one for one in rest if one not in turns]
        return turns

    @cached_property
    def tops(self) -> Sequence[str]:
        """The stacks that are deployed as such."""
        every = self._state.stacks
        return [one.resolver.identity for one in every if self._state.top(one) is one]


def _artifact(identity: str) -> str:
    """The id of a stack's artifact, after which its template is called."""
    return identity.partition("#")[0].rpartition("/")[2].removesuffix(_OF_CDK)
