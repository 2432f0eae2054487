"""Exports that go or change while stacks that are deployed import them.

"After another stack imports an output value, you can't delete the stack that is exporting the
output value or modify the exported output value. All the imports must be removed before"
(CloudFormation Template Reference, "Fn::ImportValue"). The CDK deploys the stack that exports
first, so that it does not help that the head of the other imports no more: a "deadly embrace".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from synthgate.change.sides import StackPair
from synthgate.change.stacks.fates import Fate, fates
from synthgate.change.stacks.naming import name_of
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import Export, State
from synthgate.change.stacks.values import Both, Standing
from synthgate.evaluate import Effect, Stack
from synthgate.model import first_of
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.values import Unknown, causes_of, unknown
from synthgate.rule.terms.outcome import Place

_MOST_NAMES = 5


def broken_imports(sides: Sides, standing: Standing) -> Iterator[Effect]:
    """An effect for each export that CloudFormation will refuse to take away or to change."""
    both = Both(sides.matched, standing)
    for pair in sides.matched.stacks:
        if _is_deployed_again(pair, sides):
            for fate in fates(pair, both):
                yield from _told(fate, sides)


def _is_deployed_again(pair: StackPair, sides: Sides) -> bool:
    """Whether the head deploys the stack, or the one that it was nested in, which then deletes it.

    What leaves an app is not deleted by the CDK, and keeps its exports.
    """
    return pair.before is not None and (
        pair.after is not None or sides.top_after(pair.before) is not None
    )


def _told(fate: Fate, sides: Sides) -> Iterator[Effect]:
    """What becomes of an export, if any stack that imports it is in the way."""
    found = [(one, _is_in_the_way(fate.export, one, sides)) for one in sides.base.stacks]
    sure = [one for one, truth in found if truth is True]
    doubts = [(one, truth) for one, truth in found if truth is not False]
    if sure and fate.holds is True:
        yield _effect(fate, sure, True)
    elif doubts:
        names = [one for one, _ in doubts]
        yield _effect(fate, names, conjunction((fate.holds, *(truth for _, truth in doubts))))


def _effect(fate: Fate, importers: Iterable[Stack], holds: Truth) -> Effect:
    names = first_of([*map(name_of, importers)], _MOST_NAMES)
    causes = causes_of(holds)
    note = fate.said(names)
    place = Place(fate.route, causes=causes, note=note, before=fate.before, after=fate.after)
    return Effect("breaks-import", fate.stack, place)


def _is_in_the_way(export: Export, importer: Stack, sides: Sides) -> Truth:
    """Whether a stack of the base imports something, and still does when it is to go."""
    base = sides.base
    if importer is export.stack or base.place(export.stack) != base.place(importer):
        return False
    imports = _imports(export.name, importer, base)
    return imports and conjunction((imports, _still(export, importer, sides)))


def _imports(name: Any, stack: Stack, state: State) -> Truth:
    """Whether a stack imports what is called so."""
    return disjunction(
        conjunction((holds, alike))
        for one, holds in state.imports(stack)
        if (alike := _is_called(one, name)) is not False
    )


def _is_called(one: Any, name: Any) -> Truth:
    """Whether a name is another; what only the deployment knows is of another stack here."""
    if isinstance(one, str) and isinstance(name, str):
        return one == name
    return equal(one, name) is not False and Unknown(causes_of([one, name]))


def _still(export: Export, importer: Stack, sides: Sides) -> Truth:
    """Whether an importing stack of the base still imports when the export is to go."""
    after = sides.after(importer)
    if after is None and not importer.is_nested:
        return True  # it leaves the app, and the CDK deletes no stack for that
    imports = _imports(export.name, after, sides.head) if after else False
    return imports if imports is True else disjunction((imports, _late(export, importer, sides)))


def _late(export: Export, importer: Stack, sides: Sides) -> Truth:
    """Whether a stack that imports no more in the head is deployed after the one that exports."""
    exporter, other = sides.top_after(export.stack), sides.top_after(importer)
    if exporter is None or other is None:
        return True
    if exporter is other:
        return _late_within(export.stack, importer)
    before = sides.order.before(exporter, other)
    if before is not None:
        return before
    return sides.order.comes_first(exporter, other) or unknown(Decider.ORDER, name_of(other))


def _late_within(exporter: Stack, importer: Stack) -> Truth:
    """The same of stacks that are nested in one: that one's own outputs come last of all."""
    app = exporter.resolver.app
    if app.is_nested_in(importer.resolver.identity, exporter.resolver.identity):
        return False
    return unknown(Decider.ORDER, name_of(importer))
