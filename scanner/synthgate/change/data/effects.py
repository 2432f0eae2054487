"""What a change replaces or deletes, and what then becomes of data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.change.data.deciding import How
from synthgate.change.data.differing import Difference
from synthgate.change.data.documented import is_made_anew
from synthgate.change.data.fates import Fate, Fates, fates_of
from synthgate.change.data.holdings import CALLERS
from synthgate.change.data.losing import Loss, holding_of, of_deletion, of_replacement
from synthgate.change.data.naming import is_beside, is_stated, name_of
from synthgate.change.data.policies import KEEPING, policy_of
from synthgate.change.data.words import paths_text
from synthgate.change.sides import Matched, Member
from synthgate.change.words import value_text
from synthgate.evaluate import Effect
from synthgate.model import Action, Message, Severity, Text
from synthgate.resolve.causes import Cause
from synthgate.resolve.compare import equal
from synthgate.resolve.values import ABSENT, distinct
from synthgate.rule.terms.outcome import Place


def effects(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    fates = fates_of(matched)
    for fate in fates:
        yield from _of_fate(fate, fates)
    yield from _of_stacks(matched)


def _of_fate(fate: Fate, fates: Fates) -> Iterator[Effect]:
    before, after = fate.pair.before, fate.pair.after
    match fate.action:
        case _ if fate.is_retyped:
            yield from _retyped(fate)
        case Action.MOVED if before and after:
            yield from _moved(before, after, fates)
        case Action.DELETED | Action.LEFT if before:
            yield from _gone(before, fate, fates)
        case _ if before and after and fate.action in _STAYING:
            yield from _kept(before, after, fate)
        case _:
            return


_STAYING = {Action.REFUSED, Action.REPLACED, Action.UNDECIDED, Action.UPDATED}


def _retyped(fate: Fate) -> Iterator[Effect]:
    """What CloudFormation answers with "Update of resource type is not permitted"."""
    after = fate.pair.after
    if after is None:
        return
    before = fate.pair.before
    said = Message(
        "CloudFormation does not change the type of a resource, and the update fails; give it "
        "another logical ID"
    )
    old = value_text(before.type) if before else None
    place = Place(("Type",), after.type, message=said, before=old, after=value_text(after.type))
    yield _effect("refuses", after, place)


def _gone(before: Member, fate: Fate, fates: Fates) -> Iterator[Effect]:
    """What goes with its stack's consent; of a stack that has left the app nothing goes."""
    if fates.belonging.is_abandoned(before.stack):
        return
    loss = of_deletion(before)
    kept = fate.action is Action.LEFT
    if loss is None or (kept and loss.kind == "loses-data"):
        return
    route = ("DeletionPolicy",) if "DeletionPolicy" in before.raw else ()
    saw = before.resource.body.get("DeletionPolicy", ABSENT)
    yield _lost(before, Place(route, saw), loss, fate.causes)


def _lost(member: Member, place: Place, loss: Loss, causes: tuple[Cause, ...] = ()) -> Effect:
    every = (*causes, *place.causes, *loss.causes)
    told = replace(place, causes=every, message=loss.said, severity=loss.severity)
    return _effect(loss.kind, member, told)


def _effect(kind: str, member: Member, place: Place) -> Effect:
    """An effect on a resource; in doubt too it is told what would happen."""
    return Effect(kind, member.stack, replace(place, note=place.message), member.logical_id)


def _moved(before: Member, after: Member, fates: Fates) -> Iterator[Effect]:
    """A deletion and a creation, for CloudFormation."""
    if is_made_anew(after.type):
        return
    stays = fates.belonging.is_abandoned(before.stack)
    if not stays or holding_of(before) is not None:
        said = _COPIED if stays else _MOVED
        text = said.format(before=_named(before), after=_named(after))
        yield _effect("moves", after, Place((), message=text))
    property_name, name = name_of(after)
    is_kept = policy_of(before, "DeletionPolicy") in KEEPING
    holds = stays or is_kept or fates.belonging.is_same_stack(before, after)
    is_taken = is_stated(name) and equal(name, name_of(before)[1]) is True
    if holds and is_taken and is_beside(before, after):
        yield _taken(after, property_name, (), _STAYS if stays else _FIRST)
        return
    loss = None if stays else of_deletion(before)
    if loss is not None:
        yield _lost(before, Place(()), loss)


_MOVED = Message(
    "what was {before} is {after} now: CloudFormation deletes the one and creates the other, "
    "unless a stack refactoring comes first"
)
_COPIED = Message(
    "what was {before} is {after} now: the new one starts empty, and the old one stays deployed in "
    "a stack that has left the app"
)


def _named(member: Member) -> str:
    return f"{member.stack.name}.{member.logical_id}" if member.stack.name else member.logical_id


