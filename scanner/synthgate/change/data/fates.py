"""What becomes of each resource on the way from the base to the head."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from synthgate.change.data.belonging import Belonging
from synthgate.change.data.comparing import Comparing, is_identifying
from synthgate.change.data.deciding import How
from synthgate.change.data.differing import Difference, differences
from synthgate.change.data.updating import Update, outside_of, updates
from synthgate.change.names import names_in
from synthgate.change.sides import Matched, Member, Pair, Where
from synthgate.model import Action
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Unknown, causes_of, distinct, references_in, unknown


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """What CloudFormation does with a resource, and by which differences.

    `causes` say why it is not known what happens. A resource whose type is another one
    (`is_retyped`) cannot be updated at all.
    """

    pair: Pair
    action: Action
    updates: tuple[Update, ...] = ()
    causes: tuple[Cause, ...] = ()
    is_retyped: bool = False

    @property
    def decisive(self) -> tuple[Update, ...]:
        """The differences that do the worst, none where nothing does more than differ."""
        worst = max((one.rank for one in self.updates), default=None)
        return tuple(one for one in self.updates if one.rank == worst)

    @property
    def how(self) -> How:
        """What they do."""
        return next((one.how for one in self.decisive), How.IN_PLACE)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that differs."""
        return tuple(one.difference for one in self.updates)


_ANOTHER = {Action.REPLACED, Action.MOVED, Action.CREATED}
"""After these what a reference gives is that of another resource."""
_REVISED = ("Version", "VersionNumber")
"""How attributes end that are another one after each update."""


class Fates:
    """The fates of all resources that change, worked out once.

    A resource that is replaced changes what refers to it, which may be replaced for that: so it
    goes on until nothing changes any more. Each step only makes a fate worse, so that it ends.
    """

    def __init__(self, matched: Matched) -> None:
        self._matched = matched
        self._of: dict[Where, Fate] = {}
        """By what they are in the head, else in the base."""
        self._comparing: dict[tuple[str, str], Comparing] = {}
        self.belonging = Belonging(matched)
        for pair in matched.resources:
            self._settle(pair)
        self._cascade()

    def __iter__(self) -> Iterator[Fate]:
        """Those of what changes, in the order of the pairs."""
        for pair in self._matched.resources:
            fate = self._of.get(_key(pair))
            if fate is not None and fate.pair is pair:
                yield fate

    def standing(self, where: Where, attribute: str | None) -> Truth:
        """Whether what a reference of the head gives is what it gave in the base."""
        fate = self._of.get(where)
        if fate is None or fate.pair.after is None or fate.pair.before is None:
            return True
        if fate.action is Action.UNDECIDED and fate.how in _REPLACING:
            return Unknown(fate.causes)
        if fate.action in _ANOTHER:
            name = f"{where[1]}.{attribute}"
            return False if is_identifying(attribute) else unknown(Decider.ATTRIBUTE, name)
        return (
            unknown(Decider.ATTRIBUTE, f"{where[1]}.{attribute}")
            if _is_new(fate, attribute)
            else True
        )

    def _settle(self, pair: Pair) -> bool:
        """Work out the fate of a pair; whether what refers to it may change for that."""
        fate = self._fate(pair)
        key = _key(pair)
        known = self._of.pop(key, None)
        if fate is not None:
            self._of[key] = fate
        was = known.action if known else None
        return fate is not None and fate.action is not was

    def _fate(self, pair: Pair) -> Fate | None:
        before, after = pair.before, pair.after
        there, comes = self.belonging.is_there(before), self.belonging.is_there(after)
        if before is None or there is False:
            return None if after is None or comes is False else self._created(pair)
        if after is None or comes is False:
            return self._gone(pair, before, there)
        if self.belonging.is_elsewhere(pair):
            return Fate(pair, Action.MOVED)
        if before.type != after.type:
            return Fate(pair, Action.REFUSED, is_retyped=True)
        doubts = self._doubts(pair, there, comes)
        return Fate(pair, Action.UNDECIDED, causes=doubts) if doubts else self._kept(pair)

    def _gone(self, pair: Pair, before: Member, there: Truth) -> Fate:
        """What goes; what a condition takes away that a default decides may stay."""
        written = [one and {"Condition": one.raw.get("Condition")} for one in (before, pair.after)]
        kept = self._comparing_of(before, pair.after).kept(*written) if pair.after else ()
        if kept:
            return Fate(pair, Action.UNDECIDED, causes=distinct((*causes_of(there), *kept)))
        return Fate(pair, self.belonging.action_of(before), causes=causes_of(there))

    def _created(self, pair: Pair) -> Fate:
        """What comes; under a logical ID that another type has had, it cannot."""
        assert pair.after is not None  # noqa: S101 - it comes
        return Fate(pair, Action.CREATED, is_retyped=self.belonging.was_another_type(pair.after))

    def _doubts(self, pair: Pair, there: Truth, comes: Truth) -> tuple[Cause, ...]:
        """Why it is not known whether both have a resource; none where both do, if it is there."""
        if there is True and comes is True:
            return ()
        before, after = pair.before, pair.after
        assert before is not None and after is not None  # noqa: S101, PT018 - it is in both
        written = [{"Condition": one.raw.get("Condition")} for one in (before, after)]
        steady = self._comparing_of(before, after).is_steady(*written)
        return () if steady else distinct((*causes_of(there), *causes_of(comes)))

    def _kept(self, pair: Pair) -> Fate | None:
        before, after = pair.before, pair.after
        assert before is not None and after is not None  # noqa: S101, PT018 - it is in both
        comparing = self._comparing_of(before, after)
        if before.raw == after.raw and comparing.is_steady(before.raw, after.raw):
            return None
        found = differences(before, after, comparing)
        told = tuple(updates(before.resource, after.resource, found))
        fate = Fate(pair, Action.UPDATED, told)
        causes = distinct(cause for one in fate.decisive for cause in one.causes)
        outside = outside_of(after, told)
        if fate.how is How.IN_PLACE and outside:
            return Fate(pair, Action.UNDECIDED, told, outside)
        return Fate(pair, _action(fate.how, causes), told, causes) if told else None

    def _comparing_of(self, before: Member, after: Member) -> Comparing:
        key = before.where[0], after.where[0]
        if key not in self._comparing:
            sides = before.stack, after.stack
            self._comparing[key] = Comparing(self._matched, *sides, self.standing)
        return self._comparing[key]

    def _cascade(self) -> None:
        """Ask again of what refers to something that is another one now."""
        waiting = [key for key, fate in self._of.items() if _is_another(fate)]
        while waiting:
            self._comparing.clear()  # what names mean may have changed
            again = dict.fromkeys(one for key in waiting for one in self._referring.get(key, ()))
            asked = (self._matched.by_after[key] for key in again)
            waiting = [_key(pair) for pair in asked if self._settle(pair)]

    @cached_property
    def _referring(self) -> dict[Where, list[Where]]:
        """By each resource of the head those that refer to it and that the base has, too."""
        found: dict[Where, list[Where]] = {}
        for _, after in self._matched.kept():
            for target in dict.fromkeys(_targets(after)):
                found.setdefault(target, []).append(after.where)
        return found


