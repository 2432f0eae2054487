"""What becomes of each resource that changes, one row each."""

from __future__ import annotations

from synthgate.change.data.effects import name_taken, said_of
from synthgate.change.data.fates import Fate, fates_of
from synthgate.change.data.losing import of_deletion, of_replacement
from synthgate.change.data.words import paths_text
from synthgate.change.sides import Matched
from synthgate.model import Action, Change, Message, Text, joined
from synthgate.resolve.values import reasons
from synthgate.template.document import property_path


def changes_of(matched: Matched) -> tuple[Change, ...]:
    """Every resource that differs, in the order of the head; what goes comes last."""
    return tuple(map(_change, fates_of(matched)))


def _change(fate: Fate) -> Change:
    before, after = fate.pair.before, fate.pair.after
    comes = fate.action is Action.CREATED
    return Change(
        before.subject if before and not comes else None,
        after.subject if after and fate.action not in {Action.DELETED, Action.LEFT} else None,
        fate.action,
        tuple(dict.fromkeys(property_path(one.route) for one in fate.differences)),
        _told(fate),
    )


def _told(fate: Fate) -> Text | None:
    before, after = fate.pair.before, fate.pair.after
    if fate.is_retyped:
        return Message("CloudFormation does not change the type of a resource")
    if fate.action is Action.DELETED and before:
        loss = of_deletion(before)
        return loss and loss.said
    if fate.action is Action.UNDECIDED and fate.causes:
        return reasons(fate.causes)
    if fate.action is Action.REPLACED and before and after:
        taken = name_taken(after, fate)
        if taken is not None:
            return taken.place.message
        loss = of_replacement(before, after)
        paths = paths_text([one.difference for one in fate.decisive])
        said = Message("by {paths}").format(paths=paths)
        return joined("; ", [said, loss.said]) if loss else said
    return said_of(fate) if fate.action in {Action.REFUSED, Action.UPDATED} else None
