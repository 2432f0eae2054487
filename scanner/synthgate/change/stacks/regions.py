"""Values that the CDK hands over between Regions, and that do not arrive any more.

`Custom::CrossRegionExportWriter` writes them as parameters of Parameter Store where the reading
stack is. Since June 2026 its handler deletes a parameter that is still read, and does not write
another value of one that is there; earlier ones make the deployment fail in both cases (aws-cdk,
`cross-region-ssm-writer-handler`, before and after pull request 38059).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.change.previous import kept_defaults
from synthgate.change.sides import StackPair
from synthgate.change.stacks.naming import name_of
from synthgate.change.stacks.parameters import READER, WRITER, Written, handed_over, written_by
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import State
from synthgate.change.stacks.values import Both, Seen, Standing, same
from synthgate.change.words import value_text
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message, first_of
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.kleene import Truth, negation
from synthgate.resolve.values import ABSENT, Unknown, causes_of, unknown
from synthgate.rule.surroundings.view import WHOLE
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import descent
from synthgate.template.document import Route

_MOST_NAMES = 5


def lost_on_the_way(sides: Sides, standing: Standing) -> Iterator[Effect]:
    """An effect for each value that a writer hands over no more, or that becomes another."""
    both = Both(sides.matched, standing)
    for pair in sides.matched.stacks:
        if pair.before and WRITER in pair.before.template.text:
            yield from _of_pair(pair, sides, both)


def _of_pair(pair: StackPair, sides: Sides, both: Both) -> Iterator[Effect]:
    before, after = pair.before, pair.after
    if before is None or after is None:
        return
    new = {(one.place, one.name): one for one in written_by(after, sides.head)}
    for one in written_by(before, sides.base):
        readers = _readers(one, sides.base) if one.value is not ABSENT else []
        found = new.get((one.place, one.name))
        if found and readers:
            yield from _other_value(one, found, readers, both)
        elif readers and not _readers(one, sides.head):  # else it is told where it is read
            holds = unknown(Decider.HANDLER, one.logical_id)
            yield _effect(one, after, readers, _RELEASED, holds)


def _readers(written: Written, state: State) -> list[Stack]:
    """The stacks that something is handed over to."""
    there = (one for one in state.stacks if READER in one.template.text)
    return [
        one
        for one in there
        if state.place(one) == written.place
        and any(written.name in handed_over(body) for body in one.template.of_raw_type(READER))
    ]


def _other_value(
    before: Written, after: Written, readers: Sequence[Stack], both: Both
) -> Iterator[Effect]:
    seen = [Seen(one.value, one.stack.resolver.identity) for one in (before, after)]
    differs = negation(same(seen[0], seen[1], both))
    if differs is True:
        kept = _kept(before, after)
        differs = Unknown(kept) if kept else True
    if differs is not False:
        yield _effect(before, after.stack, readers, _CHANGES, differs, after)


def _kept(before: Written, after: Written) -> tuple[Cause, ...]:
    """Why the value may be what it was, all the same."""
    there, here = (
        descent(one.stack.template.resources[one.logical_id], (*_EXPORTS, one.name))[0]
        for one in (before, after)
    )
    resolvers = before.stack.resolver, after.stack.resolver
    return kept_defaults(*resolvers, here) if there == here else ()


_EXPORTS: Route = ("Properties", "WriterProps", "exports")


def _effect(
    before: Written,
    stack: Stack,
    readers: Sequence[Stack],
    sentence: Message,
    holds: Truth,
    after: Written | None = None,
) -> Effect:
    names = first_of([*map(name_of, readers)], _MOST_NAMES)
    is_there = before.logical_id in stack.template.resources
    place = Place(
        (*_EXPORTS, before.name) if is_there else ("Resources",),
        causes=causes_of(holds),
        note=sentence.format(name=before.name, stacks=names),
        before=value_text(before.value),
        after=value_text(after.value) if after else None,
    )
    return Effect("breaks-reference", stack, place, before.logical_id if is_there else WHOLE)


_RELEASED = Message("{name} is handed over no more, and is read in its Region by {stacks}")
_CHANGES = Message("the value of {name} changes, which does not reach those who read it: {stacks}")
