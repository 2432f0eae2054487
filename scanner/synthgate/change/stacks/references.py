"""Parameters of Parameter Store that nobody writes any more, and that stacks still read by name.

A name that is gone makes the next deployment of the stack that reads it fail (CloudFormation User
Guide, "Get a plaintext value from Systems Manager Parameter Store"; "Specify existing resources at
runtime with CloudFormation-supplied parameter types").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from synthgate.change.stacks.changed import is_changed
from synthgate.change.stacks.naming import name_of
from synthgate.change.stacks.parameters import Written, read_by, written_by
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import Place as Location
from synthgate.change.stacks.state import State
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.values import causes_of
from synthgate.rule.terms.outcome import Place

_Key = tuple[Location, str]


def broken_references(sides: Sides) -> Iterator[Effect]:
    """An effect for each name that a stack of the head reads, and that only the base writes."""
    gone = _gone(sides)
    if gone:
        for stack in sides.head.stacks:
            yield from _read_in_vain(stack, gone, sides.head)


def _gone(sides: Sides) -> dict[_Key, tuple[Written, Truth]]:
    """The parameters that the base writes, and the head surely or perhaps does not."""
    lost: dict[_Key, Written] = {}
    for pair in sides.matched.stacks:
        is_deployed = pair.before and (pair.after or sides.top_after(pair.before))
        if pair.before and is_deployed and _may_write(pair.before) and is_changed(pair):
            kept = _by_key(pair.after, sides.head) if pair.after else {}
            written = _by_key(pair.before, sides.base).items()
            lost |= {key: one for key, one in written if not _is_kept(kept.get(key))}
    if not lost:
        return {}
    there = [_by_key(one, sides.head) for one in sides.head.stacks if _may_write(one)]
    return {key: (one, _is_lost(key, one, there)) for key, one in lost.items()}


def _is_kept(written: Written | None) -> bool:
    return written is not None and written.holds is True


def _is_lost(key: _Key, before: Written, there: Sequence[Mapping[_Key, Written]]) -> Truth:
    found = [one[key].holds for one in there if key in one]
    return conjunction((before.holds, *map(negation, found)))


def _may_write(stack: Stack) -> bool:
    return "AWS::SSM::Parameter" in stack.template.text or "ExportWriter" in stack.template.text


def _by_key(stack: Stack, state: State) -> dict[_Key, Written]:
    return {(one.place, one.name): one for one in written_by(stack, state)}


def _read_in_vain(
    stack: Stack, gone: Mapping[_Key, tuple[Written, Truth]], head: State
) -> Iterator[Effect]:
    """The names that a stack of the head reads and that go; the first place of each."""
    told: set[str] = set()
    for read in read_by(stack):
        found = gone.get((head.place(stack), read.name))
        if found is None or read.name in told:
            continue
        holds = conjunction((read.holds, found[1]))
        if holds is not False:
            told.add(read.name)
            causes = causes_of(holds)
            note = _GONE.format(name=read.name, stack=name_of(found[0].stack))
            place = Place(read.route, causes=causes, note=note)
            yield Effect("breaks-reference", stack, place, read.logical_id)


_GONE = Message("parameter {name} is read by its name, and stack {stack} writes it no more")
