"""Two states written by hand, as examples of rules have them, and what a change does between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from textwrap import dedent

import pytest

from synthgate.change.matching import matched
from synthgate.change.sides import Where
from synthgate.change.stacks.effects import effects
from synthgate.evaluate import Effect, Stack
from synthgate.workbench.states import states_in

Told = Sequence[tuple[str, str, str, str]]
"""Of each effect: its kind, *fail* or *unknown*, the stack, and what is said of it."""
Change = Callable[..., Told]


def told(before: Sequence[Stack], after: Sequence[Stack], replaced: Collection[Where] = ()) -> Told:
    """What is told of the way from one state to another, on which some resources are replaced."""
    found = effects(matched(before, after), lambda where, _: where not in replaced)
    return [said(one) for one in found]


def said(effect: Effect) -> tuple[str, str, str, str]:
    name = effect.stack.name or effect.stack.resolver.placement.stack_name or ""
    note = effect.place.note
    return effect.kind, str(effect.status), name, note["en"] if note else ""


@pytest.fixture
def change() -> Change:
    """What a change does, from the text of base and head."""

    def of(text: str, replaced: Collection[Where] = ()) -> Told:
        before, after = states_in(dedent(text))
        return told(before, after, replaced)

    return of


@pytest.fixture
def change_of() -> Change:
    """What a change does, from the stacks of base and head."""
    return told