_SURE = {How.REFUSED: Action.REFUSED, How.REPLACED: Action.REPLACED}
_REPLACING = {How.MAYBE, How.REPLACED}


def _action(how: How, causes: tuple[Cause, ...]) -> Action:
    if how < How.MAYBE:
        return Action.UPDATED
    return Action.UNDECIDED if causes else _SURE.get(how, Action.UNDECIDED)


def _is_new(fate: Fate, attribute: str | None) -> bool:
    """Whether an attribute may be another one after an update: a version, or a property."""
    if attribute is None:
        return False
    return attribute.endswith(_REVISED) or any(
        one.steps[:1] == (attribute,) for one in fate.differences if one.is_property
    )


def _is_another(fate: Fate) -> bool:
    """Whether references to it may give something else: after an update, its versions."""
    return fate.pair.before is not None and fate.pair.after is not None


def _targets(member: Member) -> Iterator[Where]:
    """The resources that one refers to, in its own stack by name, in others by value."""
    stack = member.where[0]
    for kind, name in names_in(member.raw):
        if kind in {"ref", "attribute"}:
            yield stack, name.partition(".")[0]
    for reference in references_in(member.resource.body):
        yield reference.stack or stack, reference.logical_id


def _key(pair: Pair) -> Where:
    member = pair.after or pair.before
    assert member is not None  # noqa: S101 - one of them is there
    return member.where if pair.after else (f"\0{member.where[0]}", member.where[1])


def fates_of(matched: Matched) -> Fates:
    """The fates of all that changes, for all who ask."""
    if "fates" not in matched.memo:
        matched.memo["fates"] = Fates(matched)
    found: Fates = matched.memo["fates"]
    return found