def _kept(before: Member, after: Member, fate: Fate) -> Iterator[Effect]:
    """What both states have: by the worst of its differences."""
    if not fate.updates:
        yield from _perhaps_gone(before, fate)
        return
    match fate.how:
        case How.REFUSED:
            yield _effect("refuses", after, _place(fate, said_of(fate)))
        case How.INTERRUPTED:
            yield _effect("interrupts", after, _place(fate, said_of(fate)))
        case How.REPLACED | How.MAYBE:
            yield from _replaced(before, after, fate)
        case How.IN_PLACE:
            if fate.causes:
                yield _effect("replaces", after, _place(fate, _INSIDE.format(paths=_paths(fate))))


_INSIDE = Message(
    "{paths} differs, and what becomes of what is in it is told by a template that is not here"
)
_SAID = {
    How.REFUSED: Message("{paths} cannot be updated, and the deployment fails"),
    How.INTERRUPTED: Message("{paths} cannot be updated without an interruption"),
}


def said_of(fate: Fate) -> Text | None:
    """What keeps a resource from being updated as if nothing were; None where nothing does."""
    said = _SAID.get(fate.how)
    return said and said.format(paths=_paths(fate))


def _perhaps_gone(before: Member, fate: Fate) -> Iterator[Effect]:
    """A resource whose conditions leave open whether it goes."""
    loss = of_deletion(before)
    if loss is not None:
        yield _lost(before, Place(("Condition",)), loss, fate.causes)


def _replaced(before: Member, after: Member, fate: Fate) -> Iterator[Effect]:
    taken = name_taken(after, fate)
    if taken is not None:
        yield taken
        if not taken.place.causes:
            return
    loss = of_replacement(before, after)
    if loss is not None:
        said: Text = Message("{paths} differs: {what}").format(paths=_paths(fate), what=loss.said)
        said = _with_callers(after, said)
        told = Loss(loss.kind, said, loss.causes, loss.severity)
        yield _lost(after, _place(fate, None), told)
    elif not is_made_anew(after.type):
        yield _effect("replaces", after, _without_data(after, fate))


def _without_data(after: Member, fate: Fate) -> Place:
    """A replacement that loses nothing but what others know it by."""
    text = Message("{paths} differs, and it is replaced").format(paths=_paths(fate))
    severity = None if after.type in CALLERS else Severity.INFO
    return replace(_place(fate, _with_callers(after, text)), severity=severity)


def _with_callers(member: Member, text: Text) -> Text:
    """The same, with what others know a resource by that is replaced."""
    known = CALLERS.get(member.type)
    if known is None:
        return text
    said = Message("{what}; what is another one afterwards: {known}")
    return said.format(what=text, known=known)


def name_taken(after: Member, fate: Fate) -> Effect | None:
    """A replacement under the name that the old one still has."""
    property_name, name = name_of(after)
    if not property_name or not is_stated(name):
        return None
    own = [one for one in fate.updates if one.difference.steps[:1] == (property_name,)]
    if any(not one.difference.causes for one in own) or len(own) == len(fate.decisive):
        return None
    doubts = (cause for one in own for cause in one.difference.causes)
    return _taken(after, property_name, distinct((*_place(fate, None).causes, *doubts)))


_FIRST = Message(
    "the new one is created before the old one goes, and {path} gives both the same name: the "
    "deployment fails"
)
_STAYS = Message(
    "the old one stays deployed in a stack that has left the app, and {path} gives both the same "
    "name: the deployment fails"
)


def _taken(
    after: Member, property_name: str, causes: tuple[Cause, ...], said: Message = _FIRST
) -> Effect:
    saw = after.resource.properties.get(property_name, ABSENT)
    route = ("Properties", property_name)
    place = Place(route, saw, causes, message=said.format(path=property_name))
    return _effect("reuses-name", after, place)


def _place(fate: Fate, message: Text | None) -> Place:
    """The first of the differences that decide, with all their causes if it may not happen."""
    first = fate.decisive[0].difference
    return Place(
        first.route,
        first.after,
        fate.causes,
        message=message,
        before=value_text(first.before),
        after=_changed_text(first),
    )


def _changed_text(difference: Difference) -> Text:
    """The new value; of one that is written as before, that it is another one."""
    old, new = value_text(difference.before), value_text(difference.after)
    return Message("another {value}").format(value=new) if old == new else new


def _paths(fate: Fate) -> Text:
    return paths_text([one.difference for one in fate.decisive])


def _of_stacks(matched: Matched) -> Iterator[Effect]:
    for pair in matched.stacks:
        before = pair.before
        if before is not None and pair.after is None and not before.is_nested:
            yield Effect("removes-stack", before, Place((), message=_LEFT_APP))


_LEFT_APP = Message(
    "cdk deploy deletes no stack that has left the app: it stays deployed with all that is in it, "
    "and nothing updates it any more"
)
